"""Printing: what came out is recorded as it is known, what did not is printed again."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from counter_app.domain.entries import SlipPrinted, read_event
from counter_app.domain.errors import DomainError
from counter_app.services.ports import PrinterCondition, PrintResult
from tests.builders import MARRIAGE, Counter, clerk, clerks


@pytest.fixture
def dossier_id(station: Counter) -> str:
    return station.accept(MARRIAGE).id


def last(station: Counter) -> SlipPrinted:
    event = read_event(station.database.chain()[-1])
    assert isinstance(event, SlipPrinted)
    return event


def printed(station: Counter) -> int:
    return len(station.database.chain()) - 1


@pytest.mark.requirement("PT-17", "NA-08")
def test_what_was_printed_is_recorded_with_its_hash_and_kept_in_the_vault(
    station: Counter, dossier_id: str
) -> None:
    result = station.printing.print_form(dossier_id, clerk())
    assert (result.paper, result.reprint, result.outcome.result) == ("mau-01", 0, PrintResult.PRINTED)
    ((pdf, title, paper),) = station.page.sheets
    digest = hashlib.sha256(pdf).hexdigest()
    assert last(station) == SlipPrinted("mau-01", 0, 2, "Máy in ảo", "printed", digest)
    assert station.vault.get(digest) == pdf
    assert (paper, title) == ("A5", f"mau-01-{digest[:8]}")
    assert station.recorded == [dossier_id, dossier_id]


@pytest.mark.requirement("AG-24")
def test_a_reprint_is_counted_and_marked(station: Counter, dossier_id: str) -> None:
    results = [station.printing.print_form(dossier_id, clerks()[place]) for place in (0, 1, 0)]
    assert [result.reprint for result in results] == [0, 1, 2]
    assert [content.reprint for content in station.papers.laid_out] == [0, 1, 2]
    assert (last(station).copy_no, last(station).copies) == (2, 2)
    assert station.dossiers.detail(dossier_id).dossier.prints == {"mau-01": 3}


def test_form_and_slip_are_counted_apart(station: Counter, dossier_id: str) -> None:
    station.printing.print_form(dossier_id, clerk())
    result = station.printing.print_slip(dossier_id, clerk())
    assert (result.paper, result.reprint) == ("slip", 0)
    (image,) = station.slip.slips
    assert image.width == station.slip.width_dots
    assert last(station) == SlipPrinted(
        "slip", 0, 1, "Máy in ảo", "printed", hashlib.sha256(image.data).hexdigest()
    )


def test_a_failed_print_records_nothing_and_undoes_nothing(station: Counter, dossier_id: str) -> None:
    station.page.state = station.slip.state = PrinterCondition.PAPER_OUT
    for act in (station.printing.print_form, station.printing.print_slip):
        assert act(dossier_id, clerk()).outcome.result is PrintResult.FAILED
    assert printed(station) == 0
    station.page.state = PrinterCondition.READY
    assert station.printing.print_form(dossier_id, clerk()).reprint == 0
    assert station.papers.laid_out[-1].reprint == 0


def test_what_was_only_sent_is_never_called_printed(station: Counter, dossier_id: str) -> None:
    station.page.state = PrinterCondition.MUTE
    result = station.printing.print_form(dossier_id, clerk())
    assert result.outcome.result is PrintResult.SENT
    assert last(station).result == "sent"


def test_what_was_kept_as_a_file_says_so(station: Counter, dossier_id: str) -> None:
    station.page.state, station.page.saves_to = PrinterCondition.OFFLINE, "kept/mau-01.pdf"
    result = station.printing.print_form(dossier_id, clerk())
    assert (result.outcome.result, result.outcome.path) == (PrintResult.SAVED, "kept/mau-01.pdf")
    assert last(station).result == "saved"


def test_without_a_printer_nothing_is_laid_out_or_kept(station: Counter, dossier_id: str) -> None:
    station.printers.page = station.printers.slip = None
    with pytest.raises(DomainError, match=r"print\.no_page_printer"):
        station.printing.print_form(dossier_id, clerk())
    with pytest.raises(DomainError, match=r"print\.no_slip_printer"):
        station.printing.print_slip(dossier_id, clerk())
    assert (station.vault.files, station.papers.laid_out, printed(station)) == ({}, [], 0)
    assert station.printing.conditions() == {"slip": None, "page": None}


def test_printers_are_asked_how_they_are(station: Counter) -> None:
    station.slip.state = PrinterCondition.COVER_OPEN
    assert station.printing.conditions() == {
        "slip": PrinterCondition.COVER_OPEN,
        "page": PrinterCondition.READY,
    }


def test_two_copies_on_one_sheet_go_to_a4(station: Counter, dossier_id: str) -> None:
    station.printers.layout = "a4_two_up"
    station.printing.print_form(dossier_id, clerk())
    assert station.page.sheets[0][2] == "A4"
    assert last(station).copies == 2


def test_a_preview_shows_what_would_be_printed_and_records_nothing(station: Counter, dossier_id: str) -> None:
    station.printing.print_form(dossier_id, clerk())
    preview = station.printing.preview(dossier_id)
    assert printed(station) == 1
    station.printing.print_form(dossier_id, clerk())
    assert station.page.sheets[1][0] == preview
    assert station.papers.laid_out[-1].reprint == 1


def test_a_full_vault_stops_the_print_before_paper_is_used(station: Counter, dossier_id: str) -> None:
    station.vault.full = True
    with pytest.raises(DomainError, match=r"vault\.full"):
        station.printing.print_form(dossier_id, clerk())
    assert (station.page.sheets, printed(station)) == ([], 0)


def test_a_cancelled_dossier_has_no_valid_receipt_any_more(station: Counter, dossier_id: str) -> None:
    station.dossiers.cancel(dossier_id, clerk(), "Nhập trùng")
    for act in (station.printing.print_form, station.printing.print_slip):
        with pytest.raises(DomainError, match=r"dossier\.cancelled"):
            act(dossier_id, clerk())
    assert (station.page.sheets, station.slip.slips) == ([], [])


def test_a_receipt_can_be_made_again_from_what_is_stored(station: Counter, dossier_id: str) -> None:
    station.printing.print_form(dossier_id, clerk())
    first = station.papers.laid_out[-1]
    station.restart()
    station.printing.print_form(dossier_id, clerks()[1])
    assert replace(station.papers.laid_out[-1], reprint=0) == first
    assert first.qr_text == first.dossier_code == "H01.15.21-261123-0001"
