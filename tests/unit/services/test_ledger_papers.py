"""The ledger as PDF and as a workbook, read back by other programs."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pypdfium2
import pytest

from counter_app.bootstrap.ledger import ledger_export
from counter_app.domain.entries import StatusChanged
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.statuses import Status
from counter_app.services.ledger import LedgerQuery
from counter_app.services.ledger_papers import LedgerExport
from counter_app.services.recording import record
from tests.builders import TREES, Counter, citizen, clerk, clerks
from tests.unit.services.test_ledger import HEAD, NEW_YEAR, told

YEAR = LedgerQuery(2026)
HEADS = 7
"""Rows above the first line of a sheet."""


@pytest.fixture
def export(station: Counter) -> LedgerExport:
    return ledger_export(station.ledger, station.office, station.clock)


def workbook(export: LedgerExport, query: LedgerQuery = YEAR) -> Any:
    return openpyxl.load_workbook(io.BytesIO(export.xlsx(query).data))


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def change(station: Counter, dossier_id: str, status: Status) -> None:
    with station.database.begin() as work:
        dossier = work.dossiers.get(dossier_id)
        assert dossier is not None
        said = StatusChanged(int(status))
        record(work, station.clock, station.office.current(), dossier, "clerk-1", said, Basis.COUNTER)


@pytest.mark.requirement("N-26", "N-24")
def test_a_book_as_pdf_has_every_line_the_reason_of_a_struck_one_and_its_closing(
    station: Counter, export: LedgerExport
) -> None:
    station.accept(owner=citizen(full_name="Nguyễn Thị Mẫu"))
    mistaken = station.accept(owner=citizen(full_name="Đỗ Văn Mẫu"))
    station.dossiers.cancel(mistaken.id, clerk(), "Nhập hai lần")
    station.clock.set(NEW_YEAR)
    station.ledger.close(2026, clerks()[2], HEAD)
    (file,) = export.pdfs(YEAR)
    assert file.name == "so-theo-doi-ho-so-2026-quyen-03.pdf"
    text = pdf_text(file.data)
    for wanted in (
        "SỔ THEO DÕI HỒ SƠ",
        "Quyển số 03/2026",
        "Nguyễn Thị Mẫu",
        "Gạch bỏ: Nhập hai lần",
        "2 dòng, từ số 1 đến số 2, trong đó 1 dòng gạch bỏ",
        HEAD,
    ):
        assert wanted in text
    page = pypdfium2.PdfDocument(file.data)[0]
    assert [round(side) for side in page.get_size()] == [842, 595]


@pytest.mark.requirement("N-26")
def test_a_workbook_has_a_sheet_for_each_book_and_every_line_with_real_times(
    station: Counter, export: LedgerExport
) -> None:
    station.clock.set(datetime(2026, 11, 24, 18, 5, tzinfo=UTC))  # 01:05 in Vietnam, on the next day
    dossier = station.accept()
    for status in (Status.IN_PROCESS, Status.DONE, Status.RETURNED):
        change(station, dossier.id, status)
    told(station, "05/2026", 1, 3)
    book = workbook(export)
    assert book.sheetnames == ["Quyển 03-2026", "Quyển 05-2026"]
    own, other = book.worksheets
    head = [cell.value for cell in own[HEADS - 1]]
    assert head[:3] == ["TT", "Mã hồ sơ", "Tên thủ tục hành chính"]
    under = [cell.value for cell in own[HEADS]]
    assert under[7:11] == ["Nhận hồ sơ", "Hẹn trả kết quả", "Trả kết quả", "Phương thức nhận kết quả"]
    line = [cell.value for cell in own[HEADS + 1]]
    assert line[:2] == [1, dossier.code]
    assert line[7].isoformat() == "2026-11-25T01:05:00"
    assert (own.cell(HEADS + 1, 8).number_format, own.cell(HEADS + 1, 8).is_date) == (
        "dd/mm/yyyy hh:mm",
        True,
    )
    assert line[9].isoformat() == "2026-11-25T01:05:00"
    assert line[10] == "Tại Bộ phận Một cửa"
    rows = [[cell.value for cell in row] for row in other.iter_rows(min_row=HEADS + 1)]
    assert [row[0] for row in rows] == [1, "2", 3]
    assert rows[1][-1] == "Chưa về đến quầy này"


def test_a_sheet_prints_on_a4_across_with_its_head_on_every_page(
    station: Counter, export: LedgerExport
) -> None:
    station.accept()
    (sheet,) = workbook(export).worksheets
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A8", "$6:$7")
    assert sheet.column_dimensions["H"].width >= 17


@pytest.mark.requirement("N-26")
def test_a_struck_line_is_struck_in_the_workbook_and_its_reason_stays_readable(
    station: Counter, export: LedgerExport
) -> None:
    mistaken = station.accept()
    station.dossiers.cancel(mistaken.id, clerk(), "Nhập hai lần")
    station.clock.set(NEW_YEAR)
    station.ledger.close(2026, clerks()[2], HEAD)
    (sheet,) = workbook(export).worksheets
    line = sheet[HEADS + 1]
    assert [cell.font.strike for cell in line[:-1]] == [True] * (len(line) - 1)
    assert (line[-1].value, bool(line[-1].font.strike)) == ("Gạch bỏ: Nhập hai lần", False)
    below = [row[0].value for row in sheet.iter_rows(min_row=HEADS + 2) if row[0].value]
    assert below == [
        "Khóa sổ ngày 04 tháng 01 năm 2027: 1 dòng, từ số 1 đến số 1, trong đó 1 dòng gạch bỏ.",
        "Người giữ sổ: Phạm Thị Trưởng",
        f"Thủ trưởng cơ quan: {HEAD}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","x")',
        "=1+1 Mẫu",
        "+84 Mẫu",
        "-2 Mẫu",
        "@SUM(A1)",
        "https://example.org",
        "{=1} Mẫu",
    ],
)
def test_what_somebody_typed_is_a_text_and_never_a_formula_or_a_link(
    station: Counter, export: LedgerExport, text: str
) -> None:
    station.accept(owner=citizen(full_name=text), note=text)
    (sheet,) = workbook(export).worksheets
    cell = sheet.cell(HEADS + 1, 5)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert sheet.cell(HEADS + 1, 13).data_type == "s"


def test_one_field_or_one_book_is_written_alone_and_what_is_not_there_is_said(
    station: Counter, export: LedgerExport
) -> None:
    with pytest.raises(DomainError, match=r"ledger\.no_lines"):
        export.xlsx(YEAR)
    station.accept()
    trees = station.accept(TREES)
    field = str(trees.procedure["field"])
    told(station, "05/2026", 1)
    (sheet,) = workbook(export, LedgerQuery(2026, field=field)).worksheets
    assert [row[1].value for row in sheet.iter_rows(min_row=HEADS + 1)] == [trees.code]
    assert field in sheet["A4"].value
    assert [file.name for file in export.pdfs(LedgerQuery(2026, "05/2026"))] == [
        "so-theo-doi-ho-so-2026-quyen-05.pdf"
    ]
    with pytest.raises(DomainError, match=r"ledger\.unknown_book"):
        export.pdfs(LedgerQuery(2026, "77/2026"))


def test_books_go_to_the_page_printer_on_a4(station: Counter, export: LedgerExport) -> None:
    station.accept()
    with pytest.raises(DomainError, match=r"print\.no_page_printer"):
        export.print(YEAR, None)
    assert len(export.print(YEAR, station.page)) == 1
    assert [sheet[1:] for sheet in station.page.sheets] == [("so-theo-doi-ho-so-2026-quyen-03", "A4")]
