"""Folding: the same entries give the same dossier, nothing that arrives is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import Dossier, apply, fold
from counter_app.domain.entries import (
    CodeAssigned,
    CodeKind,
    Delivery,
    DeliveryMethod,
    DossierCancelled,
    DossierCorrected,
    SlipPrinted,
    StatusChanged,
)
from counter_app.domain.journal import Entry, erase_body
from counter_app.domain.parties import Party
from counter_app.domain.statuses import Status
from tests.fixtures.dossiers import MORNING, Scribe, reception

SUBJECT = "dossier-1"
PRINTED = SlipPrinted("mau-01", 0, 2, "Máy in Quầy 03", "printed", "ab" * 32)


def told(*bodies: Body) -> list[Entry]:
    """A reception and what followed, as one station wrote it."""
    scribe = Scribe()
    return [scribe.write(SUBJECT, body) for body in (reception(), *bodies)]


def folded(*bodies: Body) -> Dossier:
    dossier = fold(told(*bodies))
    assert dossier is not None
    return dossier


def codes(dossier: Dossier) -> list[str]:
    return [conflict.code for conflict in dossier.conflicts]


@pytest.mark.requirement("NA-07")
def test_a_reception_makes_a_received_dossier_with_everything_that_was_decided() -> None:
    dossier = folded()
    assert dossier.id == SUBJECT
    assert dossier.code == "H01.15.21-261120-0001"
    assert dossier.owner == reception().owner
    assert dossier.components == reception().components
    assert (dossier.status, dossier.received_at, dossier.status_at) == (Status.RECEIVED, MORNING, MORNING)
    assert dossier.due_at == MORNING + timedelta(days=5)
    assert (dossier.ledger_book, dossier.ledger_line) == ("03/2026", 1)
    assert (dossier.provisional, dossier.read_only, dossier.conflicts) == (False, False, ())


def test_without_the_reception_there_is_no_dossier() -> None:
    assert fold([]) is None
    assert fold(told(StatusChanged(4))[1:]) is None


def test_a_due_time_that_cannot_be_read_is_none_and_does_no_harm() -> None:
    entry = Scribe().write(SUBJECT, replace(reception(), due={"due_at": "at noon"}))
    dossier = fold([entry])
    assert dossier is not None
    assert dossier.due_at is None


# --- status --------------------------------------------------------------------------------------


@pytest.mark.requirement("AG-16", "N-35")
def test_a_status_follows_where_the_steps_allow_it_and_keeps_its_time() -> None:
    entries = told(StatusChanged(4), StatusChanged(9), StatusChanged(10))
    states = [fold(entries[:count]) for count in range(1, 5)]
    assert [(state.status, state.status_at) for state in states if state] == [
        (Status.RECEIVED, MORNING),
        (Status.IN_PROCESS, MORNING + timedelta(seconds=1)),
        (Status.DONE, MORNING + timedelta(seconds=2)),
        (Status.RETURNED, MORNING + timedelta(seconds=3)),
    ]


@pytest.mark.requirement("AG-16")
def test_a_status_that_does_not_follow_becomes_a_conflict_and_changes_nothing() -> None:
    dossier = folded(StatusChanged(10))
    assert dossier.status is Status.RECEIVED
    assert codes(dossier) == ["status_does_not_follow"]
    assert (dossier.conflicts[0].station, dossier.conflicts[0].seq) == ("station-a", 2)


def test_a_status_of_a_newer_program_makes_the_dossier_read_only() -> None:
    dossier = folded(StatusChanged(11))
    assert (dossier.status, dossier.read_only) == (Status.RECEIVED, True)


# --- correcting, cancelling, printing ------------------------------------------------------------


def test_a_correction_changes_only_what_it_names() -> None:
    owner = Party(full_name="Nguyễn Thị Mẫu Mới", address="Số 2, xã Mẫu")
    dossier = folded(DossierCorrected("Gõ nhầm", "Trần Văn Mẫu", owner=owner))
    before = folded()
    assert replace(dossier, owner=before.owner, entry_count=1) == before
    assert dossier.owner == owner


def test_a_note_can_be_emptied() -> None:
    dossier = folded(
        DossierCorrected("Thêm", "Trần Văn Mẫu", note="Hẹn gọi"),
        DossierCorrected("Bỏ", "Trần Văn Mẫu", note=""),
    )
    assert dossier.note == ""


@pytest.mark.requirement("AG-14")
def test_a_cancelled_dossier_keeps_its_code_and_its_line() -> None:
    dossier = folded(DossierCancelled("Nhập trùng", "Trần Văn Mẫu"))
    assert (dossier.cancelled, dossier.cancel_reason) == (True, "Nhập trùng")
    assert (dossier.code, dossier.ledger_line) == (folded().code, folded().ledger_line)


@pytest.mark.parametrize(
    "late",
    [
        DossierCancelled("Lần hai", "Lê Văn Mẫu"),
        DossierCorrected("Muộn", "Lê Văn Mẫu", note="muộn"),
        StatusChanged(4),
    ],
    ids=lambda body: body.KIND,
)
def test_what_was_decided_about_a_cancelled_dossier_is_a_conflict(late: Body) -> None:
    first = DossierCancelled("Nhập trùng", "Trần Văn Mẫu")
    dossier = folded(first, late)
    assert codes(dossier) == ["already_cancelled"]
    assert replace(dossier, conflicts=(), entry_count=2) == folded(first)


def test_a_fact_about_a_cancelled_dossier_still_counts() -> None:
    dossier = folded(DossierCancelled("Nhập trùng", "Trần Văn Mẫu"), PRINTED)
    assert (dossier.prints, codes(dossier)) == ({"mau-01": 1}, [])


def test_prints_are_counted_by_form() -> None:
    dossier = folded(PRINTED, replace(PRINTED, form="slip"), PRINTED)
    assert dossier.prints == {"mau-01": 2, "slip": 1}


# --- codes ---------------------------------------------------------------------------------------


@pytest.mark.requirement("O4")
def test_the_official_code_comes_first_and_the_provisional_one_stays_an_alias_for_ever() -> None:
    provisional = "TAM-H01.15.21-Q03-261120-0001"
    scribe = Scribe()
    entries = [
        scribe.write(SUBJECT, reception(code=provisional, code_kind=CodeKind.PROVISIONAL)),
        scribe.write(SUBJECT, CodeAssigned("H01.15.21-261120-9001")),
    ]
    before, after = fold(entries[:1]), fold(entries)
    assert before is not None
    assert after is not None
    assert (before.code, before.provisional) == (provisional, True)
    assert (after.code, after.provisional) == ("H01.15.21-261120-9001", False)
    assert after.aliases == ("H01.15.21-261120-9001", provisional)


def test_a_code_that_was_assigned_before_is_not_listed_twice() -> None:
    dossier = folded(CodeAssigned("X-2"), CodeAssigned("X-3"), CodeAssigned("X-2"))
    assert dossier.aliases == ("X-2", "X-3", "H01.15.21-261120-0001")


# --- entries out of order, twice, unreadable -----------------------------------------------------


def test_entries_that_came_before_the_reception_count_as_if_they_came_right_after_it() -> None:
    received, in_process, done = told(StatusChanged(4), StatusChanged(9))
    assert fold([in_process, received, done]) == fold([received, in_process, done])


def test_folding_on_is_applying() -> None:
    received, early, later = told(CodeAssigned("X-1"), CodeAssigned("X-2"))
    so_far = fold([early, received])
    assert so_far is not None
    assert apply(so_far, later) == fold([early, received, later])
    assert apply(so_far, later).code == "X-2"


def test_two_receptions_of_one_dossier_keep_both_codes_and_ask_for_a_person() -> None:
    second = reception(2, name="Lê Văn Mẫu")
    dossier = folded(second)
    assert dossier.owner.full_name == "Nguyễn Thị Mẫu"
    assert dossier.aliases == ("H01.15.21-261120-0001", "H01.15.21-261120-0002")
    assert codes(dossier) == ["received_twice"]


def test_an_entry_that_cannot_be_read_is_named_and_stops_nothing() -> None:
    scribe = Scribe()
    entries = [
        scribe.write(SUBJECT, {"what": "?"}, kind="dossier.received"),
        scribe.write(SUBJECT, reception()),
        scribe.write(SUBJECT, {"status": "four"}, kind="dossier.status_changed"),
        replace(scribe.write(SUBJECT, StatusChanged(4)), body=b"\xff"),
        scribe.write(SUBJECT, StatusChanged(4)),
    ]
    dossier = fold(entries)
    assert dossier is not None
    assert codes(dossier) == ["entry.bad_body", "entry.bad_body", "journal.body_unreadable"]
    assert dossier.status is Status.IN_PROCESS
    assert dossier.entry_count == 5


def test_a_kind_of_a_newer_program_makes_the_dossier_read_only() -> None:
    scribe = Scribe()
    entries = [
        scribe.write(SUBJECT, reception()),
        scribe.write(SUBJECT, {"why": "!"}, kind="dossier.blessed"),
        scribe.write(SUBJECT, StatusChanged(4)),
    ]
    dossier = fold(entries)
    assert dossier is not None
    assert (dossier.read_only, dossier.status) == (True, Status.IN_PROCESS)


def test_an_erased_entry_is_no_newer_program() -> None:
    received, corrected = told(DossierCorrected("Gõ nhầm", "Trần Văn Mẫu", note="x"))
    dossier = fold([received, erase_body(corrected)])
    assert dossier is not None
    assert (dossier.read_only, dossier.note, dossier.entry_count) == (False, "", 2)


@pytest.mark.requirement("AG-29")
def test_where_the_result_goes_is_kept_and_can_be_corrected() -> None:
    post = Delivery(DeliveryMethod.POSTAL, "Số 3, xã Mẫu")
    assert folded().delivery == reception().delivery
    assert folded(DossierCorrected("Người dân đổi ý", "Trần Văn Mẫu", delivery=post)).delivery == post
