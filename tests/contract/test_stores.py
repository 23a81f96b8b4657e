"""What every store promises to the services: the encrypted one, and the one in memory that tests use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.dossier import Dossier, fold
from counter_app.domain.entries import (
    DossierCancelled,
    DossierHandedBack,
    DossierHandedOver,
    IdentityChecked,
    StatusChanged,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import asked_digest
from counter_app.domain.identity_view import IdentityTask
from counter_app.domain.journal import Basis, EntryDraft, Head, chain, encode_body
from counter_app.domain.papers_place import PapersPlace
from counter_app.domain.pressing import pressing_spans
from counter_app.domain.time_rules import TimeRules
from counter_app.services.identity_ports import DueCheck, IdentityCounts, LookUp
from counter_app.services.scan_ports import FileState, FileToSend, Lane
from counter_app.services.store_ports import (
    Database,
    DossierFilter,
    DossierQuery,
    StoredDraft,
    UnitOfWork,
    VerdictState,
)
from tests.contract.conftest import STATION
from tests.fixtures.calendars import usual_calendar
from tests.fixtures.dossiers import MORNING, reception

SPANS = pressing_spans(usual_calendar(), TimeRules(), MORNING)


class InterruptedWorkError(Exception):
    pass


def write(work: UnitOfWork, subject: str, body: object, at: datetime = MORNING) -> None:
    """Append an entry and fold it, as the services do."""
    draft = EntryDraft(
        kind=body.KIND,  # type: ignore[attr-defined]
        kind_version=1,
        subject=subject,
        audience=("office-1",),
        actor="clerk-1",
        occurred_at=at,
        basis=Basis.COUNTER,
        body=encode_body(body.to_body()),  # type: ignore[attr-defined]
    )
    work.journal.append(chain(work.journal.head(), draft, at, None))
    recorded = work.journal.of_subject(subject)
    dossier = fold(item.entry for item in recorded)
    assert dossier is not None
    work.dossiers.put(dossier, pending=len(recorded))


def receive(database: Database, number: int, *, at: datetime = MORNING, **changes: object) -> str:
    subject = f"dossier-{number}"
    with database.begin() as work:
        write(work, subject, reception(number, **changes), at)  # type: ignore[arg-type]
    return subject


def found(database: Database, text: str = "", selection: DossierFilter = DossierFilter.ALL) -> list[str]:
    with database.read() as reads:
        query = DossierQuery(text, selection, "clerk-1", MORNING, spans=SPANS)
        return [row.id for row in reads.find(query)]


def test_what_was_committed_is_read_back(database: Database) -> None:
    subject = receive(database, 1)
    with database.read() as reads:
        dossier = reads.dossier(subject)
        (recorded,) = reads.timeline(subject)
    assert dossier == fold([recorded.entry])
    assert (recorded.own, recorded.feed_no, recorded.verdict.state) == (True, None, VerdictState.PENDING)


def test_nothing_of_an_interrupted_unit_of_work_stays(database: Database) -> None:
    def begin_and_stop() -> None:
        with database.begin() as work:
            write(work, "dossier-1", reception(1))
            work.counters.take("ledger/03/2026")
            work.documents.put("catalogue", 1, b"{}")
            work.drafts.save(StoredDraft("draft-1", "clerk-1", MORNING, "{}"))
            raise InterruptedWorkError

    with pytest.raises(InterruptedWorkError):
        begin_and_stop()
    with database.begin() as work:
        assert work.journal.head() == Head.start(STATION.id)
        assert work.dossiers.get("dossier-1") is None
        assert work.counters.value("ledger/03/2026") == 0
        assert work.documents.get("catalogue") is None
        assert work.drafts.get("draft-1") is None
    assert found(database) == []


def test_the_head_follows_what_is_appended_in_the_same_unit_of_work(database: Database) -> None:
    with database.begin() as work:
        write(work, "dossier-1", reception(1))
        write(work, "dossier-1", StatusChanged(4), MORNING + timedelta(seconds=1))
        head = work.journal.head()
    assert (head.seq, head.recorded_at) == (2, MORNING + timedelta(seconds=1))


def test_an_entry_that_does_not_follow_is_a_fork(database: Database) -> None:
    receive(database, 1)
    draft = EntryDraft("k", 1, "s", ("o",), "a", MORNING, Basis.COUNTER, encode_body({}))
    second_first = chain(Head.start(STATION.id), draft, MORNING, None)
    with database.begin() as work, pytest.raises(DomainError, match=r"journal\.fork"):
        work.journal.append(second_first)


def test_counters_are_apart_and_without_a_gap(database: Database) -> None:
    for expected in (1, 2):
        with database.begin() as work:
            assert work.counters.take("a") == expected

    def take_and_stop() -> None:
        with database.begin() as work:
            work.counters.take("a")
            raise InterruptedWorkError

    with pytest.raises(InterruptedWorkError):
        take_and_stop()
    with database.begin() as work:
        assert (work.counters.take("a"), work.counters.take("b")) == (3, 1)


def test_drafts_belong_to_their_clerk_newest_first(database: Database) -> None:
    with database.begin() as work:
        for number, clerk in enumerate(("clerk-1", "clerk-2", "clerk-1")):
            saved_at = MORNING + timedelta(minutes=number)
            work.drafts.save(StoredDraft(f"draft-{number}", clerk, saved_at, "{}"))
        work.drafts.save(StoredDraft("draft-0", "clerk-1", MORNING + timedelta(hours=1), '{"a":1}'))
        work.drafts.delete("nothing")
    with database.read() as reads:
        drafts = reads.drafts("clerk-1")
    assert [(draft.id, draft.content) for draft in drafts] == [("draft-0", '{"a":1}'), ("draft-2", "{}")]


def test_a_unit_of_work_inside_another_is_a_fault_of_the_program(database: Database) -> None:
    with database.begin(), pytest.raises(RuntimeError), database.begin():
        pass


def test_a_reader_sees_the_last_commit(database: Database) -> None:
    receive(database, 1)
    with database.begin() as work:
        write(work, "dossier-2", reception(2))
        assert found(database) == ["dossier-1"]
    assert found(database) == ["dossier-2", "dossier-1"]


def test_a_code_is_found_whatever_its_case_and_the_newest_dossier_wins(database: Database) -> None:
    receive(database, 1, code="H01.15.21-261120-0001")
    newest = receive(database, 2, code="H01.15.21-261120-0001")
    with database.read() as reads:
        assert reads.id_of_code(" h01.15.21-261120-0001 ") == newest
        assert reads.id_of_code("H01.15.21-261120-0002") is None


def test_a_dossier_keeps_its_place_when_it_changes(database: Database) -> None:
    for number in (1, 2, 3):
        receive(database, number)
    with database.begin() as work:
        write(work, "dossier-1", StatusChanged(4))
    assert found(database) == ["dossier-3", "dossier-2", "dossier-1"]
    with database.read() as reads:
        page = reads.find(DossierQuery(), limit=2)
        rest = reads.find(DossierQuery(), limit=2, before=page[-1].position)
        assert reads.count(DossierQuery()) == 3
        assert reads.count(DossierQuery(), cap=2) == 2
    assert [row.id for row in (*page, *rest)] == ["dossier-3", "dossier-2", "dossier-1"]
    assert (page[0].pending, rest[0].pending) == (1, 2)


def test_a_dropped_projection_is_found_no_more(database: Database) -> None:
    subject = receive(database, 1)
    with database.begin() as work:
        work.dossiers.remove(subject)
        work.dossiers.remove("nothing")
    with database.read() as reads:
        assert reads.dossier(subject) is None
        assert len(reads.timeline(subject)) == 1
    assert found(database) == []


@pytest.mark.parametrize(
    "text", ["nguyen", "Nguyễn T", "mau thi", "0001", "261120-0001", "092190000001", "0909000001", "000001"]
)
def test_typed_text_finds_names_codes_and_numbers(database: Database, text: str) -> None:
    subject = receive(database, 1)
    receive(database, 2, name="Lê Văn Hai", owner_number="092090000002", phone="0909000002")
    assert found(database, text) == [subject]


def test_selections(database: Database) -> None:
    day = timedelta(days=1)
    receive(database, 1, due_at=MORNING - day)
    receive(database, 2, due_at=MORNING + day)
    receive(database, 3, due_at=MORNING + 5 * day)
    receive(database, 4, due_at=None, at=MORNING - day)
    done, cancelled = receive(database, 5, due_at=MORNING - day), receive(database, 6, due_at=MORNING - day)
    with database.begin() as work:
        write(work, done, StatusChanged(9))
        write(work, cancelled, DossierCancelled("Nhập trùng", "Trần Văn Mẫu"))
    by_selection = {selection: sorted(found(database, "", selection)) for selection in DossierFilter}
    everything = [f"dossier-{number}" for number in range(1, 7)]
    assert by_selection == {
        DossierFilter.ALL: everything,
        DossierFilter.UNSENT: everything,
        DossierFilter.MINE_TODAY: [subject for subject in everything if subject != "dossier-4"],
        DossierFilter.OVERDUE: ["dossier-1"],
        DossierFilter.DUE_SOON: ["dossier-2"],
        DossierFilter.APOLOGY: ["dossier-2"],
        DossierFilter.SUPPLEMENT: [],
        DossierFilter.NOTICE: [],
        DossierFilter.TO_RETURN: [done],
        DossierFilter.IDENTITY: [],
    }


def test_papers_that_wait_to_be_handed_over_and_those_that_are_away_are_found_newest_first(
    database: Database,
) -> None:
    waiting, away, back, done, cancelled = (receive(database, number) for number in range(1, 6))
    newest = receive(database, 6)
    out = DossierHandedOver("Trung tâm", "Mẫu", "Phòng Mẫu", "", None, "", None, "Mẫu")
    came = DossierHandedBack("Phòng Mẫu", "", "Trung tâm", "Mẫu", None, "", settled=False, clerk_name="Mẫu")
    with database.begin() as work:
        for subject in (away, back, done):
            write(work, subject, out)
        later = MORNING + timedelta(hours=1)
        write(work, back, came, later)
        write(work, done, replace(came, settled=True), later)
        write(work, cancelled, DossierCancelled("Nhập trùng", "Trần Văn Mẫu"))
    with database.read() as reads:
        assert list(reads.papers_at(PapersPlace.TO_HAND_OVER)) == [newest, back, waiting]
        assert list(reads.papers_at(PapersPlace.TO_HAND_OVER, limit=1)) == [newest]
        assert list(reads.papers_at(PapersPlace.AWAY)) == [away]


def test_own_entries_are_listed_in_the_order_of_the_chain_or_turned_round(database: Database) -> None:
    for number in (1, 2, 3):
        receive(database, number)
    states = [VerdictState.PENDING, VerdictState.HELD]
    with database.read() as reads:
        oldest = reads.journal(states, limit=2)
        newest = reads.journal([*states, VerdictState.ACCEPTED], limit=2, newest_first=True)
        none = reads.journal([VerdictState.ACCEPTED], newest_first=True)
    assert [row.id.seq for row in oldest] == [1, 2]
    assert [row.id.seq for row in newest] == [3, 2]
    assert (oldest[0].dossier_code, oldest[0].owner_name) == ("H01.15.21-261120-0001", "Nguyễn Thị Mẫu")
    assert none == []


def test_procedures_of_a_clerk_are_listed_newest_first_and_once(database: Database) -> None:
    for number, code in enumerate(("1.001193", "1.000894", "1.001193", "2.000635"), 1):
        procedure = {"code": code, "name": "Thủ tục", "field": "Hộ tịch"}
        receive(database, number, procedure=procedure, at=MORNING + timedelta(minutes=number))
    with database.read() as reads:
        assert list(reads.recent_procedures("clerk-1")) == ["2.000635", "1.001193", "1.000894"]
        assert list(reads.recent_procedures("clerk-1", limit=1)) == ["2.000635"]
        assert list(reads.recent_procedures("clerk-2")) == []


def test_dossiers_of_one_person_are_found_by_the_whole_number(database: Database) -> None:
    subject = receive(database, 1, owner_number="092190000001")
    receive(database, 2, owner_number="0921900000012")
    with database.read() as reads:
        assert [row.id for row in reads.by_owner_number("092190000001")] == [subject]


def test_a_document_is_replaced_with_its_version(database: Database) -> None:
    for version in (1, 7):
        with database.begin() as work:
            work.documents.put("catalogue", version, b"%d" % version)
    with database.read() as reads:
        assert reads.document("catalogue") == (7, b"7")
        assert reads.document("calendar") is None


def test_instants_come_back_exactly(database: Database) -> None:
    at = datetime(2026, 11, 20, 1, 30, 0, 123457, UTC)
    subject = receive(database, 1, at=at)
    with database.read() as reads:
        dossier: Dossier | None = reads.dossier(subject)
        (recorded,) = reads.timeline(subject)
    assert dossier is not None
    assert dossier.received_at == at
    assert (recorded.entry.occurred_at, recorded.entry.recorded_at) == (at, at)


def test_a_file_waits_once_and_only_if_the_work_is_kept(database: Database) -> None:
    file = FileToSend("ab" * 32, 5, "application/pdf", Lane.SCANS, MORNING)

    def interrupted() -> None:
        with database.begin() as work:
            work.files_to_send.add(file)
            raise InterruptedWorkError

    with pytest.raises(InterruptedWorkError):
        interrupted()
    with database.read() as reads:
        assert reads.file_states([file.sha256]) == {}
    for _ in range(2):
        with database.begin() as work:
            work.files_to_send.add(file)
            assert work.files_to_send.states([file.sha256]) == {file.sha256: FileState.WAITING}
    with database.read() as reads:
        assert reads.file_states([file.sha256, "cd" * 32]) == {file.sha256: FileState.WAITING}


# --- identities -----------------------------------------------------------------------------------


def asked_of(number: int) -> str:
    return asked_digest(f"dossier-{number}", reception(number).owner)


def answer_about(number: int, state: IdentityState) -> IdentityChecked:
    return IdentityChecked(state, MORNING, "C06-1", asked_of(number))


def due(database: Database) -> list[DueCheck]:
    with database.read() as reads:
        return list(reads.due_checks(limit=100))


@pytest.mark.parametrize("count", [5, 45])
def test_checks_that_are_due_come_oldest_first_and_put_off_ones_by_their_time(
    database: Database, count: int
) -> None:
    """Also where some dossiers are in the indexes and the newest are not yet."""
    ids = [receive(database, number) for number in range(1, count + 1)]
    with database.begin() as work:
        write(work, ids[1], answer_about(2, IdentityState.LEVEL_1))
        write(work, ids[2], DossierCancelled("Nhập trùng", "Trần Văn Mẫu"))
        later, sooner = (DueCheck(ids[place], 2, MORNING + timedelta(hours=3 - place)) for place in (0, 1))
        work.look_ups.postpone(later)
        work.look_ups.postpone(DueCheck(ids[3], 1, sooner.not_before))
    left = [DueCheck(one) for one in ids[4:]]
    assert due(database) == [*left, DueCheck(ids[3], 1, sooner.not_before), later]
    with database.read() as reads:
        assert reads.identity_counts() == IdentityCounts(due=count - 2)
        assert list(reads.due_checks(limit=1)) == left[:1]
    with database.begin() as work:
        work.look_ups.forget(ids[0])
    assert due(database)[0] == DueCheck(ids[0])


def test_open_identity_tasks_are_counted_listed_and_on_their_rows(database: Database) -> None:
    for number in range(1, 4):
        receive(database, number)
    states = (IdentityState.MISMATCH, IdentityState.NO_ACCOUNT, IdentityState.MATCHED)
    with database.begin() as work:
        for number, state in enumerate(states, start=1):
            write(work, f"dossier-{number}", answer_about(number, state))
    receive(database, 4, owner_number="")
    assert found(database, "", DossierFilter.IDENTITY) == ["dossier-2", "dossier-1"]
    assert found(database, "nguyen", DossierFilter.IDENTITY) == ["dossier-2", "dossier-1"]
    with database.read() as reads:
        assert reads.identity_counts() == IdentityCounts(mismatch=1, no_account=1)
        rows = reads.find(DossierQuery(now=MORNING))
    assert [(row.identity, row.identity_task) for row in rows] == [
        (None, None),
        (IdentityState.MATCHED, None),
        (IdentityState.NO_ACCOUNT, IdentityTask.NO_ACCOUNT),
        (IdentityState.MISMATCH, IdentityTask.MISMATCH),
    ]


def test_look_ups_are_logged_and_read_newest_first_in_pages(database: Database) -> None:
    subject = receive(database, 1)
    with database.begin() as work:
        numbers = [
            work.look_ups.begin(MORNING, f"clerk-{place}", of, automatic=place == 1)
            for place, of in enumerate((subject, subject, ""))
        ]
        work.look_ups.end(numbers[1], "matched", "C06-7")
    with database.read() as reads:
        page = reads.look_ups(limit=2)
        rest = reads.look_ups(limit=2, before=page[-1].number)
    code = reception(1).code
    assert [*page, *rest] == [
        LookUp(numbers[2], MORNING, "clerk-2", "", False, "asked", ""),
        LookUp(numbers[1], MORNING, "clerk-1", subject, True, "matched", "C06-7", code),
        LookUp(numbers[0], MORNING, "clerk-0", subject, False, "asked", "", code),
    ]
