"""``python -m counter_app.storage.compile_statements`` writes what ``statements`` reads.

Run it after a change in ``queries`` or ``tables``; a test holds that nobody forgot.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Final

from sqlalchemy import ClauseElement
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from counter_app.storage.statements import COMPILED

AREAS: Final = (
    "backup",
    "dossiers",
    "identity",
    "journal",
    "ledger",
    "listing",
    "purge",
    "scans",
    "small",
    "station",
    "sync",
)
"""The modules of ``queries``; a statement's name begins with its area."""

_DIALECT: Final = SQLiteDialect(paramstyle="qmark")


def compiled_text(area: str) -> str:
    """The JSON of an area: each statement's lines, the names of its values in order, its constants."""
    statements: Mapping[str, ClauseElement] = import_module(f"counter_app.storage.queries.{area}").STATEMENTS
    plain = {name: _compiled(construct) for name, construct in statements.items()}
    return json.dumps(plain, indent=1) + "\n"


def _compiled(construct: ClauseElement) -> dict[str, object]:
    compiled = construct.compile(dialect=_DIALECT)
    plain: dict[str, object] = {
        "sql": [line.rstrip() for line in str(compiled).splitlines()],
        "values": " ".join(getattr(compiled, "positiontup", None) or ()),
    }
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return {**plain, "constants": constants} if constants else plain


def main() -> None:
    """Write every area."""
    COMPILED.mkdir(exist_ok=True)
    for area in AREAS:
        (COMPILED / f"{area}.json").write_text(compiled_text(area), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
