"""Finding a dossier, its timeline, putting it right, striking it through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.entries import (
    CodeAssigned,
    Delivery,
    DeliveryMethod,
    DossierCorrected,
    DossierReceived,
    StatusChanged,
    Unknown,
    read_event,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import erase_body
from counter_app.domain.parties import Party
from counter_app.services.store_ports import DossierFilter, Recorded, Verdict, VerdictState
from tests.builders import DEATH, MARRIAGE, Counter, citizen, clerk, clerks, counter
from tests.fakes.clock import MORNING
from tests.fixtures.dossiers import Scribe

ACCEPTED = Verdict(VerdictState.ACCEPTED)


def told(station: Counter, dossier_id: str) -> list[str]:
    return [item.kind for item in station.dossiers.detail(dossier_id).timeline]


def acts(station: Counter, dossier_id: str) -> list[Callable[[], object]]:
    """What changes a dossier."""
    return [
        lambda: station.dossiers.correct(dossier_id, clerk(), "Gõ nhầm", note="x"),
        lambda: station.dossiers.cancel(dossier_id, clerk(), "Nhập trùng"),
    ]


# --- finding -------------------------------------------------------------------------------------


def test_a_dossier_is_found_by_code_name_number_and_phone(station: Counter) -> None:
    dossier = station.accept()
    station.accept(owner=citizen(full_name="Lê Văn Hai", number="089080000021", phone="0911 111 111"))
    for text in ("nguyen thi mau", "Nguyễn", "261123-0001", "089190000017"):
        assert [row.id for row in station.dossiers.find(text)] == [dossier.id]
        assert station.dossiers.count(text, DossierFilter.ALL) == 1
    assert station.dossiers.find("Không có") == []


def test_pages_follow_each_other_newest_first(station: Counter) -> None:
    ids = [station.accept().id for _ in range(5)]
    first = station.dossiers.find("", limit=2)
    second = station.dossiers.find("", limit=2, before=first[-1].position)
    assert [row.id for row in (*first, *second)] == ids[:0:-1]


def test_my_dossiers_of_today_are_those_i_received(station: Counter) -> None:
    mine = station.accept()
    station.reception.accept(station.draft(), clerks()[1])
    rows = station.dossiers.find("", DossierFilter.MINE_TODAY, clerk=clerk().id)
    assert [row.id for row in rows] == [mine.id]
    station.clock.move(timedelta(days=1))
    assert station.dossiers.count("", DossierFilter.MINE_TODAY, clerk=clerk().id) == 0


@pytest.mark.requirement("O7", "N-81")
def test_what_is_overdue_is_told_by_the_clock_of_this_machine_alone(station: Counter) -> None:
    dossier = station.accept(MARRIAGE)
    assert dossier.due_at is not None
    station.clock.set(dossier.due_at)
    assert station.dossiers.count("", DossierFilter.OVERDUE) == 0
    assert station.dossiers.count("", DossierFilter.DUE_SOON) == 1
    station.clock.move(timedelta(seconds=1))
    assert [row.id for row in station.dossiers.find("", DossierFilter.OVERDUE)] == [dossier.id]


@pytest.mark.requirement("PT-23", "O4")
def test_both_codes_of_a_dossier_lead_to_it(station: Counter) -> None:
    dossier = counter_without_lease().accept()
    other = counter_without_lease()
    received = other.accept()
    central = Scribe("central-long-xuyen").write(received.id, CodeAssigned("H01.15.21-261123-9001"))
    other.database.learn(Recorded(central, ACCEPTED, 2, own=False))
    for code in (received.code, "h01.15.21-261123-9001"):
        assert other.dossiers.id_of_code(code) == received.id
    assert other.dossiers.detail(received.id).dossier.code == "H01.15.21-261123-9001"
    assert dossier.provisional


def counter_without_lease() -> Counter:
    return counter(numbers=None)


# --- the timeline --------------------------------------------------------------------------------


@pytest.mark.requirement("N-35")
def test_the_timeline_tells_what_happened_when_and_by_whom_newest_first(station: Counter) -> None:
    handover = MORNING - timedelta(days=2)
    dossier = station.accept(received_at=handover)
    station.clock.move(timedelta(minutes=5))
    station.printing.print_form(dossier.id, clerks()[1])
    station.clock.move(timedelta(minutes=5))
    station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", note="Hẹn gọi")
    timeline = station.dossiers.detail(dossier.id).timeline
    assert [(item.kind, item.actor_name, item.occurred_at, item.recorded_at) for item in timeline] == [
        (
            "dossier.corrected",
            "Trần Thị Mẫu",
            MORNING + timedelta(minutes=10),
            MORNING + timedelta(minutes=10),
        ),
        ("slip.printed", "Lê Văn Mẫu", MORNING + timedelta(minutes=5), MORNING + timedelta(minutes=5)),
        ("dossier.received", "Trần Thị Mẫu", handover, MORNING),
    ]


def test_of_two_entries_at_one_moment_the_later_one_is_newer(station: Counter) -> None:
    dossier = station.accept()
    station.printing.print_form(dossier.id, clerk())
    station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", note="x")
    assert told(station, dossier.id) == ["dossier.corrected", "slip.printed", "dossier.received"]


def test_the_timeline_tells_how_far_each_entry_has_come(station: Counter) -> None:
    dossier = station.accept()
    station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", note="x")
    received, corrected = station.database.chain()
    refused = Verdict(VerdictState.REFUSED, "already_cancelled")
    station.database.judge(ACCEPTED, received.id)
    station.database.judge(refused, corrected.id)
    detail = station.dossiers.detail(dossier.id)
    assert [(item.verdict, item.own) for item in detail.timeline] == [(refused, True), (ACCEPTED, True)]
    assert detail.dossier.note == ""
    (row,) = station.dossiers.find("")
    assert (row.pending, row.refused) == (0, 1)


def test_entries_of_others_and_those_that_cannot_be_read_are_shown_too(station: Counter) -> None:
    dossier = station.accept()
    scribe = Scribe("station-b", now=MORNING + timedelta(minutes=1), actor="nobody-we-know")
    strange = scribe.write(dossier.id, {"why": "!"}, kind="dossier.blessed")
    broken = scribe.write(dossier.id, {"status": "four"}, kind="dossier.status_changed")
    erased = erase_body(scribe.write(dossier.id, StatusChanged(4)))
    station.database.learn(
        *(
            Recorded(entry, ACCEPTED, place, own=False)
            for place, entry in enumerate((strange, broken, erased), 5)
        )
    )
    detail = station.dossiers.detail(dossier.id)
    newest, *others = detail.timeline
    assert newest.event == Unknown("dossier.status_changed", 1)
    assert [item.event for item in others[:-1]] == [
        Unknown("dossier.status_changed", 1),
        Unknown("dossier.blessed", 1),
    ]
    assert (newest.actor_name, newest.own) == ("", False)
    assert isinstance(others[-1].event, DossierReceived)


def test_a_dossier_that_is_not_known_is_named_so(station: Counter) -> None:
    others: list[Callable[[], object]] = [
        lambda: station.dossiers.detail("nothing"),
        lambda: station.printing.print_form("nothing", clerk()),
    ]
    for act in (*acts(station, "nothing"), *others):
        with pytest.raises(DomainError, match=r"dossier\.unknown"):
            act()


# --- correcting ----------------------------------------------------------------------------------


@pytest.mark.requirement("AG-14", "N-03")
def test_a_correction_says_who_when_and_why_and_the_old_values_stay(station: Counter) -> None:
    dossier = station.accept()
    owner = citizen(full_name="Nguyễn Thị Mẫu Mới")
    station.clock.move(timedelta(minutes=1))
    changed = station.dossiers.correct(dossier.id, clerks()[1], " Gõ nhầm tên ", owner=owner)
    assert changed.owner == owner
    first, second = station.database.chain()
    old, new = read_event(first), read_event(second)
    assert isinstance(old, DossierReceived)
    assert old.owner == citizen()
    assert new == DossierCorrected("Gõ nhầm tên", "Lê Văn Mẫu", owner=owner)
    assert (second.actor, second.recorded_at) == ("le-van-mau", MORNING + timedelta(minutes=1))
    assert (first.kind_version, first.hash) == (1, second.prev_hash)
    assert station.recorded == [dossier.id, dossier.id]
    (row,) = station.dossiers.find("mau moi")
    assert (row.owner_name, row.pending) == ("Nguyễn Thị Mẫu Mới", 2)


def test_only_what_changes_is_written_down(station: Counter) -> None:
    dossier = station.accept(note="Ghi chú")
    post = Delivery(DeliveryMethod.POSTAL, "Số 3, xã Mẫu")
    station.dossiers.correct(
        dossier.id, clerk(), "Đổi nơi nhận", owner=citizen(), delivery=post, note=" Ghi chú "
    )
    event = read_event(station.database.chain()[-1])
    assert event == DossierCorrected("Đổi nơi nhận", "Trần Thị Mẫu", delivery=post)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"note": "x", "reason": "  "}, "correct.reason_missing"),
        ({}, "correct.nothing"),
        ({"owner": citizen(), "delivery": Delivery(), "note": " "}, "correct.nothing"),
        ({"owner": citizen(full_name=" ")}, "correct.incomplete"),
        ({"owner": citizen(address="")}, "correct.incomplete"),
        ({"delivery": Delivery(DeliveryMethod.POSTAL, " ")}, "correct.incomplete"),
    ],
)
def test_a_correction_without_reason_content_or_what_the_slip_needs_is_refused(
    station: Counter, changes: dict[str, object], code: str
) -> None:
    dossier = station.accept()
    reason = str(changes.pop("reason", "Gõ nhầm"))
    with pytest.raises(DomainError) as caught:
        station.dossiers.correct(dossier.id, clerk(), reason, **changes)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert len(station.database.chain()) == 1


def test_an_owner_without_an_address_who_was_received_so_can_still_get_a_note(station: Counter) -> None:
    dossier = station.accept()
    bare = Scribe("station-b").write(dossier.id, DossierCorrected("x", "y", owner=Party(full_name="Lê Mẫu")))
    station.database.learn(Recorded(bare, ACCEPTED, 9, own=False))
    assert station.dossiers.correct(dossier.id, clerk(), "Hẹn", note="Gọi trước").note == "Gọi trước"


# --- cancelling ----------------------------------------------------------------------------------


@pytest.mark.requirement("AG-14", "N-26")
def test_a_cancelled_reception_keeps_code_and_line_with_the_reason(station: Counter) -> None:
    dossier = station.accept()
    cancelled = station.dossiers.cancel(dossier.id, clerk(), " Nhập trùng ")
    assert (cancelled.cancelled, cancelled.cancel_reason) == (True, "Nhập trùng")
    assert (cancelled.code, cancelled.ledger_line) == (dossier.code, dossier.ledger_line)
    following = station.accept()
    assert (following.code[-4:], following.ledger_line) == ("0002", 2)
    assert station.dossiers.id_of_code(dossier.code) == dossier.id


def test_cancelling_needs_a_reason(station: Counter) -> None:
    dossier = station.accept()
    with pytest.raises(DomainError, match=r"cancel\.reason_missing"):
        station.dossiers.cancel(dossier.id, clerk(), " ")


def test_a_cancelled_dossier_is_neither_corrected_nor_cancelled_again(station: Counter) -> None:
    dossier = station.accept()
    station.dossiers.cancel(dossier.id, clerk(), "Nhập trùng")
    for act in acts(station, dossier.id):
        with pytest.raises(DomainError, match=r"dossier\.cancelled"):
            act()
    assert len(station.database.chain()) == 2


def test_a_dossier_with_entries_of_a_newer_program_is_read_only_here(station: Counter) -> None:
    dossier = station.accept()
    strange = Scribe("station-b").write(dossier.id, {"why": "!"}, kind="dossier.blessed")
    station.database.learn(Recorded(strange, ACCEPTED, 5, own=False))
    for act in acts(station, dossier.id):
        with pytest.raises(DomainError, match=r"dossier\.read_only"):
            act()
    assert station.dossiers.detail(dossier.id).dossier.read_only


def test_a_failed_commit_leaves_the_dossier_as_it_was(station: Counter) -> None:
    dossier = station.accept(DEATH)
    station.database.fail()
    with pytest.raises(DomainError, match=r"storage\.full"):
        station.dossiers.cancel(dossier.id, clerk(), "Nhập trùng")
    assert station.dossiers.detail(dossier.id).dossier == dossier
    assert station.recorded == [dossier.id]


def test_an_entry_about_a_dossier_of_another_office_may_be_seen_by_both(station: Counter) -> None:
    dossier = station.accept()
    foreign = replace(dossier, office="office-2")
    with station.database.begin() as work:
        work.dossiers.put(foreign, pending=0)
    station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", note="x")
    assert station.database.chain()[-1].audience == ("long-xuyen", "office-2")
