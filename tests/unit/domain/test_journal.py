"""The journal: gapless, chained, erasable, and unmoved by what other programs write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from counter_app.domain.entries import DossierCancelled, StatusChanged
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import (
    BODY_LIMIT,
    Basis,
    Entry,
    EntryDraft,
    Head,
    chain,
    decode_body,
    encode_body,
    erase_body,
    instant_text,
    parse_instant,
    verify_chain,
    verify_entry,
)
from tests.fixtures.dossiers import MORNING, Scribe, reception


@pytest.fixture
def entries() -> list[Entry]:
    scribe = Scribe()
    return [
        scribe.write("dossier-1", reception(1)),
        scribe.write("dossier-2", reception(2)),
        scribe.write("dossier-1", DossierCancelled("Nhập trùng", "Trần Văn Mẫu")),
    ]


START = Head.start("station-a")


@pytest.mark.requirement("AG-14")
def test_entries_are_numbered_from_one_without_a_gap_and_chained(entries: list[Entry]) -> None:
    assert [entry.id for entry in entries] == [("station-a", 1, seq) for seq in (1, 2, 3)]
    assert entries[0].prev_hash == START.hash
    assert [entry.prev_hash for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert verify_chain(START, entries) is None


@pytest.mark.requirement("AG-14")
def test_a_missing_entry_is_a_gap(entries: list[Entry]) -> None:
    fault = verify_chain(START, [entries[0], entries[2]])
    assert fault is not None
    assert (fault.code, fault.id.seq) == ("gap", 3)


def test_an_entry_that_was_put_in_the_place_of_another_breaks_the_link(entries: list[Entry]) -> None:
    other = Scribe()
    other.write("dossier-9", reception(9))
    false = other.write("dossier-2", reception(2))
    fault = verify_chain(START, [entries[0], false, entries[2]])
    assert fault is not None
    assert (fault.code, fault.id.seq) == ("broken_link", 2)


def test_chains_of_two_incarnations_have_nothing_in_common(entries: list[Entry]) -> None:
    second = Scribe(incarnation=2)
    again = second.write("dossier-1", reception(1))
    assert again.prev_hash != entries[0].prev_hash
    fault = verify_chain(Head.after(entries[-1]), [again])
    assert fault is not None
    assert fault.code == "gap"


def test_an_erased_body_leaves_the_chain_whole(entries: list[Entry]) -> None:
    erased = [erase_body(entries[0]), *entries[1:]]
    assert erased[0].body is None
    assert verify_chain(START, erased) is None


def test_another_body_in_the_place_of_an_erased_one_is_noticed(entries: list[Entry]) -> None:
    false = replace(erase_body(entries[0]), body=encode_body(reception(7).to_body()))
    fault = verify_chain(START, [false, *entries[1:]])
    assert fault is not None
    assert fault.code == "bad_body"


def _draft(**changes: object) -> EntryDraft:
    draft = EntryDraft("kind", 1, "subject", ("office-1",), "clerk-1", MORNING, Basis.COUNTER, b"{}")
    return replace(draft, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": "clerk\n1"},
        {"subject": "sub\nject"},
        {"audience": ("a,b",)},
        {"audience": ("",)},
        {"actor": "half a character \ud83d"},
    ],
)
def test_a_header_that_could_be_read_in_two_ways_is_not_written(changes: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"journal\.bad_header"):
        chain(START, _draft(**changes), MORNING, None)


def test_such_a_header_from_elsewhere_is_a_fault_and_no_crash(entries: list[Entry]) -> None:
    fault = verify_entry(replace(entries[0], actor="a\nb"))
    assert fault is not None
    assert fault.code == "bad_header"


def test_an_entry_without_a_time_zone_is_not_written() -> None:
    with pytest.raises(DomainError, match=r"journal\.naive_time"):
        chain(START, _draft(occurred_at=datetime(2026, 11, 20, 8, 30)), MORNING, None)  # noqa: DTZ001


def test_a_body_above_the_limit_is_refused_when_it_is_made() -> None:
    fits = {"note": "a" * (BODY_LIMIT - len('{"note":""}'))}
    assert len(encode_body(fits)) == BODY_LIMIT
    with pytest.raises(DomainError) as caught:
        encode_body({"note": fits["note"] + "a"})
    assert (caught.value.code, caught.value.params) == (
        "journal.too_large",
        {"size": BODY_LIMIT + 1, "limit": BODY_LIMIT},
    )


def test_half_a_character_is_not_written() -> None:
    with pytest.raises(DomainError, match=r"journal\.bad_text"):
        encode_body({"note": "\ud83d"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":"\\ud83d"}',
        b'{"\\udc00":1}',
        b'{"a":"\xed\xa0\xbd"}',
        b"\xff\xfe{\x00}\x00",
        b'{"a":' + b"9" * 5000 + b"}",
        b"[" * 30_000,
        b'{"a":' * 10_000,
    ],
)
def test_bytes_that_are_no_usable_json_object_are_named_so(data: bytes) -> None:
    with pytest.raises(DomainError, match=r"journal\.body_unreadable"):
        decode_body(data)


def test_escaped_text_is_read_as_it_was_written() -> None:
    assert decode_body(b'{"note":"\\u0110\\u00e2y \\ud83d\\ude00 C:\\\\users"}') == {
        "note": "Đây 😀 C:\\users"
    }


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 11, 23, 1, 57, 3, 120000, UTC), "2026-11-23T01:57:03.120000Z"),
        (datetime(2026, 11, 23, 8, tzinfo=timezone(timedelta(hours=7))), "2026-11-23T01:00:00.000000Z"),
        (datetime(24, 1, 1, tzinfo=UTC), "0024-01-01T00:00:00.000000Z"),
    ],
)
def test_an_instant_is_written_in_utc_with_microseconds(instant: datetime, text: str) -> None:
    assert instant_text(instant) == text
    assert parse_instant(text) == instant


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-11-23T01:57:03", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+07:00"]
)
def test_what_is_no_instant_is_named_so(text: str) -> None:
    with pytest.raises(DomainError, match=r"journal\.bad_time"):
        parse_instant(text)


def test_the_end_of_the_calendar_has_no_text_in_utc() -> None:
    with pytest.raises(DomainError, match=r"journal\.bad_time"):
        instant_text(datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))))


def test_the_body_is_kept_as_the_bytes_that_were_hashed() -> None:
    body = b'{"status": 4,  "unit":"","note":"" }'
    draft = _draft(kind=StatusChanged.KIND, body=body)
    entry = chain(START, draft, MORNING, 400)
    assert entry.body == body
    assert verify_entry(entry) is None
