"""One unit of work, one durable commit: everything in it together, or nothing."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from counter_app.domain.dossier import fold
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head, verify_chain
from counter_app.services.store_ports import PENDING, DossierQuery, StoredDraft, UnitOfWork
from counter_app.storage.open import StationStore
from tests.fixtures.dossiers import MORNING, Scribe, reception


class InterruptedWorkError(Exception):
    """Something that goes wrong in the middle of a unit of work."""


def receive(store: StationStore, scribe: Scribe, number: int = 1, **about: str) -> str:
    subject = f"dossier-{scribe.station}-{number}"
    entry = scribe.write(subject, reception(number, **about))  # type: ignore[arg-type]
    dossier = fold([entry])
    assert dossier is not None
    with store.database.begin() as work:
        work.journal.append(entry)
        work.dossiers.put(dossier, pending=1)
    return subject


@pytest.mark.requirement("HT-04")
def test_everything_in_a_unit_of_work_is_there_after_it(store: StationStore) -> None:
    scribe = Scribe()
    draft = StoredDraft("draft-1", "clerk-1", MORNING, '{"step":1}')
    with store.database.begin() as work:
        work.drafts.save(draft)
        assert work.counters.take("code") == 1
        work.documents.put("catalogue", 7, b"data")
    subject = receive(store, scribe)
    with store.database.read() as reads:
        [row] = reads.find(DossierQuery())
        assert (row.id, row.code, row.pending) == (subject, "H01.15.21-261120-0001", 1)
        assert reads.document("catalogue") == (7, b"data")
        assert reads.drafts("clerk-1") == [draft]
        [recorded] = reads.timeline(subject)
        assert recorded.own
        assert recorded.verdict == PENDING
        assert reads.dossier(subject) == fold([recorded.entry])


@pytest.mark.requirement("HT-04")
def test_nothing_of_an_interrupted_unit_of_work_stays(store: StationStore) -> None:
    scribe = Scribe()
    entry = scribe.write("dossier-1", reception())
    dossier = fold([entry])
    assert dossier is not None

    def record_and_stumble(work: UnitOfWork) -> None:
        work.journal.append(entry)
        work.dossiers.put(dossier, pending=1)
        work.counters.take("code")
        raise InterruptedWorkError

    with pytest.raises(InterruptedWorkError), store.database.begin() as work:
        record_and_stumble(work)
    with store.database.begin() as work:
        assert work.journal.head() == Head.start("station-a")
        assert work.counters.value("code") == 0
        assert work.dossiers.get("dossier-1") is None
    with store.database.read() as reads:
        assert not reads.find(DossierQuery(text="mẫu"))
        assert reads.id_of_code(dossier.code) is None


def test_counters_run_without_a_gap_and_apart(store: StationStore) -> None:
    def take_and_stumble(work: UnitOfWork) -> None:
        work.counters.take("code")
        raise InterruptedWorkError

    taken = []
    for _ in range(3):
        with store.database.begin() as work:
            taken.append((work.counters.take("code"), work.counters.take("slip")))
        with pytest.raises(InterruptedWorkError), store.database.begin() as work:
            take_and_stumble(work)
    assert taken == [(1, 1), (2, 2), (3, 3)]


def test_a_draft_is_replaced_and_deleted(store: StationStore) -> None:
    with store.database.begin() as work:
        work.drafts.save(StoredDraft("d", "clerk-1", MORNING, "1"))
        work.drafts.save(StoredDraft("e", "clerk-1", MORNING.replace(hour=2), "2"))
        work.drafts.save(StoredDraft("f", "clerk-2", MORNING, "3"))
        work.drafts.save(StoredDraft("d", "clerk-1", MORNING.replace(hour=3), "4"))
        assert [draft.content for draft in work.drafts.of_clerk("clerk-1")] == ["4", "2"]
        work.drafts.delete("d")
        assert work.drafts.get("d") is None
        assert work.drafts.get("f") == StoredDraft("f", "clerk-2", MORNING, "3")


@pytest.mark.requirement("AG-14")
def test_an_entry_that_does_not_follow_the_chain_is_refused(store: StationStore) -> None:
    scribe = Scribe()
    first = scribe.write("dossier-1", reception())
    second = scribe.write("dossier-1", reception())
    for wrong in (second, replace(first, prev_hash=bytes(32)), replace(first, station="station-b")):
        with pytest.raises(DomainError) as caught, store.database.begin() as work:
            work.journal.append(wrong)
        assert caught.value.code == "journal.fork"
    with store.database.begin() as work:
        work.journal.append(first)
        work.journal.append(second)
    with store.database.begin() as work:
        entries = [recorded.entry for recorded in work.journal.of_subject("dossier-1")]
    assert entries == [first, second]
    assert verify_chain(Head.start("station-a"), entries) is None


def test_units_of_work_of_several_threads_wait_for_each_other(store: StationStore) -> None:
    def take_many() -> None:
        for _ in range(20):
            with store.database.begin() as work:
                work.counters.take("code")

    threads = [threading.Thread(target=take_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.database.begin() as work:
        assert work.counters.value("code") == 80


def test_a_unit_of_work_inside_another_is_a_fault_of_the_program(store: StationStore) -> None:
    with store.database.begin(), pytest.raises(RuntimeError), store.database.begin():
        pass


def test_reading_sees_the_last_commit_while_a_unit_of_work_is_open(store: StationStore) -> None:
    with store.database.begin() as work:
        work.documents.put("catalogue", 1, b"new")
        with store.database.read() as reads:
            assert reads.document("catalogue") is None
    with store.database.read() as reads:
        assert reads.document("catalogue") == (1, b"new")
