"""Between rows of the entries table and the domain's entries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from counter_app.central.database import from_json, to_json
from counter_app.domain.journal import Entry, instant_text, parse_instant
from counter_app.services.store_ports import Verdict, VerdictState


def entry_row(office: str, entry: Entry, verdict: Verdict, stored_at: datetime) -> tuple[object, ...]:
    """An entry and its verdict as a row of ``entries``, in the order of its columns."""
    return (
        office,
        entry.station,
        entry.incarnation,
        entry.seq,
        entry.kind,
        entry.kind_version,
        entry.subject,
        ",".join(entry.audience),
        entry.actor,
        instant_text(entry.occurred_at),
        instant_text(entry.recorded_at),
        entry.clock_offset_ms,
        entry.basis,
        entry.body,
        entry.body_hash,
        entry.prev_hash,
        entry.hash,
        instant_text(stored_at),
        *verdict_row(verdict),
    )


def verdict_row(verdict: Verdict) -> tuple[str, str, str]:
    """A verdict as the columns ``state``, ``code`` and ``params``, in that order."""
    return verdict.state.value, verdict.code, to_json(verdict.params) if verdict.params else "{}"


def entry_of(row: Any) -> Entry:
    """The entry of a row that has the ``HEADER_COLUMNS``."""
    plain = {name: getattr(row, name) for name in Entry.__slots__}
    plain["audience"] = tuple(row.audience.split(",")) if row.audience else ()
    plain["occurred_at"] = parse_instant(row.occurred_at)
    plain["recorded_at"] = parse_instant(row.recorded_at)
    return Entry(**plain)


def verdict_values(verdict: Verdict) -> dict[str, object]:
    """A verdict as the columns ``state``, ``code`` and ``params``."""
    return {"state": verdict.state.value, "code": verdict.code, "params": to_json(verdict.params)}


def verdict_of(row: Any) -> Verdict:
    """The verdict of a row that has ``state``, ``code`` and ``params``."""
    return Verdict(VerdictState(row.state), row.code, from_json(row.params) or None)


def verdict_now(row: Any) -> Verdict:
    """The verdict on the entry of a row of ``told_entries``."""
    return Verdict(VerdictState(row.entry_state), row.entry_code, from_json(row.entry_params) or None)
