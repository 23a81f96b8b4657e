"""Tells what a text or the code in a picture is, without a station: for the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.shipped import code_patterns, places
from counter_app.devices.codes.picture import read_picture
from counter_app.domain.identifiers.identify import Identification, identify
from counter_app.domain.identifiers.scan_kinds import ScanKind
from counter_app.domain.work_calendar import vietnam_time

_OF_NO_USE: Final = (ScanKind.UNKNOWN, ScanKind.WEB_ADDRESS, ScanKind.PAYMENT, ScanKind.VNEID)


def identify_text(text: str) -> Identification:
    """What a text is, by the places that the program brings along and today's date in Vietnam."""
    return identify(text, places(), vietnam_time(SystemClock().now()).date(), code_patterns())


def identify_picture(source: Path | bytes) -> Identification:
    """What the code in a picture is; of several codes the one that says most.

    Raises ``DomainError("picture.*")`` as ``read_picture`` does.
    """
    found = [identify_text(code.text) for code in read_picture(source)]
    return max(found, key=lambda one: (one.kind not in _OF_NO_USE, len(one.fields), -len(one.findings)))
