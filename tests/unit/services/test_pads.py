"""Paper pads at a counter: issued, entered afterwards with what stands on the paper, void, closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.ledger_book import LineGap
from counter_app.domain.office import Station
from counter_app.domain.pads import Pad
from counter_app.domain.working_time import Rule
from counter_app.services.draft import Draft, DueChoice, from_json, to_json
from counter_app.services.ledger import GapRow, LedgerQuery, LineRow
from counter_app.services.pads import sheet_of_code
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from tests.builders import MARRIAGE, Counter, clerk, clerks, counter

SUPERVISOR = clerks()[2]
HEAD = "Lê Văn Mẫu"
HOUR = timedelta(hours=1)
NEW_YEAR = datetime(2027, 1, 4, 2, tzinfo=UTC)


@pytest.fixture
def pad(station: Counter) -> Pad:
    """Issued at 08:30; an hour and a half of paper follows, and now it is 11:30."""
    made = station.services.pads.issue(SUPERVISOR, 5)
    station.clock.move(3 * HOUR)
    return made


def on_paper(station: Counter, pad: Pad, line: int = 0, **changes: object) -> Draft:
    """A reception as written an hour and a half ago."""
    sheet = station.services.pads.sheet(pad.label, line, "Lê Thị Mẫu")
    said = {"paper": sheet, "received_at": station.clock.now() - 1.5 * HOUR}
    return station.draft(**{**said, **changes})  # type: ignore[arg-type]


def problems(station: Counter, draft: Draft) -> dict[str, bool]:
    found = station.reception.review(draft).problems
    return {one.code: one.blocks for one in found if one.field == "received_at"}


@pytest.mark.requirement("AG-26", "N-81")
def test_what_was_written_on_paper_is_entered_with_its_time_its_numbers_and_its_clerk(
    station: Counter, pad: Pad
) -> None:
    draft = on_paper(station, pad, code=MARRIAGE)
    dossier = station.reception.accept(draft, clerk())
    assert (dossier.ledger_book, dossier.ledger_line) == ("G03.1/2026", 1)
    assert dossier.code == pad.code(1) == "TAM-H01.15.21-G03.1-26-0001"
    assert dossier.slip_number == "0001-G03.1/TTPVHCC"
    assert (dossier.clerk, dossier.clerk_name) == (clerk().id, "Lê Thị Mẫu")
    assert dossier.received_at == draft.received_at
    entry = station.database.chain()[-1]
    assert (entry.occurred_at, entry.recorded_at) == (draft.received_at, station.clock.now())
    assert entry.basis == Basis.PAPER
    # The time runs from what stands on the paper, and not from when it was entered.
    later = station.reception.accept(
        on_paper(station, pad, code=MARRIAGE, received_at=station.clock.now()), clerk()
    )
    assert dossier.due_at is not None
    assert later.due_at is not None
    assert later.due_at - dossier.due_at == later.received_at - dossier.received_at
    now = station.accept()
    assert (now.ledger_book, now.ledger_line) == ("03/2026", 1)


def test_the_date_that_the_paper_promised_is_kept_and_not_computed_anew(station: Counter, pad: Pad) -> None:
    promised = station.clock.now() + timedelta(days=1)
    draft = on_paper(station, pad, due=DueChoice(promised, "Theo giấy đã trao"))
    dossier = station.reception.accept(draft, clerk())
    assert dossier.due_at == promised
    assert dossier.due is not None
    assert dossier.due["rule"] == Rule.TYPED.value


def test_a_line_is_entered_once_and_the_second_is_told_which_dossier_has_it(
    station: Counter, pad: Pad
) -> None:
    first = on_paper(station, pad, 2)
    beside = on_paper(station, pad, 2)
    dossier = station.reception.accept(first, clerk())
    with pytest.raises(DomainError) as refused:
        station.services.pads.sheet(pad.label, 2)
    assert (refused.value.code, refused.value.params["dossier"]) == ("pad.line_taken", dossier.code)
    station.reception.save(beside)
    with pytest.raises(DomainError, match=r"pad\.line_taken"):
        station.reception.accept(beside, clerk())
    assert beside.id in [kept.id for kept in station.reception.drafts(clerk())]
    # The same draft again is the same dossier, as after a crash between the commit and the answer.
    assert station.reception.accept(first, clerk()) == dossier


def test_a_counter_that_dies_while_a_sheet_is_entered_has_it_as_a_draft_or_as_a_dossier(
    station: Counter, pad: Pad
) -> None:
    draft = on_paper(station, pad)
    station.reception.save(draft)
    station.database.fail("storage.io")
    with pytest.raises(DomainError, match=r"storage\.io"):
        station.reception.accept(draft, clerk())
    station.restart()
    (kept,) = station.reception.drafts(clerk())
    assert (kept.paper, kept.received_at) == (draft.paper, draft.received_at)
    assert station.reception.accept(kept, clerk()).ledger_line == 1
    station.restart()
    assert station.services.pads.sheet(pad.label).line == 2


@pytest.mark.parametrize(
    ("moved", "problem"),
    [
        (-4 * HOUR, "paper_before_issue"),
        (timedelta(minutes=1), "received_in_future"),
        (None, "paper_time_missing"),
    ],
)
def test_a_time_that_cannot_stand_on_the_sheet_blocks(
    station: Counter, pad: Pad, moved: timedelta | None, problem: str
) -> None:
    at = None if moved is None else station.clock.now() + moved
    assert problems(station, on_paper(station, pad, received_at=at)) == {problem: True}


def test_a_time_out_of_the_order_of_the_lines_is_asked_about(station: Counter, pad: Pad) -> None:
    now = station.clock.now()
    station.reception.accept(on_paper(station, pad, 2, received_at=now - HOUR), clerk())
    assert problems(station, on_paper(station, pad, 1)) == {}
    assert problems(station, on_paper(station, pad, 1, received_at=now)) == {"paper_out_of_order": False}
    assert problems(station, on_paper(station, pad, 3)) == {"paper_out_of_order": False}


@pytest.mark.requirement("N-26")
def test_void_sheets_stand_struck_through_and_missing_ones_are_named(station: Counter, pad: Pad) -> None:
    station.reception.accept(on_paper(station, pad, 1), clerk())
    station.services.pads.void(clerk(), pad.label, 3, 3, "Viết nhầm")
    with pytest.raises(DomainError, match=r"pad\.line_void"):
        station.services.pads.sheet(pad.label, 3)
    with pytest.raises(DomainError, match=r"pad\.line_taken"):
        station.services.pads.void(clerk(), pad.label, 1, 2, "Viết nhầm")
    rows = station.ledger.page(LedgerQuery(2026, pad.label)).rows
    assert isinstance(rows[0], LineRow)
    gaps = [(row.gap, row.void, row.unused) for row in rows if isinstance(row, GapRow)]
    assert gaps == [
        (LineGap(2, 2), "", False),
        (LineGap(3, 3), "Viết nhầm", False),
        (LineGap(4, 5), "", True),
    ]
    (view,) = station.services.pads.of_year(2026)
    assert (view.waiting, view.unused) == (1, 2)


@pytest.mark.requirement("N-26")
def test_a_pad_belongs_to_its_year_and_is_closed_when_every_sheet_is_settled(
    station: Counter, pad: Pad
) -> None:
    station.clock.set(NEW_YEAR)
    assert problems(station, on_paper(station, pad, received_at=NEW_YEAR - HOUR)) == {
        "paper_other_year": True
    }
    # What was received before New Year is entered after it, in the line of its year.
    new_years_eve = NEW_YEAR - timedelta(days=4)
    dossier = station.reception.accept(on_paper(station, pad, received_at=new_years_eve), clerk())
    assert dossier.ledger_book == "G03.1/2026"
    assert station.services.pads.issue(SUPERVISOR, 5).label == "G03.1/2027"
    with pytest.raises(DomainError, match=r"ledger\.pad_open"):
        station.ledger.close(2026, SUPERVISOR, HEAD)
    station.services.pads.void(SUPERVISOR, pad.label, 2, 5, "Không dùng đến")
    (record,) = station.ledger.close(2026, SUPERVISOR, HEAD)
    assert (record.book, record.first, record.last, record.count, record.struck) == ("G03.1/2026", 1, 5, 5, 4)
    with pytest.raises(DomainError, match=r"ledger\.year_closed"):
        station.services.pads.sheet(pad.label)


def test_pads_of_all_counters_and_all_their_selves_have_numbers_of_their_own() -> None:
    labels = []
    for number in ("03", "05"):
        for incarnation in (1, 2):
            station = counter()
            station.station = Station(f"station-{number}", incarnation, number, f"Quầy {number}")
            station.database.incarnation = incarnation
            station.restart()
            labels += [station.services.pads.issue(SUPERVISOR, 1).label for _ in range(3)]
    assert len(set(labels)) == len(labels)


def test_only_a_supervisor_issues_pads(station: Counter) -> None:
    with pytest.raises(DomainError, match=r"pad\.not_allowed"):
        station.services.pads.issue(clerk(), 5)
    with pytest.raises(DomainError, match=r"pad\.bad_count"):
        station.services.pads.issue(SUPERVISOR, 501)


def test_a_sheet_that_two_counters_entered_keeps_both_and_is_flagged(station: Counter, pad: Pad) -> None:
    """Both were cut off: neither could know of the other."""
    other = counter()
    other.database = type(other.database)("station-b")
    other.clock.set(station.clock.now())
    other.database.state.documents.update(station.database.state.documents)
    other.restart()
    issued = station.database.state.entries.values()
    accepted = Verdict(VerdictState.ACCEPTED)
    for recorded in list(issued):
        other.database.learn(replace(recorded, own=False, verdict=accepted, feed_no=1))
    station.reception.accept(on_paper(station, pad, 1), clerk())
    twin = other.reception.accept(on_paper(other, pad, 1), clerk())
    entry = other.database.chain()[-1]
    station.database.learn(Recorded(entry, Verdict(VerdictState.CONFLICT, "code_taken"), 2, own=False))
    (view,) = [one for one in station.ledger.books(2026) if one.pad is not None]
    assert view.check.doubles == (1,)
    rows = [row for row in station.ledger.page(LedgerQuery(2026, pad.label)).rows if isinstance(row, LineRow)]
    assert [row.double for row in rows] == [True, True]
    assert twin.id in {row.dossier.id for row in rows}


def test_the_code_of_a_sheet_tells_pad_and_line(pad: Pad) -> None:
    assert sheet_of_code(pad.code(4).lower()) == ("G03.1/2026", 4)
    assert sheet_of_code("TAM-H01.15.21-Q03-261120-0001") is None


def test_a_draft_from_paper_survives_being_stored(station: Counter, pad: Pad) -> None:
    draft = on_paper(station, pad, 2)
    assert from_json(to_json(draft)) == draft


@pytest.mark.requirement("AG-24")
def test_the_receipt_was_given_on_paper_so_that_a_print_is_a_reprint(station: Counter, pad: Pad) -> None:
    dossier = station.reception.accept(on_paper(station, pad), clerk())
    assert station.printing.print_form(dossier.id, clerk()).reprint == 1
    assert station.printing.print_form(dossier.id, clerk()).reprint == 2
