"""The office and this station in words, as the central system made them known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from counter_app.domain.errors import DomainError
from counter_app.domain.office_hours import OfficeHours, Period
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.office_context import OfficeContext
from counter_app.ui.shared.fact_grid import Fact


class OfficeWords:
    """Words for the office section; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    def office(self, context: OfficeContext, now: datetime) -> list[Fact]:
        """Who we are, as it stands on the papers."""
        office = context.directory.office
        pairs = [
            ("name", office.name),
            ("center", office.center_name),
            ("agency", office.agency),
            ("address", office.address),
            ("phone", office.phone),
            ("portal", office.portal_url),
            ("hours", self.hours(office.hours, local(now).date())),
        ]
        return self._facts(pairs)

    def station(self, context: OfficeContext) -> list[Fact]:
        """This counter, its people and the numbers that it may give."""
        clerks = sum(clerk.active for clerk in context.directory.clerks)
        pairs = [
            (
                "station",
                self._text(
                    "settings.office.station_value", name=context.station.name, number=context.station.number
                ),
            ),
            ("clerks", self._wording.count("settings.office.clerks_value", clerks)),
            ("numbers", self._numbers(context)),
        ]
        return self._facts(pairs)

    def versions(self, context: OfficeContext, now: datetime) -> list[Fact]:
        """How old the data are that receptions rest on."""
        catalogue = context.catalogue
        procedures = self._wording.count("settings.office.procedures", len(catalogue.procedures))
        known = f"{self._version(catalogue.version, catalogue.valid_from, now)} · {procedures}"
        pairs = [
            ("catalogue", known),
            ("calendar", self._text("settings.office.version", version=context.calendar.version)),
            ("directory", self._text("settings.office.version", version=context.directory.version)),
        ]
        return self._facts(pairs)

    def hours(self, plain: object, today: date) -> str:
        """``Thứ Hai – thứ Sáu: 07:30–11:30, 13:30–17:00``, a line for each run of equal days."""
        if not isinstance(plain, dict):
            return ""
        try:
            days = OfficeHours.from_plain(plain).week_of(today).days
        except DomainError:
            return self._text("settings.office.hours_unreadable")
        return self.week(days)

    def week(self, days: Sequence[tuple[Period, ...]]) -> str:
        """The hours of a week, Monday first."""
        lines, place = [], 0
        for periods, run in groupby(days):
            length = len(list(run))
            lines.append(self._run(place, place + length - 1, periods))
            place += length
        return "\n".join(lines)

    def _run(self, first: int, last: int, periods: Sequence[Period]) -> str:
        names = [self._text(f"format.weekday.{number + 1}") for number in (first, last)]
        days = names[0] if first == last else f"{names[0]} – {names[1]}"
        if not periods:
            shown = self._text("settings.office.closed")
        else:
            shown = ", ".join(f"{period.start:%H:%M}–{period.end:%H:%M}" for period in periods)
        return f"{days[:1].upper()}{days[1:]}: {shown}"

    def _numbers(self, context: OfficeContext) -> str:
        lease = context.lease
        if lease is None or lease.withdrawn:
            return self._text("settings.office.no_lease")
        return self._text("settings.office.lease", first=lease.first, last=lease.last)

    def _version(self, version: str, valid_from: date | None, now: datetime) -> str:
        told = self._text("settings.office.version", version=version)
        if valid_from is None:
            return told
        age = (local(now).date() - valid_from).days
        since = self._text("settings.office.valid_from", date=self._wording.date(valid_from))
        return f"{told} · {since} · {self._wording.count('settings.office.age', max(age, 0))}"

    def _facts(self, pairs: list[tuple[str, str]]) -> list[Fact]:
        return [Fact(self._text(f"settings.office.{name}"), value) for name, value in pairs if value]
