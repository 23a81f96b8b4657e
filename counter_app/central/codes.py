"""Official dossier codes at the central system: unique per office, given out where one is missing."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection, select, update

from counter_app.central import leases
from counter_app.central.database import insert_new
from counter_app.central.tables import code_days, codes
from counter_app.domain.agency import parse_agency
from counter_app.domain.dossier_codes import code_key, largest_number, official_code, read_code
from counter_app.domain.entries import CodeKind, DossierReceived
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry

TAKEN: Final = "code_taken"
OUTSIDE_LEASE: Final = "code_outside_lease"
OTHER_AGENCY: Final = "code_of_other_agency"
BAD_CODE: Final = "code_unreadable"


def register(connection: Connection, office: str, agency: str, entry: Entry, event: DossierReceived) -> str:
    """Note the code of a reception; what is wrong with it, or empty.

    Whatever is wrong, the code stands: the citizen already holds it.
    """
    key = code_key(event.code)
    if not insert_new(connection, codes, {"office": office, "code": key, "subject": entry.subject}):
        owner = connection.scalar(
            select(codes.c.subject).where(codes.c.office == office, codes.c.code == key)
        )
        if owner != entry.subject:
            return TAKEN
    if event.code_kind is CodeKind.PROVISIONAL:
        return ""
    code = read_code(key).code
    if code is None or code.provisional:
        return BAD_CODE
    if not _same_agency(code.agency, agency):
        return OTHER_AGENCY
    return "" if leases.covers(connection, office, entry.station, code.number) else OUTSIDE_LEASE


def assign(
    connection: Connection, office: str, agency: str, day: date, subject: str, incarnation: int
) -> str | None:
    """Give a dossier the next official code of ``day`` from the central system's own numbers.

    ``incarnation`` of the central system keeps apart what it gives out before and after a restored backup.
    ``None`` when the day has no number left.
    """
    key = {"office": office, "day": day.isoformat()}
    insert_new(connection, code_days, {**key, "last_number": 0})
    where = (code_days.c.office == office, code_days.c.day == key["day"])
    last = connection.scalar(select(code_days.c.last_number).where(*where).with_for_update()) or 0
    number = max(last, _before_first(agency, incarnation))
    while True:
        number += 1
        try:
            code = official_code(agency, day, number)
        except DomainError:
            return None
        if insert_new(connection, codes, {"office": office, "code": code_key(code), "subject": subject}):
            connection.execute(update(code_days).where(*where).values(last_number=number))
            return code


def _same_agency(written: str, ours: str) -> bool:
    try:
        return parse_agency(written) == parse_agency(ours)
    except DomainError:
        return False


def _before_first(agency: str, incarnation: int) -> int:
    """The number before the first one of this incarnation: above all leases, apart from earlier lives."""
    if largest_number(agency) < 10_000:
        return leases.LAST_LEASED + 200 * (incarnation - 1)
    return leases.LAST_LEASED if incarnation == 1 else 10_000 * (incarnation - 1)
