"""What a check found: a row that ``doctor`` and the settings screen show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from counter_app.services.ports import PrinterCondition


class State(StrEnum):
    """``WARNING``: the counter works, something should be seen to. ``ERROR``: something does not work."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


_OK, _WARNING, _ERROR = State.OK, State.WARNING, State.ERROR

_PRINTER: Final[Mapping[str, State]] = {
    "none": _OK,
    PrinterCondition.READY: _OK,
    PrinterCondition.PAPER_LOW: _WARNING,
    PrinterCondition.PAPER_OUT: _WARNING,
    PrinterCondition.COVER_OPEN: _WARNING,
    PrinterCondition.OFFLINE: _WARNING,
    PrinterCondition.MUTE: _WARNING,
    PrinterCondition.FAULT: _ERROR,
    PrinterCondition.UNREACHABLE: _ERROR,
    "not_usable": _ERROR,
}

STATES: Final[Mapping[str, Mapping[str, State]]] = {
    "config": {"bad": _ERROR},
    "display": {
        "window": _OK,
        "none": _WARNING,
        "none_nor_libraries": _WARNING,
        "hidden": _WARNING,
        "qt_missing": _ERROR,
        "libraries_missing": _ERROR,
        "no_connection": _ERROR,
        "qt_broken": _ERROR,
    },
    "fonts": {"complete": _OK, "missing": _ERROR, "damaged": _ERROR},
    "time_zone": {"known": _OK, "missing": _ERROR, "wrong": _ERROR},
    "data_folder": {
        "writable": _OK,
        "not_yet": _OK,
        "no_folder": _ERROR,
        "read_only": _ERROR,
        "network": _ERROR,
        "synced": _ERROR,
    },
    "disk": {"enough": _OK, "low": _WARNING, "full": _ERROR, "unknown": _WARNING},
    "key": {
        "kept": _OK,
        "not_yet": _OK,
        "beside_data": _WARNING,
        "readable_by_others": _WARNING,
        "missing": _ERROR,
        "unreadable": _ERROR,
    },
    "recovery": {
        "sealed": _OK,
        "not_yet": _OK,
        "not_sealed": _WARNING,
        "other_office": _WARNING,
        "damaged": _ERROR,
    },
    "database": {
        "opens": _OK,
        "open_elsewhere": _OK,
        "not_yet": _OK,
        "older": _OK,
        "not_whole": _ERROR,
        "missing": _ERROR,
        "locked": _ERROR,
        "wrong_key": _ERROR,
        "damaged": _ERROR,
        "newer": _ERROR,
        "unreadable": _ERROR,
    },
    "enrolment": {"enrolled": _OK, "needed": _WARNING, "unknown": _WARNING},
    "central": {
        "reached": _OK,
        "no_address": _WARNING,
        "bad_address": _ERROR,
        "insecure_address": _ERROR,
        "no_route": _WARNING,
        "refused": _WARNING,
        "timeout": _WARNING,
        "cut": _WARNING,
        "server_error": _WARNING,
        "rate_limited": _WARNING,
        "tls": _ERROR,
        "not_our_server": _ERROR,
        "bad_answer": _ERROR,
    },
    "certificate": {"valid": _OK, "this_machine": _OK, "expires_soon": _WARNING, "invalid": _ERROR},
    "access": {
        "granted": _OK,
        "not_asked": _WARNING,
        "unknown_station": _ERROR,
        "revoked": _ERROR,
        "protocol": _ERROR,
    },
    "clock": {
        "right": _OK,
        "not_compared": _OK,
        "off": _WARNING,
        "behind_program": _ERROR,
        "behind_journal": _ERROR,
    },
    "slip_printer": _PRINTER,
    "page_printer": _PRINTER,
    "scanner": {
        "none": _OK,
        "typing": _OK,
        "ready": _OK,
        "in_use": _OK,
        "busy": _WARNING,
        "several": _WARNING,
        "no_permission": _ERROR,
        "unreachable": _ERROR,
        "not_usable": _ERROR,
    },
    "serial_ports": {"found": _OK, "none": _OK, "no_permission": _WARNING},
    "print_system": {"present": _OK, "not_needed": _OK, "missing": _WARNING},
    "program": {"check_failed": _ERROR},
}
"""Everything that a check can find and how grave it is; worded in ``doctor.toml``."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row. ``params`` fill the texts' placeholders and hold no personal data."""

    name: str
    state: State
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def title_key(self) -> str:
        """What was looked at."""
        return f"doctor.{self.name}.title"

    @property
    def text_key(self) -> str:
        """What was found."""
        return f"doctor.{self.name}.{self.code}"

    @property
    def advice_key(self) -> str | None:
        """What to do about it; ``None`` when all is well."""
        return None if self.state is State.OK else f"{self.text_key}_advice"


def found(name: str, code: str, **params: str | int) -> Check:
    """The row for something that ``STATES`` knows."""
    return Check(name, STATES[name][code], code, params)
