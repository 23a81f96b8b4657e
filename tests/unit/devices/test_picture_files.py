"""Codes in picture files, PDFs and clipboard pixels; what is wrong with a file is said by its name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from counter_app.devices.codes.limits import MAX_BYTES, MAX_PAGES
from counter_app.devices.codes.picture import read_picture, read_rgb
from counter_app.domain.errors import DomainError
from tests.fixtures.code_pictures import CARD_2021, CARD_2024, Picture, code_picture, matrix

KINDS = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF", "PDF")


def saved(picture: Picture, kind: str, **options: object) -> bytes:
    file = BytesIO()
    Image.fromarray(picture).save(file, kind, **options)
    return file.getvalue()


def refusal(source: Path | bytes) -> str:
    with pytest.raises(DomainError) as refused:
        read_picture(source, 300)
    return refused.value.code


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_read_from_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "thẻ mẫu"
    path.write_bytes(saved(code_picture(CARD_2021, 6), kind))
    (code,) = read_picture(path)
    assert code.text == CARD_2021


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_is_turned_as_the_phone_says(orientation: int) -> None:
    picture = np.pad(code_picture(CARD_2021), ((0, 0), (0, 200)), constant_values=255)
    exif = Image.Exif()
    exif[0x0112] = orientation
    (code,) = read_picture(saved(picture, "JPEG", quality=95, exif=exif))
    lying = orientation >= 5
    high, wide = picture.shape[::-1] if lying else picture.shape
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in code.corners)
    assert code.text == CARD_2021


def test_transparent_and_deep_pictures_are_read() -> None:
    picture = code_picture(CARD_2021)
    clear = np.zeros((*picture.shape, 4), np.uint8)
    clear[..., 3] = 255 - picture  # black ink on nothing
    assert read_picture(saved(clear, "PNG"))[0].text == CARD_2021
    deep = BytesIO()
    Image.fromarray(picture.astype(np.uint16) * 200).save(deep, "PNG")
    assert read_picture(deep.getvalue())[0].text == CARD_2021


def test_the_first_page_with_a_code_counts() -> None:
    for kind in ("PDF", "TIFF"):
        pages = [Image.new("L", (300, 300), "white"), Image.fromarray(code_picture(CARD_2024, 5))]
        file = BytesIO()
        pages[0].save(file, kind, save_all=True, append_images=pages[1:])
        assert read_picture(file.getvalue())[0].text == CARD_2024


def test_pixels_of_the_clipboard_are_read() -> None:
    colour = np.stack([code_picture(CARD_2021)] * 3, axis=-1)
    height, width = colour.shape[:2]
    assert read_rgb(colour.tobytes(), width, height)[0].text == CARD_2021
    with pytest.raises(ValueError, match="reshape"):
        read_rgb(b"123", width, height)
    with pytest.raises(DomainError, match=r"picture\.empty"):
        read_rgb(b"", 0, 0)
    with pytest.raises(DomainError, match=r"picture\.too_many_pixels"):
        read_rgb(b"", 100_000, 100_000)


def protected_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - slow to load

    file = BytesIO()
    canvas = Canvas(file, encrypt="mật khẩu")
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def huge_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_000, 14_000)
    file = BytesIO()
    document.save(file)
    document.close()
    return file.getvalue()


def bomb() -> bytes:
    return saved(np.zeros((8_000, 8_000), np.uint8), "PNG")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture.empty"),
        (b"\0" * (MAX_BYTES + 1), "picture.too_large"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "picture.heic"),
        (b"Kinh gui", "picture.unknown_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.unknown_kind"),
        (b"%PDF-1.7 nothing", "picture.damaged"),
    ],
    ids=["empty", "too large", "heic", "text", "svg", "no pdf"],
)
def test_what_is_no_picture_is_named(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_other_troubles_with_a_file_are_named(tmp_path: Path) -> None:
    assert refusal(tmp_path / "not there.png") == "picture.unreadable"
    assert refusal(tmp_path) == "picture.unreadable"
    assert refusal(Path("a\0b")) == "picture.unreadable"
    assert refusal(bomb()) == "picture.too_many_pixels"
    assert refusal(huge_pdf()) == "picture.too_many_pixels"
    assert refusal(protected_pdf()) == "picture.protected"
    assert refusal(saved(code_picture(CARD_2021), "PNG")[:-400]) == "picture.damaged"


def test_why_no_code_was_read_is_named() -> None:
    assert refusal(saved(np.full((90, 90), 255, np.uint8), "PNG")) == "picture.no_code"
    assert refusal(saved(code_picture("Lê Mẫu".encode("utf-16")), "PNG")) == "picture.code_not_utf8"
    modules = matrix(CARD_2021)
    modules[12:32, 10:34] = False
    spoiled = np.kron(
        np.pad(np.where(modules, 0, 255).astype(np.uint8), 4, constant_values=255), np.ones((4, 4))
    )
    assert refusal(saved(spoiled.astype(np.uint8), "PNG")) == "picture.code_unreadable"


def test_no_more_pages_than_allowed_are_looked_at() -> None:
    blank = Image.new("1", (20, 20), 1)
    file = BytesIO()
    code = Image.fromarray(code_picture("12345", 2))
    blank.save(file, "TIFF", save_all=True, append_images=[blank] * (MAX_PAGES - 1) + [code])
    assert refusal(file.getvalue()) == "picture.no_code"


SAMPLES = {kind: saved(code_picture("Mẫu 7", 2), kind) for kind in KINDS}
HEADS = [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"%PDF-"]


@pytest.mark.parametrize("kind", SAMPLES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_and_hostile_files_are_read_or_refused_with_a_code(kind: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[kind])
    cut = data.draw(st.integers(0, len(sample)) | st.just(len(sample)))
    del sample[cut:]
    for _ in range(data.draw(st.integers(0, 12))):
        if sample:
            sample[data.draw(st.integers(0, len(sample) - 1))] = data.draw(st.integers(0, 255))
    texts, code = [], ""
    try:
        texts = [one.text for one in read_picture(bytes(sample), 50)]
    except DomainError as refused:
        code = refused.code
    assert texts == ["Mẫu 7"] or code.startswith("picture.")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"%PDF-"]),
)
def test_arbitrary_bytes_are_refused_with_a_code(rest: bytes, head: bytes) -> None:
    assert refusal(head + rest).startswith("picture.")
