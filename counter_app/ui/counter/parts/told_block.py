"""Something that has to be known: icon and title, what it means, on the tone's own ground; maybe a deed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import mark


class ToldBlock(QFrame):
    """``acted`` tells that its button was pressed."""

    acted = Signal()

    def __init__(self, sign: Sign, detail: str, *, act: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card", True)
        mark(self, "tone", sign.tone.value)
        self.setAccessibleName(f"{sign.text} {detail}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(3)
        column.addWidget(IconText(sign.icon, sign.text, sign.tone, role="strong", wrap=True))
        if detail:
            column.addWidget(Label(detail, "small", wrap=True))
        if act:
            self.act = Button(act, size="small")
            self.act.setAccessibleName(f"{act}: {sign.text}")
            self.act.clicked.connect(lambda _=False: self.acted.emit())
            column.addSpacing(3)
            column.addWidget(self.act, 0, Qt.AlignmentFlag.AlignLeft)
