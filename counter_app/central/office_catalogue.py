"""An office's catalogue at the central system: procedures from a file, which its counters get by the feed."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from counter_app.central import documents
from counter_app.central.database import Database
from counter_app.central.json_file import read_object
from counter_app.central.office_changes import end_notes
from counter_app.central.offices import lock_offices
from counter_app.central.settings import SystemClock
from counter_app.domain.errors import DomainError
from counter_app.domain.procedures import Catalogue, Procedure, parse_catalogue
from counter_app.domain.work_calendar import vietnam_time
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.catalogue_import import (
    CatalogueImport,
    check_size,
    published_version,
    read_catalogue_file,
)
from counter_app.services.office_directory import plain_document


@dataclass(frozen=True, slots=True)
class Published:
    """What an import brought; ``version`` is the one in force after it, ``published`` whether it is new."""

    found: CatalogueImport
    version: str
    published: bool


def import_catalogue(
    connection: Connection,
    office: str,
    data: bytes,
    index: Catalogue,
    now: datetime,
    *,
    whole: bool = False,
    dry_run: bool = False,
) -> Published:
    """Take a file's rows into an office's catalogue and publish it; with ``dry_run`` only tell what it would.

    Nothing is published when no row can be used or when the file was taken in already. Raises
    ``DomainError``: ``central.unknown_office``, or ``catalogue.*`` when the file is no such table.
    """
    lock_offices(connection, {office})
    stored = documents.newest(connection, office, "catalogue")
    if stored is None:
        raise DomainError("central.unknown_office", office=office)
    bad = DomainError("catalogue.bad_document", field="")
    base = parse_catalogue(plain_document(stored.content.encode(), bad))
    found = read_catalogue_file(data, base, index, whole=whole)
    if dry_run or found.changes.is_empty:
        return Published(found, base.version, published=False)
    before, after = base.by_code, found.catalogue.by_code
    end_notes(
        connection, office, (code for code in after if _note(after[code]) != _note(before.get(code))), now
    )
    new = published_version(found, stored.version, vietnam_time(now).date())
    documents.publish(connection, office, "catalogue", new.to_dict(), now)
    return Published(found, new.version, published=True)


def _note(procedure: Procedure | None) -> tuple[str, tuple[str, ...]]:
    return ("", ()) if procedure is None else (procedure.office_note, procedure.keywords)


Add = Callable[[str, Callable[[argparse.Namespace, Database], object], str], argparse.ArgumentParser]


def add_catalogue(add: Add) -> None:
    """Declare ``import-catalogue``."""
    command = add("import-catalogue", _import, "take procedures from a CSV or JSON file")
    command.add_argument("file", type=Path)
    command.add_argument("--office", required=True)
    command.add_argument("--whole", action="store_true", help="what the file does not name is removed")
    command.add_argument("--dry-run", action="store_true", help="only tell what it would change")
    command.add_argument("--lang", choices=("vi", "en"), default="vi", help="language of the reasons")


def _import(arguments: argparse.Namespace, database: Database) -> object:
    try:
        check_size(arguments.file.stat().st_size)
        data = arguments.file.read_bytes()
    except OSError as error:
        raise DomainError("central.bad_file", file=arguments.file.name) from error
    index = parse_catalogue(read_object(resources() / "catalogues" / "procedures-index.json"))
    with database.write() as connection:
        told = import_catalogue(
            connection,
            arguments.office,
            data,
            index,
            SystemClock().now(),
            whole=arguments.whole,
            dry_run=arguments.dry_run,
        )
    found, words = told.found, Wording(arguments.lang, resources() / "i18n")
    return {
        "office": arguments.office,
        "catalogue": told.version,
        "published": told.published,
        "accepted": found.accepted,
        "added": list(found.changes.added),
        "changed": {
            code: [change.part.value for change in changes] for code, changes in found.changes.changed.items()
        },
        "removed": list(found.changes.removed),
        "ignored_columns": list(found.ignored),
        "rejected": [
            {
                "row": one.row,
                "column": one.column,
                "heading": words.text(f"catalogue.column.{one.column}") if one.column else "",
                "why": words.error(one.reason),
                "code": one.reason.code,
                "params": dict(one.reason.params),
                "text": one.text,
            }
            for one in found.rejected
        ],
    }
