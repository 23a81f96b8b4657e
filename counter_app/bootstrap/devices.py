"""The station's devices: made from its settings, exchanged while the program runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

from counter_app.bootstrap.scan_flow import ScanFlow
from counter_app.domain.errors import DomainError
from counter_app.domain.receipt import ReceiptContent
from counter_app.services.ports import (
    PagePrinter,
    Paper,
    PrinterCondition,
    PrintOutcome,
    ReceiptPapers,
    Scan,
    SlipPrinter,
)
from counter_app.services.printing import Printers
from counter_app.services.reader_ports import OnTrial, ReaderStatus
from counter_app.services.settings import (
    DeviceChoice,
    DeviceRole,
    DriverInfo,
    SettingField,
    StationSettings,
)

if TYPE_CHECKING:
    from counter_app.devices.scanners.camera import CameraScanner
    from counter_app.devices.scanners.source import Scanner, ScannerState
    from counter_app.devices.scanners.wedge_gate import WedgeGate

_log = logging.getLogger(__name__)

_CONNECTED = ("connected", "listening")
_STOPPED = "stopped"


class StationDevices:
    """Printers and code readers in use; ``apply`` keeps the old ones when the new cannot be made.

    Fills the roles ``DeviceSetup`` and ``ScannerFeed``. Scans of every reader go to all subscribers, on the
    reader's thread.
    """

    def __init__(self, papers: ReceiptPapers, sample: Callable[[], ReceiptContent]) -> None:
        self.printers = Printers()
        self.trouble: DomainError | None = None
        """Why the devices of the settings are not in use; none when they are."""
        self._papers = papers
        self._sample = sample
        self._lock = threading.Lock()
        self._scanner: Scanner | None = None
        self._scanner_link = _STOPPED
        self._scanner_state: ScannerState | None = None
        self._scanner_trouble = ""
        self._wedge_choice = DeviceChoice()
        self._flow = ScanFlow()

    def drivers(self, role: DeviceRole) -> Sequence[DriverInfo]:
        """The registered drivers of a role."""
        return [
            DriverInfo(
                name=entry.name,
                label_key=entry.label_key,
                fields=tuple(
                    SettingField(
                        field.name,
                        field.label_key,
                        field.kind,
                        "" if field.default is None else str(field.default),
                        field.choices,
                        tuple((option.value, option.label) for option in field.options()),
                    )
                    for field in entry.fields
                ),
                usable=entry.is_usable(),
            )
            for entry in _registry().drivers(role)
        ]

    def apply(self, settings: StationSettings) -> None:
        """Put the chosen devices to use; raises ``DomainError("device.*")`` and changes nothing then."""
        slip_choice, page_choice = settings.device("slip_printer"), settings.device("page_printer")
        slip: SlipPrinter | None = None
        page: PagePrinter | None = None
        if slip_choice.driver:
            slip = _registry().create("slip_printer", slip_choice.driver, dict(slip_choice.settings))
        if page_choice.driver:
            page = _registry().create("page_printer", page_choice.driver, dict(page_choice.settings))
        self._wedge_choice = settings.device("scanner")
        scanner = _scanner(settings.device("scanner"))
        with self._lock:
            old, self._scanner = self._scanner, scanner
        if old is not None:
            old.stop()
        self.printers.slip, self.printers.page, self.printers.layout = slip, page, settings.layout
        if scanner is not None:
            scanner.start(self._arrived, self._follow)
        else:
            self._scanner_link = _STOPPED
        self.trouble = None
        for listener in tuple(self.printers.listeners):
            listener()

    def begin(self, settings: StationSettings) -> None:
        """``apply`` at the start of the program: what cannot be made is kept as ``trouble``, not raised."""
        try:
            self.apply(settings)
        except DomainError as error:
            _log.warning("devices not in use: %s", error)
            self.trouble = error

    def condition(self, role: DeviceRole) -> PrinterCondition | None:
        """The true state now; asks printers over their line."""
        match role:
            case "slip_printer":
                return None if self.printers.slip is None else self.printers.slip.condition()
            case "page_printer":
                return None if self.printers.page is None else self.printers.page.condition()
            case "scanner":
                if self._scanner is None:
                    return None
                connected = self._scanner_link in _CONNECTED
                return PrinterCondition.READY if connected else PrinterCondition.UNREACHABLE

    def test(self, role: DeviceRole) -> PrintOutcome:
        """Print the sample slip or form; raises ``DomainError`` when the role has no printer."""
        if role == "slip_printer" and self.printers.slip is not None:
            image = self._papers.slip(self._sample(), width_dots=self.printers.slip.width_dots)
            return self.printers.slip.print_image(image)
        if role == "page_printer" and self.printers.page is not None:
            layout = self.printers.layout
            pdf = self._papers.pdf(self._sample(), layout=layout)
            paper: Paper = "A5" if layout == "a5" else "A4"
            return self.printers.page.print_pdf(pdf, title="in-thu", paper=paper)
        raise DomainError("print.no_slip_printer" if role == "slip_printer" else "print.no_page_printer")

    def subscribe(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """Call ``on_scan`` for each scan, from the reader's thread; returns what ends it."""
        return self._flow.subscribe(on_scan)

    def subscribe_troubles(self, on_trouble: Callable[[str], None]) -> Callable[[], None]:
        """Call ``on_trouble`` with the code of what did not become a scan; see ``ScannerFeed``."""
        return self._flow.subscribe_troubles(on_trouble)

    def try_scan(self, on_trial: OnTrial) -> Callable[[], None]:
        """Give the next scans to ``on_trial`` alone, from the reader's thread; returns what ends it."""
        return self._flow.try_scan(on_trial)

    def reader(self) -> ReaderStatus | None:
        """How the code reader of the settings is; ``None`` if none is chosen, or only the gun that types."""
        scanner = self._scanner
        if scanner is None:
            return None
        return ReaderStatus(scanner.name, self._scanner_link, self._scanner_trouble)

    def key_gate(self) -> WedgeGate[Any]:
        """The window's key filter asks this reader which key presses come from a gun that types.

        Its scans go to the subscribers like those of every other reader. Sensitivity comes from the settings
        of the driver ``wedge``, as they were when the window was opened.
        """
        from counter_app.devices.scanners.input_method_keys import printed_letter  # noqa: PLC0415
        from counter_app.devices.scanners.wedge_gate import WedgeGate  # noqa: PLC0415 - see _registry
        from counter_app.devices.scanners.wedge_scanner import WedgeScanner  # noqa: PLC0415

        choice = self._wedge_choice
        gun = _registry().create(
            "scanner", "wedge", dict(choice.settings) if choice.driver == "wedge" else {}
        )
        assert isinstance(gun, WedgeScanner)
        gun.start(self._flow.take, lambda _state: None)
        return WedgeGate(gun, printed_letter())

    def camera(self) -> CameraScanner | None:
        """The code reader if it is a camera, for a screen that wants to look through it."""
        scanner = self._scanner
        if scanner is None:
            return None
        from counter_app.devices.scanners.camera import CameraScanner  # noqa: PLC0415 - see _registry

        return scanner if isinstance(scanner, CameraScanner) else None

    def camera_state(self) -> ScannerState | None:
        """What the code reader said last."""
        return self._scanner_state

    def close(self) -> None:
        """Stop reading."""
        with self._lock:
            scanner, self._scanner = self._scanner, None
        if scanner is not None:
            scanner.stop()

    def _arrived(self, scan: Scan) -> None:
        self._scanner_trouble = ""
        self._flow.take(scan)

    def _follow(self, state: ScannerState) -> None:
        self._scanner_link, self._scanner_state = state.link.value, state
        self._scanner_trouble = state.finding.value if state.finding is not None else ""
        self._flow.follow(state)


def _registry() -> ModuleType:
    """The drivers, loaded when first asked for: the sign-in page needs none of them."""
    from counter_app import devices  # noqa: PLC0415

    return devices


def _scanner(choice: DeviceChoice) -> Scanner | None:
    # The gun that types is the window's own reader: it needs the key presses, and is always there.
    if not choice.driver or choice.driver == "wedge":
        return None
    scanner: Scanner = _registry().create("scanner", choice.driver, dict(choice.settings))
    return scanner
