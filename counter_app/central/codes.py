"""Official dossier codes at the central system: unique per office, given out where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select, true, update

from counter_app.central import leases
from counter_app.central.bulk import insert_rows
from counter_app.central.database import insert_new
from counter_app.central.listed import listed, looked_up, one_of
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
_LONGEST: Final = 100


def _owners() -> Select[Any]:
    wanted, found = looked_up(codes, "of_office", "code", "keys")
    return select(found.c.code, found.c.subject).select_from(wanted.join(found, true()))


_OWNERS: Final = _owners()


def _owners_on_sqlite(connection: Connection) -> Select[Any]:
    among = one_of(connection, codes.c.code, "keys")
    return select(codes.c.code, codes.c.subject).where(codes.c.office == bindparam("of_office"), among)


class CodeBook:
    """The codes of an office within one transaction, which holds the office's lock.

    ``incarnation`` of the central system keeps apart what it gives out before and after a restored backup.
    """

    def __init__(self, connection: Connection, office: str, agency: str) -> None:
        self._connection = connection
        self._office = office
        self._agency = agency
        self._owners: dict[str, str] = {}
        self._new: list[tuple[object, ...]] = []
        self._ranges: dict[str, Sequence[range]] = {}

    def look_up(self, written: Iterable[str]) -> None:
        """Learn who has these codes: once for all receptions that are to come."""
        keys = {key for key in map(code_key, written) if _fits(key)} - self._owners.keys()
        if keys:
            postgresql = self._connection.dialect.name == "postgresql"
            query = _OWNERS if postgresql else _owners_on_sqlite(self._connection)
            values = {"of_office": self._office, "keys": listed(self._connection, keys)}
            rows = self._connection.execute(query, values)
            self._owners |= {row.code: row.subject for row in rows}

    def register(self, entry: Entry, event: DossierReceived) -> str:
        """Note the code of a reception that was looked up; what is wrong with it, or empty.

        Whatever is wrong, the code stands: the citizen already holds it.
        """
        key = code_key(event.code)
        if not _fits(key):
            return BAD_CODE
        if self._owner(key, entry.subject) != entry.subject:
            return TAKEN
        if event.code_kind is CodeKind.PROVISIONAL:
            return ""
        code = read_code(key).code
        if code is None or code.provisional:
            return BAD_CODE
        if not _same_agency(code.agency, self._agency):
            return OTHER_AGENCY
        return "" if self._leased(entry.station, code.number) else OUTSIDE_LEASE

    def assign(self, day: date, subject: str, incarnation: int) -> str | None:
        """Give a dossier the next official code of ``day`` from the central system's own numbers.

        ``None`` when the day has no number left.
        """
        self.flush()
        key = {"office": self._office, "day": day.isoformat()}
        insert_new(self._connection, code_days, {**key, "last_number": 0})
        where = (code_days.c.office == self._office, code_days.c.day == key["day"])
        last = self._connection.scalar(select(code_days.c.last_number).where(*where)) or 0
        number = max(last, _before_first(self._agency, incarnation))
        while True:
            number += 1
            try:
                code = official_code(self._agency, day, number)
            except DomainError:
                return None
            if self.claim(code, subject):
                update_day = update(code_days).where(*where).values(last_number=number)
                self._connection.execute(update_day)
                return code

    def claim(self, code: str, subject: str) -> bool:
        """Note that a dossier has a code; whether nobody had it."""
        row = {"office": self._office, "code": code_key(code), "subject": subject}
        return insert_new(self._connection, codes, row)

    def flush(self) -> None:
        """Write what was registered."""
        insert_rows(self._connection, codes, self._new)
        self._new = []

    def _owner(self, key: str, subject: str) -> str:
        if key not in self._owners:
            self._owners[key] = subject
            self._new.append((self._office, key, subject))
        return self._owners[key]

    def _leased(self, station: str, number: int) -> bool:
        if station not in self._ranges:
            self._ranges[station] = leases.ranges(self._connection, self._office, station)
        return any(number in leased for leased in self._ranges[station])


def _fits(key: str) -> bool:
    """Whether a code can be kept: what is longer than any code, or not text to every database, is none."""
    return len(key) <= _LONGEST and "\0" not in key


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
