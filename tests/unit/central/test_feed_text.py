"""The feed is written as text, without the wire's models: what is written must read as they say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from counter_app.central import feed
from counter_app.central.bulk import insert_rows
from counter_app.central.mapping import entry_row
from counter_app.central.tables import entries
from counter_app.domain.journal import Basis, Entry, EntryDraft, Head, chain, erase_body
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.sync.wire import (
    WireFeedItem,
    id_to_wire,
    to_wire,
    verdict_to_wire,
)
from tests.unit.central.conftest import Centre

NOW = datetime(2026, 11, 23, 1, 57, 3, 120_000, tzinfo=UTC)
ODD = 'Nguyễn "Mẫu" \\ {dấu} \x7f \u2028 \t 𠀋'


def _entry(head: Head, body: bytes, audience: tuple[str, ...] = ("phuong-mau",)) -> Entry:
    draft = EntryDraft("dossier.noted", 1, f"d {ODD}", audience, f"clerk {ODD}", NOW, Basis.COUNTER, body)
    return chain(head, draft, NOW, -7)


def _told(connection: Connection, home: str, entry: Entry, verdict: Verdict, *, with_entry: bool) -> None:
    accepted = Verdict(VerdictState.ACCEPTED)
    insert_rows(connection, entries, [entry_row(home, entry, accepted, NOW)])
    news = feed.News(frozenset({"phuong-mau"}), home, entry.id, entry.subject, with_entry, verdict)
    feed.tell(connection, [news])


@pytest.mark.parametrize("home", ["phuong-mau", "phuong-khac"])
@pytest.mark.parametrize("with_entry", [True, False])
@pytest.mark.parametrize(
    "entry",
    [
        _entry(Head.start("st-1"), json.dumps({"note": ODD}, ensure_ascii=False).encode()),
        replace(_entry(Head.start("st-1", 3), b"{}", ()), clock_offset_ms=None),
        erase_body(_entry(Head.start("central-phuong-mau", 2), b"{}", ("phuong-mau", "phuong-khac"))),
    ],
)
@pytest.mark.parametrize(
    "verdict",
    [
        Verdict(VerdictState.ACCEPTED),
        Verdict(VerdictState.HELD, "waits", {"of": ODD, "seq": 4, "none": None, "list": [1]}),
    ],
)
def test_an_item_reads_as_the_wire_would_have_written_it(
    centre: Centre, home: str, with_entry: bool, entry: Entry, verdict: Verdict
) -> None:
    with centre.database.write() as connection:
        _told(connection, home, entry, verdict, with_entry=with_entry)
        page = feed.page(connection, "phuong-mau", 0, max_items=10, max_bytes=10_000)

    [text] = page.items
    plain = verdict_to_wire(entry.seq, verdict)
    expected = WireFeedItem(
        no=1, entry_id=id_to_wire(entry.id), entry=to_wire(entry) if with_entry else None, verdict=plain
    )
    assert WireFeedItem.model_validate_json(text) == expected
    assert json.loads(text) == expected.model_dump()
    assert page.last == 1


def test_a_page_ends_before_it_grows_too_large_but_is_never_empty(centre: Centre) -> None:
    with centre.database.write() as connection:
        head = Head.start("st-1")
        for size in (900, 90, 90, 30):
            entry = _entry(head, b'"%s"' % (b"x" * size))
            _told(connection, "phuong-mau", entry, Verdict(VerdictState.ACCEPTED), with_entry=True)
            head = Head.after(entry)

        def page(after: int, **most: int) -> list[int]:
            found = feed.page(connection, "phuong-mau", after, **{"max_items": 9, "max_bytes": 200} | most)
            numbers = [WireFeedItem.model_validate_json(text).no for text in found.items]
            assert found.last == (numbers[-1] if numbers else 0)
            return numbers

        assert [page(0), page(1), page(3), page(4)] == [[1], [2, 3], [4], []]
        assert page(0, max_bytes=10_000) == [1, 2, 3, 4]
        assert page(0, max_bytes=10_000, max_items=3) == [1, 2, 3]
