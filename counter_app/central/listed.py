"""One of many values, given as one parameter: a statement for a list is the same however long the list is.

With a parameter for each value every length is another statement, which is compiled, parsed and planned anew.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    String,
    Table,
    Text,
    any_,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY


def one_of(connection: Connection, column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether ``column`` is one of the texts of the parameter ``name``, which ``listed`` writes."""
    if connection.dialect.name == "postgresql":
        return column == any_(bindparam(name, type_=ARRAY(Text)))
    values = func.json_each(bindparam(name, type_=String)).table_valued(name=f"listed_{name}")
    return column.in_(select(literal_column("value")).select_from(values))


def looked_up(table: Table, office: str, column: str, name: str) -> tuple[FromClause, FromClause]:
    """Rows of an office with one of the texts of parameter ``name``, on PostgreSQL: what to join, in order.

    One look into the index for each text, whatever the planner thinks of a table that just grew: without
    figures about it, it would read all rows of the office. ``office`` names the parameter of the office.
    """
    texts = func.unnest(bindparam(name, type_=ARRAY(Text)))
    wanted = texts.table_valued("value", name=f"listed_{name}").render_derived()
    of_one = (table.c.office == bindparam(office), table.c[column] == wanted.c.value)
    return wanted, select(table).where(*of_one).offset(literal_column("0")).lateral("found")


def listed(connection: Connection, values: Collection[str]) -> object:
    """Texts as the parameter of ``one_of``."""
    ordered = sorted(values)
    return ordered if connection.dialect.name == "postgresql" else json.dumps(ordered)
