"""A piece of paper at the size of its dots, to be read."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import ElidedLabel
from counter_app.ui.simulators.paper_folder import PaperPiece
from counter_app.ui.simulators.paper_sheet import PaperSheet

_HIGH: Final = 660
_AROUND: Final = 24


class PaperZoom(QDialog):
    """Esc, the button or a press on the paper closes it; ``scan_wanted`` when its code is to be scanned."""

    scan_wanted = Signal(object)

    def __init__(
        self, wording: Wording, piece: PaperPiece, *, with_codes: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        text = wording.text
        title = text("bench.paper.number", number=wording.number(piece.number))
        self.setWindowTitle(title)
        self.sheet = PaperSheet(piece, text("bench.paper.back"), per_dot=1.0)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.clicked.connect(lambda _=False: self.reject())
        said = text(
            "bench.paper.about",
            time=wording.time(piece.at),
            mm=wording.number(round(piece.length_mm)),
            ending=text(f"bench.paper.ending.{piece.ending}"),
        )
        self.scan = Button(text("bench.paper.scan"), icon="scan-qr-code")
        self.scan.setVisible(with_codes)
        self.scan.clicked.connect(lambda _=False: self.scan_wanted.emit(piece))
        self.close_button = Button(text("shared.button.close"), cap="Esc")
        self.close_button.clicked.connect(lambda _=False: self.reject())
        self._lay_out(ElidedLabel(said, "hint"))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, about: QWidget) -> None:
        host = QWidget()
        inside = QVBoxLayout(host)
        inside.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        inside.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(host)
        keys = QHBoxLayout()
        keys.setContentsMargins(16, 10, 16, 12)
        keys.setSpacing(8)
        about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        keys.addWidget(about, 1)
        keys.addWidget(self.scan)
        keys.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        foot = QWidget()
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setProperty("surface", "paper")
        foot.setProperty("edge", "top")
        foot.setLayout(keys)
        column.addWidget(foot)
        look = theme.current()
        paper = self.sheet.sizeHint()
        width = paper.width() + 2 * _AROUND + 24
        self.resize(width, min(paper.height() + 2 * _AROUND + look.px(60), _HIGH))
