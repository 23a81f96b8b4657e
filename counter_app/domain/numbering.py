"""Giving numbers to dossiers without asking anybody: leased ranges, overflow, provisional codes.

The central system leases each station a standing range that it uses anew every day, and an overflow range;
a station without a usable number gives a provisional code. The counter never stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Self

from counter_app.domain.dossier_codes import official_code, provisional_code
from counter_app.domain.errors import DomainError
from counter_app.domain.leases import Lease, NumberRange
from counter_app.domain.received import CodeKind

_OFFICIAL_KINDS: Final = (CodeKind.LEASED, CodeKind.OVERFLOW)
_TRIED: Final = {
    CodeKind.LEASED: _OFFICIAL_KINDS,
    CodeKind.OVERFLOW: (CodeKind.OVERFLOW,),
    CodeKind.PROVISIONAL: (),
    CodeKind.CENTRAL: (),
}
"""Which official kinds are tried when numbering starts at a kind."""


@dataclass(frozen=True, slots=True)
class CodesOfDay:
    """What one station gave out on one day: runs of official numbers, and the last provisional number.

    ``runs`` are ascending and apart, so that a lease that was changed in the middle of a day, and changed
    back, repeats nothing. ``station`` is two digits, ``agency`` as it is written in the codes.
    """

    agency: str
    station: str
    day: date
    incarnation: int = 1
    runs: tuple[NumberRange, ...] = ()
    last_provisional: int = 0

    def next_in(self, span: NumberRange) -> int | None:
        """The number after the highest one given in ``span``; ``None`` when it is used up."""
        given = [min(run.last, span.last) for run in self.runs if run.overlaps(span)]
        number = max(given) + 1 if given else span.first
        return number if number <= span.last else None

    def with_code(self, issued: IssuedCode) -> CodesOfDay:
        """With one more code given out on this day."""
        if issued.day != self.day:
            raise DomainError("numbering.other_day", day=issued.day.isoformat())
        if issued.kind is CodeKind.PROVISIONAL:
            return replace(self, last_provisional=max(self.last_provisional, issued.number))
        return replace(self, runs=_joined((*self.runs, NumberRange(issued.number, issued.number))))

    def to_plain(self) -> dict[str, object]:
        """Plain data, to be kept in the transaction that uses the code."""
        return {
            "agency": self.agency,
            "station": self.station,
            "day": self.day.isoformat(),
            "incarnation": self.incarnation,
            "runs": [[run.first, run.last] for run in self.runs],
            "last_provisional": self.last_provisional,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``; raises ``DomainError("numbering.bad_record")``."""
        runs = plain.get("runs")
        try:
            if not isinstance(runs, list):
                raise DomainError("numbering.bad_record")
            return cls(
                agency=str(plain["agency"]),
                station=str(plain["station"]),
                day=date.fromisoformat(str(plain["day"])),
                incarnation=int(str(plain["incarnation"])),
                runs=tuple(NumberRange(int(first), int(last)) for first, last in runs),
                last_provisional=int(str(plain["last_provisional"])),
            )
        except (KeyError, ValueError, TypeError) as problem:
            raise DomainError("numbering.bad_record") from problem


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code for one dossier, and from where its number comes."""

    code: str
    kind: CodeKind
    day: date
    number: int


def next_code(
    lease: Lease | None, day: date, used: CodesOfDay, *, start: CodeKind = CodeKind.LEASED
) -> IssuedCode:
    """The next code of ``day``: from the leased range, else the overflow range, else a provisional one.

    ``used`` tells what this station gave out on ``day`` already; a record of an earlier day counts as empty,
    one of a later day raises ``DomainError("numbering.day_went_back")``. ``start`` skips what a lost self may
    have used after a restore: ``OVERFLOW``, or ``PROVISIONAL`` when that may be used too.
    """
    if used.day > day:
        raise DomainError("numbering.day_went_back", day=day.isoformat())
    if used.day < day:
        used = replace(used, day=day, runs=(), last_provisional=0)
    if lease is not None and lease.usable_on(used.agency, day):
        for kind, span in zip(_OFFICIAL_KINDS, lease.ranges, strict=False):
            number = used.next_in(span)
            if number is not None and kind in _TRIED[start]:
                return IssuedCode(official_code(lease.agency, day, number), kind, day, number)
    number = used.last_provisional + 1
    code = provisional_code(used.agency, used.station, day, number, incarnation=used.incarnation)
    return IssuedCode(code, CodeKind.PROVISIONAL, day, number)


def _joined(runs: Iterable[NumberRange]) -> tuple[NumberRange, ...]:
    joined: list[NumberRange] = []
    for run in sorted(runs, key=lambda span: span.first):
        if joined and run.first <= joined[-1].last + 1:
            joined[-1] = NumberRange(joined[-1].first, max(joined[-1].last, run.last))
        else:
            joined.append(run)
    return tuple(joined)
