"""The settings in their states, with invented data, to look at.

``python -m counter_app.ui.settings.shots out/ --theme dark --scale 1.5``
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from counter_app import paths
from counter_app.domain.holidays import Holidays
from counter_app.domain.leases import Lease
from counter_app.domain.office import Clerk, Directory, Office, Role, Station
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.procedures import Catalogue, Procedure, parse_catalogue
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.i18n import Wording
from counter_app.services.appearance import Appearance
from counter_app.services.office_context import OfficeContext
from counter_app.services.ports import PrinterCondition, PrintOutcome, PrintResult, Scan
from counter_app.services.reader_ports import ReaderStatus
from counter_app.services.scans import SlipScanned
from counter_app.services.settings import DeviceChoice, DeviceRole, DriverInfo, SettingField, StationSettings
from counter_app.ui.settings import shots_care, shots_catalogue
from counter_app.ui.settings.device_words import DeviceWords
from counter_app.ui.settings.reader_words import ReaderWords
from counter_app.ui.settings.settings_view import SettingsView
from counter_app.ui.settings.state import DeviceState, Told
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.rail import Rail, RailItem
from counter_app.ui.shared.strip import Strip, StripState

_NOW: Final = datetime(2026, 11, 23, 2, 17, tzinfo=UTC)
_SIZE: Final = (1366, 696)
_SCREENS: Final = (
    ("reception", "file-plus"),
    ("dossiers", "folders"),
    ("sync", "refresh-cw"),
    ("settings", "settings"),
)
_HOURS: Final[dict[str, object]] = {
    "versions": [
        {
            "valid_from": "2025-07-01",
            "days": {
                **{day: ["07:30-11:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
                "sat": [],
                "sun": [],
            },
        }
    ]
}
_TCP: Final = (
    SettingField("address", "device.setting.address", "host_port", ""),
    SettingField("paper", "device.setting.paper", "choice", "80mm", ("80mm", "58mm")),
    SettingField("model", "device.setting.model", "text", ""),
    SettingField("cut", "device.setting.cut", "choice", "partial", ("partial", "full", "none")),
    SettingField("status", "device.setting.status", "choice", "asked", ("asked", "never")),
    SettingField("speed_mm_s", "device.setting.speed_mm_s", "int", "100"),
    SettingField("name", "device.setting.name", "text", ""),
)
_SERIAL: Final = (
    SettingField(
        "port",
        "device.setting.port",
        "pick",
        "",
        (),
        (("usb:0c2e:0b61:A1", "COM5 · USB serial gun"), ("COM1", "COM1")),
    ),
    SettingField("baud", "device.setting.baud", "choice", "9600", ("9600", "19200", "115200")),
    SettingField("parity", "device.setting.parity", "choice", "none", ("none", "even", "odd")),
    SettingField("stop_bits", "device.setting.stop_bits", "choice", "1", ("1", "2")),
    SettingField("ending", "device.setting.ending", "choice", "line", ("line", "tab", "pause")),
    SettingField("encoding", "device.setting.encoding", "choice", "utf-8", ("utf-8", "cp1258")),
    SettingField("name", "device.setting.name", "text", ""),
)
_DRIVERS: Final[dict[DeviceRole, tuple[DriverInfo, ...]]] = {
    "slip_printer": (
        DriverInfo("escpos_tcp", "device.driver.escpos_tcp", _TCP, usable=True),
        DriverInfo("escpos_raw_queue", "device.driver.escpos_raw_queue", (), usable=False),
    ),
    "page_printer": (
        DriverInfo(
            "system",
            "device.driver.system",
            (
                SettingField("queue", "device.setting.queue", "text", ""),
                SettingField("route", "device.setting.route", "choice", "auto", ("auto", "cups", "qt")),
            ),
            usable=True,
        ),
    ),
    "scanner": (
        DriverInfo("wedge", "device.driver.wedge", (), usable=True),
        DriverInfo("network_line", "device.driver.network_line", (), usable=True),
        DriverInfo("serial", "device.driver.serial", _SERIAL, usable=True),
        DriverInfo("camera", "device.driver.camera", (), usable=True),
    ),
}
_CHOICES: Final[dict[DeviceRole, DeviceChoice]] = {
    "slip_printer": DeviceChoice("escpos_tcp", {"address": "192.0.2.10:9100"}),
    "page_printer": DeviceChoice("system", {"queue": "May-in-quay-03"}),
    "scanner": DeviceChoice("wedge", {}),
}


@dataclass(frozen=True)
class _Check:
    """A row as the checks of the machine give it."""

    state: str
    title_key: str
    text_key: str
    advice_key: str | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


_CHECKS: Final = (
    _Check("ok", "doctor.fonts.title", "doctor.fonts.complete", params={"count": 6}),
    _Check("ok", "doctor.database.title", "doctor.database.opens", params={"size": "4,2 MB"}),
    _Check(
        "warning",
        "doctor.central.title",
        "doctor.central.no_route",
        "doctor.central.no_route_advice",
        {"server": "trung-tam.example.org"},
    ),
    _Check(
        "error",
        "doctor.access.title",
        "doctor.access.revoked",
        "doctor.access.revoked_advice",
    ),
)


def shots(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """Every section: its name, and the window that shows it."""
    for section in ("office", "devices", "papers", "care", "look", "lock", "checks"):
        view = _filled(wording)
        if section == "checks":
            view.checks.show_rows(_CHECKS)
        view.open(section)
        yield f"settings-{section}", _framed(wording, view)
    view = _filled(wording)
    view.open("checks")
    yield "settings-checks-none", _framed(wording, view)
    for name, state in shots_care.states(wording, _NOW):
        view = _filled(wording)
        shots_care.show(view.care, state)
        view.open("care")
        yield name, _framed(wording, view)
    for name, draw in shots_catalogue.states(wording, _catalogue()):
        view = _filled(wording)
        view.open("catalogue")
        frame = _framed(wording, view)
        # How far there is to scroll is known once it is laid out.
        frame.show()
        QApplication.processEvents()
        draw(view.catalogue)
        QApplication.processEvents()
        draw(view.catalogue)
        yield name, frame
    view = _filled(wording)
    _show_errors(wording, view)
    view.open("devices")
    yield "settings-devices-error", _framed(wording, view)
    for name, status, result in _readers(wording):
        view = _filled(wording)
        choice = DeviceChoice("serial")
        _show_reader(view, ReaderWords(wording).status(choice, status), result)
        view.open("devices")
        yield f"settings-devices-reader-{name}", _framed(wording, view)


def _filled(wording: Wording) -> SettingsView:
    view = SettingsView(wording)
    view.office.show_context(_office(), _NOW)
    view.papers.show_settings(StationSettings(layout="a5"))
    view.lock.show_minutes(10)
    shots_care.show(view.care, shots_care.usual(wording, _NOW))
    view.look.show_appearance(Appearance(wording.language, theme.current().name, theme.current().scale))
    words = DeviceWords(wording)
    conditions = {
        "slip_printer": words.condition("slip_printer", PrinterCondition.READY),
        "page_printer": words.condition("page_printer", PrinterCondition.PAPER_LOW),
        "scanner": ReaderWords(wording).status(_CHOICES["scanner"], None),
    }
    for role, drivers in _DRIVERS.items():
        condition = conditions[role]
        view.devices.show_device(role, DeviceState(drivers, _CHOICES[role], condition))
    printed = words.outcome(PrintOutcome(PrintResult.PRINTED, PrinterCondition.READY, "sample"))
    state = DeviceState(
        _DRIVERS["slip_printer"],
        _CHOICES["slip_printer"],
        words.condition("slip_printer", PrinterCondition.READY),
        printed,
    )
    view.devices.show_device("slip_printer", state)
    return view


def _show_errors(wording: Wording, view: SettingsView) -> None:
    words = DeviceWords(wording)
    choice = DeviceChoice("escpos_tcp", {"address": "192.0.2.10:99100"})
    wrong = wording.text(
        "error.device.setting_invalid", setting=f"“{wording.text('device.setting.address')}”"
    )
    condition = words.condition("slip_printer", PrinterCondition.UNREACHABLE)
    view.devices.show_device(
        "slip_printer", DeviceState(_DRIVERS["slip_printer"], choice, condition, errors={"address": wrong})
    )
    failed = words.outcome(PrintOutcome(PrintResult.FAILED, PrinterCondition.PAPER_OUT, "sample"))
    page = _CHOICES["page_printer"]
    out = words.condition("page_printer", PrinterCondition.PAPER_OUT)
    view.devices.show_device("page_printer", DeviceState(_DRIVERS["page_printer"], page, out, failed))


def _readers(wording: Wording) -> Iterator[tuple[str, ReaderStatus, Told | None]]:
    """The card of a serial reader: its name, its state, and how a trial went."""
    words = ReaderWords(wording)
    scan = Scan("H01.15.21-261120-0001", "serial", _NOW)
    read = words.read(scan, SlipScanned(scan.text, None))
    yield "read", ReaderStatus("COM5", "connected"), read
    yield "waiting", ReaderStatus("COM5", "connected"), words.waiting(20)
    yield "wrong-speed", ReaderStatus("COM5", "connected", "wrong_speed"), words.no_scan("wrong_speed")
    yield "unplugged", ReaderStatus("COM5", "disconnected"), words.nothing_came()
    yield "no-permission", ReaderStatus("COM5", "no_permission"), None


def _show_reader(view: SettingsView, told: Told, result: Told | None) -> None:
    choice = DeviceChoice("serial", {"port": "usb:0c2e:0b61:A1"})
    state = DeviceState(_DRIVERS["scanner"], choice, told, result)
    view.devices.show_device("scanner", state)
    others: tuple[DeviceRole, ...] = ("slip_printer", "page_printer")
    for role in others:
        view.devices.cards_of[role].hide()


def _catalogue() -> Catalogue:
    """The program's own."""
    full, index = (
        parse_catalogue(json.loads((paths.resources() / "catalogues" / name).read_text("utf-8")))
        for name in ("procedures.json", "procedures-index.json")
    )
    return full.extended_by(index)


