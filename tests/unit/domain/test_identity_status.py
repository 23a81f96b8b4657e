"""What entries say of an owner's identity: what is known now, what is due, what a person has to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.domain.dossier import Dossier, fold
from counter_app.domain.entries import (
    Body,
    DossierCancelled,
    DossierCorrected,
    IdentityChecked,
    IdentityGuided,
    IdentityRevealed,
    IdentitySettled,
    StatusChanged,
)
from counter_app.domain.erasure import without_people
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.domain.identity_status import (
    CheckAnswer,
    EvidenceFinding,
    GuidanceOutcome,
    IdentityEvidence,
    SettlementOutcome,
    asked_digest,
    subject_of,
)
from counter_app.domain.identity_view import IdentityTask, identity_now, identity_view
from counter_app.domain.parties import Party, PartyKind
from counter_app.domain.statuses import Status
from tests.fixtures.dossiers import MORNING, Scribe, reception

DOSSIER = "dossier-1"
OWNER = reception().owner
ASKED = asked_digest(DOSSIER, OWNER)
NOON = MORNING + timedelta(hours=3)


def checked(state: IdentityState, at: datetime = NOON, asked: str = ASKED) -> IdentityChecked:
    return IdentityChecked(state, at, "C06-1", asked)


def settled(answer_at: datetime = NOON) -> IdentitySettled:
    return IdentitySettled(SettlementOutcome.DOCUMENT_RIGHT, "", ASKED, answer_at, "Trần Văn Mẫu")


def after(*bodies: Body) -> Dossier:
    scribe = Scribe()
    dossier = fold([scribe.write(DOSSIER, body) for body in (reception(), *bodies)])
    assert dossier is not None
    return dossier


@pytest.mark.requirement("O8", "LC-18")
def test_received_offline_the_check_is_due_and_nothing_is_claimed() -> None:
    now = identity_now(after())
    assert (now.state, now.due, now.task) == (IdentityState.NOT_CHECKED, True, None)


@pytest.mark.parametrize("state", [IdentityState.MATCHED, IdentityState.LEVEL_1, IdentityState.LEVEL_2])
def test_an_answer_that_agrees_ends_the_matter(state: IdentityState) -> None:
    now = identity_now(after(checked(state)))
    assert (now.state, now.due, now.task) == (state, False, None)


@pytest.mark.requirement("O8", "LC-18")
def test_a_mismatch_is_a_task_and_changes_nothing_of_the_owner() -> None:
    dossier = after(checked(IdentityState.MISMATCH))
    assert identity_now(dossier).task is IdentityTask.MISMATCH
    assert identity_now(dossier).due is False
    assert dossier.owner == OWNER


def test_a_mismatch_is_closed_by_a_person_or_by_a_later_answer_that_agrees() -> None:
    mismatch, later = checked(IdentityState.MISMATCH), NOON + timedelta(hours=1)
    assert identity_now(after(mismatch, settled())).task is None
    assert identity_now(after(mismatch, checked(IdentityState.MATCHED, later))).task is None
    again = after(mismatch, settled(), checked(IdentityState.MISMATCH, later))
    assert identity_now(again).task is IdentityTask.MISMATCH


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize(
    "change",
    [
        {"number": "092190000002"},
        {"full_name": "Nguyễn Thị Mậu"},
        {"birth_date": "1990-02-04"},
        {"sex": "male"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_correction_of_what_was_asked_makes_the_check_due_again(change: dict[str, str]) -> None:
    correction = DossierCorrected("Gõ nhầm", "Trần Văn Mẫu", owner=replace(OWNER, **change))  # type: ignore[arg-type]
    dossier = after(checked(IdentityState.MISMATCH), correction)
    view = identity_view(dossier)
    assert (view.state, view.due, view.task, view.answer) == (IdentityState.NOT_CHECKED, True, None, None)
    assert view.outdated is not None
    back = DossierCorrected("Đúng rồi", "Trần Văn Mẫu", owner=OWNER)
    assert (
        identity_now(after(checked(IdentityState.MATCHED), correction, back)).state is IdentityState.MATCHED
    )


def test_a_correction_of_the_address_leaves_the_answer() -> None:
    moved = DossierCorrected("Chuyển nhà", "Trần Văn Mẫu", owner=replace(OWNER, address="Số 2, xã Mẫu"))
    assert identity_now(after(checked(IdentityState.MATCHED), moved)).state is IdentityState.MATCHED


def test_spaces_case_and_marks_apart_are_the_same_data() -> None:
    same = replace(OWNER, number="092 190 000 001", full_name=" NGUYỄN  THỊ MẪU")
    assert asked_digest(DOSSIER, same) == ASKED
    assert asked_digest("dossier-2", OWNER) != ASKED
    assert "092190000001" not in ASKED


@pytest.mark.requirement("LC-19", "N-77")
def test_no_account_is_a_task_until_somebody_was_guided_and_due_again_when_one_was_made() -> None:
    none = checked(IdentityState.NO_ACCOUNT, MORNING)
    assert identity_now(after(none)).task is IdentityTask.NO_ACCOUNT
    told = IdentityGuided(GuidanceOutcome.OFFLINE, ("leaflet",), "", ASKED, "Trần Văn Mẫu")
    assert (identity_now(after(none, told)).task, identity_now(after(none, told)).due) == (None, False)
    made = replace(told, outcome=GuidanceOutcome.CREATED)
    assert identity_now(after(none, made)).due
    level = checked(IdentityState.LEVEL_1)
    assert identity_now(after(none, made, level)).due is False
    guidance = identity_view(after(none, told)).guidance
    assert guidance is not None
    assert (guidance.outcome, guidance.steps, guidance.clerk_name) == (
        GuidanceOutcome.OFFLINE,
        ("leaflet",),
        "Trần Văn Mẫu",
    )


def test_a_silence_never_hides_an_answer() -> None:
    silence = checked(IdentityState.UNAVAILABLE, NOON + timedelta(days=1))
    assert identity_now(after(checked(IdentityState.MATCHED), silence)).state is IdentityState.MATCHED
    alone = identity_now(after(silence))
    assert (alone.state, alone.due) == (IdentityState.UNAVAILABLE, True)


@pytest.mark.requirement("LC-20", "A10")
def test_an_answer_about_somebody_else_than_the_owner_says_nothing_of_the_owner() -> None:
    dossier = after(replace(checked(IdentityState.MATCHED), about="submitter"))
    assert identity_now(dossier).state is IdentityState.NOT_CHECKED


@pytest.mark.parametrize("end", [StatusChanged(int(Status.WITHDRAWN)), DossierCancelled("Nhầm", "Mẫu")])
def test_nobody_is_looked_up_for_a_dossier_that_is_over(end: Body) -> None:
    assert identity_now(after(end)).due is False
    over = identity_now(after(checked(IdentityState.MISMATCH), end))
    assert (over.due, over.task, over.state) == (False, None, IdentityState.MISMATCH)


def test_an_answer_after_the_dossier_was_cancelled_is_no_conflict_but_a_settlement_is() -> None:
    cancelled = DossierCancelled("Nhầm", "Trần Văn Mẫu")
    assert after(cancelled, checked(IdentityState.MATCHED)).conflicts == ()
    (conflict,) = after(checked(IdentityState.MISMATCH), cancelled, settled()).conflicts
    assert conflict.code == "already_cancelled"


def test_showing_a_number_changes_nothing_but_the_count_of_entries() -> None:
    shown = after(IdentityRevealed("owner", "list", "", "Trần Văn Mẫu"))
    assert replace(shown, entry_count=1) == after()


def test_of_an_erased_dossier_nothing_is_known_or_due() -> None:
    erased = without_people(after(checked(IdentityState.MISMATCH)))
    view = identity_view(erased)
    assert (view.kind, view.state, view.answer, view.due, view.task) == (None, None, None, False, None)


@pytest.mark.requirement("A11", "LC-18")
@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (Party(full_name="Lê Mẫu", number="089 190 000 017"), (SubjectKind.PERSONAL_NUMBER, "089190000017")),
        (Party(full_name="Lê Mẫu", number="351234567"), None),
        (Party(number="089190000017"), None),
        (Party(PartyKind.FOREIGNER, "Anna Mẫu", "l01x00t47"), (SubjectKind.TRAVEL_DOCUMENT, "L01X00T47")),
        (Party(PartyKind.FOREIGNER, "Anna Mẫu", "1234567"), (SubjectKind.TRAVEL_DOCUMENT, "1234567")),
        (
            Party(PartyKind.ORGANISATION, "Công ty Mẫu", "0100109106-001"),
            (SubjectKind.ORGANISATION_CODE, "0100109106001"),
        ),
        (
            Party(PartyKind.HOUSEHOLD_BUSINESS, "Hộ Mẫu", "089190000017"),
            (SubjectKind.ORGANISATION_CODE, "089190000017"),
        ),
        (Party(PartyKind.STATE_BODY, "UBND xã Mẫu", "0100109106"), None),
    ],
)
def test_a_party_is_looked_up_by_what_it_has(party: Party, expected: tuple[SubjectKind, str] | None) -> None:
    assert subject_of(party) == expected
    assert bool(asked_digest(DOSSIER, party)) is (expected is not None)


def test_evidence_comes_back_from_plain_data() -> None:
    findings = (EvidenceFinding("card_letters_repaired", "info"), EvidenceFinding("number_sex_differs"))
    evidence = IdentityEvidence("card_2024", "camera", findings, sighted=True)
    assert IdentityEvidence.from_plain(evidence.to_plain()) == evidence
    assert IdentityEvidence.from_plain({}) == IdentityEvidence()


@pytest.mark.parametrize(
    "plain",
    [
        {"findings": 7, "sighted": "yes", "source": None, "document": []},
        {"findings": [7, None, [1], {"code": 3}], "check": "matched", "at": "yesterday"},
        {"findings": "card", "check": 7},
        {"check": "of_tomorrow", "at": "2026-11-20T01:30:00Z"},
    ],
    ids=str,
)
def test_evidence_of_another_program_stops_nothing(plain: dict[str, object]) -> None:
    scribe = Scribe()
    dossier = fold([scribe.write(DOSSIER, replace(reception(), identity=plain))])
    assert dossier is not None
    assert identity_now(dossier).state is IdentityState.NOT_CHECKED
    assert dossier.identity.evidence.source == ""


def test_an_answer_of_the_reception_travels_with_it() -> None:
    answer = CheckAnswer(IdentityState.LEVEL_2, NOON, "C06-9", ASKED)
    said = {**IdentityEvidence(source="typed").to_plain(), **answer.to_plain()}
    scribe = Scribe()
    dossier = fold([scribe.write(DOSSIER, replace(reception(), identity=said))])
    assert dossier is not None
    assert identity_view(dossier).answer == answer
    assert identity_now(dossier).due is False
