"""The state of the line and of the devices as the strip shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.ports import PrinterCondition
from counter_app.services.settings import DeviceRole
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.shared.strip import Connection, DeviceSign

Conditions = Mapping[DeviceRole, PrinterCondition | None]

_CONNECTIONS: dict[LineState, Connection] = {
    LineState.STARTING: "starting",
    LineState.ONLINE: "online",
    LineState.WEAK: "weak",
    LineState.OFFLINE: "offline",
    LineState.NOT_ENROLLED: "not_enrolled",
    LineState.REVOKED: "revoked",
}
_ATTENTION = (PrinterCondition.PAPER_LOW, PrinterCondition.PAPER_OUT, PrinterCondition.COVER_OPEN)
_RANK: tuple[DeviceSign, ...] = ("none", "ready", "attention", "missing")


def connection(status: SyncStatus) -> Connection:
    """Offline is a normal state; a machine that may not send is told apart, for no waiting mends that."""
    return _CONNECTIONS[status.state]


def offline_since(status: SyncStatus, wording: Wording) -> str:
    """Since when, in words; nothing while the line has not been tried yet."""
    return wording.time(status.since) if status.state is LineState.OFFLINE else ""


def waiting_since(status: SyncStatus, now: datetime, wording: Wording) -> str:
    """When the oldest of what waits was recorded: ``08:43``, or ``08:43 22/11`` on another day."""
    oldest = status.backlog.oldest_at
    if oldest is None or not status.backlog.entries:
        return ""
    there = local(oldest)
    if there.date() == local(now).date():
        return wording.time(oldest)
    return f"{wording.time(oldest)} {wording.short_date(there)}"


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
