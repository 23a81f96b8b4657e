"""The main job from end to end: six dossiers without a connection, a killed process, paper, and sync."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from counter_app.config import Config
from counter_app.domain.office import Role
from counter_app.paths import resources
from tests.e2e.conftest import Job
from tests.fixtures.real_counter import RealCounter

CASES = 6


def words_of(path: str) -> list[str]:
    """The text of each page, in composed letters and single spaces."""
    document = pypdfium2.PdfDocument(Path(path))
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)) for text in pages]


def read_off(picture: Image.Image) -> str:
    """What a reader reads off a picture."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return found[0].text if found else ""


def code_on(path: str) -> str:
    """The code on a slip."""
    with Image.open(path) as picture:
        return read_off(picture)


def codes_on_pages(path: str) -> list[str]:
    """The code on each page of a form, as a phone's camera would see it."""
    document = pypdfium2.PdfDocument(Path(path))
    try:
        return [read_off(page.render(scale=2).to_pil()) for page in document]
    finally:
        document.close()


def ledger_of(row: Mapping[str, object]) -> tuple[str, int]:
    """Book and line of one received dossier."""
    ledger = row["ledger"]
    assert isinstance(ledger, list)
    return str(ledger[0]), int(ledger[1])


@pytest.mark.requirement("LC-06")
def test_whatever_was_received_offline_reaches_the_central_system_by_itself(job: Job) -> None:
    result = job.result
    assert job.status == 0, job.said
    assert result["received"] == CASES
    assert result["central_dossiers_before"] == 0
    assert result["pending_offline"] >= CASES
    assert (result["pending_after_sync"], result["central_dossiers"]) == (0, CASES)


@pytest.mark.requirement("AG-15", "PT-23")
def test_each_dossier_has_a_code_of_its_own_that_the_agency_may_give(job: Job) -> None:
    codes = job.result["codes"]
    assert len(set(codes)) == CASES
    assert all(re.fullmatch(r"H01\.15\.21-\d{6}-\d{4}", code) for code in codes)


@pytest.mark.requirement("HT-04")
def test_a_killed_process_loses_no_draft_no_dossier_and_no_number(job: Job) -> None:
    result = job.result
    assert 0 < result["killed_after"] < CASES
    assert result["draft_after_kill"] == ["HỒ SƠ ĐANG NHẬP MẪU"]
    assert [ledger_of(row)[1] for row in result["dossiers"]] == list(range(1, CASES + 1))


@pytest.mark.requirement("AG-04", "PT-23")
def test_each_slip_carries_its_dossiers_code_for_readers(job: Job) -> None:
    assert [code_on(path) for path in job.result["files"]["slip_png"]] == job.result["codes"]


@pytest.mark.requirement("AG-04", "PT-23")
def test_each_form_carries_its_dossiers_code_for_readers(job: Job) -> None:
    read = [codes_on_pages(path) for path in job.result["files"]["form_pdf"]]
    assert read == [[code, code] for code in job.result["codes"]]


@pytest.mark.requirement("AG-22", "AG-24", "AG-26")
def test_each_form_has_two_copies_with_code_and_ledger_line(job: Job) -> None:
    for row, path in zip(job.result["dossiers"], job.result["files"]["form_pdf"], strict=True):
        book, line = ledger_of(row)
        pages = words_of(path)
        assert [f"(Liên {copy}:" in page for copy, page in enumerate(pages, start=1)] == [True, True]
        for page in pages:
            assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ" in page
            assert f"Mã hồ sơ: {row['code']}" in page
            assert f"Quyển số: {book}" in page
            assert f"Số thứ tự: {line}" in page


def test_every_paper_came_out_and_what_was_kept_as_a_file_is_called_so(job: Job) -> None:
    assert job.result["printed"] == CASES
    for row in job.result["dossiers"]:
        printed = row["printed"]
        assert isinstance(printed, list)
        assert [one["result"] for one in printed] == ["saved", "printed"]


@pytest.mark.requirement("LC-18", "LC-20", "AG-68")
def test_owners_are_checked_by_themselves_once_the_line_is_back(job: Job) -> None:
    codes = {row["case"]: row["code"] for row in job.result["dossiers"]}
    assert {case: job.result["identity"][str(code)] for case, code in codes.items()} == {
        "citizen": "level_2",
        "authorised": "level_1",  # of the principal; the agent has another level
        "foreigner": "matched",
        "organisation": "matched",
        "same_day_after_cutoff": "level_2",
        "postman": "mismatch",
    }


def test_each_role_has_somebody_who_signs_in_with_the_pin_that_the_readme_names(
    job: Job, tmp_path: Path
) -> None:
    people = json.loads((resources() / "demo" / "clerks.json").read_text("utf-8"))
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text("utf-8").split())
    shutil.copytree(job.out / "demo" / "station", tmp_path / "station")
    with RealCounter(Config(tmp_path / "station", keys="file"), sync=False) as counter:
        signed_in = [counter.running.services.sign_in.attempt(one["id"], one["pin"]).clerk for one in people]
    assert {clerk.role for clerk in signed_in} == set(Role)
    for clerk, one in zip(signed_in, people, strict=True):
        assert re.search(rf"\*\*{clerk.name}\*\* \((PIN )?{one['pin']}\)", readme)
