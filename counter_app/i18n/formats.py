"""Dates, times, money, counts and spans as Vietnamese offices write them.

Separators are the Vietnamese ones in both languages: the same figures stand on the printed papers.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The same all year round since 1975: no table of time zones has to be read for it."""

_SIZE_STEPS = ("B", "KB", "MB", "GB", "TB")


def local(instant: datetime) -> datetime:
    """The instant on Vietnam's clocks; a ``ValueError`` if it has no time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be shown")
    return instant.astimezone(VIETNAM)


def number(value: int) -> str:
    """``18204`` -> ``18.204``."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float, places: int = 1) -> str:
    """``1234.5`` -> ``1.234,5``."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def money(vnd: int) -> str:
    """``1234567`` -> ``1.234.567 đ`` (a no-break space before the sign)."""
    return f"{number(vnd)}\N{NO-BREAK SPACE}đ"


def day(value: date) -> str:
    """``dd/MM/yyyy``; an instant is taken in Vietnam time."""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value:%d/%m}/{value.year:04d}"


def short_day(value: date) -> str:
    """``dd/MM``."""
    if isinstance(value, datetime):
        value = local(value)
    return f"{value:%d/%m}"


def clock(instant: datetime, *, seconds: bool = False) -> str:
    """``HH:mm`` or ``HH:mm:ss`` in Vietnam time."""
    return f"{local(instant):%H:%M:%S}" if seconds else f"{local(instant):%H:%M}"


def size(count: int) -> str:
    """Bytes in powers of 1024: ``4404019`` -> ``4,2 MB``."""
    value, step = float(count), 0
    while value >= 1024 and step < len(_SIZE_STEPS) - 1:
        value, step = value / 1024, step + 1
    places = 0 if step == 0 or value >= 100 else 1
    return f"{decimal(value, places)} {_SIZE_STEPS[step]}"


def span_parts(span: timedelta) -> tuple[int, int, int, int]:
    """Whole days, hours, minutes and seconds of the absolute span."""
    total = int(abs(span).total_seconds())
    days, rest = divmod(total, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    return days, hours, minutes, seconds
