"""Values as the form words them: times, money, counts. Pure functions over the form's patterns."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from counter_app.documents.form_text import ReceiptText
from counter_app.domain.receipt import ReceiptComponent, ReceiptContent, TimeUnit
from counter_app.i18n import formats

LONGEST_VALUE = 1200
"""Characters of one field; no real name or address comes near. Longer ones end in an ellipsis."""

BLANK_TIME = "……"
"""Dots to write an hour, a minute, a day or a month on."""


def plain(text: str) -> str:
    """The text on one line, in NFC, without control characters, at most ``LONGEST_VALUE`` long."""
    seen = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    line = " ".join(unicodedata.normalize("NFC", seen).split())
    return line if len(line) <= LONGEST_VALUE else f"{line[: LONGEST_VALUE - 1]}…"


def _date_parts(at: datetime) -> dict[str, str]:
    # NĐ 30/2020/NĐ-CP, Phụ lục I: a zero before days below 10 and before January and February.
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return {"day": f"{at.day:02d}", "month": month, "year": f"{at.year:04d}"}


def instant(text: ReceiptText, at: datetime | None) -> str:
    """``16 giờ 20 phút, ngày 20 tháng 11 năm 2026`` in Vietnam time; dots to write on if ``None``."""
    if at is None:
        blank = dict.fromkeys(("hour", "minute", "day", "month"), BLANK_TIME)
        return text.values.instant.format(**blank, year=text.values.blank)
    local = formats.local(at)
    return text.values.instant.format(
        hour=f"{local.hour:02d}", minute=f"{local.minute:02d}", **_date_parts(local)
    )


def place_date(text: ReceiptText, place: str, at: datetime | None) -> str:
    """``Long Xuyên, ngày 20 tháng 11 năm 2026`` in Vietnam time; dots to write on if ``None``."""
    blank = {"day": BLANK_TIME, "month": BLANK_TIME, "year": text.values.blank}
    parts = blank if at is None else _date_parts(formats.local(at))
    return text.heading.place_date.format(place=plain(place) or text.values.blank, **parts)


def fee(text: ReceiptText, vnd: int | None) -> str:
    """The amount in đồng, or that there is none, or that it is not set: these are three things."""
    if vnd is None:
        return text.values.fee_not_set
    if vnd == 0:
        return text.values.fee_free
    return text.values.fee_amount.format(amount=formats.number(vnd))


def processing_time(text: ReceiptText, value: int | None, unit: TimeUnit) -> str:
    """The legal processing time with its unit; a unit without a number is as good as not set."""
    patterns = text.processing_time
    if unit == "same_day":
        return patterns.same_day
    if unit == "yearly":
        return patterns.yearly
    if unit == "not_set" or value is None:
        return patterns.not_set
    pattern = {"working_days": patterns.working_days, "days": patterns.days, "hours": patterns.hours}[unit]
    return pattern.format(count=value)


def component(text: ReceiptText, paper: ReceiptComponent) -> tuple[str, str]:
    """The paper's name, and its counts in brackets (empty if it was only shown or came as data)."""
    counts = [
        pattern.format(count=f"{count:02d}")
        for pattern, count in ((text.values.originals, paper.originals), (text.values.copies, paper.copies))
        if count > 0
    ]
    return plain(paper.name), f"({', '.join(counts)})" if counts else ""


def request(text: ReceiptText, content: ReceiptContent) -> str:
    """What is asked for: the procedure and its code."""
    name, code = plain(content.procedure_name), plain(content.procedure_code)
    return text.body.request_value.format(name=name, code=code) if name and code else name or code


def center(content: ReceiptContent) -> str:
    """The one-stop shop and the counter in it."""
    return " – ".join(part for part in (plain(content.center_name), plain(content.counter_name)) if part)
