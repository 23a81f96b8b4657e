"""Bytes mean the same however the network cuts them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices.escpos.job import slip_job
from counter_app.devices.scanners.lines import MAX_LINE_BYTES, LineDecoder
from counter_app.devices.scanners.source import ScanFinding
from counter_app.devices.simulators.escpos_reader import (
    Command,
    Cut,
    EscposReader,
    Initialize,
    Raster,
    RealTimeRequests,
    Text,
)
from counter_app.services.ports import MonoImage

PIECES = st.lists(
    st.sampled_from(
        [
            b"089190000017|MAU",
            "Nguyễn Thị Mẫu".encode(),
            b"\r",
            b"\n",
            b"\r\n",
            b"\xef\xbb\xbf",
            b"\xff",
            b"x" * 3000,
        ]
    ),
    max_size=12,
)
COMMANDS = st.lists(
    st.sampled_from(
        [
            b"\x1b@", b"\x10\x04\x01", b"\x1dv0\x00\x01\x00\x02\x00\x10\x04", b"\x1dV\x42\x00", b"\x1dV\x00",
            b"\x1bd\x03", b"\x1bJ\x10", b"Phieu", b"\n", b"\x1dk\x04A12\x00", b"\x1d(k\x03\x00abc",
            b"\x1b*\x21\x01\x00abc",
            b"\x00", b"\x1ba\x01", b"\x1b", b"\x1d", b"\x10",
        ]
    ),
    max_size=12,
)  # fmt: skip


def cuts_of(draw: st.DataObject, data: bytes) -> list[bytes]:
    at = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=6)))
    return [data[begin:end] for begin, end in pairwise([0, *at, len(data)])]


@given(PIECES, st.data())
def test_lines_do_not_depend_on_how_bytes_arrive(pieces: list[bytes], draw: st.DataObject) -> None:
    data = b"".join(pieces)
    whole, cut = LineDecoder(), LineDecoder()
    expected = [*whole.feed(data), *whole.close()]
    found = [item for piece in cuts_of(draw, data) for item in cut.feed(piece)]
    assert [*found, *cut.close()] == expected


@given(st.binary(max_size=200))
def test_noise_on_the_line_is_text_or_finding_and_never_an_exception(data: bytes) -> None:
    for item in LineDecoder().feed(data + b"\n"):
        assert isinstance(item, ScanFinding) or (item.strip() and len(item.encode()) <= 3 * MAX_LINE_BYTES)


@given(COMMANDS, st.data())
def test_commands_do_not_depend_on_how_bytes_arrive(pieces: list[bytes], draw: st.DataObject) -> None:
    data = b"".join(pieces)
    whole, cut = EscposReader(), EscposReader()
    expected = joined(whole.feed(data))
    found = joined([command for piece in cuts_of(draw, data) for command in cut.feed(piece)])
    assert found == expected
    assert cut.incomplete == whole.incomplete


def joined(commands: list[Command]) -> list[Command]:
    """Text that arrived in pieces is one text."""
    result: list[Command] = []
    for command in commands:
        if isinstance(command, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].data + command.data)
        else:
            result.append(command)
    return result


@given(COMMANDS, st.data())
def test_status_requests_are_found_wherever_the_network_cuts(
    pieces: list[bytes], draw: st.DataObject
) -> None:
    data = b"".join(pieces)
    cut = RealTimeRequests()
    found = [request for piece in cuts_of(draw, data) for request in cut.feed(piece)]
    assert found == RealTimeRequests().feed(data)
    assert len(found) == sum(data.count(b"\x10\x04" + bytes([n])) for n in (1, 2, 3, 4))


@given(st.integers(1, 100), st.integers(1, 200), st.randoms(use_true_random=False))
def test_a_slip_is_taken_apart_into_the_rows_it_was_made_of(width: int, height: int, random: object) -> None:
    stride = (width + 7) // 8
    image = MonoImage(width, height, bytes(random.randbytes(stride * height)))  # type: ignore[attr-defined]
    commands = EscposReader().feed(slip_job(image, cut="full"))
    assert commands[0] == Initialize()
    assert commands[-1] == Cut(partial=False, to_knife=True)
    rasters = [command for command in commands if isinstance(command, Raster)]
    assert all(raster.stride == stride for raster in rasters)
    spare = stride * 8 - width
    mask = ((1 << (stride * 8)) - 1) >> spare << spare
    printed = b"".join(raster.data for raster in rasters)
    for row in range(height):
        sent = int.from_bytes(image.data[row * stride : (row + 1) * stride], "big")
        assert int.from_bytes(printed[row * stride : (row + 1) * stride], "big") == sent & mask
