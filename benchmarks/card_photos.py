"""Pictures of cards as a counter's webcam takes them: 720p, with one or several things wrong.

The order is that of nature: card and desk, the angle of the hand, light, optics, movement while the shutter
is open, photons and the sensor's noise, the camera's own sharpening, its JPEG. Nothing here knows how the
readers work; how bad things get was set so that plain zxing-cpp reads about half of the pictures.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.card_print import CARD_MM, PX_PER_MM, Pixels, Print, invent, print_card

Light = NDArray[np.float32]
FRAME: Final = (1280, 720)
_FINER: Final = 2
_GAMMA: Final = 2.2


@dataclass(frozen=True)
class Taken:
    """How a picture is taken; lengths in pixels of the frame, angles in degrees."""

    card_px: float = 760.0
    """Width of the card in the frame."""
    turn: float = 0.0
    tilt_x: float = 0.0
    tilt_y: float = 0.0
    defocus: float = 0.0
    """Radius of the disk that a point becomes."""
    lens: float = 0.55
    """Standard deviation of what the lens blurs even in focus."""
    motion: float = 0.0
    glare: float = 0.0
    """Strength of a lamp that the card reflects, 1 is as bright as its white."""
    exposure: float = 0.75
    """How bright the card's white comes out, 1 is full."""
    photons: float = 4000.0
    """Photons that make up full white: shot noise."""
    read_noise: float = 0.004
    shadow: float = 0.15
    sharpening: float = 0.4
    jpeg: int = 85


@dataclass(frozen=True)
class Photo:
    """A picture: the JPEG as the camera delivers it, what its code says, what is wrong with it."""

    kind: str
    payload: str
    jpeg: bytes


def _usual(dice: random.Random) -> Taken:
    """A card held with care in front of a fair camera."""
    return Taken(
        card_px=dice.uniform(600, 940),
        turn=dice.gauss(0, 5),
        tilt_x=dice.gauss(0, 5),
        tilt_y=dice.gauss(0, 5),
        defocus=dice.uniform(0, 0.7),
        lens=dice.uniform(0.4, 0.75),
        exposure=dice.uniform(0.55, 0.95),
        photons=dice.uniform(1500, 6000),
        shadow=dice.uniform(0, 0.3),
        sharpening=dice.uniform(0, 0.8),
        jpeg=dice.randrange(72, 94),
    )


def _far(taken: Taken, dice: random.Random) -> Taken:
    return replace(taken, card_px=dice.uniform(380, 640))


def _rotation(taken: Taken, dice: random.Random) -> Taken:
    return replace(taken, turn=dice.uniform(-180, 180), card_px=dice.uniform(460, 780))


def _perspective(taken: Taken, dice: random.Random) -> Taken:
    tilt = dice.uniform(25, 58)
    axis = dice.uniform(0, 2 * math.pi)
    return replace(
        taken, tilt_x=tilt * math.cos(axis), tilt_y=tilt * math.sin(axis), card_px=dice.uniform(520, 900)
    )


def _defocus(taken: Taken, dice: random.Random) -> Taken:
    return replace(taken, defocus=dice.uniform(0.8, 3.2))


def _motion(taken: Taken, dice: random.Random) -> Taken:
    return replace(taken, motion=dice.uniform(1.5, 7.0))


def _glare(taken: Taken, dice: random.Random) -> Taken:
    return replace(taken, glare=dice.uniform(0.25, 1.6), card_px=dice.uniform(460, 820))


def _low_light(taken: Taken, dice: random.Random) -> Taken:
    return replace(
        taken,
        exposure=dice.uniform(0.04, 0.25),
        photons=dice.uniform(120, 500),
        read_noise=dice.uniform(0.006, 0.02),
        card_px=dice.uniform(460, 800),
    )


def _noise(taken: Taken, dice: random.Random) -> Taken:
    return replace(
        taken,
        photons=math.exp(dice.uniform(math.log(12), math.log(180))),
        read_noise=dice.uniform(0.01, 0.05),
        card_px=dice.uniform(460, 800),
    )


