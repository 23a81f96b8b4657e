"""What a check noticed about a number or a card; worded by i18n under ``finding.<code>``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.domain.errors import Param


class Severity(StrEnum):
    """How much a finding weighs; none of them blocks a reception by itself."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    """The text is not what it should be; it may still be kept as it was typed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark; ``params`` fill the placeholders of its wording and hold no personal data."""

    code: str
    severity: Severity
    params: Mapping[str, Param] = field(default_factory=dict)

    def to_plain(self) -> dict[str, object]:
        """Plain data for an entry's body."""
        plain: dict[str, object] = {"code": self.code, "severity": self.severity.value}
        if self.params:
            plain["params"] = dict(self.params)
        return plain


def info(code: str, **params: Param) -> Finding:
    """A remark that asks for nothing."""
    return Finding(code, Severity.INFO, params)


def warning(code: str, **params: Param) -> Finding:
    """A remark that a person should look at."""
    return Finding(code, Severity.WARNING, params)


def error(code: str, **params: Param) -> Finding:
    """A remark that says: this is not such a number or card."""
    return Finding(code, Severity.ERROR, params)
