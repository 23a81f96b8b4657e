"""The simulated printer prints what ESC/POS says, keeps it, and can be made to fail while it runs."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from counter_app.devices.simulators import PrinterSimulator
from counter_app.devices.simulators.paper import Receipt
from counter_app.services.ports import MonoImage
from tests.fixtures.slip_images import dots, is_printed_unchanged, noise

INIT, CUT = b"\x1b@", b"\x1dV\x00"


@pytest.fixture
def printer() -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as simulator:
        yield simulator


def raster(image: MonoImage, mode: int = 0) -> bytes:
    head = b"\x1dv0" + bytes([mode]) + image.stride.to_bytes(2, "little") + image.height.to_bytes(2, "little")
    return head + image.data


def print_raw(printer: PrinterSimulator, *parts: bytes) -> None:
    with socket.create_connection(("127.0.0.1", printer.port)) as line:
        line.sendall(b"".join(parts))


def printed(printer: PrinterSimulator, *parts: bytes) -> Receipt:
    before = len(printer.receipts)
    print_raw(printer, *parts, CUT)
    return printer.wait_for_receipts(before + 1)[-1]


def test_a_raster_is_printed_dot_for_dot(printer: PrinterSimulator) -> None:
    image = noise(576, 33)
    assert is_printed_unchanged(image, printed(printer, INIT, raster(image)).image)


def test_a_raster_wider_than_the_paper_is_cut_at_the_edge(printer: PrinterSimulator) -> None:
    receipt = printed(printer, raster(noise(640, 10)))
    assert dots(receipt.image) == [row[:576] for row in dots(noise(640, 10))]


@pytest.mark.parametrize(("mode", "wide", "high"), [(0, 1, 1), (1, 2, 1), (2, 1, 2), (3, 2, 2), (51, 2, 2)])
def test_doubled_rasters_are_doubled(printer: PrinterSimulator, mode: int, wide: int, high: int) -> None:
    image = noise(64, 5)
    receipt = printed(printer, raster(image, mode))
    expected = ["".join(dot * wide for dot in row) for row in dots(image) for _ in range(high)]
    assert [row[: 64 * wide] for row in dots(receipt.image)] == expected


def test_text_is_noted_where_it_stands_and_feeds_the_paper(printer: PrinterSimulator) -> None:
    receipt = printed(
        printer, INIT, b"\x1ba\x01", "Quầy 3".encode(), b"\n", b"\x1bd\x02", b"So 12\r\n", b"no end"
    )
    assert receipt.texts == ((0, "Quầy 3"), (90, "So 12"), (120, "no end"))
    assert receipt.image.height == 150


def test_what_cannot_be_drawn_is_noted_and_the_stream_stays_in_step(printer: PrinterSimulator) -> None:
    image = noise(576, 8)
    receipt = printed(
        printer,
        b"\x1dk\x49\x04{B12",
        b"\x1b*\x21\x02\x00abcdef",
        b"\x1d(k\x03\x00\x31\x43\x04",
        raster(image),
    )
    assert len(receipt.not_drawn) == 3
    assert is_printed_unchanged(image, receipt.image)


def test_cuts_are_full_or_partial_and_feed_to_the_knife(printer: PrinterSimulator) -> None:
    print_raw(printer, b"a\n", b"\x1dV\x01", b"b\n", b"\x1dV\x41\x10", b"c\n", b"\x1bi", CUT)
    receipts = printer.wait_for_receipts(3)
    assert [one.kind for one in receipts] == ["partial", "full", "partial"]
    assert [one.image.height for one in receipts] == [30, 30 + 120 + 16, 30]


def test_receipts_are_kept_as_picture_and_description(tmp_path: Path) -> None:
    image = noise(576, 24)
    for expected in ("receipt-0001", "receipt-0002"):  # the numbers go on after a restart
        with PrinterSimulator(paper_dir=tmp_path) as printer:
            printed(printer, raster(image))
        kept = Image.open(tmp_path / f"{expected}.png")
        assert kept.size == (576, 24)
        picture = ["".join("01"[kept.getpixel((x, y)) == 0] for x in range(576)) for y in range(24)]
        assert picture == dots(image)
        about = json.loads((tmp_path / f"{expected}.json").read_text(encoding="utf-8"))
        assert (about["kind"], about["length_mm"], about["width_dots"]) == ("full", 3.0, 576)


def test_what_hangs_out_is_kept_when_the_printer_ends(tmp_path: Path) -> None:
    with PrinterSimulator(paper_dir=tmp_path) as printer:
        printed(printer, b"whole\n")
        print_raw(printer, b"not cut off\n")
        while printer.state()["hanging_rows"] != 30:
            pass
    about = json.loads((tmp_path / "receipt-0002.json").read_text(encoding="utf-8"))
    assert about["kind"] == "hanging"
    assert about["texts"] == [{"row": 0, "text": "not cut off"}]


def ask(line: socket.socket, request: int) -> int:
    line.sendall(b"\x10\x04" + bytes([request]))
    return line.recv(1)[0]


def test_status_is_answered_while_it_prints_and_in_the_middle_of_a_picture() -> None:
    with PrinterSimulator(speed_mm_s=20) as printer:
        image = noise(576, 160)
        job = raster(image)
        with socket.create_connection(("127.0.0.1", printer.port)) as line:
            line.settimeout(5)
            line.sendall(raster(noise(576, 40)) + job[:1000])
            assert ask(line, 1) == 0x12
            # The three bytes were a request, and they are dots of the picture all the same.
            line.sendall(job[1003:])
            assert printer.state()["printing"]
            assert ask(line, 4) == 0x12
            printer.set("paper_low")
            assert ask(line, 4) == 0x1E


@pytest.mark.parametrize(
    ("switch", "answers"),
    [
        ("paper_out", [0x1A, 0x32, 0x12, 0x7E]),
        ("paper_low", [0x12, 0x12, 0x12, 0x1E]),
        ("cover_open", [0x1A, 0x16, 0x12, 0x12]),
        ("cutter_error", [0x1A, 0x52, 0x1A, 0x12]),
        ("offline", [0x1A, 0x12, 0x12, 0x12]),
        ("liar", [0x12, 0x12, 0x12, 0x12]),
        ("wrong_bits", [0x02, 0x02, 0x02, 0x02]),
    ],
)
def test_switches_show_in_the_status_bytes(
    printer: PrinterSimulator, switch: str, answers: list[int]
) -> None:
    printer.set(switch)
    with socket.create_connection(("127.0.0.1", printer.port)) as line:
        line.settimeout(5)
        assert [ask(line, request) for request in (1, 2, 3, 4)] == answers


def test_unknown_switches_and_values_are_refused(printer: PrinterSimulator) -> None:
    for name, value in [
        ("colour", True),
        ("mute", 1),
        ("answer_delay_s", -1),
        ("cut_line_after", "x"),
        ("paper_left_mm", "x"),
    ]:
        with pytest.raises(ValueError, match=name):
            printer.set(name, value)


# --- the control port -----------------------------------------------------------------------------


def order(port: int, *orders: object) -> list[dict[str, Any]]:
    with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rwb") as stream:
        replies = []
        for one in orders:
            stream.write(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n")
            stream.flush()
            replies.append(json.loads(stream.readline()))
        return replies


def test_the_control_port_turns_switches_and_tells_the_state() -> None:
    with PrinterSimulator(control_port=0) as printer:
        assert printer.control_port is not None
        on, state, off, unknown, noise_reply = order(
            printer.control_port,
            {"set": "paper_out", "on": True},
            {"get": "state"},
            {"do": "load_paper"},
            {"set": "colour", "on": True},
            b"not json\n",
        )
    assert on["ok"]
    assert on["paper_out"]
    assert state["paper_out"]
    assert not off["paper_out"]
    assert not unknown["ok"]
    assert "colour" in unknown["error"]
    assert not noise_reply["ok"]


def test_two_printers_cannot_have_one_port() -> None:
    with PrinterSimulator() as printer:
        second = PrinterSimulator(printer.port)
        with pytest.raises(OSError, match=str(printer.port)):
            second.start()
