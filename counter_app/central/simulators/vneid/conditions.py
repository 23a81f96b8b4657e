"""How the simulated service is today: well, slow, failing, under maintenance, away; changed while it runs."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from counter_app.domain.errors import DomainError

_SPREAD: Final = 0.45
"""Of the logarithm: one answer of twenty takes more than twice the usual time."""
_LONGEST: Final = 60.0


class Mode(StrEnum):
    """``DOWN``: the gateway before it answers instead; ``SILENT``: nobody does; ``QUOTA``: too many calls."""

    UP = "up"
    DOWN = "down"
    SILENT = "silent"
    MAINTENANCE = "maintenance"
    QUOTA = "quota"


class Failure(StrEnum):
    """How a single look-up fails."""

    ERROR = "error"
    GATEWAY = "gateway"
    SILENCE = "silence"


@dataclass(slots=True)
class Conditions:
    """``latency_ms`` is the middle one of the answers; ``fail_rate`` is the share that fails, from 0 to 1."""

    mode: Mode = Mode.UP
    latency_ms: float = 180.0
    fail_rate: float = 0.0

    def change(self, **to: object) -> None:
        """Change what is named; raises ``DomainError("central.bad_condition", field)``, changing nothing."""
        mode = to.get("mode", self.mode)
        latency, rate = to.get("latency_ms", self.latency_ms), to.get("fail_rate", self.fail_rate)
        if mode not in set(Mode):
            raise DomainError("central.bad_condition", field="mode")
        if not _is_between(latency, 0, _LONGEST * 1000):
            raise DomainError("central.bad_condition", field="latency_ms")
        if not _is_between(rate, 0, 1):
            raise DomainError("central.bad_condition", field="fail_rate")
        self.mode, self.latency_ms, self.fail_rate = Mode(str(mode)), float(str(latency)), float(str(rate))

    def latency(self, chance: random.Random) -> float:
        """Seconds that an answer takes."""
        if self.latency_ms == 0:
            return 0.0
        return min(_LONGEST, chance.lognormvariate(math.log(self.latency_ms / 1000), _SPREAD))

    def failure(self, chance: random.Random) -> Failure | None:
        """How the next look-up fails, if it does."""
        return chance.choice(list(Failure)) if chance.random() < self.fail_rate else None

    def plain(self) -> dict[str, object]:
        """As data."""
        return {"mode": self.mode.value, "latency_ms": self.latency_ms, "fail_rate": self.fail_rate}


def _is_between(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
