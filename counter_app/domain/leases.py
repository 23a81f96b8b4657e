"""Ranges of numbers that the central system leases to a station, so that codes stay unique offline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from counter_app.domain.agency import parse_agency
from counter_app.domain.dossier_codes import largest_number
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.work_calendar import VIETNAM


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers from ``first`` to ``last``, both included."""

    first: int
    last: int

    def overlaps(self, other: NumberRange) -> bool:
        """Whether any number is in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Lease:
    """What a station may number from on every day, until it is withdrawn or expires.

    ``agency`` is written as it stands in the codes. A lease is good from the day on which it was granted,
    not before: an earlier holder may have used the range until then. Raises
    ``DomainError("numbering.bad_lease")``.
    """

    agency: str
    first: int
    last: int
    overflow_first: int | None
    overflow_last: int | None
    granted_at: datetime
    withdrawn: bool = False
    valid_until: date | None = None

    def __post_init__(self) -> None:
        parse_agency(self.agency)
        if self.granted_at.tzinfo is None or (self.overflow_first is None) != (self.overflow_last is None):
            raise DomainError("numbering.bad_lease", agency=self.agency)
        ranges = self.ranges
        in_order = all(1 <= span.first <= span.last <= largest_number(self.agency) for span in ranges)
        if not in_order or (len(ranges) == 2 and ranges[0].overlaps(ranges[1])):
            raise DomainError("numbering.bad_lease", agency=self.agency)

    @property
    def ranges(self) -> tuple[NumberRange, ...]:
        """The standing range, then the overflow range if there is one."""
        standing = NumberRange(self.first, self.last)
        if self.overflow_first is None or self.overflow_last is None:
            return (standing,)
        return (standing, NumberRange(self.overflow_first, self.overflow_last))

    def usable_on(self, agency: str, day: date) -> bool:
        """Whether numbers of ``day`` may be taken from it for ``agency``."""
        granted_on = self.granted_at.astimezone(VIETNAM).date()
        return (
            not self.withdrawn
            and agency == self.agency
            and granted_on <= day
            and (self.valid_until is None or day <= self.valid_until)
        )

    def collides_with(self, other: Lease) -> bool:
        """Whether two stations holding these could give the same code (the centre must never grant both)."""
        if parse_agency(self.agency) != parse_agency(other.agency):
            return False
        return any(mine.overlaps(theirs) for mine in self.ranges for theirs in other.ranges)

    def to_plain(self) -> dict[str, object]:
        """Plain data for the ``lease`` document."""
        return {
            "agency": self.agency,
            "first": self.first,
            "last": self.last,
            "overflow_first": self.overflow_first,
            "overflow_last": self.overflow_last,
            "granted_at": instant_text(self.granted_at),
            "withdrawn": self.withdrawn,
            "valid_until": None if self.valid_until is None else self.valid_until.isoformat(),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``; raises ``DomainError("numbering.bad_lease")``."""
        try:
            until = plain.get("valid_until")
            return cls(
                agency=str(plain["agency"]),
                first=int(str(plain["first"])),
                last=int(str(plain["last"])),
                overflow_first=_optional_number(plain.get("overflow_first")),
                overflow_last=_optional_number(plain.get("overflow_last")),
                granted_at=parse_instant(str(plain["granted_at"])),
                withdrawn=bool(plain.get("withdrawn", False)),
                valid_until=None if until is None else date.fromisoformat(str(until)),
            )
        except (KeyError, ValueError) as problem:
            raise DomainError("numbering.bad_lease", agency=str(plain.get("agency", ""))) from problem


def _optional_number(value: object) -> int | None:
    return None if value is None else int(str(value))
