"""The feed of each office: numbered without holes, in the order of commits.

A counter row per office is taken last in the transaction, offices in sorted order. Whoever reads a number has
therefore every smaller one before him: nobody can still be about to commit one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from counter_app.central.bulk import insert_rows
from counter_app.central.database import from_json, insert_new
from counter_app.central.mapping import verdict_row
from counter_app.central.tables import feed, feed_counters
from counter_app.central.told_entries import TOLD, told_values
from counter_app.domain.journal import EntryId
from counter_app.services.store_ports import Verdict
from counter_app.sync.wire import plain_params


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell ``offices``: an entry, kept under the office ``home``, or only its verdict."""

    offices: frozenset[str]
    home: str
    entry_id: EntryId
    subject: str
    with_entry: bool
    verdict: Verdict


def tell(connection: Connection, news: Sequence[News]) -> None:
    """Number the news for each office; the last thing that a transaction does."""
    for office in sorted(frozenset[str]().union(*(item.offices for item in news))):
        own = [item for item in news if office in item.offices]
        first = _take_numbers(connection, office, len(own))
        insert_rows(connection, feed, [_row(office, no, item) for no, item in enumerate(own, start=first)])


def _take_numbers(connection: Connection, office: str, count: int) -> int:
    """The first of ``count`` numbers; whoever takes the next waits until this transaction ends."""
    take = (
        update(feed_counters)
        .where(feed_counters.c.office == office)
        .values(last_no=feed_counters.c.last_no + count)
        .returning(feed_counters.c.last_no)
    )
    last = connection.scalar(take)
    if last is None:
        insert_new(connection, feed_counters, {"office": office, "last_no": 0})
        last = connection.scalar(take)
    assert last is not None
    return int(last) - count + 1


def _row(office: str, no: int, item: News) -> tuple[object, ...]:
    """In the order of the columns of ``feed``."""
    return (
        office,
        no,
        item.home,
        item.entry_id.station,
        item.entry_id.incarnation,
        item.entry_id.seq,
        item.subject,
        item.with_entry,
        *verdict_row(item.verdict),
    )


def last_no(connection: Connection, office: str) -> int:
    """The newest number of an office's feed; 0 before the first."""
    return last_numbers(connection, {office}).get(office, 0)


def last_numbers(connection: Connection, offices: Collection[str]) -> dict[str, int]:
    """The newest number of each of these offices that was ever told anything."""
    rows = connection.execute(
        select(feed_counters.c.office, feed_counters.c.last_no).where(
            feed_counters.c.office.in_(sorted(offices))
        )
    )
    return {row.office: row.last_no for row in rows}


_PAGE: Final = (
    TOLD.where(feed.c.office == bindparam("of_office"), feed.c.no > bindparam("after"))
    .order_by(feed.c.no)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Page:
    """Items of the feed, each as the JSON text of a ``WireFeedItem``, and the number of the last one."""

    items: Sequence[str] = ()
    last: int = 0


def page(connection: Connection, office: str, after: int, *, max_items: int, max_bytes: int) -> Page:
    """The items after a number, in order; at least one if there is any.

    They are written as text at once: what was looked at when it was taken in need not be looked at again, and
    a page is read far more often than its entries are written.
    """
    items: list[str] = []
    last = size = 0
    values: dict[str, object] = {"of_office": office, "after": after, "most": max_items}
    for told, kept in told_values(connection, _PAGE, values):
        no, _home, station, incarnation, seq, with_entry, state, code, params = told
        place = f'"station":{_often(station)},"incarnation":{incarnation},"seq":{seq}'
        entry = "null"
        if with_entry:
            size += len(kept[_BODY] or b"")
            if items and size > max_bytes:
                break
            entry = f"{{{place},{_entry_fields(*kept)}}}"
        items.append(
            f'{{"no":{no},"entry_id":{{{place}}},"entry":{entry},"verdict":{{"seq":{seq},'
            f'"state":{_often(state)},"code":{_often(code)},"params":{_params(params)}}}}}'
        )
        last = no
    return Page(items, last)


_BODY: Final = 9
"""Where the body stands among what is kept of an entry."""


def _entry_fields(
    kind: str,
    kind_version: int,
    subject: str,
    audience: str,
    actor: str,
    occurred_at: str,
    recorded_at: str,
    clock_offset_ms: int | None,
    basis: str,
    body: bytes | None,
    *hashes: bytes,
) -> str:
    """What a ``WireEntry`` has besides its identity."""
    body_hash, prev_hash, own_hash = hashes
    return (
        f'"kind":{_often(kind)},"kind_version":{kind_version},"subject":{encode_basestring(subject)},'
        f'"audience":{_listed(audience)},"actor":{_often(actor)},'
        f'"occurred_at":{encode_basestring(occurred_at)},"recorded_at":{encode_basestring(recorded_at)},'
        f'"clock_offset_ms":{"null" if clock_offset_ms is None else clock_offset_ms},'
        f'"basis":{_often(basis)},"body":{"null" if body is None else encode_basestring(body.decode())},'
        f'"body_hash":"{body_hash.hex()}","prev_hash":"{prev_hash.hex()}","hash":"{own_hash.hex()}"'
    )


@lru_cache(maxsize=4096)
def _often(text: str) -> str:
    """As JSON; for what stands in entry after entry."""
    return encode_basestring(text)


@lru_cache(maxsize=1024)
def _listed(audience: str) -> str:
    return _plain(audience.split(",") if audience else [])


def _params(text: str) -> str:
    return "{}" if text == "{}" else _plain(plain_params(from_json(text)))


def _plain(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
