"""The state of the line and of the devices as the strip shows them."""

from __future__ import annotations

from collections.abc import Mapping

from counter_app.i18n import Wording
from counter_app.services.ports import PrinterCondition
from counter_app.services.settings import DeviceRole
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.shared.strip import Connection, DeviceSign

Conditions = Mapping[DeviceRole, PrinterCondition | None]

_CONNECTIONS: dict[LineState, Connection] = {
    LineState.ONLINE: "online",
    LineState.WEAK: "weak",
}
_ATTENTION = (PrinterCondition.PAPER_LOW, PrinterCondition.PAPER_OUT, PrinterCondition.COVER_OPEN)
_RANK: tuple[DeviceSign, ...] = ("none", "ready", "attention", "missing")


def connection(status: SyncStatus) -> Connection:
    """Everything that is not a line counts as offline: a normal state, not an alarm."""
    return _CONNECTIONS.get(status.state, "offline")


def offline_since(status: SyncStatus, wording: Wording) -> str:
    """Since when, in words; nothing while the line has not been tried yet."""
    return wording.time(status.since) if status.state is LineState.OFFLINE else ""


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
