"""Checking an owner: for a dossier, by whom it concerns, about the principal, and nothing more is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import IdentityChecked, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState, SubjectKind
from counter_app.domain.identity_status import EvidenceFinding, IdentityEvidence
from counter_app.domain.identity_view import IdentityTask, identity_view
from counter_app.domain.journal import decode_body
from counter_app.domain.office import Clerk, Role
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.services.draft import Draft, from_json, to_json
from counter_app.services.draft_identity import current_answer, draft_view
from counter_app.services.identity_ports import LookUpOutcome
from counter_app.services.sync_ports import LineState, SyncStatus
from tests.builders import (
    BIRTH,
    SIGNATURE,
    Counter,
    brought_by,
    citizen,
    clerk,
    clerks,
    counter,
    directory_document,
    second_person,
)
from tests.fakes.identity import ANSWERED_AT, answer, denied
from tests.fakes.line import EMPTY, SetLine

SUPERVISOR = clerks()[2]
PASSPORT = Party(
    PartyKind.FOREIGNER, "Anna Mẫu", "l01x00t47", "1984-05-06", "female", "UTO", "Số 2, phường Mẫu, An Giang"
)


def checked(station: Counter, draft: Draft) -> Draft:
    return replace(draft, answer=station.services.identity.check_draft(draft, clerk()))


def outcomes(station: Counter) -> list[tuple[str, str, str]]:
    """The log, oldest first: who, for which dossier, how it ended."""
    log = station.services.identity_acts.look_ups(SUPERVISOR)
    return [(one.clerk, one.dossier, one.outcome) for one in reversed(log)]


def offline(station: Counter) -> None:
    station.line.tell(SyncStatus(LineState.OFFLINE, station.clock.now(), EMPTY))


# --- during a reception ---------------------------------------------------------------------------


@pytest.mark.requirement("LC-18", "AG-68")
def test_the_answer_of_a_reception_travels_with_its_entry_in_one_commit(station: Counter) -> None:
    draft = checked(station, station.draft())
    commits = station.database.commits
    dossier = station.reception.accept(draft, clerk())
    assert station.database.commits == commits + 1
    assert len(station.database.chain()) == 1
    view = identity_view(dossier)
    assert (view.state, view.due, view.task) == (IdentityState.LEVEL_2, False, None)
    assert view.answer is not None
    assert (view.answer.at, view.answer.transaction) == (ANSWERED_AT, "C06-1")


@pytest.mark.requirement("LC-47")
def test_of_an_answer_nothing_is_kept_but_state_time_transaction_and_a_digest(station: Counter) -> None:
    station.reception.accept(checked(station, station.draft()), clerk())
    identity = decode_body(station.database.chain()[0].body or b"")["identity"]
    assert isinstance(identity, dict)
    assert set(identity) == {"source", "findings", "check", "at", "transaction", "asked"}
    assert citizen().number not in json.dumps(identity)


@pytest.mark.parametrize(
    "change",
    [
        {"number": "089190000018"},
        {"full_name": "Nguyễn Thị Mậu"},
        {"birth_date": "1990-03-16"},
        {"sex": "male"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_answer_counts_no_more_once_what_was_asked_is_changed(
    station: Counter, change: dict[str, str]
) -> None:
    draft = checked(station, station.draft())
    assert current_answer(draft) is not None
    changed = replace(draft, owner=citizen(**change))
    assert current_answer(changed) is None
    dossier = station.reception.accept(changed, clerk())
    assert identity_view(dossier).due
    assert current_answer(replace(changed, owner=citizen())) == draft.answer


@pytest.mark.requirement("LC-20", "A10")
def test_the_check_runs_on_the_principal_whoever_brings_the_dossier(station: Counter) -> None:
    draft = station.draft(SIGNATURE, **brought_by(SubmitterRole.AUTHORISED))
    station.services.identity.check_draft(draft, clerk())
    (question,) = station.gateway.asked
    assert (question.kind, question.number) == (SubjectKind.PERSONAL_NUMBER, citizen().number)
    assert second_person().number not in repr(question)


@pytest.mark.requirement("A11", "LC-18")
def test_a_foreigner_is_asked_about_by_the_passport_as_typed(station: Counter) -> None:
    station.services.identity.check_draft(station.draft(owner=PASSPORT), clerk())
    (question,) = station.gateway.asked
    assert (question.kind, question.number) == (SubjectKind.TRAVEL_DOCUMENT, "L01X00T47")
    assert (question.birth_date, question.sex, question.nationality) == ("1984-05-06", "female", "UTO")


def test_an_organisation_is_asked_about_by_its_code_alone(station: Counter) -> None:
    company = Party(PartyKind.ORGANISATION, "Công ty Mẫu", "0100109106-001", address="Số 1, phường Mẫu")
    question = station.services.identity.question_for(station.draft(owner=company), clerk())
    assert question is not None
    assert (question.kind, question.number) == (SubjectKind.ORGANISATION_CODE, "0100109106001")
    assert (question.birth_date, question.sex, question.nationality) == ("", "", "")


@pytest.mark.parametrize(
    "owner",
    [
        citizen(number=""),
        citizen(number="351234567"),
        citizen(kind=PartyKind.STATE_BODY),
        citizen(full_name=" "),
    ],
)
def test_where_there_is_nothing_to_ask_nothing_is_asked(station: Counter, owner: Party) -> None:
    draft = station.draft(owner=owner)
    assert station.services.identity.question_for(draft, clerk()) is None
    assert draft_view(draft).kind is None
    with pytest.raises(DomainError) as caught:
        station.services.identity.check_draft(draft, clerk())
    assert caught.value.code == "identity.nothing_to_ask"
    assert station.gateway.asked == []


def test_a_year_alone_and_a_country_in_words_are_not_compared(station: Counter) -> None:
    owner = replace(PASSPORT, birth_date="1984", nationality="Hoa Kỳ", sex="?")
    question = station.services.identity.question_for(station.draft(owner=owner), clerk())
    assert question is not None
    assert (question.birth_date, question.sex, question.nationality) == ("", "", "")


def test_the_same_question_has_the_same_id_until_it_is_answered(station: Counter) -> None:
    station.gateway.say(IdentityState.UNAVAILABLE)
    draft = station.draft()
    for _ in range(2):
        station.services.identity.check_draft(draft, clerk())
    station.gateway.say(IdentityState.NO_ACCOUNT)
    answered = checked(station, draft)
    station.services.identity.check_draft(answered, clerk())
    first, second, third, fourth = (question.id for question in station.gateway.asked)
    assert first == second == third != fourth


def test_an_answer_that_comes_after_accepting_is_fetched_for_the_dossier_by_the_same_question(
    station: Counter,
) -> None:
    station.gateway.say(IdentityState.LEVEL_1)
    draft = station.draft()
    station.services.identity.check_draft(draft, clerk())  # answered when the reception was over
    dossier = station.reception.accept(draft, clerk())
    view = identity_view(dossier)
    assert (view.state, view.due) == (IdentityState.NOT_CHECKED, True)
    station.services.identity.ask_again(dossier.id, lambda _work, _answer: None)
    in_hand, received = (question.id for question in station.gateway.asked)
    assert in_hand == received
    view = identity_view(station.services.dossiers.detail(dossier.id).dossier)
    assert (view.state, view.due) == (IdentityState.LEVEL_1, False)


@pytest.mark.requirement("O8", "AG-68")
def test_without_a_line_nothing_is_tried_and_the_evidence_is_kept(station: Counter) -> None:
    offline(station)
    findings = (EvidenceFinding("pin_unknown_place", "warning"),)
    evidence = IdentityEvidence("card_2021", "wedge", findings, sighted=True)
    draft = checked(station, replace(station.draft(), evidence=evidence))
    assert station.gateway.asked == []
    assert draft.answer is not None
    assert draft.answer.state is IdentityState.NOT_CHECKED
    dossier = station.reception.accept(draft, clerk())
    view = identity_view(dossier)
    assert (view.state, view.due, view.evidence) == (IdentityState.NOT_CHECKED, True, evidence)
    assert outcomes(station) == [(clerk().id, dossier.id, "not_checked_offline")]


def test_what_is_known_of_a_reception_is_kept_with_its_draft(station: Counter) -> None:
    draft = checked(station, station.draft())
    assert from_json(to_json(draft)) == draft
    view = draft_view(draft)
    assert (view.state, view.task, view.kind) == (IdentityState.LEVEL_2, None, SubjectKind.PERSONAL_NUMBER)


# --- a dossier that is there ----------------------------------------------------------------------


def test_what_is_answered_about_a_dossier_becomes_an_entry_by_who_asked(station: Counter) -> None:
    dossier = station.accept()
    station.gateway.say(IdentityState.MISMATCH)
    told = station.services.identity.check_dossier(dossier.id, SUPERVISOR)
    entry = station.database.chain()[-1]
    event = read_event(entry)
    assert isinstance(event, IdentityChecked)
    assert event.answer == told
    assert (entry.actor, event.clerk_name) == (SUPERVISOR.id, SUPERVISOR.name)
    assert station.recorded == [dossier.id, dossier.id]
    detail = station.dossiers.detail(dossier.id).dossier
    assert identity_view(detail).task is IdentityTask.MISMATCH
    assert detail.owner == dossier.owner


def test_a_silence_about_a_dossier_is_logged_but_is_no_entry(station: Counter) -> None:
    dossier = station.accept()
    station.gateway.say(IdentityState.UNAVAILABLE)
    assert station.services.identity.check_dossier(dossier.id, clerk()).state is IdentityState.UNAVAILABLE
    assert len(station.database.chain()) == 1
    assert outcomes(station) == [(clerk().id, dossier.id, "unavailable")]


# --- who may, and the log --------------------------------------------------------------------------


def refused(station: Counter, dossier_id: str, by: Clerk) -> str:
    with pytest.raises(DomainError) as caught:
        station.services.identity.check_dossier(dossier_id, by)
    assert caught.value.code == "identity.denied"
    assert station.gateway.asked == []
    return str(caught.value.params["reason"])


@pytest.mark.requirement("A20", "LC-47")
@pytest.mark.parametrize("dossier_id", ["", "0198c0de000070008000000000000099"])
def test_a_look_up_without_a_dossier_is_denied_and_logged(station: Counter, dossier_id: str) -> None:
    assert refused(station, dossier_id, clerk()) == "no_dossier"
    assert outcomes(station) == [(clerk().id, dossier_id, LookUpOutcome.DENIED.value)]


@pytest.mark.requirement("A20", "LC-47")
def test_a_clerk_of_another_field_is_denied_and_logged() -> None:
    document = directory_document()
    document["clerks"][1]["fields"] = ["Đất đai"]  # type: ignore[index]
    station = counter(directory=document)
    other = clerks()[1]
    dossier = station.accept(BIRTH)
    assert refused(station, dossier.id, other) == "field"
    draft = station.reception.open(other)
    with pytest.raises(DomainError, match=r"identity\.denied"):
        station.services.identity.check_draft(replace(draft, owner=citizen()), other)
    assert outcomes(station) == [(other.id, dossier.id, "denied"), (other.id, draft.dossier_id, "denied")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"role": Role.ADMINISTRATOR}, "no_right"),
        ({"active": False}, "inactive_clerk"),
        ({"id": "somebody"}, "unknown_clerk"),
    ],
)
def test_only_clerks_of_the_office_who_receive_people_may_ask(change: dict[str, object], reason: str) -> None:
    person = replace(clerks()[1], **change)  # type: ignore[arg-type]
    known = person if person.id == clerks()[1].id else clerks()[1]
    station = counter(directory=directory_document(clerk(), known, SUPERVISOR))
    if not person.active:
        rows = directory_document(clerk(), known, SUPERVISOR)
        rows["clerks"][1]["active"] = False  # type: ignore[index]
        station = counter(directory=rows)
    assert refused(station, station.accept().id, person) == reason


def test_a_right_that_has_expired_is_none() -> None:
    station = counter()
    ended = replace(clerks()[1], valid_until=station.clock.now() - timedelta(minutes=1))
    station = counter(directory=directory_document(clerk(), ended))
    assert refused(station, station.accept().id, ended) == "expired_clerk"


def test_a_reception_of_another_clerk_is_none_of_hers(station: Counter) -> None:
    with pytest.raises(DomainError, match=r"identity\.denied"):
        station.services.identity.check_draft(station.draft(), clerks()[1])
    assert station.gateway.asked == []


@pytest.mark.requirement("LC-47")
@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (denied(), LookUpOutcome.DENIED),
        (DomainError("identity.bad_question", field="number"), LookUpOutcome.NOT_UNDERSTOOD),
        (OSError("the line broke"), LookUpOutcome.FAILED),
    ],
)
def test_every_look_up_is_logged_however_it_ends(
    station: Counter, trouble: Exception, outcome: LookUpOutcome
) -> None:
    station.gateway.say(trouble)
    draft = station.draft()
    with pytest.raises(type(trouble)):
        station.services.identity.check_draft(draft, clerk())
    assert outcomes(station) == [(clerk().id, draft.dossier_id, outcome.value)]


@pytest.mark.requirement("LC-47")
def test_a_look_up_that_cannot_be_logged_is_not_made(station: Counter) -> None:
    draft = station.draft()
    station.database.fail("storage.full")
    with pytest.raises(DomainError, match=r"storage\.full"):
        station.services.identity.check_draft(draft, clerk())
    assert station.gateway.asked == []


def test_the_question_is_in_the_log_before_it_goes_out(station: Counter) -> None:
    """So that it is there also when the program ends while it waits."""

    class Watching:
        def ask(self, question: object) -> object:
            (line,) = station.database.state.look_ups.values()
            assert line.outcome == LookUpOutcome.ASKED.value
            return answer()

    station.gateway.ask = Watching().ask  # type: ignore[assignment]
    station.services.identity.check_draft(station.draft(), clerk())


def test_the_log_is_for_supervisors_and_names_the_dossier(station: Counter) -> None:
    draft = checked(station, station.draft())
    acts = station.services.identity_acts
    (line,) = acts.look_ups(SUPERVISOR)
    assert (line.code, line.transaction, line.automatic) == ("", "C06-1", False)
    dossier = station.reception.accept(draft, clerk())
    (line,) = acts.look_ups(SUPERVISOR)
    assert line.code == dossier.code
    with pytest.raises(DomainError, match=r"identity\.log_not_yours"):
        acts.look_ups(clerk())


def test_the_line_is_tried_while_the_program_starts(station: Counter) -> None:
    station.line = SetLine(LineState.STARTING)
    station.restart()
    station.services.identity.check_draft(station.draft(), clerk())
    assert len(station.gateway.asked) == 1


def test_nobody_asks_about_a_dossier_that_is_cancelled(station: Counter) -> None:
    dossier: Dossier = station.accept()
    station.dossiers.cancel(dossier.id, clerk(), "Nhập trùng")
    assert refused(station, dossier.id, clerk()) == "no_dossier"
