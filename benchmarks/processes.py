"""Seconds of processor time that running programs took, read from Linux's ``/proc``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_TICK: Final = 1 / os.sysconf("SC_CLK_TCK")


def tree_seconds(pid: int) -> float:
    """Of a process with all that it ever started: the living ones, and those it has waited for."""
    return _own(pid) + sum(tree_seconds(child) for child in _children(pid))


def _own(pid: int) -> float:
    try:
        return sum(int(ticks) for ticks in _fields(pid)[11:15]) * _TICK
    except FileNotFoundError:  # it ended just now; its parent counts it
        return 0.0


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    try:
        return [int(child) for children in listed for child in children.read_text().split()]
    except FileNotFoundError:
        return []


def _fields(pid: int) -> list[str]:
    """The fields of ``stat`` behind the name, the state first; the name may hold anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
