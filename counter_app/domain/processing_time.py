"""How long a procedure may take: the law's time, a shorter one of the province, and its split into stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final, get_args

from counter_app.domain.plain_reader import PlainReader
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.time_rules import SupplementEffect

_UNITS: Final[tuple[TimeUnit, ...]] = get_args(TimeUnit)
COUNTED_UNITS: Final = frozenset({"working_days", "days", "hours"})


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A shorter time than the law's, promised by a decision of the province (QĐ 03/2023 An Giang Đ20 k1)."""

    value: int
    unit: TimeUnit
    decision: str


@dataclass(frozen=True, slots=True)
class ProcessingTime:
    """The time the law gives. ``value`` may be known while the unit is not (``not_set``).

    ``local`` is a shorter time of the province, ``supplement`` the procedure's own rule for supplements,
    ``cutoff`` its own clock time after which a same-day result is due the next working day; each is ``None``
    where the procedure says nothing of its own.
    """

    value: int | None = None
    unit: TimeUnit = "not_set"
    note: str = ""
    local: LocalTime | None = None
    supplement: SupplementEffect | None = None
    cutoff: time | None = None

    @property
    def is_set(self) -> bool:
        """Whether a due time can be counted from it without a person's decision."""
        return self.unit == "same_day" or (self.unit in COUNTED_UNITS and self.value is not None)

    def to_dict(self) -> dict[str, object]:
        """Plain data, without what the procedure leaves to the office."""
        plain: dict[str, object] = {"value": self.value, "unit": self.unit, "note": self.note}
        if self.local is not None:
            local = self.local
            plain["local"] = {"value": local.value, "unit": local.unit, "decision": local.decision}
        if self.supplement is not None:
            plain["supplement"] = self.supplement.value
        if self.cutoff is not None:
            plain["cutoff"] = f"{self.cutoff:%H:%M}"
        return plain


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the internal process: who does what in which time (a row of Mẫu 05).

    ``unit`` is ``working_days`` or ``hours`` (working hours).
    """

    name: str
    agency: str
    value: int
    unit: TimeUnit

    def to_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"name": self.name, "agency": self.agency, "value": self.value, "unit": self.unit}


def read_time(read: PlainReader) -> ProcessingTime:
    """Read a row's ``time``; a misfit names the field."""
    value, unit = read.optional_count("value"), _unit(read)
    if (unit in COUNTED_UNITS and not value) or (unit in ("same_day", "yearly") and value):
        raise read.misfit("value")
    legal = ProcessingTime(value, unit)
    return ProcessingTime(
        value,
        unit,
        read.text("note", ""),
        local=_local(read.part("local"), legal) if read.has("local") else None,
        supplement=read.choice("supplement", SupplementEffect) if read.has("supplement") else None,
        cutoff=_clock(read, "cutoff") if read.has("cutoff") else None,
    )


def read_stage(read: PlainReader) -> Stage:
    """Read one of a row's ``stages``; a misfit names the field."""
    value, unit = read.count("value"), _unit(read)
    if value < 1:
        raise read.misfit("value")
    if unit not in ("working_days", "hours"):
        raise read.misfit("unit")
    return Stage(read.text("name"), read.text("agency"), value, unit)


def _local(read: PlainReader, legal: ProcessingTime) -> LocalTime:
    """A local time may only be shorter: in the law's unit, or the same day instead of days."""
    value, unit, decision = read.optional_count("value"), _unit(read), read.text("decision")
    if unit == "same_day" and legal.unit in COUNTED_UNITS:
        return LocalTime(0, unit, decision)
    if unit != legal.unit or unit not in COUNTED_UNITS:
        raise read.misfit("unit")
    if not value or legal.value is None or value > legal.value:
        raise read.misfit("value")
    return LocalTime(value, unit, decision)


def _unit(read: PlainReader) -> TimeUnit:
    name = read.text("unit")
    unit = next((known for known in _UNITS if known == name), None)
    if unit is None:
        raise read.misfit("unit")
    return unit


def _clock(read: PlainReader, name: str) -> time:
    try:
        return time.fromisoformat(read.text(name))
    except ValueError as error:
        raise read.misfit(name) from error


def stages_to_plain(stages: tuple[Stage, ...]) -> Mapping[str, object]:
    """The key ``stages`` of a row, left out when there are none."""
    return {"stages": [stage.to_dict() for stage in stages]} if stages else {}
