"""The lines of every book are continuous and single, whatever happens at a counter."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.services.ledger import Ledger, LedgerQuery, LineRow
from counter_app.services.store_ports import Recorded
from tests.builders import Counter, clerk, clerks, counter, lease

STEPS = st.lists(
    st.sampled_from(
        [
            "receive",
            "receive",
            "receive",
            "strike",
            "fail",
            "new year",
            "continue",
            "close",
            "restart",
            "put back",
        ]
    ),
    max_size=30,
)


class Desk:
    """A counter in which anything happens; ``lost`` is what only its earlier selves had."""

    def __init__(self) -> None:
        self.counter: Counter = counter(numbers=lease(1, 5))
        self.copy = self.counter.database.state.copy()
        self.given: list[Dossier] = []
        self.lost: list[Recorded] = []

    def do(self, step: str) -> None:
        counter_ = self.counter
        match step:
            case "receive":
                self.given.append(counter_.accept())
            case "strike":
                open_ones = [one for one in self.given if self._is_here(one)]
                if open_ones:
                    counter_.dossiers.cancel(open_ones[-1].id, clerk(), "Nhầm")
            case "fail":
                counter_.database.fail()
                with pytest.raises(DomainError):
                    counter_.accept()
            case "new year":
                year = counter_.clock.now().year + 1
                counter_.clock.set(datetime(year, 1, 4, 2, tzinfo=UTC))
            case "continue":
                self._allowed_to_fail(lambda: counter_.ledger.continue_book(clerks()[2]))
            case "close":
                year = counter_.clock.now().year - 1
                self._allowed_to_fail(lambda: counter_.ledger.close(year, clerks()[2], "Lê Văn Mẫu"))
            case "restart":
                counter_.restart()
                self.copy = counter_.database.state.copy()
            case "put back":
                self._put_back()
        counter_.clock.move(timedelta(minutes=1))

    def _is_here(self, dossier: Dossier) -> bool:
        kept = self.counter.database.state.dossiers.get(dossier.id)
        return kept is not None and not kept.dossier.cancelled

    @staticmethod
    def _allowed_to_fail(act: Callable[[], object]) -> None:
        with contextlib.suppress(DomainError):
            act()

    def _put_back(self) -> None:
        """An older copy is put back: the counter goes on as another self and learns what it lost."""
        old = self.counter
        known = self.copy.entries.keys()
        self.lost = [
            replace(one, own=False, feed_no=number)
            for number, (entry_id, one) in enumerate(old.database.state.entries.items(), start=1)
            if entry_id not in known
        ]
        station = replace(old.station, incarnation=old.station.incarnation + 1)
        old.database.state = self.copy.copy()
        old.database.incarnation = station.incarnation
        old.database.learn(*self.lost)
        self.counter = Counter(database=old.database, station=station, clock=old.clock)
        self.copy = old.database.state.copy()


@pytest.mark.requirement("N-26", "AG-26")
@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_lines_are_continuous_and_single_in_every_book_of_every_year(steps: list[str]) -> None:
    desk = Desk()
    for step in steps:
        desk.do(step)
    places = [(one.ledger_book, one.ledger_line) for one in desk.given]
    assert len(set(places)) == len(places)
    ledger: Ledger = desk.counter.ledger
    seen: set[tuple[str, int]] = set()
    for year in ledger.years():
        for view in ledger.books(year):
            assert view.check.is_whole, view
        rows = ledger.page(LedgerQuery(year), limit=1000).rows
        assert all(isinstance(row, LineRow) for row in rows)
        seen |= {(row.view.label, row.place.line) for row in rows if isinstance(row, LineRow)}
    assert seen == set(places)
