"""Issuing a paper pad or writing one again, and declaring sheets void."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.pads import MOST_SHEETS
from counter_app.i18n import Wording
from counter_app.services.pads import PadView
from counter_app.ui.counter.parts.typed import read_count
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.labels import Label

_USUAL = 20


class IssueDialog(Question):
    """``issued`` tells count and holder of a new pad, ``wanted`` the label of one that is made again.

    Both tell last whether it is printed straight away; otherwise it is saved.
    """

    issued = Signal(int, str, bool)
    wanted = Signal(str, bool)
    WIDTH = 500

    def __init__(self, wording: Wording, pads: Sequence[PadView], parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(
            wording, text("pad.issue.title"), text("pad.issue.text"), act=text("pad.issue.act"), parent=parent
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Three buttons side by side need their room at any text scale.
        self.setMinimumWidth(theme.current().px(self.WIDTH))
        self.print = Button(text("pad.issue.print"), icon="printer")
        self.print.clicked.connect(lambda _=False: self._give(printed=True))
        self.keys.insertWidget(0, self.print)
        again = [(pad.label, text("pad.issue.again", book=pad.label)) for pad in pads]
        self.pad = ComboField(text("pad.issue.which"), [("", text("pad.issue.new")), *again])
        self.pad.setVisible(bool(again))
        self.count = Field(text("pad.issue.count"))
        self.count.set_text(str(_USUAL))
        self.holder = Field(text("pad.issue.holder"), placeholder=text("pad.issue.holder_hint"))
        for widget in (self.pad, self.count, self.holder):
            self.body.addWidget(widget)
        self.pad.chosen.connect(lambda _: self._follow())
        self.count.changed.connect(lambda _: self.count.clear_finding())
        self.count.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Saved, and only with a number of sheets that a pad may have."""
        self._give(printed=False)

    def _give(self, *, printed: bool) -> None:
        if self.pad.value():
            self.accept()
            self.wanted.emit(self.pad.value(), printed)
            return
        count = read_count(self.count.text(), largest=MOST_SHEETS) or 0
        if not count:
            self.count.show_error(self._wording.text("error.pad.bad_count", most=MOST_SHEETS))
            self.count.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.accept()
        self.issued.emit(count, self.holder.text().strip(), printed)

    def _follow(self) -> None:
        """An issued pad has its sheets and its holder."""
        new = not self.pad.value()
        self.count.setVisible(new)
        self.holder.setVisible(new)
        self.act.setText(self._wording.text("pad.issue.act" if new else "pad.issue.act_again"))
        self.print.setText(self._wording.text("pad.issue.print" if new else "pad.issue.print_again"))


class VoidDialog(Question):
    """``given`` tells pad, first and last line and the reason; it stays open until recorded or refused."""

    given = Signal(str, int, int, str)
    WIDTH = 500

    def __init__(self, wording: Wording, pads: Sequence[PadView], parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(
            wording,
            text("pad.strike.title"),
            text("pad.strike.text"),
            act=text("pad.strike.act"),
            parent=parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pads = {pad.label: pad for pad in pads}
        self.pad = ComboField(text("pad.enter.book"), [(pad.label, pad.label) for pad in pads])
        self.missing = Label("", "hint", wrap=True)
        self.first, self.last = Field(text("pad.strike.first")), Field(text("pad.strike.last"))
        self.reason = Field(text("pad.strike.reason"), placeholder=text("pad.strike.reason_hint"))
        self.body.addWidget(self.pad)
        self.body.addWidget(self.missing)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.first, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.last, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self.reason)
        for field in (self.first, self.last, self.reason):
            field.changed.connect(lambda _, field=field: field.clear_finding())
        self.pad.chosen.connect(lambda _: self._tell())
        self._tell()
        self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Only with a line and a reason; without a last line it is one sheet."""
        first = read_count(self.first.text()) or 0
        last = (read_count(self.last.text()) or 0) if self.last.text().strip() else first
        if not first:
            self._refuse(self.first, self._wording.text("pad.enter.no_line"))
        elif last < first:
            self._refuse(self.last, self._wording.text("pad.strike.backwards"))
        elif not self.reason.text().strip():
            self._refuse(self.reason, self._wording.text("error.pad.reason_missing"))
        else:
            self.act.set_busy(True)
            self.given.emit(self.pad.value(), first, last, self.reason.text())

    def refuse(self, words: str) -> None:
        """It was not recorded; what was typed stays."""
        self._refuse(self.first, words)

    def _refuse(self, field: Field, words: str) -> None:
        self.act.set_busy(False)
        field.show_error(words)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        pad = self._pads.get(self.pad.value())
        gaps = [] if pad is None else pad.pad.gaps(pad.entered)
        lines = ", ".join(str(gap.first) if gap.count == 1 else f"{gap.first}–{gap.last}" for gap in gaps)
        self.missing.setText(self._wording.text("pad.strike.missing", lines=lines))
