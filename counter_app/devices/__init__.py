"""Printers, code readers and their simulators, behind a registry of drivers.

Importing it registers every driver and loads neither Qt nor any device library: those are loaded when first
needed.
"""

from counter_app.devices.printers import escpos_raw_queue, escpos_tcp, page_file, page_system
from counter_app.devices.registry import ROLES, Driver, Role, create, drivers
from counter_app.devices.scanners import camera, network_line, serial_line, wedge_scanner
from counter_app.devices.setting_fields import HostPort, SettingField

_REGISTERED = (
    escpos_tcp,
    escpos_raw_queue,
    page_system,
    page_file,
    camera,
    network_line,
    serial_line,
    wedge_scanner,
)

__all__ = ["ROLES", "Driver", "HostPort", "Role", "SettingField", "create", "drivers"]
