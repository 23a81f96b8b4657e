"""What people do about an owner's identity: settle, guide, reveal, look at earlier dossiers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.bootstrap.shipped import account_guidance
from counter_app.domain.entries import IdentityRevealed, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import GuidanceOutcome, SettlementOutcome
from counter_app.domain.identity_view import IdentityTask, identity_view
from counter_app.domain.parties import PartyKind, SubmitterRole
from counter_app.i18n import Language, Wording
from counter_app.services.account_guidance import AccountGuidance
from counter_app.services.identity_ports import IdentityCounts
from tests.builders import SIGNATURE, Counter, brought_by, citizen, clerk, second_person
from tests.fakes.identity import ANSWERED_AT
from tests.fixtures.calendars import RESOURCES


def answered(station: Counter, state: IdentityState, **changes: object) -> str:
    """A dossier with an answer."""
    dossier = station.accept(**changes)  # type: ignore[arg-type]
    station.gateway.say(state)
    station.services.identity.check_dossier(dossier.id, clerk())
    return dossier.id


@pytest.mark.requirement("O8", "LC-18")
def test_a_mismatch_stands_in_the_list_until_a_person_settles_it(station: Counter) -> None:
    acts = station.services.identity_acts
    dossier = answered(station, IdentityState.MISMATCH)
    station.accept()
    assert [(row.id, row.identity_task) for row in acts.tasks()] == [(dossier, IdentityTask.MISMATCH)]
    assert acts.counts() == IdentityCounts(mismatch=1, due=1)
    after = acts.settle(dossier, clerk(), SettlementOutcome.DOCUMENT_RIGHT, " Đã đối chiếu thẻ ")
    assert acts.tasks() == []
    settlement = identity_view(after).settlement
    assert settlement is not None
    assert (settlement.note, settlement.clerk_name) == ("Đã đối chiếu thẻ", clerk().name)
    assert identity_view(after).state is IdentityState.MISMATCH


def test_only_an_open_mismatch_is_settled_and_another_way_is_named(station: Counter) -> None:
    acts, dossier = station.services.identity_acts, answered(station, IdentityState.MISMATCH)
    for at, outcome, code in (
        (dossier, SettlementOutcome.OTHER, "identity.note_missing"),
        (station.accept().id, SettlementOutcome.COME_BACK, "identity.no_mismatch"),
        ("nothing", SettlementOutcome.COME_BACK, "dossier.unknown"),
    ):
        with pytest.raises(DomainError) as caught:
            acts.settle(at, clerk(), outcome)
        assert caught.value.code == code
    acts.settle(dossier, clerk(), SettlementOutcome.COME_BACK)
    with pytest.raises(DomainError, match=r"identity\.no_mismatch"):
        acts.settle(dossier, clerk(), SettlementOutcome.COME_BACK)


@pytest.mark.requirement("LC-19", "N-77")
def test_guidance_is_recorded_and_an_account_that_was_made_is_checked_again(station: Counter) -> None:
    acts, dossier = station.services.identity_acts, answered(station, IdentityState.NO_ACCOUNT)
    assert acts.counts() == IdentityCounts(no_account=1)
    acts.guide(dossier, clerk(), GuidanceOutcome.OFFLINE, ("explain",))
    assert acts.counts() == IdentityCounts()
    station.clock.set(ANSWERED_AT + timedelta(hours=1))
    acts.guide(dossier, clerk(), GuidanceOutcome.CREATED, ("install", "send"))
    assert acts.counts() == IdentityCounts(due=1)


@pytest.mark.requirement("LC-19")
def test_guidance_during_a_reception_travels_with_its_entry(station: Counter) -> None:
    station.gateway.say(IdentityState.NO_ACCOUNT)
    draft = station.draft()
    draft = replace(draft, answer=station.services.identity.check_draft(draft, clerk()))
    draft = station.services.identity_acts.guide_draft(
        draft, clerk(), GuidanceOutcome.REFUSED, ("explain",), "Không mang điện thoại"
    )
    dossier = station.reception.accept(draft, clerk())
    assert len(station.database.chain()) == 1
    guidance = identity_view(dossier).guidance
    assert guidance == draft.guidance
    assert identity_view(dossier).task is None


@pytest.mark.requirement("LC-47")
def test_showing_a_number_is_an_entry_without_the_number(station: Counter) -> None:
    dossier = station.accept(SIGNATURE, **brought_by(SubmitterRole.AUTHORISED))
    acts = station.services.identity_acts
    assert acts.reveal(dossier.id, "list", clerk()) == citizen().number
    shown = acts.reveal(dossier.id, "detail", clerk(), reason="Gọi điện", whose="submitter")
    assert shown == second_person().number
    first, second = station.database.chain()[1:]
    assert read_event(first) == IdentityRevealed("owner", "list", "", clerk().name)
    assert (second.actor, second.subject) == (clerk().id, dossier.id)
    for entry in (first, second):
        assert citizen().number.encode() not in (entry.body or b"")
        assert second_person().number.encode() not in (entry.body or b"")


def test_where_no_number_is_none_is_shown_and_nothing_recorded(station: Counter) -> None:
    dossier = station.accept(owner=citizen(number=""))
    with pytest.raises(DomainError, match=r"identity\.nothing_to_show"):
        station.services.identity_acts.reveal(dossier.id, "list", clerk())
    assert len(station.database.chain()) == 1


def test_the_same_persons_earlier_dossiers_newest_first_without_the_one_at_hand(station: Counter) -> None:
    mine = [station.accept().id for _ in range(4)]
    station.accept(owner=citizen(number="089190000025"))
    acts = station.services.identity_acts
    rows = acts.earlier_dossiers(citizen().number, excluding=mine[3], limit=2)
    assert [row.id for row in rows] == [mine[2], mine[1]]
    assert acts.earlier_dossiers(" ") == []


# --- the steps to an account ------------------------------------------------------------------------


@pytest.mark.requirement("LC-19", "AG-34")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [PartyKind.CITIZEN, PartyKind.FOREIGNER])
def test_every_step_to_an_account_is_worded(language: Language, kind: PartyKind) -> None:
    wording = Wording(language, RESOURCES / "i18n")
    steps = account_guidance().steps(kind)
    assert len({wording.text(f"identity.step.{step.code}") for step in steps}) == len(steps) > 5
    assert any(not step.needs_line for step in steps)
    assert "password" in [step.code for step in steps]


def test_citizens_and_foreigners_are_guided_differently_and_organisations_elsewhere() -> None:
    guidance = account_guidance()
    assert guidance.steps(PartyKind.CITIZEN) != guidance.steps(PartyKind.FOREIGNER)
    assert guidance.steps(PartyKind.ORGANISATION) == ()


@pytest.mark.parametrize("steps", [None, {"citizen": [{"code": ""}]}, {"citizen": [7]}, {"citizen": 7}])
def test_steps_that_cannot_be_read_are_named_so(steps: object) -> None:
    with pytest.raises(DomainError, match=r"identity\.bad_guidance"):
        AccountGuidance.from_plain({"version": "1", "basis": "NĐ", "steps": steps})