def _jpeg(taken: Taken, dice: random.Random) -> Taken:
    return replace(taken, jpeg=dice.randrange(7, 34), card_px=dice.uniform(460, 800))


def _mixed(taken: Taken, dice: random.Random) -> Taken:
    """Two or three things at once, each half as bad: how pictures at a counter mostly are."""
    strength = dice.uniform(0.35, 0.7)
    for name in dice.sample([name for name in KINDS if name not in ("frame", "mixed")], dice.choice((2, 3))):
        taken = _partly(taken, KINDS[name](taken, dice), strength)
    return taken


def _partly(taken: Taken, worse: Taken, share: float) -> Taken:
    return Taken(
        **{name: type(was)(was + share * (getattr(worse, name) - was)) for name, was in vars(taken).items()}
    )


def _frame(taken: Taken, dice: random.Random) -> Taken:
    """The card held at the distance that people choose by themselves."""
    return replace(
        taken, card_px=dice.uniform(480, 860), defocus=dice.uniform(0, 1.6), motion=dice.uniform(0, 2.5)
    )


KINDS: Final = {
    "frame": _frame,
    "far": _far,
    "rotation": _rotation,
    "perspective": _perspective,
    "defocus": _defocus,
    "motion": _motion,
    "glare": _glare,
    "low_light": _low_light,
    "noise": _noise,
    "jpeg": _jpeg,
    "mixed": _mixed,
}


def photograph(number: int, seed: int) -> Photo:
    """Picture ``number`` of a series; the same every time."""
    dice = random.Random(f"{seed}/{number}")
    kind = list(KINDS)[number % len(KINDS)]
    card = invent(dice)
    printed = print_card(card, dice)
    taken = KINDS[kind](_usual(dice), dice)
    return Photo(kind, card.payload, take(printed, taken, dice))


def take(printed: Print, taken: Taken, dice: random.Random) -> bytes:
    """The JPEG of a card as taken."""
    noise = np.random.default_rng(dice.randrange(2**32))
    place = _placement(printed, taken, dice)
    seen = _on_desk(printed.pixels, place, _desk(dice, noise))
    light = np.asarray(cv2.pow(seen * np.float32(1 / 255), _GAMMA), np.float32)
    light = _lit(light, taken, _code_centre(printed, place), dice)
    light = _through_lens(light, taken, dice)
    return _sensed(light, taken, noise)


def _on_desk(card: Pixels, place: NDArray[np.float64], desk: Pixels) -> Light:
    """The card over the desk, 0 to 255; sampled finer than the frame, as a lens sees it."""
    size = (FRAME[0] * _FINER, FRAME[1] * _FINER)
    there = np.full(card.shape[:2], 255, np.uint8)
    cover = cv2.resize(cv2.warpPerspective(there, place, size), FRAME, interpolation=cv2.INTER_AREA)
    seen = cv2.resize(cv2.warpPerspective(card, place, size), FRAME, interpolation=cv2.INTER_AREA)
    share = cover[..., None].astype(np.float32) * np.float32(1 / 255)
    # Outside of the card ``seen`` is black, so its edge is weighted already.
    return np.asarray(seen.astype(np.float32) + desk.astype(np.float32) * (1 - share), np.float32)


def _placement(printed: Print, taken: Taken, dice: random.Random) -> NDArray[np.float64]:
    """Where the card's pixels come to lie in the finer frame: a pinhole camera and a card in a hand."""
    rotation = cv2.Rodrigues(np.array([math.radians(taken.tilt_x), 0, 0]))[0]
    rotation = cv2.Rodrigues(np.array([0, math.radians(taken.tilt_y), 0]))[0] @ rotation
    rotation = cv2.Rodrigues(np.array([0, 0, math.radians(taken.turn)]))[0] @ rotation
    width, height = CARD_MM
    focal = 1.1 * FRAME[0]
    distance = focal * width / taken.card_px
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    flat = np.column_stack([corners, np.zeros(4)]) @ rotation.T + [0, 0, distance]
    seen = flat[:, :2] / flat[:, 2:] * focal
    # The code has to be in the frame: it is what the clerk aims at.
    left, top, side = printed.code
    centre_mm = (np.array([left + side / 2, top + side / 2]) / PX_PER_MM) - np.array([width, height]) / 2
    at = np.append(centre_mm, 0.0) @ rotation.T + [0, 0, distance]
    aim = np.array([dice.uniform(0.32, 0.68) * FRAME[0], dice.uniform(0.32, 0.68) * FRAME[1]])
    seen += aim - at[:2] / at[2] * focal
    pixels = printed.pixels.shape
    source = np.array([[0, 0], [pixels[1], 0], [pixels[1], pixels[0]], [0, pixels[0]]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, (seen * _FINER).astype(np.float32)), np.float64)


