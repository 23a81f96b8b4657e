"""What the catalogue says of a procedure's fee; "not set" is never taken for "free"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.plain_reader import PlainReader
from counter_app.domain.received import Channel


class FeeKind(StrEnum):
    """Who sets the amount (Luật Phí và lệ phí 2015)."""

    FREE = "free"
    """The law takes no fee."""
    FIXED = "fixed"
    """One amount for the whole country."""
    LOCAL = "local"
    """Set by the provincial People's Council: known only once the province's table is loaded."""
    NOT_SET = "not_set"
    """The catalogue says nothing: a person has to look it up."""


class FeePer(StrEnum):
    """What one amount pays for."""

    CASE = "case"
    PAGE = "page"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class PageRate:
    """An amount by pages of one copy, cheaper after the first pages and with a ceiling, in đồng."""

    first_pages: int
    first_vnd: int
    further_vnd: int
    max_vnd: int

    def total(self, pages: int) -> int:
        """What one copy of ``pages`` pages costs; a ``ValueError`` for fewer than none."""
        if pages < 0:
            raise ValueError("a copy has no negative number of pages")
        first = min(pages, self.first_pages)
        return min(first * self.first_vnd + (pages - first) * self.further_vnd, self.max_vnd)


@dataclass(frozen=True, slots=True)
class FeeReduction:
    """A reduction by law for a time; both days belong to it."""

    percent: int
    first_day: date
    last_day: date

    def applied_to(self, amount_vnd: int, on: date) -> int:
        """The amount to collect on that day, in whole đồng (rounded up)."""
        if not self.first_day <= on <= self.last_day:
            return amount_vnd
        return -(-amount_vnd * (100 - self.percent) // 100)


@dataclass(frozen=True, slots=True)
class FeeRule:
    """The fee of one procedure. Amounts are đồng for one ``per``; ``None`` is "not known", 0 is "free".

    A way of filing may be free beside one that is paid, as where a province takes nothing online.
    What is filed by post pays what is filed at the counter pays. ``note`` is for the clerk.
    """

    kind: FeeKind
    direct_vnd: int | None = None
    online_vnd: int | None = None
    per: FeePer = FeePer.CASE
    page_rate: PageRate | None = None
    reduction: FeeReduction | None = None
    note: str = ""

    def amount(self, channel: Channel | str, *, on: date | None = None) -> int | None:
        """The amount for one ``per`` by way of filing: 0 when free, ``None`` when it is not known.

        ``on`` is the day of collection, for reductions that hold for a time; without it the full
        amount is given.
        """
        if self.kind is FeeKind.FREE:
            return 0
        full = self.online_vnd if Channel(channel) is Channel.ONLINE else self.direct_vnd
        if full is None or self.reduction is None or on is None:
            return full
        return self.reduction.applied_to(full, on)

    @property
    def is_free(self) -> bool:
        """Whether nothing is paid, whichever way it is filed."""
        return self.kind is FeeKind.FREE

    def is_free_for(self, channel: Channel | str) -> bool:
        """Whether the slip may say "miễn phí": the rule says so of this way of filing."""
        return self.amount(channel) == 0

    def to_dict(self) -> dict[str, object]:
        """Plain data, as ``read_fee`` reads it."""
        plain: dict[str, object] = {
            "kind": self.kind.value,
            "direct_vnd": self.direct_vnd,
            "online_vnd": self.online_vnd,
        }
        if self.per is not FeePer.CASE:
            plain["per"] = self.per.value
        if self.page_rate is not None:
            plain["page_rate"] = {
                "first_pages": self.page_rate.first_pages,
                "first_vnd": self.page_rate.first_vnd,
                "further_vnd": self.page_rate.further_vnd,
                "max_vnd": self.page_rate.max_vnd,
            }
        if self.reduction is not None:
            plain["reduction"] = {
                "percent": self.reduction.percent,
                "from": self.reduction.first_day.isoformat(),
                "to": self.reduction.last_day.isoformat(),
            }
        return plain | {"note": self.note}


def read_fee(fee: PlainReader) -> FeeRule:
    """Read a fee; amounts that contradict the kind are a misfit, so that 0 never slips in as "free".

    A 0 stands for "free" only beside an amount that is paid.
    """
    kind = fee.choice("kind", FeeKind)
    direct, online = fee.optional_count("direct_vnd"), fee.optional_count("online_vnd")
    known = [amount for amount in (direct, online) if amount is not None]
    fits = {
        FeeKind.FREE: not any(known),
        FeeKind.FIXED: any(known),
        FeeKind.LOCAL: not known or any(known),
        FeeKind.NOT_SET: not known,
    }
    if not fits[kind]:
        raise fee.misfit("direct_vnd")
    return FeeRule(
        kind=kind,
        direct_vnd=direct,
        online_vnd=online,
        per=fee.choice("per", FeePer, FeePer.CASE),
        page_rate=_page_rate(fee.part("page_rate")) if fee.has("page_rate") else None,
        reduction=_reduction(fee.part("reduction")) if fee.has("reduction") else None,
        note=fee.text("note", ""),
    )


def _page_rate(rate: PlainReader) -> PageRate:
    return PageRate(
        rate.count("first_pages"), rate.count("first_vnd"), rate.count("further_vnd"), rate.count("max_vnd")
    )


def _reduction(reduction: PlainReader) -> FeeReduction:
    percent, first, last = reduction.count("percent"), reduction.day("from"), reduction.day("to")
    if percent > 100:
        raise reduction.misfit("percent")
    if last < first:
        raise reduction.misfit("to")
    return FeeReduction(percent, first, last)
