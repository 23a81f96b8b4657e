"""Codes are read out of pictures however they were taken, and never read wrongly."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.devices.codes import read, read_codes
from counter_app.devices.codes.frames import FrameReader
from counter_app.devices.codes.hints import hint_for
from counter_app.devices.codes.ladder import Climber
from counter_app.devices.codes.scene import Scene
from counter_app.devices.codes.sighting import Attempt
from counter_app.devices.codes.steps import STEPS, Step
from counter_app.devices.codes.symbol import MAX_VERSION, symbol
from counter_app.services.camera_ports import FrameHint
from tests.fixtures.code_pictures import (
    CARD_2021,
    CARD_2024,
    Picture,
    code_picture,
    dimmed,
    drawn,
    matrix,
    moved,
    scene,
)

PLENTY_MS = 20_000.0


def texts(picture: Picture) -> list[str]:
    return [code.text for code in read_codes(picture, PLENTY_MS)]


def plainly_read(picture: Picture) -> bool:
    return bool(zxingcpp.read_barcodes(picture))


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize("card", [CARD_2021, CARD_2024])
def test_the_code_of_a_card_is_read_with_its_place(card: str) -> None:
    (code,) = read_codes(scene(card))
    assert (code.text, code.format, code.step) == (card, "qr_code", "plain")
    left, top = np.min(code.corners, axis=0)
    right, bottom = np.max(code.corners, axis=0)
    assert 200 < left < right < 440
    assert 120 < top < bottom < 360


def test_colour_pictures_and_turned_ones_are_read_too() -> None:
    picture = scene(CARD_2021, turned=137)
    assert texts(np.asarray(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR), np.uint8)) == [CARD_2021]


SPOILED: dict[str, Callable[[], Picture]] = {
    "out of focus": lambda: np.asarray(cv2.GaussianBlur(scene(CARD_2021, 2.8), (0, 0), 2.0), np.uint8),
    "moved": lambda: moved(scene(CARD_2024, 3.0, turned=8), 6),
    "moved upright": lambda: moved(scene(CARD_2024, 3.0, turned=8), 6, angle=100),
    "dark and grainy": lambda: dimmed(scene(CARD_2021, 2.2, turned=-12), 0.08, 4.0),
    "far away": lambda: scene(CARD_2021, 1.4, turned=20),
}


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize("how", SPOILED)
def test_what_a_plain_scan_misses_is_read(how: str) -> None:
    picture = SPOILED[how]()
    assert not plainly_read(picture)
    (code,) = read_codes(picture, PLENTY_MS)
    assert code.text in (CARD_2021, CARD_2024)
    assert code.step != "plain"


def test_vietnamese_is_right_300_times_of_300() -> None:
    dice = random.Random(11)
    letters = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵĐƯƠ ANHTGMẪU|,."
    for _ in range(300):
        payload = "".join(dice.choice(letters) for _ in range(dice.randrange(4, 60))).strip() or "Ẫ"
        written = unicodedata.normalize("NFD", payload) if dice.random() < 0.5 else payload
        (code,) = read_codes(code_picture(written, 2))
        assert code.text == payload


def test_bom_and_line_end_do_not_belong_to_the_text() -> None:
    assert texts(code_picture("\ufeffHồ sơ 12\r\n")) == ["Hồ sơ 12"]


@pytest.mark.parametrize("raw", ["Ngô Mẫu".encode("utf-16"), b"NGUY\xcaN M\xc2U", "Lê".encode("latin-1")])
def test_letters_in_another_encoding_are_named_and_never_guessed(raw: bytes) -> None:
    reading = read(code_picture(raw), PLENTY_MS)
    assert reading.codes == ()
    assert reading.not_utf8


def test_two_codes_in_one_picture_are_both_read() -> None:
    one, other = code_picture(CARD_2021), code_picture("H01.15.21-261122-0007")
    height = max(one.shape[0], other.shape[0])
    pad = [np.pad(part, ((0, height - part.shape[0]), (0, 0)), constant_values=255) for part in (one, other)]
    assert sorted(texts(np.hstack(pad))) == sorted([CARD_2021, "H01.15.21-261122-0007"])


def test_a_bar_code_is_taken_when_two_steps_read_it() -> None:
    bars = zxingcpp.create_barcode("EE123456789VN", zxingcpp.BarcodeFormat.Code128)
    picture = np.pad(np.asarray(bars.to_image(scale=3), np.uint8), 30, constant_values=255)
    (code,) = read_codes(picture, PLENTY_MS)
    assert (code.text, code.format, code.step) == ("EE123456789VN", "code_128", "resized")


# --- what is not proved is not said -----------------------------------------------------------


def test_a_code_with_too_much_damage_is_seen_and_not_read() -> None:
    modules = matrix(CARD_2021)
    modules[12:32, 10:34] = False
    reading = read(drawn(modules, 5), PLENTY_MS)
    assert reading.codes == ()
    assert reading.seen is not None


@pytest.mark.parametrize("seed", range(3))
def test_noise_and_texture_read_as_nothing(seed: int) -> None:
    dice = np.random.default_rng(seed)
    coarse = dice.integers(0, 2, (60, 80), np.uint8) * 255
    assert texts(np.kron(coarse, np.ones((4, 4), np.uint8))) == []


def barely(payload: str) -> Picture:
    """A small code that needs nearly all of its error correction."""
    modules = matrix(payload, qrcode.constants.ERROR_CORRECT_L)
    assert modules.shape == (21, 21)
    # Whole code words, in the upward run at the lower right where the first of the data lies.
    for word in range(3):
        modules[21 - 4 * (word + 1) : 21 - 4 * word, 19:21] ^= True
    return drawn(modules)


def showing(name: str, *pictures: Picture) -> Step:
    def attempts(_scene: Scene) -> Iterator[Attempt]:
        yield from (Attempt(picture) for picture in pictures)

    return Step(name, attempts)


FOREVER = float("inf")


def test_a_weakly_proved_text_waits_for_a_second_step() -> None:
    climber = Climber(barely("H01-0007"))
    once = showing("once", barely("H01-0007"), barely("H01-0007"))
    assert climber.take(once, FOREVER) is None
    reading = climber.take(showing("again", barely("H01-0007")), FOREVER)
    assert reading is not None
    assert [code.text for code in reading.codes] == ["H01-0007"]


def test_steps_that_disagree_about_one_place_give_nothing() -> None:
    climber = Climber(barely("H01-0007"))
    assert climber.take(showing("one", barely("H01-0007")), FOREVER) is None
    reading = climber.take(showing("other", barely("H01-0008")), FOREVER)
    assert reading is not None
    assert reading.disagreed
    assert reading.codes == ()


def test_a_weakly_proved_text_is_taken_when_the_next_picture_says_it_too() -> None:
    frames = FrameReader()
    weak = np.pad(barely("H01-0007"), 60, constant_values=255)
    assert [frames.read(weak).texts for _ in range(2)][-1] == ("H01-0007",)


def test_the_search_ends_near_its_budget() -> None:
    blank = np.random.default_rng(2).integers(0, 255, (720, 1280), np.uint8)
    climber = Climber(blank)
    assert climber.take(STEPS[0], 0.0) is None
    assert read(blank, 1.0).codes == ()


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.booleans(), st.integers(0, 2**32 - 1))
def test_pictures_of_any_size_and_content_are_answered(
    height: int, width: int, colour: bool, seed: int
) -> None:
    shape = (height, width, 3) if colour else (height, width)
    picture = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    assert read_codes(picture, 50.0) == []


# --- the patterns that all codes have ---------------------------------------------------------


@pytest.mark.parametrize("version", range(1, MAX_VERSION + 1))
def test_the_known_patterns_are_those_of_real_codes(version: int) -> None:
    code = qrcode.QRCode(version=version, border=0, error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(b"Q" * 9)
    code.make(fit=False)
    real = np.where(np.array(code.get_matrix()), 1, -1)
    known = symbol(version).known
    assert ((known == 0) | (known == real)).all()
    assert (known[:8, :8] != 0).all()


# --- the live picture -------------------------------------------------------------------------


@pytest.mark.requirement("LC-18")
def test_a_spoiled_code_is_read_within_a_few_pictures_of_a_camera() -> None:
    frames = FrameReader(budget_ms=2000)
    picture = SPOILED["out of focus"]()
    seen = [frames.read(picture).texts for _ in range(2)]
    assert (CARD_2021,) in seen


PLACE = ((200.0, 200.0), (260.0, 200.0), (260.0, 260.0), (200.0, 260.0))


def test_hints_say_why_nothing_is_read() -> None:
    sharp = np.tile(code_picture(CARD_2021, 3), (3, 4))
    large = ((12.0, 12.0), (147.0, 12.0), (147.0, 147.0), (12.0, 147.0))
    assert hint_for(np.full((480, 640), 12, np.uint8), None) is FrameHint.TOO_DARK
    assert hint_for(sharp, PLACE) is FrameHint.TOO_FAR
    assert hint_for(sharp, large) is None
    assert hint_for(np.asarray(cv2.GaussianBlur(sharp, (0, 0), 4), np.uint8), large) is FrameHint.BLURRED
    assert hint_for(np.full((480, 640), 128, np.uint8), None) is None
    assert hint_for(sharp, ((-90.0, -90.0), (-10.0, -90.0), (-10.0, -10.0), (-90.0, -10.0))) is None


def test_a_lamp_on_the_card_is_said() -> None:
    picture = scene(CARD_2021, 2.6)
    cv2.circle(picture, (320, 240), 50, 255, -1)
    assert FrameReader().read(picture).hint is FrameHint.GLARE
