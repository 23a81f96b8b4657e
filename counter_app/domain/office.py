"""The office, its counters and its clerks, as the central system makes them known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant


class Role(StrEnum):
    """What a clerk may do."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Clerk:
    """A person who works at a counter.

    ``pin_verifier`` is an Argon2id string (never the PIN). After ``valid_until`` the right to sign in
    without the central system has expired (LC-49); ``None`` means no end is set.
    """

    id: str
    name: str
    role: Role
    pin_verifier: str
    active: bool = True
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What stands on the papers and what numbers begin with.

    ``agency`` is the identifier in dossier codes (``H01.15.21``). ``hours`` is plain data for
    ``working_time``; ``profile`` names the province profile, ``version`` counts the directory.
    """

    id: str
    agency: str
    parent_name: str
    name: str
    center_name: str
    place: str
    phone: str
    address: str
    portal_url: str
    profile: str
    hours: Mapping[str, object]
    version: int
    slip_suffix: str = "TTPVHCC"
    """What follows the number on a slip: TTPVHCC for a centre, BPTNTKQ for a section (Mẫu 01)."""


@dataclass(frozen=True, slots=True)
class Station:
    """This counter: opaque id, the running incarnation, and how people call it.

    ``number`` is two digits (``"03"``), part of the ledger book and of provisional codes.
    """

    id: str
    incarnation: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The office and its clerks at one version."""

    version: int
    office: Office
    clerks: tuple[Clerk, ...]

    def clerk(self, clerk_id: str) -> Clerk | None:
        """The clerk of that id, if the directory knows one."""
        return next((clerk for clerk in self.clerks if clerk.id == clerk_id), None)


_OFFICE_TEXTS = (
    "id",
    "agency",
    "parent_name",
    "name",
    "center_name",
    "place",
    "phone",
    "address",
    "portal_url",
    "profile",
)


def directory_from_plain(data: Mapping[str, object]) -> Directory:
    """Read a directory document; raises ``DomainError("directory.bad_document")``."""
    try:
        version = int(str(data["version"]))
        office_data, clerk_rows = data["office"], data["clerks"]
        if not isinstance(office_data, Mapping) or not isinstance(clerk_rows, Sequence):
            raise DomainError("directory.bad_document", field="office")
        hours = office_data["hours"]
        if not isinstance(hours, Mapping):
            raise DomainError("directory.bad_document", field="hours")
        texts = {name: str(office_data[name]) for name in _OFFICE_TEXTS}
        suffix = str(office_data.get("slip_suffix", "TTPVHCC"))
        office = Office(**texts, hours=hours, version=version, slip_suffix=suffix)
        return Directory(version, office, tuple(_clerk(row) for row in clerk_rows))
    except (KeyError, ValueError, TypeError) as error:
        raise DomainError("directory.bad_document", field=str(error)) from error


def directory_to_plain(directory: Directory) -> dict[str, object]:
    """The reverse of ``directory_from_plain``."""
    office: dict[str, object] = {name: getattr(directory.office, name) for name in _OFFICE_TEXTS}
    office["hours"] = dict(directory.office.hours)
    office["slip_suffix"] = directory.office.slip_suffix
    return {
        "version": directory.version,
        "office": office,
        "clerks": [
            {
                "id": clerk.id,
                "name": clerk.name,
                "role": clerk.role.value,
                "pin_verifier": clerk.pin_verifier,
                "active": clerk.active,
                "valid_until": None if clerk.valid_until is None else instant_text(clerk.valid_until),
            }
            for clerk in directory.clerks
        ],
    }


def _clerk(row: Mapping[str, object]) -> Clerk:
    until = row.get("valid_until")
    return Clerk(
        id=str(row["id"]),
        name=str(row["name"]),
        role=Role(str(row["role"])),
        pin_verifier=str(row["pin_verifier"]),
        active=bool(row.get("active", True)),
        valid_until=None if until is None else parse_instant(str(until)),
    )
