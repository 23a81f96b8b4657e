"""The right of the dossier screen: one dossier, what has to be known of it, and what can be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.attached_files import AttachedFiles
from counter_app.ui.counter.dossiers.dossier_acts import DossierActs
from counter_app.ui.counter.dossiers.dossier_head import DossierHead
from counter_app.ui.counter.dossiers.dossier_state import DetailState
from counter_app.ui.counter.dossiers.identity_block import IdentityBlock
from counter_app.ui.counter.dossiers.private_facts import PrivateFacts
from counter_app.ui.counter.dossiers.signing_block import SigningBlock
from counter_app.ui.counter.parts.figure_block import FigureBlock
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import EmptyState
from counter_app.ui.shared.fact_grid import CountedList, FactGrid
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.timeline import TimelineView


class WholeTimeline(TimelineView):
    """A timeline as high as all its entries; what it stands in scrolls."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording, parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Take the height that the entries need in this width."""
        rows = self.model().rowCount()
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in range(rows)) + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Details may wrap otherwise."""
        super().resizeEvent(event)
        self.fit()


class DossierPanel(QWidget):
    """``show_detail`` draws a ``DetailState``; ``acts`` tells what a person wants done with it."""

    left = Signal()
    """Esc: back to the rows."""
    dropped = Signal(object)
    """The paths of files that were dropped on the dossier."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._shown = ""
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(wording.text("dossiers.panel"))
        self.setAcceptDrops(True)
        self.head, self.private = DossierHead(wording), PrivateFacts(wording)
        self.identity = IdentityBlock(wording)
        self._identity_line = hairline()
        self.due = FigureBlock(self._text("dossiers.due.label"))
        self.facts = FactGrid()
        self.components_key = Button("", icon="chevron-right", kind="quiet", size="small")
        self.components = CountedList()
        self.files = AttachedFiles(wording)
        self.signing = SigningBlock(wording)
        self.timeline = WholeTimeline(wording)
        self.acts = DossierActs(wording)
        self._scroll = QScrollArea()
        self._pages = QStackedLayout(self)
        self._lay_out()
        self.components_key.clicked.connect(lambda _=False: self._unfold(not self.components.isVisible()))
        self.show_detail(None)

    def show_detail(self, state: DetailState | None) -> None:
        """Draw a dossier, or say that none is chosen; another dossier begins at its top."""
        shown = "" if state is None else state.id
        if shown != self._shown:
            self._shown = shown
            self._scroll.verticalScrollBar().setValue(0)
            self._unfold(False)
            self.private.hide_whole()
        self._pages.setCurrentIndex(1 if state is None else 0)
        if state is None:
            return
        self.head.show_detail(state)
        self.due.set(state.due)
        self.private.show_facts(state.id, state.private)
        self.facts.show_facts(state.facts)
        self.identity.show_identity(state.identity)
        self._identity_line.setVisible(state.identity is not None)
        self.components_key.setText(state.components_title)
        self.components_key.setEnabled(bool(state.components))
        self.components.show_things(state.components)
        self.timeline.show_entries(state.timeline)
        self.timeline.fit()
        self.acts.show_detail(state)

    def hide_private(self) -> None:
        """Hide personal data again (the screen is left, the counter is locked)."""
        self.private.hide_whole()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def show_files_in_sight(self) -> None:
        """Scroll to the files."""
        self._scroll.ensureWidgetVisible(self.files)

    def show_signing_in_sight(self) -> None:
        """Scroll to the signatures on its papers."""
        self._scroll.ensureWidgetVisible(self.signing)

    def show_identity_in_sight(self) -> None:
        """Scroll to the owner's identity."""
        self._scroll.ensureWidgetVisible(self.identity)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on a dossier that is still open."""
        if self._shown and self.files.add.isEnabled() and local_files(event.mimeData()):
            event.acceptProposedAction()
            self.files.set_dropping(True)
            self.show_files_in_sight()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        super().dragLeaveEvent(event)
        self.files.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """They are to be put to it."""
        self.files.set_dropping(False)
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self.timeline.fit)

    def _lay_out(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body())
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(hairline())
        column.addWidget(self.acts)
        self._pages.addWidget(whole)
        title, words = self._text("dossiers.choose.title"), self._text("dossiers.choose.text")
        self._pages.addWidget(EmptyState("list", title, words))

    def _body(self) -> QWidget:
        papers = QVBoxLayout()
        papers.setSpacing(2)
        papers.addWidget(self.components_key, 0, Qt.AlignmentFlag.AlignLeft)
        papers.addWidget(self.components)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(hairline())
        column.addWidget(self.due)
        column.addWidget(hairline())
        column.addWidget(self.private)
        column.addWidget(self.facts)
        column.addWidget(self._identity_line)
        column.addWidget(self.identity)
        column.addWidget(hairline())
        column.addLayout(papers)
        column.addWidget(hairline())
        column.addWidget(self.files)
        column.addWidget(hairline())
        column.addWidget(self.signing)
        column.addWidget(Label(self._text("dossiers.timeline"), "strong"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        return body

    def _unfold(self, unfolded: bool) -> None:
        self.components.setVisible(unfolded)
        self.components_key.set_icon("chevron-down" if unfolded else "chevron-right")


def local_files(data: QMimeData) -> list[Path]:
    """The files on this machine among what is dragged; folders are none."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]
