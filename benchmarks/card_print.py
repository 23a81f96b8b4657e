"""Identity cards of invented people as they come from the printer: payload of the code, and the side of the
card that carries it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
import qrcode
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from benchmarks.people import SURNAMES
from counter_app.paths import resources

Pixels = NDArray[np.uint8]

PX_PER_MM: Final = 18
CARD_MM: Final = (85.6, 54.0)
_MIDDLE_MALE: Final = ("VĂN", "HỮU", "ĐỨC", "QUỐC", "MINH", "NGỌC", "XUÂN", "THÀNH", "ĐÌNH")
_MIDDLE_FEMALE: Final = ("THỊ", "THỊ NGỌC", "THỊ THÙY", "NGỌC", "THỊ KIM", "THỊ MỸ", "PHƯƠNG", "THỊ BÍCH")
_PLACES: Final = (
    ("001", "Hà Nội"),
    ("036", "Nam Định"),
    ("040", "Nghệ An"),
    ("046", "Thừa Thiên Huế"),
    ("049", "Quảng Nam"),
    ("066", "Đắk Lắk"),
    ("077", "Bà Rịa - Vũng Tàu"),
    ("079", "TP. Hồ Chí Minh"),
    ("089", "An Giang"),
    ("092", "Cần Thơ"),
    ("096", "Cà Mau"),
)
_STREETS: Final = (
    "Ấp Mẫu {n}",
    "Thôn Mẫu Thượng",
    "Tổ {n}, Khu phố Mẫu",
    "Số {n} Đường Mẫu",
    "Số {n}/{n} Hẻm Mẫu, Tổ {n}",
    "Căn hộ {n}, Chung cư Mẫu, Đường Số {n}",
    "Xóm Mẫu {n}",
)


@dataclass(frozen=True)
class Card:
    """A card: ``payload`` is what its code says; ``generation`` is the year from which it is issued."""

    generation: int
    payload: str
    name: str
    number: str


@dataclass(frozen=True)
class Print:
    """A side of a card: ``pixels`` RGB at ``PX_PER_MM``; ``code`` is the code's box in them (x, y, side)."""

    pixels: Pixels
    code: tuple[int, int, int]
    modules: int


def invent(dice: random.Random) -> Card:
    """A card of somebody who does not exist."""
    generation = dice.choice((2021, 2024))
    female = dice.random() < 0.5
    name = (
        f"{dice.choice(list(SURNAMES)).upper()} {dice.choice(_MIDDLE_FEMALE if female else _MIDDLE_MALE)} MẪU"
    )
    year = dice.randrange(1945, 2009)
    code, province = dice.choice(_PLACES)
    century = (0 if year < 2000 else 2) + female
    number = f"{code}{century}{year % 100:02d}{dice.randrange(10**6):06d}"
    old = f"{dice.randrange(10**9):09d}" if year < 2003 and dice.random() < 0.6 else ""
    born = f"{dice.randrange(1, 29):02d}{dice.randrange(1, 13):02d}{year}"
    street = dice.choice(_STREETS).format(n=dice.randrange(1, 300))
    middle = ", Phường Mẫu, Thành phố Mẫu, " if dice.random() < 0.4 else ", Xã Mẫu, Huyện Mẫu, "
    if generation == 2024:
        middle = dice.choice((", Xã Mẫu, ", ", Phường Mẫu, "))
    issued = (
        f"{dice.randrange(1, 29):02d}{dice.randrange(1, 13):02d}{dice.randrange(generation, generation + 3)}"
    )
    parts = [number, old, name, born, "Nữ" if female else "Nam", street + middle + province, issued]
    if generation == 2024:
        parts += ["", "", "", ""]
    return Card(generation, "|".join(parts), name, number)


def print_card(card: Card, dice: random.Random) -> Print:
    """The side with the code: the front of 2021, the back of 2024."""
    width, height = (round(side * PX_PER_MM) for side in CARD_MM)
    sheet = Image.fromarray(_guilloche(width, height, dice))
    draw = ImageDraw.Draw(sheet)
    side = round(dice.uniform(12.5, 16.0) * PX_PER_MM)
    modules = _modules(card.payload, dice)
    if card.generation == 2021:
        left, top = width - side - 4 * PX_PER_MM, 5 * PX_PER_MM
        _front(draw, sheet, card, dice)
    else:
        left, top = width - side - 5 * PX_PER_MM, 6 * PX_PER_MM
        _back(draw, card, dice)
    pixels = np.array(sheet)
    _print_code(pixels, modules, (left, top, side), dice)
    return Print(pixels, (left, top, side), modules.shape[0])


def _modules(payload: str, dice: random.Random) -> NDArray[np.bool_]:
    level = dice.choice(
        (qrcode.constants.ERROR_CORRECT_M, qrcode.constants.ERROR_CORRECT_M, qrcode.constants.ERROR_CORRECT_L)
    )
    code = qrcode.QRCode(border=0, error_correction=level)
    code.add_data(payload.encode())
    code.make()
    return np.array(code.get_matrix(), np.bool_)


