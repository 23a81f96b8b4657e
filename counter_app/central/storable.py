"""Texts that no database of ours keeps: they are named before they can stop a whole batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from counter_app.central.problems import ProblemError
from counter_app.domain.journal import Entry

_HEADER: Final = ("kind", "subject", "actor", "basis")


def check_storable(batch: Sequence[Entry]) -> None:
    """Raise 422 ``wire.entry_invalid`` with ``seq`` and ``field`` for a NUL or half a surrogate pair.

    PostgreSQL keeps no NUL in a text and no database half a pair. In a body they count where they are written
    as escapes too, for what is read from it is kept as text.
    """
    for entry in batch:
        for field in _HEADER:
            if not _fits(getattr(entry, field)):
                raise _invalid(entry, field)
        if not all(map(_fits, entry.audience)):
            raise _invalid(entry, "audience")
        if entry.body is not None and not _body_fits(entry.body):
            raise _invalid(entry, "body")


def _fits(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _body_fits(body: bytes) -> bool:
    if b"\0" in body:
        return False
    if b"\\u" not in body:
        return True
    try:
        waiting: list[object] = [json.loads(body)]
    except (ValueError, RecursionError):
        return True  # nothing is read from it, so it is kept as the bytes that it is
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            waiting.extend(here.keys())
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, str) and not _fits(here):
            return False
    return True


def _invalid(entry: Entry, field: str) -> ProblemError:
    return ProblemError(422, "wire.entry_invalid", seq=entry.seq, field=field)
