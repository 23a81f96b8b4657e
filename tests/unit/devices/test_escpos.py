"""Bytes for printers and what their answers mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices.escpos.job import slip_job
from counter_app.devices.escpos.profiles import SlipFormat, models, slip_format
from counter_app.devices.escpos.status import condition_of
from counter_app.services.ports import MonoImage, PrinterCondition

ALL_WELL = b"\x12\x12\x12\x12"


@pytest.mark.parametrize(
    ("answer", "condition"),
    [
        (ALL_WELL, PrinterCondition.READY),
        (b"\x16\x12\x12\x12", PrinterCondition.READY),  # the cash drawer's line, of no meaning here
        (b"\x12\x12\x12\x1e", PrinterCondition.PAPER_LOW),
        (b"\x1a\x32\x12\x7e", PrinterCondition.PAPER_OUT),
        (b"\x12\x12\x12\x72", PrinterCondition.PAPER_OUT),  # the sensor alone is believed, too
        (b"\x1a\x16\x12\x7e", PrinterCondition.COVER_OPEN),  # an open cover often looks like missing paper
        (b"\x1a\x52\x1a\x12", PrinterCondition.FAULT),  # cutter
        (b"\x1a\x52\x32\x12", PrinterCondition.FAULT),  # unrecoverable
        (b"\x1a\x52\x52\x12", PrinterCondition.FAULT),  # head too hot
        (b"\x1a\x12\x12\x12", PrinterCondition.OFFLINE),
        (b"\x1a\x1a\x12\x12", PrinterCondition.OFFLINE),  # somebody holds the feed button
        (b"", PrinterCondition.MUTE),
        (b"\x12", PrinterCondition.MUTE),
        (b"\x12\x12\x12", PrinterCondition.MUTE),
        (b"\x12\x12\x12\x00", PrinterCondition.FAULT),
        (b"\xff\xff\xff\xff", PrinterCondition.FAULT),
        (b"HTTP/1.1", PrinterCondition.FAULT),
        (b"\x1a\x16\x12\x7e" + ALL_WELL, PrinterCondition.READY),  # late answers came first
        (b"\x14\x00\x00\x0f" + ALL_WELL, PrinterCondition.READY),  # a block of automatic status
        (b"\x12\x12\x14\x00\x00\x0f\x12\x12", PrinterCondition.READY),  # ... in between
        (b"\x14\x00\x00\x0f", PrinterCondition.MUTE),  # ... alone is no answer
    ],
)
def test_answers_are_understood(answer: bytes, condition: PrinterCondition) -> None:
    assert condition_of(answer) is condition


@given(st.binary(max_size=12))
def test_only_four_sound_bytes_without_a_complaint_are_ready(answer: bytes) -> None:
    if condition_of(answer) is PrinterCondition.READY:
        assert len(answer) >= 4
        assert all(byte & 0b1001_0011 == 0b0001_0010 for byte in answer[-1:])


@given(st.binary(max_size=3))
def test_a_partial_answer_is_never_more_than_mute(answer: bytes) -> None:
    assert condition_of(answer) is PrinterCondition.MUTE


def test_a_job_initialises_prints_in_bands_and_cuts() -> None:
    job = slip_job(MonoImage(16, 70, bytes(140)), cut="partial")
    assert job.startswith(b"\x1b@\x1dv0\x00\x02\x00\x40\x00")
    assert job.count(b"\x1dv0\x00\x02\x00") == 2
    assert job.endswith(b"\x1dV\x42\x00")


@pytest.mark.parametrize(
    ("paper", "cut", "model", "expected"),
    [
        ("80mm", "partial", "", SlipFormat(576, "partial")),
        ("58mm", "none", "", SlipFormat(384, "none")),
        ("80mm", "partial", "TM-T88V", SlipFormat(512, "partial")),
        ("80mm", "full", "POS-5890", SlipFormat(384, "none")),
        ("58mm", "full", "default", SlipFormat(384, "full")),
    ],
)
def test_a_known_model_decides_width_and_cut(paper: str, cut: str, model: str, expected: SlipFormat) -> None:
    assert slip_format(paper, cut, model) == expected  # type: ignore[arg-type]  # parametrised


def test_models_that_can_print_vietnamese_are_listed() -> None:
    assert "TM-T20II" in models()
    assert "TM-U220" not in models()
