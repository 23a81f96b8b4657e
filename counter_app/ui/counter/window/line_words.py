"""The state of the line and of the devices as the strip shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import PrinterCondition
from counter_app.services.settings import DeviceRole
from counter_app.services.sync_care import UnsentStage
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.mending.mend_words import URGENT
from counter_app.ui.counter.parts.care_watch import CareNews
from counter_app.ui.counter.parts.clock_offset import off_words
from counter_app.ui.shared.strip import Connection, DeviceSign, StripState, Urgency

Conditions = Mapping[DeviceRole, PrinterCondition | None]

_CONNECTIONS: dict[LineState, Connection] = {
    LineState.STARTING: "starting",
    LineState.ONLINE: "online",
    LineState.WEAK: "weak",
    LineState.OFFLINE: "offline",
    LineState.NOT_ENROLLED: "not_enrolled",
    LineState.REVOKED: "revoked",
}
_URGENCIES: dict[UnsentStage, Urgency] = {
    UnsentStage.NONE: "none",
    UnsentStage.NOTICE: "notice",
    UnsentStage.WARNING: "warning",
    UnsentStage.URGENT: "urgent",
}
_MOST_ON_BADGE = 999
_ATTENTION = (PrinterCondition.PAPER_LOW, PrinterCondition.PAPER_OUT, PrinterCondition.COVER_OPEN)
_RANK: tuple[DeviceSign, ...] = ("none", "ready", "attention", "missing")


def strip_state(
    services: CounterServices,
    status: SyncStatus,
    news: CareNews | None,
    conditions: Conditions,
    clerk: str,
    wording: Wording,
) -> StripState:
    """All that the strip shows now."""
    context, now = services.office.current(), services.clock.now()
    printers: tuple[DeviceRole, ...] = ("slip_printer", "page_printer")
    return StripState(
        office=context.directory.office.name,
        counter=context.station.name,
        connection=connection(status),
        offline_since=offline_since(status, now, wording),
        waiting=status.backlog.entries,
        waiting_since=waiting_since(status, now, wording),
        sending=status.sending,
        urgency=urgency(news),
        ailing=ailing(news),
        clock_off=off_words(status, wording),
        clerk=clerk,
        clock=wording.time(now),
        printer=printer_sign(conditions),
        scanner=sign(conditions.get("scanner")),
        printer_detail=device_detail(conditions, printers, wording),
        scanner_detail=device_detail(conditions, ("scanner",), wording),
    )


def connection(status: SyncStatus) -> Connection:
    """Offline is a normal state; a machine that may not send is told apart, for no waiting mends that."""
    return _CONNECTIONS[status.state]


def offline_since(status: SyncStatus, now: datetime, wording: Wording) -> str:
    """Since when, in words; nothing while the line has not been tried yet."""
    return _since(status.since, now, wording) if status.state is LineState.OFFLINE else ""


def waiting_since(status: SyncStatus, now: datetime, wording: Wording) -> str:
    """When the oldest of what waits was recorded: ``08:43``, or ``08:43 22/11`` on another day."""
    oldest = status.backlog.oldest_at
    if oldest is None or not status.backlog.entries:
        return ""
    return _since(oldest, now, wording)


def _since(at: datetime, now: datetime, wording: Wording) -> str:
    there = local(at)
    if there.date() == local(now).date():
        return wording.time(at)
    return f"{wording.time(at)} {wording.short_date(there)}"


def badge(waiting: int, wording: Wording) -> str:
    """What waits, as far as it fits beside an icon."""
    if waiting > _MOST_ON_BADGE:
        return f"{_MOST_ON_BADGE}+"
    return wording.number(waiting) if waiting else ""


def urgency(news: CareNews | None) -> Urgency:
    """How much unsent work wants a person's eye; nothing while nobody has looked yet."""
    return "none" if news is None else _URGENCIES[news.age.stage]


def ailing(news: CareNews | None) -> int:
    """How many entries want a person."""
    return 0 if news is None else sum(one.ailment in URGENT for one in news.ailing)


def sign(condition: PrinterCondition | None) -> DeviceSign:
    """How a device is, in one sign; ``None`` is a device that this counter does not have."""
    if condition is None:
        return "none"
    if condition is PrinterCondition.READY:
        return "ready"
    # A printer that cannot tell is not broken: the clerk looks at the paper.
    if condition in _ATTENTION or condition is PrinterCondition.MUTE:
        return "attention"
    return "missing"


def printer_sign(conditions: Conditions) -> DeviceSign:
    """The worse of the two printers."""
    signs = [sign(conditions.get(role)) for role in ("slip_printer", "page_printer")]
    return max(signs, key=_RANK.index)


def device_detail(conditions: Conditions, roles: tuple[DeviceRole, ...], wording: Wording) -> str:
    """``Máy in giấy: sẵn sàng. Máy in phiếu: hết giấy`` for the tool tip."""
    return "\n".join(
        wording.text(
            "counter.device",
            device=wording.text(f"counter.device_name.{role}"),
            condition=wording.text(f"counter.condition.{condition.value}"),
        )
        for role in roles
        if (condition := conditions.get(role)) is not None
    )
