"""Which paper of the dossier the chosen files belong to, before they are put to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.attached_state import AttachedState
from counter_app.ui.counter.dossiers.attached_words import WHOLE
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tokens import Tone

_NAMED = 6


class AttachDialog(Question):
    """``given`` tells the place among the papers, or ``None`` for the dossier as a whole."""

    given = Signal(object)

    def __init__(
        self,
        wording: Wording,
        state: AttachedState,
        code: str,
        paths: Sequence[Path],
        parent: QWidget | None = None,
    ) -> None:
        text = wording.text
        super().__init__(
            wording,
            wording.count("dossiers.attach.title", len(paths), code=code),
            text("dossiers.attach.text"),
            act=text("dossiers.attach.act"),
            parent=parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for path in paths[:_NAMED]:
            self.body.addWidget(IconText("file-scan", path.name, Tone.NEUTRAL, wrap=True))
        if len(paths) > _NAMED:
            more = wording.count("dossiers.attach.more", len(paths) - _NAMED)
            self.body.addWidget(IconText("files", more, Tone.NEUTRAL))
        self.place = ComboField(text("dossiers.attach.place"), list(state.places))
        self.body.addWidget(self.place)
        self.place.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Put them to the chosen paper."""
        key = self.place.value()
        super().agree()
        self.given.emit(None if key == WHOLE else int(key))
