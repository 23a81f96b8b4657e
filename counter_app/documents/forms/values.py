"""Values as a form words them: the pattern of a block, filled in; what is missing becomes dots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from string import Formatter
from typing import Any

from counter_app.documents.forms.spec import Wording
from counter_app.documents.wording import BLANK_TIME, plain
from counter_app.domain.form_content import FormValue
from counter_app.i18n import formats


class Filled:
    """Fills patterns with values; knows how the package words times, days and what is blank."""

    def __init__(self, words: Wording, values: Mapping[str, FormValue]) -> None:
        self._words = words
        self._values = values

    def text(self, pattern: str) -> str:
        """The pattern with every value in it; dots for those that are missing. Lines stay lines."""
        pattern_of = _Pattern(self._words, self._values)
        lines = ((line, pattern_of.format(line)) for line in pattern.split("\n"))
        # A line whose parts may be missing without a trace leaves no gap either.
        filled = "\n".join(text for line, text in lines if text.strip() or not line.strip())
        return "\n".join(" ".join(line.split()) for line in filled.split("\n"))

    def value(self, pattern: str) -> str:
        """The pattern, or nothing if none of its values is there: a line to write on takes its place."""
        names = [name for _, name, _, _ in Formatter().parse(pattern) if name is not None]
        if names and not any(_given(self._values.get(name)) for name in names):
            return ""
        return self.text(pattern)


def _given(value: FormValue) -> bool:
    return value is not None and value != ""


class _Pattern(Formatter):
    def __init__(self, words: Wording, values: Mapping[str, FormValue]) -> None:
        self._words = words
        self._values = values

    def get_value(self, key: int | str, args: object, kwargs: object) -> Any:  # noqa: ARG002
        return self._values.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        lead, _, before = format_spec.partition(" ")
        if lead == "after":
            # Words that stand before the value, and not without it.
            return f"{before}{self._shortly(value)}" if _given(value) else ""
        match format_spec:
            case "instant":
                return self._instant(value)
            case "date":
                return self._date(value)
            case "short":
                return formats.day(value) if isinstance(value, date) else self._words.blank
            case "clock":
                return formats.clock(value) if isinstance(value, datetime) else self._words.blank
            case "vnd":
                return formats.number(value) if isinstance(value, int) else self._words.blank
            case "two":
                return f"{value:02d}" if isinstance(value, int) else self._words.blank
            case "if":
                # A part of a cell that may be missing without a trace.
                return plain(str(value)) if _given(value) else ""
            case "":
                return plain(str(value)) if _given(value) else self._words.blank
        raise ValueError(f"unknown pattern {format_spec!r}")

    def _shortly(self, value: FormValue) -> str:
        if isinstance(value, datetime):
            return f"{formats.clock(value)} {formats.day(value)}"
        return plain(str(value))

    def _instant(self, value: object) -> str:
        if not isinstance(value, datetime):
            blank = dict.fromkeys(("hour", "minute", "day", "month"), BLANK_TIME)
            return self._words.instant.format(**blank, year=self._words.blank)
        at = formats.local(value)
        return self._words.instant.format(hour=f"{at.hour:02d}", minute=f"{at.minute:02d}", **_parts(at))

    def _date(self, value: object) -> str:
        if not isinstance(value, date):
            return self._words.date.format(day=BLANK_TIME, month=BLANK_TIME, year=self._words.blank)
        return self._words.date.format(
            **_parts(formats.local(value) if isinstance(value, datetime) else value)
        )


def _parts(at: date) -> dict[str, str]:
    # NĐ 30/2020/NĐ-CP, Phụ lục I: a zero before days below 10 and before January and February.
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return {"day": f"{at.day:02d}", "month": month, "year": f"{at.year:04d}"}
