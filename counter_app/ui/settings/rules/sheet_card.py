"""The forms of a package down the left, the chosen one blank on the right, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.form_choice import OfferedForm
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.rules.forms_state import SheetState
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import hairline

_WIDEST = 520


class Sheet(QLabel):
    """A page as wide as there is room, never wider than is good to read."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image, self._drawn = image, 0
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(80)
        self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the room."""
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        landscape = self._image.width() > self._image.height()
        widest = theme.current().px(_WIDEST * (1.5 if landscape else 1))
        width = min(max(self.width() - 2, 80), widest)
        if width == self._drawn:
            return
        self._drawn = width
        drawn = self._image.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        sheet = QPixmap.fromImage(drawn)
        with QPainter(sheet) as painter:
            # Paper on a paper-white card: where it ends is to be seen.
            painter.setPen(theme.current().color("field_border"))
            painter.drawRect(0, 0, sheet.width() - 1, sheet.height() - 1)
        sheet.setDevicePixelRatio(ratio)
        self.setPixmap(sheet)
        self.setMinimumWidth(80)
        self.setFixedHeight(round(drawn.height() / ratio) + 2)


class SheetCard(Card):
    """``form_wanted`` tells a form, ``print_wanted`` the copies as typed, ``save_wanted`` asks for a file."""

    form_wanted = Signal(str)
    print_wanted = Signal(str)
    save_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("form_packages.card_forms"), parent=parent)
        self._text = text
        self._shown: tuple[bytes, ...] = ()
        self.forms = ComboField(text("form_packages.which"))
        policy = self.forms.combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.forms.combo.setSizeAdjustPolicy(policy)
        self.copies = Field(text("form_packages.copies"), text="1")
        theme.tabular(self.copies.edit)
        self.print = Button(text("form_packages.print"), icon="printer")
        self.save = Button(text("form_packages.save"), icon="save")
        row, keys = FlowRows(), FlowRows(row_gap=8)
        row.add(self.forms, least=360, stretch=1)
        row.add(self.copies, least=90)
        keys.add(self.print)
        keys.add(self.save)
        self.told = ToldLine()
        self.told.show_told(None)
        self._source = Label("", "hint", wrap=True)
        self._waiting = Label(text("form_packages.making"), "hint")
        self._pages = QVBoxLayout()
        self._pages.setSpacing(12)
        self.body.addLayout(row)
        self.body.addLayout(keys)
        for widget in (self.told, self._source, hairline(), self._waiting):
            self.body.addWidget(widget)
        self.body.addLayout(self._pages)
        self.forms.chosen.connect(self.form_wanted)
        self.print.clicked.connect(lambda _=False: self.print_wanted.emit(self.copies.text()))
        self.copies.edit.returnPressed.connect(self.print.click)
        self.save.clicked.connect(lambda _=False: self.save_wanted.emit())

    def show_forms(self, package: str, forms: Sequence[OfferedForm]) -> None:
        """The forms of a package."""
        self.set_title(package)
        self.forms.set_options(
            [(one.key, self._text("form_packages.form", number=one.number, title=one.title)) for one in forms]
        )

    def show_sheet(self, sheet: SheetState) -> None:
        """One form; its pages are drawn anew only when they are others."""
        self.forms.set_value(sheet.form)
        self._source.setText(self._text("form_packages.source", source=sheet.source) if sheet.source else "")
        self.told.show_told(sheet.told)
        ready = bool(sheet.pages)
        self.print.set_busy(sheet.busy)
        self.print.setEnabled(ready and not sheet.busy)
        self.save.setEnabled(ready)
        self._waiting.setVisible(not ready and sheet.told is None)
        if sheet.pages == self._shown:
            return
        self._shown = sheet.pages
        while (item := self._pages.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, page in enumerate(sheet.pages, start=1):
            name = self._text("form_packages.page", number=number, total=len(sheet.pages))
            self._pages.addWidget(Sheet(QImage.fromData(page), name))

    def page_count(self) -> int:
        """How many pages are drawn."""
        return self._pages.count()
