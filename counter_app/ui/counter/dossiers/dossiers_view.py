"""The dossiers as a page: the list on the left, one dossier on the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossier_cells import DossierCells
from counter_app.ui.counter.dossiers.dossier_list import DossierList
from counter_app.ui.counter.dossiers.dossier_panel import DossierPanel
from counter_app.ui.counter.dossiers.dossiers_model import DossiersModel
from counter_app.ui.shared import theme
from counter_app.ui.shared.styling import hairline

_PANEL = 348
_PANEL_SHARE = 0.37


class DossiersView(QWidget):
    """``list`` and ``panel`` side by side; the panel takes its share of the width."""

    def __init__(
        self, wording: Wording, cells: DossierCells, model: DossiersModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.list = DossierList(wording, cells, model)
        self.panel = DossierPanel(wording)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self.panel)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was revealed is hidden with the page."""
        self.panel.hide_private()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel takes its share."""
        super().resizeEvent(event)
        self._share()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._share()

    def _share(self) -> None:
        self.panel.setFixedWidth(min(theme.current().px(_PANEL), round(self.width() * _PANEL_SHARE)))
