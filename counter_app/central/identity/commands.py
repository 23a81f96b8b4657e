"""What an administrator sets for the identity check, and what an auditor asks of its log."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Final

from counter_app.central.database import Database
from counter_app.central.identity import lookups
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.json_file import read_object
from counter_app.domain.errors import DomainError

Command = Callable[[argparse.Namespace, Database], object]
Declare = Callable[[str, Command, str], argparse.ArgumentParser]

ENVIRONMENT: Final = "COUNTER_APP_IDENTITY"
"""Address of the service; with ``_CLIENT_FILE`` and ``_CA_FILE`` the files that go with it."""


def add_identity_arguments(serve: argparse.ArgumentParser) -> None:
    """Declare on ``serve`` where the national e-ID service is."""
    serve.add_argument(
        "--identity",
        metavar="URL",
        help=f"the national e-ID service; default: ${ENVIRONMENT}, else no identity is checked",
    )
    serve.add_argument(
        "--identity-client-file", type=Path, metavar="FILE", help="JSON with client_id and client_secret"
    )
    serve.add_argument("--identity-ca-file", type=Path, metavar="FILE", help="authorities to trust for it")
    serve.add_argument(
        "--identity-kept-days",
        type=_days,
        default=IdentitySettings().kept.days,
        help="how long the log of look-ups is kept; default %(default)s, 0: for ever",
    )


def identity_settings(
    arguments: argparse.Namespace, environment: Mapping[str, str] | None = None
) -> IdentitySettings:
    """The settings of the command line, else of the environment.

    Raises ``DomainError("central.bad_file", file)`` for a file that cannot be used.
    """
    environment = os.environ if environment is None else environment
    client_file = arguments.identity_client_file or _path(environment, "_CLIENT_FILE")
    ca_file = arguments.identity_ca_file or _path(environment, "_CA_FILE")
    client = ("", "") if client_file is None else _client(client_file)
    return IdentitySettings(
        url=arguments.identity or environment.get(ENVIRONMENT, ""),
        client_id=client[0],
        client_secret=client[1],
        ca_file="" if ca_file is None else str(ca_file),
        kept=timedelta(days=arguments.identity_kept_days),
    )


def add_identity(declare: Declare) -> None:
    """Declare the sub-commands."""
    listed = declare("identity-lookups", _lookups, "list who looked up identities, for which dossiers")
    listed.add_argument("--office", required=True)
    listed.add_argument("--dossier", help="id of a dossier: only look-ups for it")
    listed.add_argument("--limit", type=int, default=1000)


def _lookups(arguments: argparse.Namespace, database: Database) -> object:
    with database.read() as connection:
        found = lookups.listed(connection, arguments.office, arguments.dossier, limit=arguments.limit)
    return {"lookups": [asdict(row) for row in found]}


def _client(file: Path) -> tuple[str, str]:
    plain = read_object(file)
    given = (plain.get("client_id"), plain.get("client_secret"))
    if not all(isinstance(value, str) and value for value in given):
        raise DomainError("central.bad_file", file=file.name)
    return str(given[0]), str(given[1])


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(ENVIRONMENT + name, "")
    return Path(text) if text else None


def _days(text: str) -> int:
    days = int(text)
    if not 0 <= days <= 36_500:
        raise argparse.ArgumentTypeError("from 0 to 36500")
    return days
