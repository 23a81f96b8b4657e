"""Paper widths, and the printer models that python-escpos knows.

Only the data file of python-escpos is read: importing the package takes about half a second, configures the
root logger and leaves a temporary folder behind at every start.
"""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from counter_app.devices.escpos.job import Cut
from counter_app.domain.errors import DomainError

PAPER_WIDTHS: Final = {"80mm": 576, "58mm": 384}
"""Printable dots at 203 dpi."""


@dataclass(frozen=True)
class SlipFormat:
    """What a slip may be on a certain printer: its width in dots and how it ends."""

    width_dots: int
    cut: Cut


def slip_format(paper: str, cut: Cut, model: str) -> SlipFormat:
    """Join the paper, the wished cut and what is known of the model (empty: nothing).

    Raises ``DomainError`` ``device.model_unknown``, or ``device.model_without_raster`` for a model that
    cannot print a raster and hence no Vietnamese.
    """
    if not model:
        return SlipFormat(PAPER_WIDTHS[paper], cut)
    profile = _profiles().get(model)
    if profile is None:
        raise DomainError("device.model_unknown", model=model)
    features = profile["features"]
    if not features.get("bitImageRaster"):
        raise DomainError("device.model_without_raster", model=model)
    pixels = profile.get("media", {}).get("width", {}).get("pixels")
    width = pixels if isinstance(pixels, int) else PAPER_WIDTHS[paper]
    return SlipFormat(width, _possible(cut, features))


def _possible(cut: Cut, features: dict[str, bool]) -> Cut:
    can: list[Cut] = ["none"]
    if features.get("paperFullCut"):
        can.insert(0, "full")
    if features.get("paperPartCut"):
        can.insert(0, "partial")
    return cut if cut in can else can[0]


@lru_cache(maxsize=1)
def _profiles() -> dict[str, dict[str, Any]]:
    spec = importlib.util.find_spec("escpos")
    if spec is None or not spec.submodule_search_locations:
        return {}
    file = Path(spec.submodule_search_locations[0]) / "capabilities.json"
    if not file.is_file():
        return {}
    profiles: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["profiles"]
    return profiles


def models() -> tuple[str, ...]:
    """The names of the models that can print a raster, for the settings screen."""
    return tuple(sorted(name for name, one in _profiles().items() if one["features"].get("bitImageRaster")))
