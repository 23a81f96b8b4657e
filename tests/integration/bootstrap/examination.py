"""Rows of ``doctor`` as tests look at them."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.bootstrap.checks.row import Check
from counter_app.bootstrap.doctor import run_checks
from counter_app.config import Config
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.ports import Clock

WORDS = Wording("vi", resources() / "i18n")
"""Strict: a row whose words need a value that it does not carry fails the test."""


def examined(config: Config, clock: Clock | None = None) -> dict[str, Check]:
    return by_name(run_checks(config, None, clock))


def by_name(rows: Sequence[Check]) -> dict[str, Check]:
    """The rows by name; each is worded on the way."""
    for row in rows:
        assert WORDS.text(row.text_key, **row.params)
        assert row.advice_key is None or WORDS.text(row.advice_key, **row.params)
    assert len({row.name for row in rows}) == len(rows)
    return {row.name: row for row in rows}


def codes(rows: dict[str, Check], *names: str) -> list[str]:
    return [rows[name].code for name in names]
