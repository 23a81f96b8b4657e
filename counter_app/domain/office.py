"""The office, its counters and its clerks, as the central system makes them known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.plain_reader import PlainReader


class Role(StrEnum):
    """What a clerk may do."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Clerk:
    """A person who works at a counter.

    ``pin_verifier`` is an Argon2id string (never the PIN). After ``valid_until`` the right to sign in
    without the central system has expired (LC-49); ``None`` means no end is set. ``fields`` are the fields of
    procedures (``Hộ tịch``) that she works in; none named: all.
    """

    id: str
    name: str
    role: Role
    pin_verifier: str
    active: bool = True
    valid_until: datetime | None = None
    fields: tuple[str, ...] = ()


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
    time_rules: Mapping[str, object] = field(default_factory=dict)
    """Where the office's own regulation differs from its profile about time, as ``TimeRules`` reads it."""
    form_package: str = ""
    """The form package that its papers are printed with; empty: the newest one that is valid on the day."""


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


_OFFICE_NAMES = ("id", "agency", "name", "center_name")
_OFFICE_TEXTS = ("parent_name", "place", "phone", "address", "portal_url", "profile")


def directory_from_plain(data: Mapping[str, object]) -> Directory:
    """Read a directory document; raises ``DomainError("directory.bad_document", field)``.

    A clerk whose role is not known here (a newer central system's) is there by name, but cannot sign in.
    """
    read = PlainReader(data, lambda field: DomainError("directory.bad_document", field=field))
    office, version = read.part("office"), read.count("version")
    clerks = tuple(_clerk(row) for row in read.parts("clerks"))
    if len({clerk.id for clerk in clerks}) != len(clerks):
        raise read.misfit("clerks.id")
    return Directory(
        version,
        Office(
            **{name: office.text(name) for name in _OFFICE_NAMES},
            **{name: office.text(name, "") for name in _OFFICE_TEXTS},
            hours=office.mapping("hours"),
            version=version,
            slip_suffix=office.text("slip_suffix", "TTPVHCC"),
            time_rules=office.mapping("time_rules") if office.has("time_rules") else {},
            form_package=office.text("form_package", ""),
        ),
        clerks,
    )


def directory_to_plain(directory: Directory) -> dict[str, object]:
    """The reverse of ``directory_from_plain``."""
    names = (*_OFFICE_NAMES, *_OFFICE_TEXTS)
    office: dict[str, object] = {name: getattr(directory.office, name) for name in names}
    office["hours"] = dict(directory.office.hours)
    office["slip_suffix"] = directory.office.slip_suffix
    if directory.office.time_rules:
        office["time_rules"] = dict(directory.office.time_rules)
    if directory.office.form_package:
        office["form_package"] = directory.office.form_package
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
                **({"fields": list(clerk.fields)} if clerk.fields else {}),
            }
            for clerk in directory.clerks
        ],
    }


def _clerk(row: PlainReader) -> Clerk:
    role, until = row.text("role"), row.optional_text("valid_until")
    try:
        valid_until = None if until is None else parse_instant(until)
    except DomainError as error:
        raise row.misfit("valid_until") from error
    known = role in set(Role)
    return Clerk(
        id=row.text("id"),
        name=row.text("name"),
        role=Role(role) if known else Role.CLERK,
        pin_verifier=row.text("pin_verifier"),
        active=row.flag("active", default=True) and known,
        valid_until=valid_until,
        fields=row.texts("fields"),
    )
