"""The verdict on an entry: never an error, and never "no" to what physically happened."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.central.judgement import ACCEPTED, judge, read
from counter_app.domain.dossier import fold
from counter_app.domain.entries import (
    KINDS,
    DossierHandedBack,
    DossierHandedOver,
    HandoverStruck,
    Nature,
    StatusChanged,
    nature_of,
)
from counter_app.domain.journal import Head, chain
from counter_app.domain.ledger_entries import LedgerClosed, ledger_subject
from counter_app.services.store_ports import VerdictState
from tests.fakes.clock import MORNING
from tests.fixtures.central import draft, odd_draft
from tests.fixtures.dossiers import reception

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.sampled_from(["status", "code", "owner", "reason", "form", "delivery", "ledger", "components"])
bodies = st.dictionaries(fields, json_values, max_size=5)


def as_bytes(body: object) -> bytes:
    return json.dumps(body).encode()


@given(
    st.sampled_from([*KINDS, "ticket.called"]),
    st.integers(1, 3),
    st.binary(max_size=40) | bodies.map(as_bytes),
    st.booleans(),
)
def test_any_body_gets_a_verdict_and_facts_are_never_refused(
    kind: str, version: int, body: bytes, known: bool
) -> None:
    head = Head.start("st-1")
    received = chain(head, draft("odd-1", reception(1)), MORNING, None)
    entry = chain(Head.after(received), odd_draft(kind, body, version=version), MORNING, None)
    verdict = judge(fold([received]) if known else None, entry, read(entry)).verdict
    assert verdict.state is not VerdictState.PENDING
    if nature_of(kind) is Nature.FACT:
        assert verdict.state is not VerdictState.REFUSED


@pytest.mark.requirement("N-26")
def test_what_is_recorded_of_a_book_of_the_ledger_is_accepted_without_any_dossier() -> None:
    closed = LedgerClosed("03/2026", 2026, 1, 412, 412, 3, "Lê Văn Mẫu", "Phạm Thị Trưởng")
    subject = ledger_subject("office-1", "03", 2026)
    entry = chain(Head.start("st-1"), draft(subject, closed), MORNING, None)
    assert judge(None, entry, read(entry)).verdict == ACCEPTED
    odd = chain(Head.start("st-1"), odd_draft(closed.KIND, b'{"book":7}'), MORNING, None)
    assert judge(None, odd, read(odd)).verdict.state is VerdictState.CONFLICT


@pytest.mark.requirement("O10")
def test_what_changed_hands_is_accepted_whatever_the_dossier_came_to() -> None:
    """A clerk writes down later what happened on paper, when others have said more by then."""
    out = DossierHandedOver("Trung tâm", "Mẫu", "Phòng Mẫu", "", MORNING, "late", None, "Mẫu")
    back = DossierHandedBack("Phòng Mẫu", "", "Trung tâm", "Mẫu", None, "", settled=True, clerk_name="Mẫu")
    head = Head.start("st-1")
    entries = [chain(head, draft("d-1", reception(1)), MORNING, None)]
    for event in (out, back, back, out, HandoverStruck("st-1", 1, 2, "Nhầm", "Mẫu"), StatusChanged(10)):
        entry = chain(Head.after(entries[-1]), draft("d-1", event), MORNING, None)
        assert judge(fold(entries), entry, read(entry)).verdict == ACCEPTED
        entries.append(entry)
    waiting = chain(head, draft("d-2", out), MORNING, None)
    assert judge(None, waiting, read(waiting)).verdict.state is VerdictState.HELD
