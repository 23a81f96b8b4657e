from __future__ import annotations

import shutil
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.documents import wording
from counter_app.documents.form_text import ReceiptText, receipt_text
from counter_app.domain.receipt import ReceiptComponent, TimeUnit
from counter_app.paths import resources

TEXT = receipt_text(resources())
FORM = Path("forms", "tt-01-2018", "receipt.toml")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 20, 9, 20, tzinfo=UTC), "16 giờ 20 phút, ngày 20 tháng 11 năm 2026"),
        (datetime(2026, 1, 4, 1, 5, tzinfo=UTC), "08 giờ 05 phút, ngày 04 tháng 01 năm 2026"),
        (datetime(2026, 3, 9, 17, 0, tzinfo=UTC), "00 giờ 00 phút, ngày 10 tháng 3 năm 2026"),
        (
            datetime(2026, 2, 1, 7, 30, tzinfo=timezone(timedelta(hours=7))),
            "07 giờ 30 phút, ngày 01 tháng 02 năm 2026",
        ),
    ],
)
def test_instants_are_worded_in_vietnam_time_with_the_zeros_of_office_papers(
    at: datetime, words: str
) -> None:
    assert wording.instant(TEXT, at) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (3, "working_days", "3 ngày làm việc"),
        (30, "days", "30 ngày"),
        (8, "hours", "8 giờ làm việc"),
        (0, "same_day", "trong ngày"),
        (None, "yearly", "theo đợt xét hằng năm"),
        (None, "not_set", "theo quy định của từng trường hợp"),
        (3, "not_set", "theo quy định của từng trường hợp"),
        (None, "working_days", "theo quy định của từng trường hợp"),
    ],
)
def test_processing_time_is_never_a_number_without_its_unit(
    value: int | None, unit: TimeUnit, words: str
) -> None:
    assert wording.processing_time(TEXT, value, unit) == words


@pytest.mark.parametrize(
    ("originals", "copies", "counts"),
    [(1, 0, "(01 bản chính)"), (0, 2, "(02 bản sao)"), (1, 12, "(01 bản chính, 12 bản sao)"), (0, 0, "")],
)
def test_counts_of_a_paper(originals: int, copies: int, counts: str) -> None:
    assert wording.component(TEXT, ReceiptComponent("Tờ khai", originals, copies)) == ("Tờ khai", counts)


@given(st.text(max_size=3000))
def test_values_are_one_composed_line_of_bounded_length(text: str) -> None:
    line = wording.plain(text)
    assert unicodedata.is_normalized("NFC", line)
    assert line == line.strip()
    assert not any(unicodedata.category(one) in ("Cc", "Zl", "Zp") for one in line)
    assert len(line) <= wording.LONGEST_VALUE


def changed(folder: Path, old: str, new: str) -> Path:
    target = folder / FORM
    target.parent.mkdir(parents=True)
    shutil.copy(resources() / FORM, target)
    shutil.copy(resources() / FORM.with_name("package.toml"), target.parent)
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_form_says_of_which_regime_it_is_and_since_when() -> None:
    assert isinstance(TEXT, ReceiptText)
    assert TEXT.form.package == "TT01/2018"
    assert TEXT.form.valid_from.isoformat() == "2023-01-30"
    assert len(TEXT.heading.copies) == 2
    assert len(TEXT.slip.weekdays) == 7


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('motto = "', 'moto = "', "motto"),
        ("[notes]", "[remarks]", "notes"),
        ('package = "TT01/2018"', "package = 1", "form.package must be str"),
        ("valid_from = 2023-01-30", 'valid_from = "2023"', "form.valid_from must be date"),
    ],
)
def test_a_form_package_with_a_wrong_word_is_refused_by_name(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        receipt_text(changed(tmp_path, old, new))


def test_a_form_package_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        receipt_text(tmp_path)
