"""The feed of each office: numbered without holes, in the order of commits.

A counter row per office is taken last in the transaction, offices in sorted order. Whoever reads a number has
therefore every smaller one before him: nobody can still be about to commit one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from counter_app.central.bulk import insert_rows
from counter_app.central.database import from_json, insert_new
from counter_app.central.mapping import verdict_row
from counter_app.central.tables import feed, feed_counters
from counter_app.central.told_entries import TOLD, told_rows
from counter_app.domain.journal import EntryId
from counter_app.services.store_ports import Verdict
from counter_app.sync.wire import WireEntry, WireEntryId, WireFeedItem, WireVerdict, plain_params


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


def page(
    connection: Connection, office: str, after: int, *, max_items: int, max_bytes: int
) -> list[WireFeedItem]:
    """The items after a number, in order; at least one if there is any."""
    wanted = TOLD.where(feed.c.office == office, feed.c.no > after).order_by(feed.c.no).limit(max_items)
    return list(_within(told_rows(connection, wanted, {}), max_bytes))


def _within(rows: Iterable[tuple[Any, Any]], max_bytes: int) -> Iterable[WireFeedItem]:
    size = 0
    for row, kept in rows:
        weight = len(kept.body or b"") if row.with_entry else 0
        size += weight
        if size > max_bytes and size > weight:
            return
        yield WireFeedItem.model_construct(
            no=row.no,
            entry_id=WireEntryId.model_construct(
                station=row.station, incarnation=row.incarnation, seq=row.seq
            ),
            entry=_entry(kept) if row.with_entry else None,
            verdict=WireVerdict.model_construct(
                seq=row.seq, state=row.state, code=row.code, params=_params(row.params)
            ),
        )


def _entry(row: Any) -> WireEntry:
    """As it was taken in, so it is not looked at again: a page is read far more often than it is written."""
    return WireEntry.model_construct(
        station=row.station,
        incarnation=row.incarnation,
        seq=row.seq,
        kind=row.kind,
        kind_version=row.kind_version,
        subject=row.subject,
        audience=row.audience.split(",") if row.audience else [],
        actor=row.actor,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        clock_offset_ms=row.clock_offset_ms,
        basis=row.basis,
        body=None if row.body is None else row.body.decode(),
        body_hash=row.body_hash.hex(),
        prev_hash=row.prev_hash.hex(),
        hash=row.hash.hex(),
    )


def _params(text: str) -> dict[str, str | int | None]:
    return {} if text == "{}" else plain_params(from_json(text))
