"""What every store promises of the ledger: the lines of a book in order, page by page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.entries import DossierCancelled
from counter_app.services.ledger_ports import LineNumber
from counter_app.services.store_ports import Database, UnitOfWork
from tests.contract.test_stores import write
from tests.fixtures.dossiers import reception


def line(work: UnitOfWork, number: int, book: str, line: int, field: str = "Hộ tịch") -> None:
    procedure = {"code": "1.000894", "name": "Thủ tục", "field": field}
    event = replace(reception(number, procedure=procedure), ledger_book=book, ledger_line=line)
    write(work, f"dossier-{number}", event)


@pytest.mark.requirement("N-26")
@pytest.mark.parametrize("behind", [0, 40], ids=["just_received", "long_received"])
def test_the_lines_of_a_book_come_in_their_order_page_by_page(database: Database, behind: int) -> None:
    places = [("03/2026", 3), ("05/2026", 1), ("03/2026", 1), ("03/2027", 1), ("03/2026", 2), ("03/2026", 2)]
    with database.begin() as work:
        for number, (book, place) in enumerate(places, start=1):
            line(work, number, book, place, "Đất đai" if place == 3 else "Hộ tịch")
        write(work, "dossier-5", DossierCancelled("nhầm", "Trần Thị Mẫu"))
        for number in range(behind):  # so many more, that the first ones have gone into the index
            line(work, 100 + number, "09/2026", 1 + number)
    with database.read() as reads:
        assert set(reads.ledger_books()) == {"03/2026", "03/2027", "05/2026"} | (
            {"09/2026"} if behind else set()
        )
        assert sorted(reads.ledger_numbers("03/2026"), key=lambda one: (one.line, one.struck)) == [
            LineNumber(1, False),
            LineNumber(2, False),
            LineNumber(2, True),
            LineNumber(3, False),
        ]
        assert reads.ledger_fields("03/2026") == sorted(["Hộ tịch", "Đất đai"])
        first = reads.ledger_lines("03/2026", limit=2)
        rest = reads.ledger_lines("03/2026", after=first[-1].place, limit=9)
        assert [one.dossier.id for one in (*first, *rest)] == [
            "dossier-3",
            "dossier-5",
            "dossier-6",
            "dossier-1",
        ]
        assert [one.dossier.id for one in reads.ledger_lines("03/2026", field="Đất đai")] == ["dossier-1"]
        assert reads.ledger_lines("07/2026") == []
