"""What the program brings along for what the central system has not sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from counter_app.domain.dossier_codes import CodePattern, patterns_from_plain
from counter_app.domain.identifiers.places import Places
from counter_app.domain.procedures import parse_catalogue
from counter_app.paths import resources
from counter_app.services.account_guidance import AccountGuidance
from counter_app.services.office_context import ShippedData


def _plain(name: str) -> Mapping[str, object]:
    data = json.loads((resources() / "catalogues" / f"{name}.json").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


@cache
def shipped_data() -> ShippedData:
    """Catalogue, index and holidays; read once."""
    return ShippedData(
        catalogue=parse_catalogue(_plain("procedures")),
        index=parse_catalogue(_plain("procedures-index")),
        holidays=_plain("holidays"),
        profiles=_plain("province-profiles"),
    )


@cache
def account_guidance() -> AccountGuidance:
    """The steps to an account of level 1."""
    text = (resources() / "guidance" / "level_1_account.json").read_text("utf-8")
    return AccountGuidance.from_plain(json.loads(text))


@cache
def code_patterns() -> tuple[CodePattern, ...]:
    """The shapes of dossier codes of every generation."""
    rows = _plain("code-patterns")["patterns"]
    assert isinstance(rows, list)
    return patterns_from_plain(rows)


@cache
def places() -> Places:
    """The places of birth registration in personal numbers."""
    return Places.from_plain(_plain("provinces"))
