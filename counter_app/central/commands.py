"""The sub-commands of ``counter-app central``: what a deployer and a demonstration need."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from counter_app.central import admin, life
from counter_app.central.database import Database, open_database
from counter_app.central.enrolment import create_code
from counter_app.central.identity.commands import add_identity, add_identity_arguments, identity_settings
from counter_app.central.json_file import read_object
from counter_app.central.office_calendar import add_calendar
from counter_app.central.office_catalogue import add_catalogue
from counter_app.central.office_rules import add_rules
from counter_app.central.settings import CentralSettings, SystemClock
from counter_app.central.upkeep import add_upkeep
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import parse_instant
from counter_app.domain.office import Clerk, Role
from counter_app.paths import resources
from counter_app.services.pins import verifier

Command = Callable[[argparse.Namespace, Database], object]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands on ``counter-app central``."""
    parser.add_argument("--data", type=Path, required=True, help="folder of the central system's data")
    parser.add_argument(
        "--database",
        dest="database_url",
        metavar="ADDRESS",
        default="",
        help="postgresql+psycopg://user:password@host/name; default: SQLite in the folder",
    )
    commands = parser.add_subparsers(dest="central_command", required=True)

    serve = commands.add_parser("serve", help="run the server until SIGTERM")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080, help="0 takes a free port")
    serve.add_argument("--workers", type=_count, default=1, help="processes that share the port")
    serve.add_argument(
        "--metrics-token-file", type=Path, help="file with the token for /metrics; default: this machine only"
    )
    add_identity_arguments(serve)

    office = _command(commands, "add-office", _add_office, "add an office from a JSON directory file")
    office.add_argument("directory", type=Path)
    office.add_argument("--catalogue", type=Path, help="procedures; default: the program's own")
    office.add_argument("--calendar", type=Path, help="holidays; default: the program's own")
    office.add_argument("--range-size", type=int, default=500, help="numbers a day per station; 0: no leases")
    office.add_argument("--overflow-size", type=int, default=100)
    office.add_argument(
        "--second-range", action="store_true", help="a station that nearly uses its range up gets another"
    )

    clerk = _command(commands, "add-clerk", _add_clerk, "add a clerk, or replace the one of that id")
    clerk.add_argument("--office", required=True)
    clerk.add_argument("--id", required=True)
    clerk.add_argument("--name", required=True)
    clerk.add_argument("--role", choices=[role.value for role in Role], default=Role.CLERK.value)
    clerk.add_argument("--pin", help="for demonstrations only; asked for when left out")
    clerk.add_argument("--valid-until", help="end of the right to sign in, RFC 3339")
    clerk.add_argument("--inactive", action="store_true")

    code = _command(commands, "enrol-code", _enrol_code, "create a one-time code for a new station")
    code.add_argument("--office", required=True)
    code.add_argument("--number", required=True, help="two digits")
    code.add_argument("--name", required=True, help="what people call the counter")

    stations = _command(commands, "stations", _stations, "list stations")
    stations.add_argument("--office")

    revoke = _command(commands, "revoke", _revoke, "shut a station out; what it sent stays")
    revoke.add_argument("station")

    dossiers = _command(commands, "dossiers", _dossiers, "count and list dossiers, without names")
    dossiers.add_argument("--office", required=True)
    dossiers.add_argument("--limit", type=int, default=1000)
    dossiers.add_argument("--count", action="store_true", help="only how many")

    _command(commands, "restored", _restored, "say that the data was restored from a backup")
    add_upkeep(lambda name, command, text: _command(commands, name, command, text))
    add_calendar(lambda name, command, text: _command(commands, name, command, text))
    add_rules(lambda name, command, text: _command(commands, name, command, text))
    add_catalogue(lambda name, command, text: _command(commands, name, command, text))
    add_identity(lambda name, command, text: _command(commands, name, command, text))


