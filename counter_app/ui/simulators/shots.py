"""The window of the virtual devices in its states, to look at.

``python -m counter_app.ui.simulators.shots out/ --theme dark --scale 1.5 --paper FOLDER``: a folder with
paper of the virtual printer; without it an invented slip is drawn.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from counter_app import paths
from counter_app.i18n import VIETNAM, Wording
from counter_app.ui.shared import theme, tokens
from counter_app.ui.simulators.bench_parts import BenchCard, BenchParts, PrinterNow
from counter_app.ui.simulators.bench_state import Answer, BenchState, Scanned
from counter_app.ui.simulators.bench_window import BenchWindow
from counter_app.ui.simulators.paper_folder import PaperPiece, look_into
from counter_app.ui.simulators.paper_zoom import PaperZoom
from counter_app.ui.tasks import Tasks

_CARDS = (
    "cccd_2021",
    "cccd_2021_no_old",
    "can_cuoc_2024",
    "can_cuoc_2024_young",
    "cccd_decomposed",
    "cccd_cut_off",
    "cccd_broken_letters",
    "health_insurance",
    "slip",
    "slip_provisional",
    "slip_ministry",
    "unknown",
)
_READY = BenchState(
    printer_answer=Answer.HERE,
    scanner_answer=Answer.HERE,
    listeners=1,
    line_answer=Answer.HERE,
    line_up=True,
    dossiers=12,
)
_STATES: dict[str, tuple[BenchState, int]] = {
    "bench_started": (BenchState(), 0),
    "bench_ready_no_paper": (_READY, 0),
    "bench_printed": (replace(_READY, scanned=Scanned(3, "CCCD", 1)), 2),
    "bench_cable_pulled": (replace(_READY, line_up=False), 1),
    "bench_pulling": (replace(_READY, line_turning=True), 1),
    "bench_paper_out": (
        replace(_READY, printer=PrinterNow(frozenset({"paper_out", "paper_low"}), printing=True)),
        1,
    ),
    "bench_mute": (replace(_READY, printer=PrinterNow(frozenset({"mute"}))), 2),
    "bench_nobody_listens": (replace(_READY, listeners=0, scanned=Scanned(1, "CCCD", 0)), 0),
    "bench_all_silent": (
        BenchState(printer_answer=Answer.SILENT, scanner_answer=Answer.SILENT, line_answer=Answer.SILENT),
        1,
    ),
}


class _Still:
    """Devices of which nothing is asked here: the states are given."""

    def set(self, name: str, on: bool) -> PrinterNow:
        raise NotImplementedError(name, on)

    def state(self) -> PrinterNow:
        return PrinterNow()

    def is_up(self) -> bool:
        return True

    def pull(self) -> None:
        raise NotImplementedError

    plug = pull


class _StillScanner:
    def send(self, text: str) -> int:
        raise NotImplementedError(text)

    def state(self) -> int:
        return 0


def shots(
    wording: Wording, tasks: Tasks, folder: Path, pieces: Sequence[PaperPiece]
) -> Iterator[tuple[str, QWidget]]:
    """Every state: its name, and the window that shows it. ``folder`` is an empty one for paper."""
    cards = [
        BenchCard(wording.text(f"bench.card.{name}.name"), wording.text(f"bench.card.{name}.hint"), name)
        for name in _CARDS
    ]
    still = _Still()
    parts = BenchParts(wording, folder, still, _StillScanner(), cards, line=still, read_code=lambda _: "")
    for name, (state, count) in _STATES.items():
        yield name, _window(parts, tasks, state, pieces[:count])
    others = _window(parts, tasks, _READY, pieces[:1])
    others.scanner.keys.turn_to(1)
    yield "bench_other_cards", others
    failed = _window(parts, tasks, _READY, pieces[:1])
    failed.notices.info(wording.text("bench.paper.no_code"))
    failed.notices.error(wording.text("error.bench.silent"))
    yield "bench_order_failed", failed
    yield "bench_zoom", PaperZoom(wording, pieces[0], with_codes=True)


def _window(parts: BenchParts, tasks: Tasks, state: BenchState, pieces: Sequence[PaperPiece]) -> BenchWindow:
    window = BenchWindow(parts, tasks)
    window.line.show_state(state)
    window.scanner.show_state(state)
    window.printer.show_state(state)
    if pieces:
        window.printer.roll.add(pieces, moving=False)
    return window


def invented_slips(count: int = 2) -> list[PaperPiece]:
    """Slips with nobody's data, drawn here."""
    at = datetime(2026, 11, 23, 9, 12, tzinfo=VIETNAM)
    made = []
    for number in range(1, count + 1):
        image = _slip(f"H01.15.21-261123-53{number:02}")
        when = at + timedelta(minutes=7 * number)
        made.append(PaperPiece(number, when, "partial", image.height() / 8, image, Path()))
    return made


def _slip(code: str) -> QImage:
    image = QImage(576, 760, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    look = theme.Look("light", 1.0)
    lines: list[tuple[str, int, QFont.Weight]] = [
        ("UBND PHƯỜNG MẪU", 26, QFont.Weight.Bold),
        ("GIẤY TIẾP NHẬN VÀ HẸN TRẢ KẾT QUẢ", 24, QFont.Weight.Bold),
        (code, 36, QFont.Weight.Bold),
        ("NGUYỄN THỊ MẪU", 28, QFont.Weight.DemiBold),
        ("Đăng ký khai sinh", 26, QFont.Weight.Normal),
        ("Hẹn trả: 17:00, 23/11/2026", 28, QFont.Weight.DemiBold),
    ]
    top = 24
    for words, size, weight in lines:
        painter.setFont(look.font(size, weight))
        painter.drawText(QRect(0, top, 576, size * 2), Qt.AlignmentFlag.AlignHCenter, words)
        top += size * 2
    painter.fillRect(QRect(188, top + 10, 200, 200), Qt.GlobalColor.black)
    painter.fillRect(QRect(208, top + 30, 160, 160), Qt.GlobalColor.white)
    painter.fillRect(QRect(238, top + 60, 100, 100), Qt.GlobalColor.black)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every state into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=tokens.THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--only", default="")
    parser.add_argument("--paper", type=Path)
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme.apply(app, options.theme, options.scale)
    options.folder.mkdir(parents=True, exist_ok=True)
    pieces = list(look_into(options.paper, -1).pieces) if options.paper else invented_slips()
    wording = Wording(options.language, paths.resources() / "i18n")
    with TemporaryDirectory() as empty:
        tasks = Tasks()
        for name, window in shots(wording, tasks, Path(empty), pieces):
            if options.only in name:
                _take(app, window, options.folder / f"{name}.png")
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        tasks.shutdown()
    return 0


def _take(app: QApplication, window: QWidget, file: Path) -> None:
    window.show()
    window.activateWindow()
    for _ in range(3):
        app.processEvents()
    window.grab().save(str(file))
    window.hide()


if __name__ == "__main__":
    sys.exit(main())
