"""The ledger: its books, and the lines of a book in order.

The index holds no dossier that is newer than ``indexed_to`` (``search_index``), so each question is asked of
the index and of the few behind it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    ClauseElement,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
    union,
    union_all,
)

from counter_app.storage import tables

_D = tables.dossier.c
_INDEXED: Final = _D.indexed == literal_column("1")
_NEWEST: Final = _D.position > bindparam("indexed_to")
_OF_BOOK: Final = _D.ledger_book == bindparam("book")


def _books() -> ClauseElement:
    """From one book to the next by the index: a look for each book, and not one for each dossier."""
    first = select(func.min(_D.ledger_book).label("label")).where(_INDEXED)
    found = first.cte("found", recursive=True)
    following = (
        select(func.min(_D.ledger_book)).where(_INDEXED, _D.ledger_book > found.c.label).scalar_subquery()
    )
    found = found.union_all(select(following).where(found.c.label.is_not(None)))
    known = select(found.c.label).where(found.c.label.is_not(None))
    return union(known, select(_D.ledger_book).where(_NEWEST, _D.ledger_book != literal_column("''")))


def _in_order(*conditions: ColumnElement[bool]) -> ClauseElement:
    """Places with ids after a place, up to a limit."""
    after = tuple_(_D.ledger_line, _D.position) > tuple_(bindparam("line"), bindparam("place"))
    # The line alone as well: an index is searched by it, and not by the pair.
    begins = _D.ledger_line >= bindparam("line")

    def part(where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
        return select(_D.ledger_line, _D.position, _D.id).where(where, _OF_BOOK, begins, after, *conditions)

    both = union_all(part(_INDEXED), part(_NEWEST)).subquery("both")
    return select(*both.c).order_by(both.c.ledger_line, both.c.position).limit(bindparam("limit"))


def _numbers() -> ClauseElement:
    columns = (_D.ledger_line, _D.cancelled)
    both = union_all(
        select(*columns).where(_INDEXED, _OF_BOOK), select(*columns).where(_NEWEST, _OF_BOOK)
    ).subquery("both")
    return select(*both.c).order_by(both.c.ledger_line)


STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "books": _books(),
    "numbers": _numbers(),
    "fields": union(select(_D.field).where(_INDEXED, _OF_BOOK), select(_D.field).where(_NEWEST, _OF_BOOK)),
    "lines": _in_order(),
    "lines_of_field": _in_order(_D.field == bindparam("field")),
}
