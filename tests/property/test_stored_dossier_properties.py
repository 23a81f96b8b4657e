"""What is stored of a dossier or an entry is the whole of it, whatever stands in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.course import Act
from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.entries import (
    AskedItem,
    CodeKind,
    Delivery,
    DeliveryMethod,
    DossierRefused,
    DossierStopped,
    DueReappointed,
    ReceivedComponent,
    StatusChanged,
    SupplementReceived,
    SupplementRequested,
)
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import (
    CheckAnswer,
    Guidance,
    GuidanceOutcome,
    IdentityStatus,
    Settlement,
    SettlementOutcome,
)
from counter_app.domain.journal import Entry, EntryId
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.storage.dossier_json import dossier_from_json, dossier_to_json
from counter_app.storage.instants import from_micros, to_micros
from counter_app.storage.mappers import (
    ENTRY_COLUMNS,
    RECORDED_COLUMNS,
    entry_values,
    list_values,
    recorded_from_row,
)
from counter_app.storage.search import terms_of

any_text = st.text(st.characters(), max_size=12)
"""Also what only a faulty program writes: control characters and lone surrogates."""
text = st.text(st.characters(codec="utf-8"), max_size=12)
instants = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=6,
)
mappings = st.dictionaries(any_text, plain, max_size=4)
parties = st.builds(
    Party, st.sampled_from(PartyKind), *[any_text] * 9, source=st.sampled_from(["", "typed", "card"])
)
components = st.builds(
    ReceivedComponent, any_text, any_text, any_text, st.integers(), st.integers(), st.booleans()
)
answers = st.builds(CheckAnswer, st.sampled_from(IdentityState), instants, any_text, any_text)
guidances = st.builds(
    Guidance,
    st.sampled_from(GuidanceOutcome),
    instants,
    st.lists(any_text, max_size=2).map(tuple),
    any_text,
    any_text,
    any_text,
)
settlements = st.builds(
    Settlement, st.sampled_from(SettlementOutcome), instants, instants, any_text, any_text, any_text
)
identities = st.builds(
    IdentityStatus,
    mappings,
    st.lists(answers, max_size=2).map(tuple),
    st.lists(guidances, max_size=2).map(tuple),
    st.lists(settlements, max_size=2).map(tuple),
)
items = st.builds(AskedItem, any_text, st.integers(), st.integers(), st.integers(), any_text)
events = st.one_of(
    st.builds(StatusChanged, st.integers(), any_text, any_text),
    st.builds(
        SupplementRequested,
        st.lists(items, max_size=2).map(tuple),
        any_text,
        st.none() | instants,
        *[any_text] * 3,
        st.none() | instants,
        *[any_text] * 2,
    ),
    st.builds(SupplementReceived, any_text, st.none() | mappings, *[any_text] * 3),
    st.builds(DossierRefused, st.integers(), *[any_text] * 6),
    st.builds(DossierStopped, *[any_text] * 7),
    st.builds(
        DueReappointed, st.none() | instants, mappings, *[any_text] * 5, st.integers(), *[any_text] * 3
    ),
)
entry_ids = st.builds(EntryId, any_text, st.integers(), st.integers())
acts = st.builds(Act, entry_ids, instants, events)
dossiers = st.builds(
    Dossier,
    id=any_text,
    aliases=st.lists(any_text, min_size=1, max_size=3).map(tuple),
    code_kind=st.sampled_from(CodeKind),
    office=any_text,
    office_name=any_text,
    counter=any_text,
    clerk=any_text,
    clerk_name=any_text,
    owner=parties,
    submitter_role=st.sampled_from(SubmitterRole),
    submitter=st.none() | parties,
    authorisation=any_text,
    channel=any_text,
    procedure=mappings,
    components=st.lists(components, max_size=3).map(tuple),
    set_count=st.integers(),
    first_due=st.none() | mappings,
    acts=st.lists(acts, max_size=2).map(tuple),
    fee=mappings,
    due=st.none() | mappings | st.fixed_dictionaries({"due_at": instants.map(datetime.isoformat)}),
    delivery=st.builds(Delivery, st.sampled_from(DeliveryMethod), any_text),
    ledger_book=any_text,
    ledger_line=st.integers(),
    slip_number=any_text,
    identity=identities,
    note=any_text,
    received_at=instants,
    status=st.sampled_from(Status),
    status_at=instants,
    cancelled=st.booleans(),
    cancel_reason=any_text,
    prints=st.dictionaries(any_text, st.integers(), max_size=3),
    read_only=st.booleans(),
    conflicts=st.lists(st.builds(Conflict, any_text, st.integers(), st.integers(), any_text), max_size=2).map(
        tuple
    ),
    entry_count=st.integers(),
)
verdicts = st.builds(Verdict, st.sampled_from(VerdictState), text, st.none() | mappings)
digests = st.binary(min_size=32, max_size=32)
entries = st.builds(
    Entry,
    station=text,
    incarnation=st.integers(1, 2**31),
    seq=st.integers(1, 2**53),
    kind=text,
    kind_version=st.integers(1, 99),
    subject=text,
    audience=st.lists(
        st.text(st.characters(codec="ascii", exclude_characters=","), min_size=1, max_size=5), max_size=3
    ).map(tuple),
    actor=text,
    occurred_at=instants,
    recorded_at=instants,
    clock_offset_ms=st.none() | st.integers(-(2**40), 2**40),
    basis=text,
    body=st.none() | st.binary(max_size=40),
    body_hash=digests,
    prev_hash=digests,
    hash=digests,
)


@given(dossiers)
def test_a_dossier_comes_back_from_its_text_exactly(dossier: Dossier) -> None:
    written = dossier_to_json(dossier)
    written.encode()
    assert dossier_from_json(written) == dossier


@given(dossiers)
def test_any_dossier_has_a_line_in_the_list_and_words_to_find_it_by(dossier: Dossier) -> None:
    for value in (*list_values(dossier, pending=0, refused=0).values(), terms_of(dossier)):
        if isinstance(value, str):
            value.encode()


@given(entries, verdicts, st.booleans(), st.none() | st.integers(1, 2**53))
def test_an_entry_comes_back_from_its_row_exactly(
    entry: Entry, verdict: Verdict, own: bool, feed_no: int | None
) -> None:
    values = entry_values(entry, own=own, verdict=verdict, feed_life=0, feed_no=feed_no)
    recorded = recorded_from_row(tuple(values[column] for column in RECORDED_COLUMNS))
    assert recorded.entry == entry
    assert (recorded.own, recorded.feed_no) == (own, feed_no)
    assert recorded.verdict == Verdict(
        verdict.state,
        verdict.code,
        None if verdict.params is None else json.loads(json.dumps(dict(verdict.params))),
    )
    assert len(ENTRY_COLUMNS) == len(Entry.__slots__)


@given(instants)
def test_an_instant_is_kept_to_the_microsecond(instant: datetime) -> None:
    assert from_micros(to_micros(instant)) == instant
