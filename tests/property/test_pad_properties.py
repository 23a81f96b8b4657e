"""The lines of a paper pad: each ends once, as a dossier or as void, in whatever order they are settled."""

from __future__ import annotations

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis, Entry, EntryDraft, Head, chain, encode_body
from counter_app.domain.pads import Pad, PadEvent, PadIssued, SheetsVoided, fold_pads
from counter_app.services.ledger import GapRow, LedgerQuery, LineRow
from tests.builders import Counter, clerk, clerks, counter
from tests.fakes.clock import MORNING

SHEETS = 6
SUPERVISOR = clerks()[2]
STEPS = st.lists(
    st.tuples(st.sampled_from(["enter", "enter", "fail", "void", "next", "restart"]), st.integers(0, 7)),
    max_size=14,
)


def settle(station: Counter, pad: Pad, step: str, line: int, expected: dict[int, str]) -> None:
    """One step; ``expected`` keeps which lines were settled, and how."""
    pads, received_at = station.services.pads, station.clock.now() - timedelta(minutes=30)
    match step:
        case "enter" | "next" | "fail":
            with contextlib.suppress(DomainError):
                sheet = pads.sheet(pad.label, 0 if step == "next" else line or 1)
                if step == "fail":
                    station.database.fail()
                dossier = station.accept(paper=sheet, received_at=received_at)
                assert dossier.ledger_line not in expected
                expected[dossier.ledger_line] = "dossier"
        case "void":
            with contextlib.suppress(DomainError):
                pads.void(clerk(), pad.label, line, line, "Ướt")
                expected.setdefault(line, "void")
        case "restart":
            station.restart()


@pytest.mark.requirement("N-26")
@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_every_line_of_a_pad_stands_once_in_whatever_order_it_is_entered(
    steps: list[tuple[str, int]],
) -> None:
    station = counter()
    pad = station.services.pads.issue(SUPERVISOR, SHEETS)
    station.clock.move(timedelta(hours=1))
    expected: dict[int, str] = {}
    for step, line in steps:
        settle(station, pad, step, line, expected)
    rows = station.ledger.page(LedgerQuery(2026, pad.label)).rows
    shown: list[tuple[int, str]] = []
    for row in rows:
        if isinstance(row, LineRow):
            shown.append((row.place.line, "dossier"))
        else:
            assert isinstance(row, GapRow)
            kind = "void" if row.void else "missing"
            shown += [(line, kind) for line in range(row.gap.first, row.gap.last + 1)]
    assert shown == [(line, expected.get(line, "missing")) for line in range(1, SHEETS + 1)]
    # What this station wrote in its own book meanwhile is not touched by any of it.
    assert station.accept().ledger_line == 1


def written(*events: PadEvent) -> list[Entry]:
    head, entries = Head.start("station-a", 1), []
    for event in events:
        draft = EntryDraft(
            event.KIND, 1, "pads", ("o",), "clerk-1", MORNING, Basis.COUNTER, encode_body(event.to_body())
        )
        entries.append(chain(head, draft, MORNING, 0))
        head = Head.after(entries[-1])
    return entries


@given(st.data())
def test_pads_fold_to_the_same_in_whatever_order_their_entries_come(data: st.DataObject) -> None:
    issued = PadIssued("o", "H01.15.21", "G03.1", 2026, 1, 9, "Quầy 03", "Phạm Thị Trưởng")
    other = PadIssued("o", "H01.15.21", "G05.1", 2026, 1, 3, "Quầy 05", "Phạm Thị Trưởng")
    void = [SheetsVoided("G03.1", 2026, line, line + 1, "Ướt", "Trần Thị Mẫu") for line in (2, 5, 9)]
    entries = written(issued, other, *void)
    folded = fold_pads(data.draw(st.permutations(entries)))
    assert {label: sorted(pad.void) for label, pad in folded.items()} == {
        "G03.1/2026": [2, 3, 5, 6, 9],
        "G05.1/2026": [],
    }
