"""What is recorded about a book of the ledger is kept at the centre and told to every counter."""

from __future__ import annotations

import pytest

from counter_app.domain.ledger_entries import LedgerClosed, LedgerContinued, fold_series, ledger_subject
from counter_app.sync.wire import from_wire
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

CONTINUED = LedgerContinued("03/2026", 412, "03-2/2026", "Phạm Thị Trưởng")
CLOSED = LedgerClosed("03-2/2026", 2026, 413, 689, 277, 1, "Lê Văn Mẫu", "Phạm Thị Trưởng")


@pytest.mark.requirement("N-26")
def test_closing_a_book_reaches_the_other_counters_and_no_dossier_comes_of_it(
    centre: Centre, station: SigningStation
) -> None:
    subject = ledger_subject(OFFICE, "03", 2026)
    written = [
        station.write("dossier-1", reception(1)),
        station.write(subject, CONTINUED),
        station.write(subject, CLOSED),
    ]
    station.push(*written)
    told = [item for item in centre.feed(centre.station("05")).items if item.entry is not None]
    assert [(item.verdict.state, item.verdict.code) for item in told] == [("accepted", "")] * 3
    entries = [from_wire(item.entry) for item in told if item.entry is not None]
    state = fold_series(entry for entry in entries if entry.subject == subject)
    assert [book.label for book in state.continued] == ["03-2/2026"]
    assert state.closed["03-2/2026"].record == CLOSED
    with pytest.raises(AssertionError):
        centre.dossier(subject)
