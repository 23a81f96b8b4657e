"""The shipped catalogues as the tests read them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.domain.procedures import Catalogue, parse_catalogue

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "catalogues"


@cache
def document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


@cache
def catalogue(name: str) -> Catalogue:
    return parse_catalogue(document(name))


def enumeration(name: str) -> list[dict[str, Any]]:
    (found,) = [entry["values"] for entry in document("enums.json")["lists"] if entry["list"] == name]
    values: list[dict[str, Any]] = found
    return values
