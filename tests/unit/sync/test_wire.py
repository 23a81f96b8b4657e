"""Entries on the wire: exactly what was hashed, or a named refusal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import BODY_LIMIT, Basis, Entry, EntryDraft, Head, chain, encode_body, moved
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.sync.wire import (
    PushRequest,
    WireEntry,
    from_push,
    from_wire,
    push_statement,
    to_push,
    to_wire,
    verdict_from_wire,
    verdict_to_wire,
)
from tests.fakes.clock import MORNING
from tests.fixtures.central import draft
from tests.fixtures.dossiers import reception

texts = st.text(st.characters(exclude_characters="\n\0", exclude_categories=["Cs"]), max_size=20)
offices = st.lists(st.text("abc-123", min_size=1, max_size=8), max_size=3).map(tuple)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
contents = st.dictionaries(texts, texts | st.integers() | st.none(), max_size=4)


@st.composite
def entries(drawn: st.DrawFn) -> Entry:
    written = EntryDraft(
        kind=drawn(texts),
        kind_version=drawn(st.integers(1, 99)),
        subject=drawn(texts),
        audience=drawn(offices),
        actor=drawn(texts),
        occurred_at=drawn(instants),
        basis=drawn(st.sampled_from(Basis)),
        body=encode_body(drawn(contents)),
    )
    head = Head(
        "st-1",
        drawn(st.integers(1, 9)),
        drawn(st.integers(0, 10**9)),
        drawn(st.binary(min_size=32, max_size=32)),
    )
    return chain(head, written, drawn(instants), drawn(st.none() | st.integers(-(10**9), 10**9)))  # fmt: skip


@given(entries())
def test_entry_survives_the_wire_byte_for_byte(entry: Entry) -> None:
    text = to_wire(entry).model_dump_json()
    assert from_wire(WireEntry.model_validate_json(text)) == entry


@given(entries())
def test_entry_kept_back_or_erased_still_proves_its_place(entry: Entry) -> None:
    text = to_wire(entry, with_body=False).model_dump_json()
    bare = from_wire(WireEntry.model_validate_json(text))
    assert bare.body is None
    assert (bare.hash, bare.body_hash) == (entry.hash, entry.body_hash)


@pytest.fixture
def wire() -> dict[str, object]:
    entry = chain(Head.start("st-1"), draft("dossier-1", reception(1)), MORNING, 400)
    plain: dict[str, object] = json.loads(to_wire(entry).model_dump_json())
    return plain


@pytest.mark.parametrize(
    ("field", "value", "code", "named"),
    [
        ("body", '{"code":"x"}', "wire.entry_tampered", "body"),
        ("body", "", "wire.entry_tampered", "body"),
        ("kind", "dossier.cancelled", "wire.entry_tampered", "hash"),
        ("seq", 2, "wire.entry_tampered", "hash"),
        ("clock_offset_ms", None, "wire.entry_tampered", "hash"),
        ("occurred_at", "2026-11-23T01:30:00.000001Z", "wire.entry_tampered", "hash"),
        ("occurred_at", "yesterday", "wire.entry_invalid", "occurred_at"),
        ("occurred_at", "2026-11-23T01:30:00", "wire.entry_invalid", "occurred_at"),
        ("occurred_at", "0001-01-01T00:00:00+14:00", "wire.entry_invalid", "occurred_at"),
        ("audience", ["a,b"], "wire.entry_invalid", "audience"),
    ],
)
def test_changed_entry_is_refused_by_number_and_place(
    wire: dict[str, object], field: str, value: object, code: str, named: str
) -> None:
    changed = WireEntry.model_validate_json(json.dumps(wire | {field: value}))
    with pytest.raises(DomainError) as caught:
        from_wire(changed)
    assert caught.value.code == code
    assert caught.value.params["field"] == named
    assert caught.value.params["seq"] == changed.seq


def test_limit_of_a_body_counts_bytes(wire: dict[str, object]) -> None:
    letters = "ễ" * (BODY_LIMIT // 3 + 1)
    with pytest.raises(DomainError, match=r"wire\.entry_too_large"):
        from_wire(WireEntry.model_validate_json(json.dumps(wire | {"body": letters})))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seq", 0),
        ("seq", "1"),
        ("seq", True),
        ("incarnation", 2**60),
        ("hash", "ABC"),
        ("body_hash", "g" * 64),
        ("kind", "two\nlines"),
        ("station", ""),
        ("audience", "office"),
        ("body", {"code": "x"}),
        ("body", "x" * (BODY_LIMIT + 1)),
    ],
)
def test_wrong_shapes_are_refused_when_read(wire: dict[str, object], field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        WireEntry.model_validate_json(json.dumps(wire | {field: value}))


def test_unknown_fields_are_ignored_and_missing_ones_are_not(wire: dict[str, object]) -> None:
    WireEntry.model_validate_json(json.dumps(wire | {"lane": 1}))
    del wire["actor"]
    with pytest.raises(ValidationError):
        WireEntry.model_validate_json(json.dumps(wire))


@pytest.mark.parametrize(
    "spoil",
    [lambda entry: {"body": b"\xff\xfe"}, lambda entry: {"station": ""}, lambda entry: {"kind": "x" * 300}],
)
def test_entry_that_does_not_fit_the_wire_is_named_without_its_content(
    spoil: Callable[[Entry], dict[str, object]],
) -> None:
    entry = chain(Head.start("st-1"), draft("dossier-1", reception(1)), MORNING, None)
    with pytest.raises(DomainError) as caught:
        to_wire(dataclasses.replace(entry, **spoil(entry)))  # type: ignore[arg-type]
    assert caught.value.code == "wire.entry_invalid"
    assert caught.value.params["seq"] == 1


@pytest.mark.parametrize("state", [state for state in VerdictState if state is not VerdictState.PENDING])
def test_verdicts_survive_the_wire(state: VerdictState) -> None:
    verdict = Verdict(state, "code_taken", {"code": "H01.15.21-261120-0001", "count": 2})
    assert verdict_from_wire(verdict_to_wire(7, verdict)) == verdict
    with pytest.raises(DomainError):
        verdict_to_wire(7, Verdict())


def test_examples_in_the_description_are_true() -> None:
    (example,) = WireEntry.model_json_schema()["examples"]
    from_wire(WireEntry.model_validate_json(json.dumps(example)))


def test_statement_that_is_signed_is_fixed() -> None:
    statement = push_statement("st-1", 2, 5, 9, bytes(32))
    assert statement == b"quay-mot-cua/push/1\nst-1\n2\n5\n9\n" + b"0" * 64


def test_request_needs_an_entry() -> None:
    with pytest.raises(ValidationError):
        PushRequest(
            station="st-1", incarnation=1, first=1, prev_hash="0" * 64, entries=[], signature="0" * 128
        )


@st.composite
def chains(drawn: st.DrawFn) -> list[Entry]:
    linked: list[Entry] = []
    for entry in drawn(st.lists(entries(), min_size=1, max_size=4)):
        linked.append(moved(Head.after(linked[-1]), entry) if linked else entry)
    return linked


@given(chains(), st.booleans())
def test_batch_gives_back_every_hash_that_it_leaves_out(linked: list[Entry], with_bodies: bool) -> None:
    text = to_push(linked, lambda _statement: "0" * 128, with_bodies=with_bodies).model_dump_json()
    read = from_push(PushRequest.model_validate_json(text))
    assert read == (linked if with_bodies else [dataclasses.replace(entry, body=None) for entry in linked])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"occurred_at": "yesterday"}, "occurred_at"),
        ({"audience": ["a,b"]}, "header"),
        ({"actor": "clerk\u2028", "audience": [""]}, "header"),
        ({"body": None}, "body_hash"),
    ],
)
def test_entry_of_a_batch_that_does_not_fit_is_named(changes: dict[str, object], field: str) -> None:
    first = chain(Head.start("st-1"), draft("dossier-1", reception(1)), MORNING, 400)
    second = chain(Head.after(first), draft("dossier-2", reception(2)), MORNING, 400)
    request = to_push([first, second], lambda _statement: "0" * 128)
    spoilt = request.model_copy(
        update={"entries": [request.entries[0], request.entries[1].model_copy(update=changes)]}
    )
    with pytest.raises(DomainError, match=r"wire\.entry_invalid") as caught:
        from_push(spoilt)
    assert caught.value.params == {"seq": 2, "field": field}


def test_entry_that_does_not_fit_its_own_hash_is_named_before_it_is_sent() -> None:
    first = chain(Head.start("st-1"), draft("dossier-1", reception(1)), MORNING, 400)
    second = dataclasses.replace(
        chain(Head.after(first), draft("dossier-2", reception(2)), MORNING, 400), body=b"{}"
    )
    with pytest.raises(DomainError, match=r"wire\.entry_invalid") as caught:
        to_push([first, second], lambda _statement: "0" * 128)
    assert caught.value.params["seq"] == 2
    _, kept_back = from_push(to_push([first, second], lambda _statement: "0" * 128, with_bodies=False))
    assert (kept_back.body, kept_back.hash) == (None, second.hash)
