"""The reception in hand: what is kept of it, and what choosing a procedure does to it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.entries import Channel, Delivery, DeliveryMethod, ReceivedComponent
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import (
    CheckAnswer,
    EvidenceFinding,
    Guidance,
    GuidanceOutcome,
    IdentityEvidence,
)
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.services.draft import Draft, DueChoice, FeeChoice, from_json, to_json, with_procedure
from counter_app.services.store_ports import StoredDraft
from tests.builders import BIRTH, CERTIFIED_COPY, MARRIAGE, Counter, citizen, clerk, second_person
from tests.fakes.clock import MORNING

EMPTY = Draft("draft-1", "dossier-1", "tran-thi-mau", MORNING)
FULL = Draft(
    "draft-1",
    "dossier-1",
    "tran-thi-mau",
    MORNING,
    Channel.POSTAL,
    citizen(),
    SubmitterRole.POSTMAN,
    second_person(),
    "Giấy ủy quyền",
    CERTIFIED_COPY,
    "2026.07.1",
    (ReceivedComponent("Bản chính", "required", "sighted", 0, 0, True),),
    2,
    FeeChoice(5_000, "typed", "NQ 12/2025"),
    3,
    4,
    DueChoice(MORNING + timedelta(days=1), "Người dân hẹn"),
    Delivery(DeliveryMethod.POSTAL, "Số 3, xã Mẫu"),
    MORNING - timedelta(hours=1),
    ("pin_unknown_place",),
    "Ghi chú",
    IdentityEvidence(
        "card_2021", "serial", (EvidenceFinding("card_letters_repaired", "info"),), sighted=True
    ),
    CheckAnswer(IdentityState.NO_ACCOUNT, MORNING, "C06-1", "0123456789abcdef"),
    Guidance(GuidanceOutcome.GUIDED, MORNING, ("install",), "Hẹn lại", "Trần Thị Mẫu", "0123456789abcdef"),
)
TEXT = st.text(max_size=12)
PARTIES = st.builds(Party, st.sampled_from(PartyKind), TEXT, TEXT, TEXT, TEXT)


@pytest.mark.parametrize("draft", [EMPTY, FULL], ids=["empty", "full"])
def test_a_draft_is_kept_whole(draft: Draft) -> None:
    assert from_json(to_json(draft)) == draft


@given(PARTIES, PARTIES, TEXT, st.lists(TEXT, max_size=3))
def test_whatever_was_typed_is_kept(owner: Party, submitter: Party, note: str, findings: list[str]) -> None:
    draft = replace(FULL, owner=owner, submitter=submitter, note=note, findings=tuple(findings))
    text = to_json(draft)
    text.encode()
    assert from_json(text) == draft


def test_only_a_draft_without_content_is_empty() -> None:
    assert EMPTY.is_empty
    touched = (
        replace(EMPTY, owner=citizen()),
        replace(EMPTY, procedure_code=BIRTH),
        replace(EMPTY, submitter=Party()),
        replace(EMPTY, note="x"),
    )
    assert not any(draft.is_empty for draft in touched)


def _without(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(to_json(FULL))
    del plain[name]
    return plain


CHANGES: list[dict[str, Any]] = [
    {"version": 2},
    {"owner": []},
    {"owner": 7},
    {"components": [["Tờ khai"]]},
    {"components": 7},
    {"components": [["a", "b", "c", "x", 0, True]]},
    {"fee": [1]},
    {"fee_counts": [1]},
    {"due": ["soon", "x"]},
    {"delivery": ["pigeon", ""]},
    {"channel": "pigeon"},
    {"received_at": "soon"},
    {"opened_at": "2026-11-23"},
    {"identity": 7},
    {"identity": {}},
]

SPOILT = [
    "",
    "[]",
    "7",
    *(json.dumps(_without(name)) for name in json.loads(to_json(FULL))),
    *(json.dumps({**json.loads(to_json(FULL)), **changes}) for changes in CHANGES),
]


@pytest.mark.parametrize("text", SPOILT)
def test_a_draft_that_cannot_be_read_is_named_so(text: str) -> None:
    with pytest.raises(DomainError, match=r"draft\.unreadable"):
        from_json(text)


def test_one_unreadable_draft_hides_no_other_and_stays_in_the_store(
    station: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    draft = station.draft()
    station.reception.save(draft)
    with station.database.begin() as work:
        work.drafts.save(StoredDraft("draft-x", clerk().id, MORNING, '{"owner": "Nguyễn Thị Mẫu"}'))
    assert station.reception.drafts(clerk()) == [draft]
    assert "draft-x" in station.database.state.drafts
    assert "draft-x" in caplog.text
    assert "Mẫu" not in caplog.text


def test_a_draft_says_when_it_was_saved(station: Counter) -> None:
    draft = station.draft()
    station.clock.move(timedelta(minutes=3))
    assert station.reception.save(draft) == MORNING + timedelta(minutes=3)
    assert draft.opened_at == MORNING


# --- choosing a procedure ------------------------------------------------------------------------


def test_choosing_a_procedure_lists_its_components_unticked(station: Counter) -> None:
    draft = station.reception.choose_procedure(EMPTY, BIRTH)
    procedure = station.office.current().catalogue.by_code[BIRTH]
    assert [component.name for component in draft.components] == [spec.name for spec in procedure.components]
    assert not any(component.present for component in draft.components)
    assert draft.catalogue_version == station.office.current().catalogue.version


def test_what_is_only_shown_does_not_stay_here_and_is_not_counted(station: Counter) -> None:
    draft = station.reception.choose_procedure(EMPTY, BIRTH)
    shown = [component for component in draft.components if component.condition == "present_only"]
    assert [(component.copy_kind, component.originals, component.copies) for component in shown] == [
        ("sighted", 0, 0)
    ]


def test_choosing_the_same_procedure_again_changes_nothing(station: Counter) -> None:
    draft = replace(station.draft(BIRTH), fee_copies=2)
    assert station.reception.choose_procedure(draft, BIRTH) is draft


def test_under_another_catalogue_what_was_handed_over_stays_ticked(station: Counter) -> None:
    procedure = station.office.current().catalogue.by_code[BIRTH]
    first, *others = procedure.components
    newer = replace(procedure, components=(*others, replace(first, name="Tờ khai mẫu mới")))
    draft = replace(station.draft(BIRTH), fee=FeeChoice(0, "exempt", "Hộ nghèo"))
    again = with_procedure(draft, newer, "2027.1")
    assert [component.name for component in again.components] == [
        *(spec.name for spec in newer.components),
        first.name,
    ]
    ticked = {component.name for component in again.components if component.present}
    assert ticked == {component.name for component in draft.components if component.present}
    assert (again.catalogue_version, again.fee) == ("2027.1", draft.fee)


def test_another_procedure_has_its_own_components(station: Counter) -> None:
    other = station.reception.choose_procedure(station.draft(BIRTH), MARRIAGE)
    procedure = station.office.current().catalogue.by_code[MARRIAGE]
    assert [component.name for component in other.components] == [spec.name for spec in procedure.components]
    assert not any(component.present for component in other.components)
