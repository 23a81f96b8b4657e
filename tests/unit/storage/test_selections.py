"""The ready-made selections of the list, and the questions about clerks and people."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from counter_app.domain.entries import DossierCancelled
from counter_app.domain.pressing import PressingSpans
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierFilter, DossierQuery, Verdict, VerdictState
from counter_app.storage.listing import TextUse, count_name, list_statement, page_name
from counter_app.storage.open import StationStore
from counter_app.storage.search_index import WAITING
from counter_app.storage.statements import Statement
from tests.fixtures.dossiers import BIRTH, MORNING, Scribe
from tests.unit.storage.books import ACCEPTED, found, receive, receive_many, record, status

NOW = MORNING + timedelta(hours=2)


def selected(store: StationStore, selection: DossierFilter, text: str = "", **about: Any) -> list[str]:
    return found(store, text, selection=selection, clerk=about.pop("clerk", "clerk-1"), now=NOW, **about)


@pytest.fixture(params=[0, WAITING])
def others(request: pytest.FixtureRequest) -> int:
    """How many dossiers of another clerk come after those asked for."""
    count: int = request.param
    return count


def receive_others(store: StationStore, scribe: Scribe, count: int) -> None:
    scribe.actor = "clerk-9"
    for number in range(100, 100 + count):
        receive(store, scribe, number, name="Vũ Khác Mẫu", due_at=None)


def test_mine_today_are_those_that_the_clerk_received_since_midnight_in_vietnam(
    store: StationStore, others: int
) -> None:
    scribe = Scribe(now=NOW.replace(hour=16, minute=59) - timedelta(days=1))
    receive(store, scribe, 1, name="Lê Hôm Qua Mẫu")
    scribe.now = NOW.replace(hour=17, minute=0) - timedelta(days=1)
    first = receive(store, scribe, 2, name="Lê Sáng Mẫu")
    scribe.actor = "clerk-2"
    receive(store, scribe, 3, name="Lê Người Khác Mẫu")
    receive_others(store, scribe, others)
    assert selected(store, DossierFilter.MINE_TODAY) == [first]
    assert selected(store, DossierFilter.MINE_TODAY, "sang le") == [first]
    assert selected(store, DossierFilter.MINE_TODAY, "hom qua") == []


def test_due_dossiers_are_split_into_soon_and_overdue(store: StationStore, others: int) -> None:
    scribe = Scribe()
    overdue = receive(store, scribe, 1, due_at=NOW - timedelta(minutes=1))
    today = receive(store, scribe, 2, due_at=NOW)
    end_of_soon = receive(store, scribe, 3, due_at=NOW.replace(hour=16, minute=59) + timedelta(days=2))
    receive(store, scribe, 4, due_at=NOW.replace(hour=17, minute=0) + timedelta(days=2))
    receive(store, scribe, 5, due_at=None)
    receive_others(store, scribe, others)
    assert selected(store, DossierFilter.DUE_SOON) == [end_of_soon, today]
    assert selected(store, DossierFilter.OVERDUE) == [overdue]
    assert selected(store, DossierFilter.OVERDUE, "nguyen thi") == [overdue]


def test_no_due_time_runs_once_a_dossier_is_done_or_struck(store: StationStore) -> None:
    scribe = Scribe()
    done = receive(store, scribe, 1, due_at=NOW - timedelta(days=1))
    struck = receive(store, scribe, 2, due_at=NOW - timedelta(days=1))
    late = receive(store, scribe, 3, due_at=NOW - timedelta(days=1))
    record(store, [status(scribe, done, Status.DONE)])
    record(store, [scribe.write(struck, DossierCancelled("nhầm", "Trần Văn Mẫu"))])
    assert selected(store, DossierFilter.OVERDUE) == [late]
    assert selected(store, DossierFilter.TO_RETURN) == [done]


def test_results_wait_to_be_returned_until_they_are(store: StationStore, others: int) -> None:
    scribe = Scribe()
    waiting = receive(store, scribe, 1)
    returned = receive(store, scribe, 2)
    record(store, [status(scribe, waiting, Status.DONE), status(scribe, returned, Status.DONE)])
    record(store, [status(scribe, returned, Status.RETURNED)])
    receive_others(store, scribe, others)
    assert selected(store, DossierFilter.TO_RETURN) == [waiting]
    assert selected(store, DossierFilter.TO_RETURN, "0001") == [waiting]
    assert selected(store, DossierFilter.TO_RETURN, "0002") == []


def test_unsent_dossiers_have_an_entry_without_a_verdict(store: StationStore, others: int) -> None:
    scribe = Scribe()
    sent = receive(store, scribe, 1)
    unsent = receive(store, scribe, 2)
    receive_others(store, scribe, others)
    batch = store.sync.next_batch(max_count=1000, max_bytes=10**7)
    store.sync.record_verdicts({entry.id: ACCEPTED for entry in batch if entry.subject != unsent})
    assert selected(store, DossierFilter.UNSENT) == [unsent]
    assert selected(store, DossierFilter.UNSENT, "nguyen") == [unsent]
    assert sent not in selected(store, DossierFilter.UNSENT)
    with store.database.read() as reads:
        assert reads.count(DossierQuery(selection=DossierFilter.UNSENT)) == 1


def test_a_broad_text_within_a_selection_finds_the_same(store: StationStore) -> None:
    scribe = Scribe()
    receive_many(store, scribe, 2 * WAITING)
    wanted = receive(store, scribe, 900, name="Lê Văn Mẫu", due_at=NOW - timedelta(days=3))
    receive_many(store, scribe, 2 * WAITING, first=300)
    for text in ("le", "le van mau 0900", "l"):
        assert selected(store, DossierFilter.OVERDUE, text) == [wanted]


@pytest.mark.parametrize("selection", [DossierFilter.APOLOGY, DossierFilter.NOTICE])
def test_a_selection_by_the_offices_rules_needs_them(store: StationStore, selection: DossierFilter) -> None:
    with store.database.read() as reads, pytest.raises(ValueError, match="spans"):
        reads.find(DossierQuery(selection=selection, now=NOW))


def test_a_selection_by_time_needs_the_time(store: StationStore) -> None:
    with store.database.read() as reads, pytest.raises(ValueError, match="overdue"):
        reads.find(DossierQuery(selection=DossierFilter.OVERDUE))


def test_a_clerk_is_offered_the_procedures_that_came_last(store: StationStore) -> None:
    scribe = Scribe()
    for number, code in enumerate(("a", "b", "a", "c", "b"), start=1):
        receive(store, scribe, number, procedure={**BIRTH, "code": code})
    scribe.actor = "clerk-2"
    receive(store, scribe, 6, procedure={**BIRTH, "code": "d"})
    with store.database.read() as reads:
        assert reads.recent_procedures("clerk-1") == ["b", "c", "a"]
        assert reads.recent_procedures("clerk-1", limit=1) == ["b"]
        assert reads.recent_procedures("clerk-3") == []


@pytest.mark.parametrize("others", [0, WAITING])
def test_a_persons_earlier_dossiers_are_known_by_the_whole_number(store: StationStore, others: int) -> None:
    scribe = Scribe()
    first = receive(store, scribe, 1, owner_number="092190000077")
    receive(store, scribe, 2, owner_number="092190000078", phone="092190000077")
    second = receive(store, scribe, 3, owner_number="092190000077")
    receive_many(store, scribe, others, first=100)
    with store.database.read() as reads:
        assert [row.id for row in reads.by_owner_number("092190000077")] == [second, first]
        assert [row.id for row in reads.by_owner_number("092190000077", limit=1)] == [second]
        assert reads.by_owner_number("09219000007") == []
        assert reads.by_owner_number("") == []


def test_own_entries_are_listed_by_verdict_with_what_they_are_about(store: StationStore) -> None:
    scribe = Scribe()
    first, second = receive(store, scribe, 1), receive(store, scribe, 2)
    batch = store.sync.next_batch(max_count=10, max_bytes=10**6)
    refused = Verdict(VerdictState.REFUSED, "code_taken", {"code": "H01"})
    store.sync.record_verdicts({batch[0].id: refused})
    with store.database.read() as reads:
        [row] = reads.journal([VerdictState.REFUSED, VerdictState.HELD])
        assert (row.id, row.subject, row.verdict) == (batch[0].id, first, refused)
        assert (row.dossier_code, row.owner_name) == ("", "")
        [waiting] = reads.journal([VerdictState.PENDING])
        assert (waiting.subject, waiting.owner_name) == (second, "Nguyễn Thị Mẫu")
        assert (waiting.dossier_code, waiting.procedure_name) == (
            "H01.15.21-261120-0002",
            "Thủ tục đăng ký khai sinh",
        )
        assert reads.journal([VerdictState.ACCEPTED]) == []
        assert reads.journal([]) == []
        assert len(reads.journal(list(VerdictState))) == 2


def plan(store: StationStore, name: str) -> list[str]:
    """How SQLite means to answer a question to the list."""
    statement = list_statement(name)
    values: dict[str, str | int | bytes | None] = {
        "expression": '"x"',
        "before": 2**62,
        "limit": 50,
        "clerk": "c",
        "now": 1,
        "soon": 2,
        "today": 1,
        **dict.fromkeys((one.name for one in fields(PressingSpans)), 1),
    }
    with store.database.snapshot() as connection:
        rows = connection.fetch(f"EXPLAIN QUERY PLAN {statement.text}", statement.arguments(values))
    return [str(row[3]) for row in rows]


@pytest.mark.parametrize("text_use", TextUse)
@pytest.mark.parametrize("selection", [chosen for chosen in DossierFilter if chosen != DossierFilter.ALL])
def test_no_selection_walks_through_all_dossiers(
    store: StationStore, selection: DossierFilter, text_use: TextUse
) -> None:
    for name in (page_name(selection, text_use), count_name(selection, text_use)):
        steps = plan(store, name)
        assert any(step.startswith("SEARCH dossier USING") for step in steps), steps
        assert not any(step.startswith("SCAN dossier ") for step in steps), steps
        assert not any("INTEGER PRIMARY KEY (rowid<?)" in step for step in steps), steps


@pytest.mark.parametrize(
    ("selection", "index"),
    [
        (DossierFilter.OVERDUE, "ix_dossier_due"),
        (DossierFilter.DUE_SOON, "ix_dossier_due"),
        (DossierFilter.APOLOGY, "ix_dossier_due"),
        (DossierFilter.SUPPLEMENT, "ix_dossier_supplement"),
        (DossierFilter.NOTICE, "ix_dossier_unasked"),
    ],
)
def test_what_presses_is_counted_from_its_index_alone(
    store: StationStore, selection: DossierFilter, index: str
) -> None:
    steps = plan(store, count_name(selection, TextUse.NONE))
    assert any(f"USING COVERING INDEX {index} " in step for step in steps), steps


@pytest.mark.parametrize("name", ["due", "due_count", "due_in_tail", "due_count_in_tail", "task_counts"])
def test_what_is_due_or_to_be_done_about_identities_is_found_by_an_index(
    store: StationStore, name: str
) -> None:
    statement = Statement(f"identity.{name}")
    values: dict[str, str | int | bytes | None] = {"limit": 1, "indexed_to": 10**6}
    with store.database.snapshot() as connection:
        rows = connection.fetch(f"EXPLAIN QUERY PLAN {statement.text}", statement.arguments(values))
    steps = [str(row[3]) for row in rows]
    if name.endswith("tail"):
        assert any("INTEGER PRIMARY KEY (rowid>?)" in step for step in steps), steps
    else:
        assert any("USING" in step and "INDEX ix_dossier_identity_" in step for step in steps), steps
    assert not any(step.startswith("SCAN journal") for step in steps), steps
