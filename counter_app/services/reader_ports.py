"""How the counter's code readers are, and a scan on trial, as the screens see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counter_app.services.ports import Scan


@dataclass(frozen=True, slots=True)
class ReaderStatus:
    """The code reader of the settings: ``link`` and ``trouble`` are worded as ``device.link.<link>`` and
    ``device.finding.<trouble>``.

    ``trouble`` is why the last thing that it sent was no scan; empty when it was one, or nothing came yet.
    """

    name: str
    link: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came while a reader was tried: a scan, or why what came was none.

    A scan may come with ``trouble`` too, when an input method changed it and it was read all the same.
    """

    scan: Scan | None = None
    trouble: str = ""


OnTrial = Callable[[Trial], None]
"""Called on the reader's own thread."""