def _print_code(
    pixels: Pixels, modules: NDArray[np.bool_], box: tuple[int, int, int], dice: random.Random
) -> None:
    """Ink on a lighter field: dots that grow or shrink a little, edges that run, uneven black."""
    left, top, side = box
    count = modules.shape[0]
    quiet = round(side / count * dice.uniform(2.0, 4.0))
    field = pixels[top - quiet : top + side + quiet, left - quiet : left + side + quiet]
    field[:] = cv2.addWeighted(field, 0.35, np.full_like(field, 240), 0.65, 0)
    ink = cv2.resize(modules.astype(np.float32), (side, side), interpolation=cv2.INTER_NEAREST)
    run = side / count * 0.18
    ink = cv2.GaussianBlur(ink, (0, 0), run)
    gain = dice.uniform(-0.18, 0.22)  # of a module: more or less ink
    ink = np.clip((ink - 0.5 + gain * 0.7) * 4 + 0.5, 0, 1)
    grain = np.random.default_rng(dice.randrange(2**32)).normal(1.0, 0.04, ink.shape).astype(np.float32)
    black = np.array([dice.uniform(18, 60)] * 3, np.float32) + np.array(
        [0, 0, dice.uniform(0, 12)], np.float32
    )
    target = pixels[top : top + side, left : left + side].astype(np.float32)
    cover = np.clip(ink * grain, 0, 1)[..., None]
    pixels[top : top + side, left : left + side] = (target * (1 - cover) + black * cover).astype(np.uint8)


def _guilloche(width: int, height: int, dice: random.Random) -> Pixels:
    """The fine waves of a card, on a tint that changes over it."""
    x = np.linspace(0, 1, width // 2, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, height // 2, dtype=np.float32)[:, None]
    waves = np.zeros((height // 2, width // 2), np.float32)
    for _ in range(2):
        bend = dice.uniform(0.02, 0.08) * np.sin(dice.uniform(4, 14) * x + dice.uniform(0, 6))
        wave = np.sin((y + bend) * dice.uniform(120, 260)) ** 2
        wave *= wave
        waves += wave * wave
    base = np.array(dice.choice(((196, 222, 226), (214, 226, 210), (226, 218, 206))), np.float32)
    tint = np.array([dice.uniform(-18, 18) for _ in range(3)], np.float32)
    picture = base + tint * x[..., None] - 14 * waves[..., None]
    small = np.clip(picture, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _front(draw: ImageDraw.ImageDraw, sheet: Image.Image, card: Card, dice: random.Random) -> None:
    mm = PX_PER_MM
    for row, (text, size) in enumerate(
        (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1.9), ("Độc lập - Tự do - Hạnh phúc", 1.7))
    ):
        draw.text((18 * mm, (4 + 3 * row) * mm), text, (30, 40, 60), _font(size))
    draw.text((22 * mm, 12 * mm), "CĂN CƯỚC CÔNG DÂN", (170, 30, 40), _font(3.4))
    draw.ellipse((4 * mm, 4 * mm, 16 * mm, 16 * mm), (200, 60, 50), (230, 190, 60), mm // 3)
    sheet.paste(_portrait(round(20 * mm), round(27 * mm), dice), (3 * mm, 20 * mm))
    _, _, name, born, sex, home, _ = card.payload.split("|")[:7]
    lines = (
        f"Số: {card.number}",
        name,
        f"{born[:2]}/{born[2:4]}/{born[4:]}",
        f"{sex}   Việt Nam",
        home[:34],
        home[34:],
    )
    for row, text in enumerate(lines):
        draw.text((26 * mm, (20 + 5.2 * row) * mm), text, (25, 25, 35), _font(3.2 if row < 2 else 2.5))


def _back(draw: ImageDraw.ImageDraw, card: Card, dice: random.Random) -> None:
    mm = PX_PER_MM
    parts = card.payload.split("|")
    for row, text in enumerate(
        ("Nơi cư trú / Place of residence", parts[5][:40], parts[5][40:], "Ngày cấp: " + parts[6])
    ):
        draw.text((4 * mm, (4 + 4.4 * row) * mm), text, (25, 25, 35), _font(2.4))
    draw.rounded_rectangle((6 * mm, 23 * mm, 18 * mm, 33 * mm), 2 * mm, (206, 178, 96), (120, 100, 40), 3)
    for line in range(4):
        draw.line((6 * mm, (25 + 2 * line) * mm, 18 * mm, (25 + 2 * line) * mm), (120, 100, 40), 3)
    for row in range(3):
        text = "".join(dice.choice("0123456789<<VNM") for _ in range(30))
        for column, letter in enumerate(text):
            draw.text(((4 + 2.6 * column) * mm, (37 + 5 * row) * mm), letter, (30, 30, 30), _font(3.6))


def _portrait(width: int, height: int, dice: random.Random) -> Image.Image:
    """Nobody: a head and shoulders of soft shapes."""
    picture = Image.new("RGB", (width, height), (188, 206, 224))
    draw = ImageDraw.Draw(picture)
    skin = tuple(dice.randrange(low, low + 40) for low in (180, 140, 110))
    dark = tuple(dice.randrange(20, 60) for _ in range(3))
    draw.ellipse((0.05 * width, 0.68 * height, 0.95 * width, 1.5 * height), dark)
    draw.ellipse((0.22 * width, 0.12 * height, 0.78 * width, 0.74 * height), (28, 24, 22))
    draw.ellipse((0.28 * width, 0.22 * height, 0.72 * width, 0.76 * height), skin)
    for side in (0.40, 0.60):
        draw.ellipse((side * width - 14, 0.44 * height, side * width + 14, 0.44 * height + 16), (40, 30, 30))
    blurred = cv2.GaussianBlur(np.array(picture), (0, 0), 5)
    noise = np.random.default_rng(dice.randrange(2**32)).normal(0, 7, blurred.shape)
    return Image.fromarray(np.clip(blurred + noise, 0, 255).astype(np.uint8))


@cache
def _font(size_mm: float) -> ImageFont.FreeTypeFont:
    path = resources() / "fonts" / "BeVietnamPro-Medium.ttf"
    return ImageFont.truetype(str(path), round(size_mm * PX_PER_MM))