def _code_centre(printed: Print, place: NDArray[np.float64]) -> tuple[float, float]:
    left, top, side = printed.code
    point = np.array([[[left + side / 2, top + side / 2]]], np.float64)
    x, y = cv2.perspectiveTransform(point, place)[0, 0] / _FINER
    return float(x), float(y)


def _desk(dice: random.Random, noise: np.random.Generator) -> Pixels:
    """A desk with grain, papers with lines of print, and things on it."""
    colour = dice.uniform(50, 200) + np.array([dice.uniform(-35, 35) for _ in range(3)], np.float32)
    coarse = noise.normal(0, 14, (18, 6)).astype(np.float32)
    grain = cv2.resize(coarse, FRAME, interpolation=cv2.INTER_CUBIC)[..., None]
    desk: Pixels = np.clip(colour + grain, 0, 255).astype(np.uint8)
    for _ in range(dice.randrange(1, 4)):
        sheet = _paper(dice.randrange(6))
        turn = cv2.getRotationMatrix2D((160, 225), dice.uniform(-60, 60), dice.uniform(0.8, 1.6))
        turn[0, 2] += dice.uniform(-150, FRAME[0] - 150)
        turn[1, 2] += dice.uniform(-200, FRAME[1] - 200)
        mask = cv2.warpAffine(np.full(sheet.shape[:2], 255, np.uint8), turn, FRAME)
        cv2.copyTo(cv2.warpAffine(sheet, turn, FRAME), mask, desk)
    for _ in range(dice.randrange(0, 3)):
        centre = (dice.randrange(FRAME[0]), dice.randrange(FRAME[1]))
        axes = (dice.randrange(30, 130), dice.randrange(20, 60))
        tone = tuple(dice.randrange(20, 220) for _ in range(3))
        cv2.ellipse(desk, centre, axes, dice.uniform(0, 180), 0, 360, tone, -1, cv2.LINE_AA)
    return desk


