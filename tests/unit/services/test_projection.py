"""The order of entries and what counts of them decide how a dossier looks, the same everywhere."""

from __future__ import annotations

import itertools

import pytest

from counter_app.domain.entries import DossierCancelled, StatusChanged
from counter_app.domain.journal import Entry
from counter_app.domain.statuses import Status
from counter_app.services.projection import UNREADABLE, fold_order, pending_count, refold, refused_count
from counter_app.services.store_ports import PENDING, Recorded, Verdict, VerdictState
from tests.fixtures.dossiers import Scribe, reception

ACCEPTED = Verdict(VerdictState.ACCEPTED)
REFUSED = Verdict(VerdictState.REFUSED, "status_does_not_follow")
HELD = Verdict(VerdictState.HELD, "waits_for_reception")


def known(entry: Entry, no: int | None, verdict: Verdict = ACCEPTED, *, own: bool = False) -> Recorded:
    return Recorded(entry, verdict, no, own)


def pending(entry: Entry) -> Recorded:
    return Recorded(entry, PENDING, None, own=True)


def status(scribe: Scribe, to: Status) -> Entry:
    return scribe.write("d", StatusChanged(int(to)))


def test_confirmed_entries_count_by_their_place_and_own_ones_on_their_way_come_last() -> None:
    here, there = Scribe("station-b"), Scribe("station-a")
    own = [here.write("d", reception(n)) for n in range(1, 4)]
    foreign = [there.write("d", reception(n)) for n in range(4, 6)]
    entries = [
        known(foreign[0], 9),
        pending(own[2]),
        known(own[0], 12),
        pending(own[1]),
        known(foreign[1], 7),
    ]
    expected = [foreign[1], foreign[0], own[0], own[1], own[2]]
    for order in itertools.permutations(entries):
        assert [recorded.entry for recorded in fold_order(order)] == expected


def test_a_dossier_is_folded_in_feed_order_not_in_the_order_of_arrival() -> None:
    one, two = Scribe("station-a"), Scribe("station-b")
    received = known(one.write("d", reception()), 1)
    in_process = known(status(two, Status.IN_PROCESS), 2)
    done = known(status(one, Status.DONE), 3)
    dossier = refold([done, in_process, received])
    assert dossier is not None
    assert (dossier.status, dossier.conflicts) == (Status.DONE, ())


@pytest.mark.parametrize("verdict", [REFUSED, Verdict(VerdictState.CONFLICT, UNREADABLE)])
def test_what_the_central_system_leaves_out_does_not_count(verdict: Verdict) -> None:
    scribe = Scribe()
    received = known(scribe.write("d", reception()), 1)
    cancelled = scribe.write("d", DossierCancelled("nhầm", "Trần Văn Mẫu"))
    dossier = refold([received, known(cancelled, 2, verdict, own=True)])
    assert dossier == refold([received])
    assert dossier is not None
    assert not dossier.cancelled


def test_an_own_decision_counts_until_it_is_refused() -> None:
    scribe = Scribe()
    received = known(scribe.write("d", reception()), 1, own=True)
    cancelled = scribe.write("d", DossierCancelled("nhầm", "Trần Văn Mẫu"))
    dossier = refold([received, pending(cancelled)])
    assert dossier is not None
    assert dossier.cancelled


def test_held_entries_keep_their_place_in_the_feed() -> None:
    one, two = Scribe("station-a"), Scribe("station-b")
    received = one.write("d", reception())
    held = known(status(two, Status.IN_PROCESS), 1, HELD)
    dossier = refold([known(received, 2), held])
    assert dossier is not None
    assert dossier.status is Status.IN_PROCESS


def test_there_is_no_dossier_before_its_reception() -> None:
    scribe = Scribe()
    assert refold([known(status(scribe, Status.DONE), 1, HELD)]) is None
    assert refold([]) is None


def test_own_entries_that_wait_or_were_refused_are_counted() -> None:
    scribe = Scribe()
    entries = [scribe.write("d", reception(n)) for n in range(5)]
    held = known(entries[1], 4, HELD, own=True)
    recorded = [pending(entries[0]), held, known(entries[2], 5, REFUSED, own=True), known(entries[3], 6)]
    recorded.append(known(entries[4], 7, REFUSED))
    assert pending_count(recorded) == 2
    assert refused_count(recorded) == 1