def _office() -> OfficeContext:
    office = Office(
        id="long-xuyen",
        agency="H01.15.21",
        parent_name="ỦY BAN NHÂN DÂN PHƯỜNG LONG XUYÊN",
        name="UBND phường Long Xuyên",
        center_name="Trung tâm Phục vụ hành chính công",
        place="Long Xuyên",
        phone="0296 3000 000",
        address="Số 1 đường Mẫu, phường Long Xuyên, tỉnh An Giang",
        portal_url="https://dichvucong.example.org",
        profile="an-giang",
        hours=_HOURS,
        version=7,
    )
    clerks = tuple(Clerk(str(number), f"Trần Thị Mẫu {number}", Role.CLERK, "") for number in range(3))
    procedures = tuple(Procedure(f"1.{number:06d}", "Thủ tục mẫu", "Hộ tịch") for number in range(212))
    return OfficeContext(
        station=Station("sample", 1, "03", "Quầy 03"),
        directory=Directory(7, office, clerks),
        catalogue=Catalogue("2026.07.1", procedures, date(2026, 7, 1)),
        calendar=WorkCalendar(OfficeHours.from_plain(_HOURS), Holidays(()), "2026.11.1/7"),
        lease=Lease("H01.15.21", 5301, 5400, 9001, 9100, _NOW),
    )


def _framed(wording: Wording, view: SettingsView) -> QWidget:
    frame = QWidget()
    frame.setProperty("surface", "wash")
    frame.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    strip = Strip(wording)
    strip.show_state(
        StripState(
            office="UBND phường Long Xuyên",
            counter="Quầy 03",
            connection="online",
            waiting=0,
            clerk="Trần Thị Mẫu",
            clock="09:17",
            printer="attention",
            scanner="ready",
        )
    )
    items = [RailItem(key, icon, wording.text(f"gallery.screen.{key}")) for key, icon in _SCREENS]
    rail = Rail(wording, items)
    rail.select("settings")
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(rail)
    row.addWidget(view, 1)
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(strip)
    column.addLayout(row, 1)
    frame.resize(*_SIZE)
    return frame


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every state into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=tokens.THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme.apply(app, options.theme, options.scale)
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, window in shots(Wording(options.language, paths.resources() / "i18n")):
        window.show()
        window.activateWindow()
        view = window.findChild(SettingsView)
        if view is not None:
            view.sections.focus_selected()
        for _ in range(3):
            app.processEvents()
        window.grab().save(str(options.folder / f"{name}.png"))
        window.hide()
        window.deleteLater()
        # Each theme is put on every window that still lives.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