@cache
def _paper(number: int) -> Pixels:
    """A sheet with lines of print."""
    dice = random.Random(number)
    sheet = np.full((900, 640, 3), dice.randrange(190, 250), np.uint8)
    for row in range(40, 860, 26):
        x = 40
        while x < 560:
            word = dice.randrange(14, 70)
            cv2.rectangle(sheet, (x, row), (x + word, row + 9), (60, 60, 70), -1)
            x += word + 12
    return np.asarray(cv2.resize(sheet, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def _lit(light: Light, taken: Taken, code: tuple[float, float], dice: random.Random) -> Light:
    """Uneven light of the room, and the lamp that the card reflects near or on the code."""
    x, y = np.meshgrid(np.arange(FRAME[0], dtype=np.float32), np.arange(FRAME[1], dtype=np.float32))
    angle = dice.uniform(0, 2 * math.pi)
    slope = (math.cos(angle) * (x / FRAME[0] - 0.5) + math.sin(angle) * (y / FRAME[1] - 0.5)).astype(
        np.float32
    )
    shade = 1 - taken.shadow * (slope + 0.5)
    edge = ((x - FRAME[0] / 2) ** 2 + (y - FRAME[1] / 2) ** 2) / (FRAME[0] ** 2 / 4 + FRAME[1] ** 2 / 4)
    shade *= 1 - 0.25 * edge
    light = np.asarray(light * shade[..., None], np.float32)
    if taken.glare > 0:
        reach = dice.uniform(18, 70)
        centre = (code[0] + dice.gauss(0, 0.7) * reach, code[1] + dice.gauss(0, 0.7) * reach)
        turn, long = dice.uniform(0, math.pi), dice.uniform(1.0, 2.6)
        u = ((x - centre[0]) * math.cos(turn) + (y - centre[1]) * math.sin(turn)) / (reach * long)
        v = (-(x - centre[0]) * math.sin(turn) + (y - centre[1]) * math.cos(turn)) / reach
        lamp = np.exp(-((u * u + v * v) ** dice.uniform(0.7, 1.6)))
        light = np.asarray(light + taken.glare * lamp[..., None], np.float32)
    return light


def _through_lens(light: Light, taken: Taken, dice: random.Random) -> Light:
    light = np.asarray(cv2.GaussianBlur(light, (0, 0), taken.lens), np.float32)
    if taken.defocus > 0.3:
        light = np.asarray(cv2.filter2D(light, -1, _disk(taken.defocus)), np.float32)
    if taken.motion > 0.5:
        light = np.asarray(cv2.filter2D(light, -1, _path(taken.motion, dice)), np.float32)
    return light


def _disk(radius: float) -> NDArray[np.float32]:
    """A point out of focus, with partly covered pixels at its edge."""
    fine, reach = 8, math.ceil(radius + 0.5)
    side = 2 * reach + 1
    grid = (np.arange(side * fine) + 0.5) / fine - side / 2
    inside = (grid[None] ** 2 + grid[:, None] ** 2 <= radius**2).astype(np.float32)
    kernel = inside.reshape(side, fine, side, fine).mean((1, 3))
    return np.asarray(kernel / kernel.sum(), np.float32)


def _path(length: float, dice: random.Random) -> NDArray[np.float32]:
    """The way of a hand while the shutter is open: a line that bends, at changing speed."""
    heading, bend = dice.uniform(0, 2 * math.pi), dice.gauss(0, 0.7)
    pace = dice.uniform(-0.4, 0.4)
    steps = np.linspace(0, 1, 400)
    speed = 1 + pace * np.cos(2 * math.pi * steps)
    course = heading + bend * steps
    points = np.cumsum(np.column_stack([np.cos(course), np.sin(course)]) * speed[:, None], axis=0)
    points *= length / np.abs(points[-1] - points[0]).max().clip(1e-6)
    points -= points.mean(axis=0)
    reach = math.ceil(np.abs(points).max()) + 1
    side = 2 * reach + 1
    kernel = np.zeros((side, side), np.float32)
    for x, y in points + reach:
        column, row = int(x), int(y)
        dx, dy = x - column, y - row
        kernel[row : row + 2, column : column + 2] += np.outer([1 - dy, dy], [1 - dx, dx])
    return np.asarray(kernel / kernel.sum(), np.float32)


def _within_bounds(light: Light) -> Light:
    return np.clip(light, 0.0, 1.0, out=light)


def _sensed(light: Light, taken: Taken, noise: np.random.Generator) -> bytes:
    """Photons, the sensor, what the camera's own chip makes of it, JPEG."""
    exposed = light * np.float32(taken.exposure)
    spread = np.sqrt(exposed * np.float32(1 / taken.photons) + np.float32(taken.read_noise**2))
    raw = exposed + spread * noise.standard_normal(exposed.shape, np.float32)
    picture = cv2.pow(_within_bounds(raw), 1 / _GAMMA)
    if taken.sharpening > 0:
        smooth = cv2.GaussianBlur(picture, (0, 0), 1.2)
        picture = cv2.addWeighted(picture, 1 + taken.sharpening, smooth, -taken.sharpening, 0)
    shown = cv2.convertScaleAbs(_within_bounds(np.asarray(picture, np.float32)), alpha=255)
    done, data = cv2.imencode(".jpg", shown[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, taken.jpeg])
    assert done
    return bytes(data)
