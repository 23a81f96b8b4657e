"""The top of a dossier's detail: its code, whose it is, where it stands, what has to be known of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossier_state import DetailState, Warned
from counter_app.ui.counter.parts.told_block import ToldBlock
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import IconButton
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.labels import ElidedLabel, Label
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.tokens import Tone


class DossierHead(QWidget):
    """Code, owner, procedure, status, and the blocks that warn.

    ``mend_pressed`` tells the id of an entry that is to be looked at, ``deed_pressed`` the deed of a block.
    """

    mend_pressed = Signal(object)
    deed_pressed = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._whole = ""
        self._code_lead = ElidedLabel("", "hint")
        self._code = Label("", "large", selectable=True)
        theme.tabular(self._code)
        self.copy = IconButton("copy", self._text("dossiers.act.copy"), size=tokens.ICON_SMALL)
        self.copy.clicked.connect(lambda _=False: self._copy())
        self._aliases = Label("", "hint", wrap=True, selectable=True)
        self._owner = Label("", "title", wrap=True)
        # Capitals with two marks (Ẫ) reach above the line: without room they are cut.
        self._owner.setContentsMargins(0, 4, 0, 0)
        self._procedure = Label("", "hint", wrap=True)
        self._status = Pill("info", "", Tone.BLUE)
        self._sent = Pill("cloud-check", "", Tone.GREEN)
        self._warned = QVBoxLayout()
        self._warned.setSpacing(6)
        self._warned_shown: tuple[Warned, ...] = ()
        self._lay_out()

    def show_detail(self, state: DetailState) -> None:
        """Draw it."""
        self._whole = state.dossier.code
        self._code_lead.setText(state.code_lead)
        self._code_lead.setVisible(bool(state.code_lead))
        # A provisional code is half as long again: it must not push the page wider.
        self._code.set_role("heading" if state.dossier.provisional else "large")
        self._code.setText(state.code_main)
        self._code.setAccessibleName(state.dossier.code)
        self._aliases.setText(state.aliases)
        self._aliases.setVisible(bool(state.aliases))
        self._owner.setText(state.owner)
        self._procedure.setText(state.procedure)
        self._status.set(state.status.icon, state.status.text, state.status.tone)
        self._sent.set(state.sent.icon, state.sent.text, state.sent.tone)
        self._show_warned(state.warned)

    def _lay_out(self) -> None:
        code = QHBoxLayout()
        code.setSpacing(0)
        code.addWidget(self._code_lead, 0, Qt.AlignmentFlag.AlignBaseline)
        code.addWidget(self._code, 0, Qt.AlignmentFlag.AlignBaseline)
        code.addSpacing(4)
        code.addWidget(self.copy)
        code.addStretch(1)
        who = QVBoxLayout()
        who.setSpacing(2)
        who.addLayout(code)
        for label in (self._aliases, self._owner, self._procedure):
            who.addWidget(label)
        pills = Flow()
        pills.addWidget(self._status)
        pills.addWidget(self._sent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(who)
        column.addLayout(pills)
        column.addLayout(self._warned)

    def _show_warned(self, warned: tuple[Warned, ...]) -> None:
        if warned == self._warned_shown:
            return
        self._warned_shown = warned
        while (item := self._warned.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for each in warned:
            act = each.act if each.mends is None else self._text("mend.look")
            block = ToldBlock(each.sign, each.detail, act=act)
            if each.mends is not None:
                block.acted.connect(lambda entry_id=each.mends: self.mend_pressed.emit(entry_id))
            elif act:
                block.acted.connect(lambda deed=each.deed: self.deed_pressed.emit(deed))
            self._warned.addWidget(block)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._whole)
        announce(self, self._text("dossiers.act.copied"))
