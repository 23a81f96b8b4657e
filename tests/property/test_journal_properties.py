"""What must hold of any chain, any body and any order in which entries arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import apply, fold
from counter_app.domain.entries import (
    KINDS,
    CodeAssigned,
    DossierCancelled,
    DossierCorrected,
    SlipPrinted,
    StatusChanged,
    read_event,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import (
    Entry,
    Head,
    decode_body,
    encode_body,
    erase_body,
    instant_text,
    parse_instant,
    verify_chain,
    verify_entry,
)
from counter_app.services.projection import refold
from counter_app.services.store_ports import PENDING, Recorded, Verdict, VerdictState
from tests.fixtures.dossiers import Scribe, reception

SUBJECT = "dossier-1"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
EARLIEST, LATEST = datetime(2, 1, 1), datetime(9998, 12, 30)  # noqa: DTZ001 - the strategy adds the zone
INSTANTS = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))
BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(StatusChanged, st.integers(0, 12), TEXT, TEXT),
    st.builds(DossierCancelled, TEXT, TEXT),
    st.builds(DossierCorrected, TEXT, TEXT, note=st.none() | TEXT),
    st.builds(SlipPrinted, TEXT, st.integers(0, 3), st.just(2), TEXT, st.just("printed"), TEXT),
    st.builds(CodeAssigned, TEXT),
    st.builds(reception, st.integers(1, 999)),
)


def written(bodies: list[Body], station: str = "station-a") -> list[Entry]:
    scribe = Scribe(station)
    return [scribe.write(SUBJECT, body) for body in bodies]


def outcome(entry: Entry) -> str:
    try:
        read_event(entry)
    except DomainError as error:
        return error.code
    return "read"


CHAINS = st.lists(BODIES, min_size=1, max_size=6).map(written)


@pytest.mark.requirement("AG-14")
@given(CHAINS, st.data())
def test_a_chain_shows_any_changed_byte_of_a_body(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    body = bytearray(entries[place].body or b"")
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    entries[place] = replace(entries[place], body=bytes(body))
    fault = verify_chain(Head.start("station-a"), entries)
    assert fault is not None
    assert (fault.code, fault.id.seq) == ("bad_body", place + 1)


@pytest.mark.requirement("AG-14")
@given(CHAINS, st.data())
def test_a_chain_shows_any_changed_field(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[place]
    other = data.draw(
        st.one_of(
            st.builds(lambda value: {"kind": value}, TEXT),
            st.builds(lambda value: {"subject": value}, TEXT),
            st.builds(lambda value: {"actor": value}, TEXT),
            st.builds(lambda value: {"basis": value}, TEXT),
            st.builds(lambda value: {"audience": value}, st.lists(TEXT, max_size=3).map(tuple)),
            st.builds(lambda value: {"kind_version": value}, st.integers(1, 9)),
            st.builds(lambda value: {"clock_offset_ms": value}, st.none() | st.integers(-9, 9)),
            st.builds(lambda value: {"occurred_at": value}, INSTANTS),
            st.builds(lambda value: {"recorded_at": value}, INSTANTS),
            st.builds(lambda value: {"body_hash": value, "body": None}, st.binary(min_size=32, max_size=32)),
            st.builds(lambda value: {"prev_hash": value}, st.binary(min_size=32, max_size=32)),
            st.builds(lambda value: {"hash": value}, st.binary(min_size=32, max_size=32)),
        ).filter(lambda fields: any(getattr(entry, name) != value for name, value in fields.items()))
    )
    changed = replace(entry, **other)
    if erase_body(changed) == erase_body(entry):
        return  # an erasure is no change
    entries[place] = changed
    assert verify_chain(Head.start("station-a"), entries) is not None


@given(CHAINS, st.data())
def test_bodies_may_be_erased_wherever_they_stand(entries: list[Entry], data: st.DataObject) -> None:
    erased = [erase_body(entry) if data.draw(st.booleans()) else entry for entry in entries]
    assert verify_chain(Head.start("station-a"), erased) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_a_body_is_read_back_as_it_was_written(body: dict[str, object]) -> None:
    assert decode_body(encode_body(body)) == body


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_equal_bodies_give_equal_bytes(body: dict[str, object]) -> None:
    turned = dict(reversed(list(body.items())))
    assert encode_body(turned) == encode_body(body)


@given(INSTANTS)
def test_an_instant_is_read_back_as_it_was_written(instant: datetime) -> None:
    assert parse_instant(instant_text(instant)) == instant


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=60) | JSON)
def test_reading_any_bytes_gives_an_event_or_one_domain_error(kind: str, content: object) -> None:
    entry = Scribe().write(SUBJECT, reception(), kind=kind)
    body = content if isinstance(content, bytes) else encode_body({"owner": content})
    assert outcome(replace(entry, body=body)) in ("read", "entry.bad_body", "journal.body_unreadable")


@given(st.data())
def test_a_reception_with_any_field_changed_is_read_or_refused_by_name(data: st.DataObject) -> None:
    body = reception().to_body()
    body[data.draw(st.sampled_from(sorted(body)))] = data.draw(JSON)
    entry = replace(Scribe().write(SUBJECT, reception()), body=encode_body(body))
    assert outcome(entry) in ("read", "entry.bad_body")
    dossier = fold([entry])
    if dossier is not None:
        assert dossier.due_at is None or dossier.due_at.tzinfo is not None


@given(st.lists(BODIES, max_size=8))
def test_folding_is_deterministic_and_counts_every_entry(bodies: list[Body]) -> None:
    entries = written([reception(), *bodies])
    dossier = fold(entries)
    assert dossier is not None
    assert dossier == fold(list(entries))
    assert dossier.entry_count == len(entries)


@given(st.lists(BODIES, max_size=8), st.integers(0, 8))
def test_folding_on_gives_what_folding_anew_gives(bodies: list[Body], cut: int) -> None:
    entries = written([*bodies[:cut], reception(), *bodies[cut:]])
    known = next(count for count in range(1, len(entries) + 1) if fold(entries[:count]) is not None)
    dossier = fold(entries[:known])
    assert dossier is not None
    for entry in entries[known:]:
        dossier = apply(dossier, entry)
    assert dossier == fold(entries)


ACCEPTED = Verdict(VerdictState.ACCEPTED)
VERDICTS = st.sampled_from([ACCEPTED, Verdict(VerdictState.CONFLICT), Verdict(VerdictState.REFUSED)])


@given(st.lists(st.tuples(BODIES, st.booleans(), VERDICTS), max_size=8), st.data())
def test_stations_with_the_same_entries_get_equal_dossiers_in_whatever_order_they_came(
    told: list[tuple[Body, bool, Verdict]], data: st.DataObject
) -> None:
    scribes = {True: Scribe("station-a"), False: Scribe("station-b")}
    recorded = [
        Recorded(scribes[ours].write(SUBJECT, body), verdict, number, own=ours)
        for number, (body, ours, verdict) in enumerate([(reception(), True, ACCEPTED), *told], 1)
    ]
    pending = Recorded(scribes[True].write(SUBJECT, StatusChanged(4)), PENDING, None, own=True)
    arrived = data.draw(st.permutations([*recorded, pending]))
    assert refold(arrived) == refold([*recorded, pending])
    # What was refused does not count; what is on its way counts last.
    counting = [item.entry for item in recorded if item.verdict.state is not VerdictState.REFUSED]
    assert refold(arrived) == fold([*counting, pending.entry])


@given(CHAINS)
def test_an_entry_verifies_alone(entries: list[Entry]) -> None:
    assert all(verify_entry(entry) is None for entry in entries)


@given(INSTANTS, st.integers(-14, 14))
def test_the_same_moment_in_any_zone_is_the_same_text(instant: datetime, hours: int) -> None:
    elsewhere = instant.astimezone(timezone(timedelta(hours=hours)))
    assert instant_text(elsewhere) == instant_text(instant)
