"""The sub-commands of ``counter-app central`` for alarms and for stations that go out of service."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from counter_app.central import alarms, readmission, retirement
from counter_app.central.database import Database
from counter_app.central.json_file import read_object
from counter_app.central.settings import SystemClock
from counter_app.domain.errors import DomainError

Command = Callable[[argparse.Namespace, Database], object]
Declare = Callable[[str, Command, str], argparse.ArgumentParser]


def add_upkeep(declare: Declare) -> None:
    """Declare the sub-commands."""
    listed = declare("alarms", _alarms, "list what an administrator has to look at")
    listed.add_argument("--office")
    listed.add_argument("--all", action="store_true", help="settled ones too")

    settle = declare("settle-alarm", _settle, "say that alarms were dealt with")
    settle.add_argument("alarm", nargs="+", help="ids as alarms lists them")

    retire = declare("retire", _retire, "take a station out of service whose last entry is here")
    retire.add_argument("station")
    _add_last(retire, required=True)

    again = declare("readmit", _readmit, "admit a station again that a restored backup does not know")
    again.add_argument("identity", type=Path, help="file with what counter-app identity printed there")

    release = declare("release-lease", _release, "let the numbers of a revoked station be leased again")
    release.add_argument("station")
    _add_last(release, required=False)
    release.add_argument(
        "--destroyed", action="store_true", help="the machine is gone for good: nothing will come from it"
    )


def _add_last(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--last-seq", type=int, required=required, help="number of its last entry, as it shows it"
    )
    parser.add_argument("--incarnation", type=int, default=1, help="as the station shows it; default 1")


def _alarms(arguments: argparse.Namespace, database: Database) -> object:
    with database.read() as connection:
        found = alarms.list_alarms(connection, arguments.office, with_settled=arguments.all)
    return {"alarms": [asdict(alarm) for alarm in found]}


def _settle(arguments: argparse.Namespace, database: Database) -> object:
    with database.write() as connection:
        for alarm in arguments.alarm:
            alarms.settle_alarm(connection, alarm, SystemClock().now())
    return {"settled": arguments.alarm}


def _readmit(arguments: argparse.Namespace, database: Database) -> object:
    identity = read_object(arguments.identity)
    with database.write() as connection:
        return {"readmitted": readmission.readmit(connection, identity, SystemClock().now())}


def _retire(arguments: argparse.Namespace, database: Database) -> object:
    last = retirement.LastEntry(arguments.incarnation, arguments.last_seq)
    with database.write() as connection:
        freed = retirement.retire(connection, arguments.station, last, SystemClock().now())
    return {"retired": arguments.station, "released": _plain(freed)}


def _release(arguments: argparse.Namespace, database: Database) -> object:
    if (arguments.last_seq is None) != arguments.destroyed:
        raise DomainError("central.last_entry_unknown")
    last = None if arguments.destroyed else retirement.LastEntry(arguments.incarnation, arguments.last_seq)
    with database.write() as connection:
        freed = retirement.release_lease(connection, arguments.station, last, SystemClock().now())
    return {"station": arguments.station, "released": _plain(freed)}


def _plain(freed: Sequence[range]) -> list[list[int]]:
    return [[numbers.start, numbers.stop - 1] for numbers in freed]
