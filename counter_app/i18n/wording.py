"""One language's texts and formats behind one object that screens and documents are given."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

from counter_app.i18n import formats
from counter_app.i18n.catalogue import areas, read_area

Language = Literal["vi", "en"]
Value = str | int | None

_log = logging.getLogger(__name__)


class CodedError(Protocol):
    """What can be worded as an error: a stable code and the values of its placeholders."""

    @property
    def code(self) -> str:
        """``"draft.owner_missing"``."""
        ...

    @property
    def params(self) -> Mapping[str, Value]:
        """Values by placeholder."""
        ...


class MissingTextError(LookupError):
    """A key without text, or a text whose placeholder was not given a value."""


class Wording:
    """Text and formats of one language.

    ``folder`` holds ``vi/`` and ``en/``. With ``strict`` (the default, for tests and checks) a missing key or
    placeholder raises ``MissingTextError``; without, the key is shown in brackets and logged once. It never
    falls back to the other language: a screen in two languages is worse than a visible gap.
    """

    def __init__(self, language: Language, folder: Path, *, strict: bool = True) -> None:
        self.language: Language = language
        self._folder = folder / language
        self._strict = strict
        self._areas: dict[str, dict[str, str]] = {}
        self._reported: set[str] = set()

    # --- text ----------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        """Whether the key has a text in this language."""
        return key in self._area(key)

    def text(self, key: str, **params: Value) -> str:
        """The text of ``key`` with its ``{placeholders}`` filled; ``None`` fills with nothing."""
        template = self._area(key).get(key)
        if template is None:
            return self._missing(key, key)
        if "{" not in template:
            return template
        filled = {name: "" if value is None else str(value) for name, value in params.items()}
        try:
            return template.format_map(filled)
        except (KeyError, IndexError, ValueError) as problem:
            return self._missing(key, f"{key}: {problem!r}")

    def count(self, key: str, count: int, **params: Value) -> str:
        """``<key>.one`` for exactly one, else ``<key>.other``; ``{count}`` is the figure with separators."""
        form = "one" if count == 1 else "other"
        return self.text(f"{key}.{form}", count=self.number(count), **params)

    def error(self, error: CodedError) -> str:
        """The wording of a domain error: ``error.<code>``, with its parameters."""
        return self.text(f"error.{error.code}", **error.params)

    def all_keys(self) -> list[str]:
        """Every key of this language, sorted (for completeness checks)."""
        return sorted(key for area in areas(self._folder) for key in self._area(area))

    def _area(self, key: str) -> dict[str, str]:
        name = key.partition(".")[0]
        if name not in self._areas:
            self._areas[name] = read_area(self._folder, name)
        return self._areas[name]

    def _missing(self, key: str, what: str) -> str:
        if self._strict:
            raise MissingTextError(f"{self.language}: {what}")
        if what not in self._reported:
            self._reported.add(what)
            _log.error("no %s text: %s", self.language, what)
        return f"[{key}]"

    # --- formats -------------------------------------------------------------------------------

    def number(self, value: int) -> str:
        """``18.204``."""
        return formats.number(value)

    def decimal(self, value: float, places: int = 1) -> str:
        """``0,4``."""
        return formats.decimal(value, places)

    def money(self, vnd: int) -> str:
        """``1.234.567 đ``."""
        return formats.money(vnd)

    def size(self, count: int) -> str:
        """Bytes as ``4,2 MB``."""
        return formats.size(count)

    def date(self, value: dt.date) -> str:
        """``dd/MM/yyyy``; instants in Vietnam time."""
        return formats.day(value)

    def short_date(self, value: dt.date) -> str:
        """``dd/MM``."""
        return formats.short_day(value)

    def time(self, instant: dt.datetime) -> str:
        """``HH:mm`` in Vietnam time."""
        return formats.clock(instant)

    def time_with_seconds(self, instant: dt.datetime) -> str:
        """``HH:mm:ss`` in Vietnam time."""
        return formats.clock(instant, seconds=True)

    def date_time(self, instant: dt.datetime) -> str:
        """``08:57, 25/11/2026``."""
        return f"{formats.clock(instant)}, {formats.day(instant)}"

    def weekday(self, value: dt.date) -> str:
        """``thứ Hai`` ... ``Chủ nhật``."""
        here = formats.local(value) if isinstance(value, dt.datetime) else value
        return self.text(f"format.weekday.{here.isoweekday()}")

    def relative_date(self, value: dt.date, today: dt.date) -> str:
        """``hôm nay``, ``ngày mai``, ``hôm qua``; else ``25/11``, with the year when it differs."""
        there = formats.local(value).date() if isinstance(value, dt.datetime) else value
        here = formats.local(today).date() if isinstance(today, dt.datetime) else today
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((there - here).days)
        if near:
            return self.text(f"format.day.{near}")
        return self.short_date(there) if there.year == here.year else self.date(there)

    def days_from(self, value: dt.date, today: dt.date) -> str:
        """How far a date is away: ``còn 3 ngày``, ``hôm nay``, ``quá 2 ngày``."""
        there = formats.local(value).date() if isinstance(value, dt.datetime) else value
        here = formats.local(today).date() if isinstance(today, dt.datetime) else today
        distance = (there - here).days
        if distance == 0:
            return self.text("format.day.today")
        return self.count("format.left" if distance > 0 else "format.late", abs(distance))

    def duration(self, span: dt.timedelta) -> str:
        """The two largest units: ``40 giây``, ``35 phút``, ``2 giờ 5 phút``, ``3 ngày``."""
        days, hours, minutes, seconds = formats.span_parts(span)
        parts = [("day", days), ("hour", hours), ("minute", minutes)]
        shown = [(unit, n) for unit, n in parts if n]
        if not shown:
            return self.count("format.span.second", seconds)
        first = parts.index(shown[0])
        pair = [shown[0], *[item for item in parts[first + 1 : first + 2] if item[1]]]
        return " ".join(self.count(f"format.span.{unit}", n) for unit, n in pair)
