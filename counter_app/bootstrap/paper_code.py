"""Reads the code that is printed on paper of the virtual printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from counter_app.domain.errors import DomainError


def code_reader() -> Callable[[Path], str]:
    """What reads a picture's code."""
    return _read


def _read(picture: Path) -> str:
    """The text of the first code on the picture, or an empty string."""
    from counter_app.devices.codes.picture import read_picture  # noqa: PLC0415 - only to scan paper

    try:
        return read_picture(picture)[0].text
    except DomainError:
        return ""
