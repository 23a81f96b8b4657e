"""An office's regulation at the central system: profile, own values and forms, sent to its counters."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from counter_app.central import documents
from counter_app.central.admin import directory_of
from counter_app.central.database import Database
from counter_app.central.json_file import read_object
from counter_app.central.settings import SystemClock
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Office, directory_to_plain
from counter_app.domain.time_rules import TimeRules
from counter_app.paths import resources


@dataclass(frozen=True, slots=True)
class OfficeRulesChange:
    """What is to be set; ``None`` leaves a value as it is, an empty one leaves it to the counters."""

    profile: str | None = None
    time_rules: Mapping[str, object] | None = None
    form_package: str | None = None


def set_rules(
    connection: Connection,
    office: str,
    change: OfficeRulesChange,
    profiles: Mapping[str, object],
    now: datetime,
) -> tuple[Office, int]:
    """Change an office's directory; returns the office as it is now and the directory's new version.

    Raises ``DomainError``: ``central.unknown_office``, ``time_rules.unknown_profile`` or ``.bad_profile``.
    """
    directory = directory_of(connection, office)
    known = directory.office
    changed = replace(
        known,
        profile=known.profile if change.profile is None else change.profile,
        time_rules=known.time_rules if change.time_rules is None else change.time_rules,
        form_package=known.form_package if change.form_package is None else change.form_package,
    )
    TimeRules.of_profile(profiles, changed.profile, changed.time_rules)
    plain = directory_to_plain(replace(directory, office=changed))
    return changed, documents.publish(connection, office, "directory", plain, now)


Add = Callable[[str, Callable[[argparse.Namespace, Database], object], str], argparse.ArgumentParser]


def add_rules(add: Add) -> None:
    """Declare ``set-office``."""
    command = add("set-office", _set, "set an office's regulation and forms; counters get them by the feed")
    command.add_argument("office")
    command.add_argument("--profile", help="of province-profiles.json; empty: each counter chooses")
    command.add_argument("--time-rules", type=Path, help="JSON file: own values with regulation and clauses")
    command.add_argument("--form-package", help="a folder of resources/forms; empty: as the day decides")


def _set(arguments: argparse.Namespace, database: Database) -> object:
    package = arguments.form_package
    if package and not (resources() / "forms" / package / "package.toml").is_file():
        raise DomainError("forms.unknown_package", package=package)
    own = None if arguments.time_rules is None else read_object(arguments.time_rules)
    change = OfficeRulesChange(arguments.profile, own, package)
    profiles = read_object(resources() / "catalogues" / "province-profiles.json")
    with database.write() as connection:
        office, version = set_rules(connection, arguments.office, change, profiles, SystemClock().now())
    return {
        "office": office.id,
        "profile": office.profile,
        "time_rules": dict(office.time_rules),
        "form_package": office.form_package,
        "directory_version": version,
    }