def run(arguments: argparse.Namespace) -> int:
    """Carry out a sub-command; prints JSON. A ``DomainError`` is left to the caller to word."""
    if arguments.central_command == "serve":
        return _serve(arguments)
    answer = carry_out(arguments)
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    from counter_app.central.serve import serve  # noqa: PLC0415 - only the server needs uvicorn

    file = arguments.metrics_token_file
    settings = CentralSettings(
        arguments.data,
        database_url=arguments.database_url,
        metrics_token="" if file is None else _token(file),
        identity=identity_settings(arguments),
    )
    return serve(settings, arguments.host, arguments.port, workers=arguments.workers)


def _token(file: Path) -> str:
    """A token from a file, never from the command line, which everybody on the machine can see."""
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise DomainError("central.bad_file", file=file.name) from error
    if not token:
        raise DomainError("central.bad_file", file=file.name)
    return token


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError("from 1 to 64")
    return number


def carry_out(arguments: argparse.Namespace) -> object:
    """Carry out any sub-command but ``serve``; returns its answer as plain data."""
    settings = CentralSettings(arguments.data, database_url=arguments.database_url)
    database = open_database(settings)
    try:
        life.settle_epoch(database, settings.life_file)
        command: Command = arguments.command
        return command(arguments, database)
    finally:
        database.close()


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, text: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text)
    parser.set_defaults(command=command)
    return parser


def _add_office(arguments: argparse.Namespace, database: Database) -> object:
    catalogues = resources() / "catalogues"
    directory = read_object(arguments.directory)
    catalogue = read_object(arguments.catalogue or catalogues / "procedures.json")
    calendar = read_object(arguments.calendar or catalogues / "holidays.json")
    sizes = admin.LeaseSizes(arguments.range_size, arguments.overflow_size, arguments.second_range)
    with database.write() as connection:
        added, private_key = admin.add_office(
            connection, directory, catalogue, calendar, SystemClock().now(), sizes
        )
    # Said once and kept nowhere: with it, and only with it, an office opens a lost station's database.
    return {
        "office": added.office.id,
        "agency": added.office.agency,
        "recovery_private_key": private_key.hex(),
    }


def _add_clerk(arguments: argparse.Namespace, database: Database) -> object:
    pin = arguments.pin or getpass.getpass("PIN: ")
    clerk = Clerk(
        id=arguments.id,
        name=arguments.name,
        role=Role(arguments.role),
        pin_verifier=verifier(pin),
        active=not arguments.inactive,
        valid_until=None if arguments.valid_until is None else parse_instant(arguments.valid_until),
    )
    with database.write() as connection:
        version = admin.put_clerk(connection, arguments.office, clerk, SystemClock().now())
    return {"office": arguments.office, "clerk": clerk.id, "directory_version": version}


def _enrol_code(arguments: argparse.Namespace, database: Database) -> object:
    if not (len(arguments.number) == 2 and arguments.number.isascii() and arguments.number.isdigit()):
        raise DomainError("numbering.bad_station", station=arguments.number)
    with database.write() as connection:
        admin.directory_of(connection, arguments.office)
        life_of_code = CentralSettings(arguments.data).enrol_code_life
        now = SystemClock().now()
        code = create_code(connection, arguments.office, arguments.number, arguments.name, life_of_code, now)
    return {"office": arguments.office, "code": code, "hours": life_of_code.total_seconds() / 3600}


def _stations(arguments: argparse.Namespace, database: Database) -> object:
    with database.read() as connection:
        return {"stations": [asdict(row) for row in admin.list_stations(connection, arguments.office)]}


def _revoke(arguments: argparse.Namespace, database: Database) -> object:
    with database.write() as connection:
        admin.revoke(connection, arguments.station, SystemClock().now())
    return {"revoked": arguments.station}


def _dossiers(arguments: argparse.Namespace, database: Database) -> object:
    with database.read() as connection:
        total, rows = admin.list_dossiers(connection, arguments.office, limit=arguments.limit)
    return (
        {"count": total} if arguments.count else {"count": total, "dossiers": [asdict(row) for row in rows]}
    )


def _restored(arguments: argparse.Namespace, database: Database) -> object:
    with database.write() as connection:
        epoch, told = life.begin_anew(connection), life.told_so_far(connection)
    life.LifeNote(CentralSettings(arguments.data).life_file).write(epoch, told)
    return {"epoch": epoch}
