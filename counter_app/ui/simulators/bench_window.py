"""The window of the virtual devices: a printer, a code reader and a cable that stand beside the counter.

It runs in a process of its own and talks to the simulators as a person with real devices would touch them.
"""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.failures import Failures
from counter_app.ui.shared import icons, theme
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.labels import ElidedLabel
from counter_app.ui.shared.notices import Notices
from counter_app.ui.simulators.bench_parts import BenchParts
from counter_app.ui.simulators.bench_presenter import BenchPresenter
from counter_app.ui.simulators.card_keys import NUMBERED
from counter_app.ui.simulators.device_cards import PrinterCard, ScannerCard
from counter_app.ui.simulators.line_card import LineCard
from counter_app.ui.simulators.paper_folder import PaperFolder, PaperPiece
from counter_app.ui.simulators.paper_zoom import PaperZoom
from counter_app.ui.tasks import Tasks

SIZE: Final = QSize(460, 696)
"""At 100 % text; fits beside or over the counter on a screen of 1366 x 768."""
_LEAST: Final = QSize(420, 560)
_FRAME: Final = 40
_COUNTER: Final = 1366
"""The counter wants this width for itself."""
"""About what a title bar takes."""


class BenchWindow(QWidget):
    """Keys 1 to 9 and 0 scan a card, F8 pulls the cable and plugs it in again."""

    def __init__(self, parts: BenchParts, tasks: Tasks) -> None:
        super().__init__()
        self._wording = parts.wording
        text = parts.wording.text
        with_codes = parts.read_code is not None
        self.setWindowTitle(text("bench.window"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "wash")
        # The keys work from the first moment, and no control looks chosen before Tab is pressed.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = LineCard(parts.wording)
        self.line.setVisible(parts.line is not None)
        self.scanner = ScannerCard(parts.wording, parts.cards)
        self.printer = PrinterCard(parts.wording, with_codes=with_codes)
        self.on_top = Check(text("bench.on_top"))
        # On a small screen it would lie over what the counter shows on the right, and over its main button.
        self.on_top.setChecked(has_room_beside(self.screen().availableGeometry().width()))
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, self.on_top.isChecked())
        self.notices = Notices(self, parts.wording)
        self.presenter = BenchPresenter(parts, tasks, self)
        self.paper = PaperFolder(parts.paper_dir, tasks, self)
        self.zoom: PaperZoom | None = None
        self._with_codes = with_codes
        note = ElidedLabel(text("bench.note"), "hint")
        note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._lay_out(note)
        self._connect()
        self._fit()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def start(self) -> None:
        """Ask the devices, look for paper, and go on doing so."""
        self.paper.look()
        self.presenter.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit scans the card with that number."""
        position = NUMBERED.find(event.text()) if event.text() else -1
        if position >= 0 and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.presenter.scan(position)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask no more; the devices themselves go on."""
        self.presenter.stop()
        self.paper.stop()
        super().closeEvent(event)

    def _lay_out(self, note: QWidget) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.setSpacing(8)
        head.addWidget(note, 1)
        head.addWidget(self.on_top)
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.scanner)
        column.addWidget(self.printer, 1)
        # With large text on a small screen everything can still be reached.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(host)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(area)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self._show)
        presenter.ticked.connect(self.paper.look)
        presenter.failed.connect(self.notices.raised)
        presenter.no_code.connect(lambda: self.notices.info(self._wording.text("bench.paper.no_code")))
        self.line.turned.connect(presenter.turn_line)
        self.scanner.picked.connect(presenter.scan)
        self.printer.turned.connect(presenter.turn)
        self.printer.roll.opened.connect(self._look_closer)
        self.printer.roll.scan_wanted.connect(self._scan_paper)
        self.paper.arrived.connect(self._paper_came)
        self.on_top.toggled.connect(self._keep_on_top)

    def _show(self) -> None:
        state = self.presenter.state
        self.line.show_state(state)
        self.scanner.show_state(state)
        self.printer.show_state(state)

    def _paper_came(self, pieces: list[PaperPiece], just_now: bool) -> None:
        # What lay there before the window was opened does not come out of the printer now.
        self.printer.roll.add(pieces, moving=just_now)

    def _look_closer(self, piece: PaperPiece) -> None:
        if self.zoom is not None:
            self.zoom.close()
        zoom = PaperZoom(self._wording, piece, with_codes=self._with_codes, parent=self)
        zoom.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        zoom.scan_wanted.connect(self._scan_paper)
        zoom.finished.connect(self._zoom_closed)
        self.zoom = zoom
        zoom.show()

    def _zoom_closed(self) -> None:
        self.zoom = None

    def _scan_paper(self, piece: PaperPiece) -> None:
        name = self._wording.text("bench.paper.number", number=self._wording.number(piece.number))
        self.presenter.scan_paper(name, piece.picture)

    def _keep_on_top(self, wanted: bool) -> None:
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, wanted)
        self.show()

    def _fit(self) -> None:
        """Size by the text, place at the right edge of the screen, so that the counter's form stays free."""
        look = theme.current()
        self.setMinimumSize(look.px(_LEAST.width()), _LEAST.height())
        width, height = look.px(SIZE.width()), SIZE.height()
        room = self.screen().availableGeometry()
        height = min(height, room.height() - _FRAME)
        self.setGeometry(QRect(room.right() - width - 8, room.top() + _FRAME, width, height))


def has_room_beside(width: int) -> bool:
    """Whether a screen of this width shows this window beside a whole counter."""
    return width >= _COUNTER + theme.current().px(SIZE.width())


def run_bench(parts: BenchParts) -> int:
    """Show the window until it is closed; returns the exit status."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("quay-mot-cua")
    theme.apply(app, parts.theme, parts.scale)
    app.setWindowIcon(QIcon(icons.pixmap("plug", "accent", 48)))
    failures = Failures()
    failures.install()
    tasks = Tasks(unhandled=failures.report)
    window = BenchWindow(parts, tasks)
    failures.notices = window.notices
    window.show()
    window.start()
    status = app.exec()
    tasks.shutdown()
    return status
