"""The right of the dossier screen: one dossier, what has to be known of it, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.printing import FORM, SLIP, PaperKind
from counter_app.ui.counter.dossier_state import DetailState, Warned
from counter_app.ui.counter.figure_block import FigureBlock
from counter_app.ui.counter.paper_lines import PaperLines
from counter_app.ui.counter.reception_state import PaperRow, PaperStage
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button, IconButton
from counter_app.ui.shared.card import EmptyState
from counter_app.ui.shared.fact_grid import LABEL_WIDTH, CountedList, FactGrid
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.styling import hairline, mark
from counter_app.ui.shared.timeline import TimelineView
from counter_app.ui.shared.tokens import Tone


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


class WarnedBlock(QFrame):
    """Something that has to be known: icon, title, what to do, on the tone's own ground."""

    def __init__(self, warned: Warned, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card", True)
        mark(self, "tone", warned.sign.tone.value)
        self.setAccessibleName(f"{warned.sign.text} {warned.detail}".strip())
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(3)
        column.addWidget(
            IconText(warned.sign.icon, warned.sign.text, warned.sign.tone, role="strong", wrap=True)
        )
        if warned.detail:
            column.addWidget(Label(warned.detail, "small", wrap=True))


class DossierPanel(QWidget):
    """``show_detail`` draws a ``DetailState``; the signals tell what a person wants done with it."""

    print_pressed = Signal(str)
    preview_pressed = Signal()
    correct_pressed = Signal()
    cancel_pressed = Signal()
    left = Signal()
    """Esc: back to the rows."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._text = wording, wording.text
        self._state: DetailState | None = None
        self._revealed = False
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(wording.text("dossiers.panel"))
        self._make_head()
        self._make_body()
        self._make_acts()
        self._lay_out()
        self.show_detail(None)

    # --- showing -------------------------------------------------------------------------------

    def show_detail(self, state: DetailState | None) -> None:
        """Draw a dossier, or say that none is chosen; another dossier hides the number again."""
        if state is None or self._state is None or state.id != self._state.id:
            self._revealed = False
            self._scroll.verticalScrollBar().setValue(0)
            self._unfold(False)
        self._state = state
        self._pages.setCurrentIndex(1 if state is None else 0)
        if state is None:
            return
        self._show_head(state)
        self.due.set(state.due)
        self.facts.show_facts(state.facts)
        self.components_key.setText(state.components_title)
        self.components_key.setEnabled(bool(state.components))
        self._components.show_things(state.components)
        self._show_warned(state.warned)
        self.timeline.show_entries(state.timeline)
        self.timeline.fit()
        self._show_acts(state)

    def show_papers(self, rows: Sequence[PaperRow]) -> None:
        """How the prints that were asked for here went."""
        self.papers.show_rows(rows)
        busy = {row.paper for row in rows if row.stage is PaperStage.PRINTING}
        for paper, button in self.print_buttons.items():
            button.set_busy(paper in busy)
        if self._state is not None:
            self._show_acts(self._state)

    def hide_number(self) -> None:
        """Hide the personal number again (the screen is left, the counter is locked)."""
        self._revealed = False
        if self._state is not None:
            self._show_number(self._state)

    def focus_acts(self) -> None:
        """Go on with the keyboard: the first thing that can be done."""
        for button in (*self.print_buttons.values(), self.preview):
            if button.isEnabled() and button.isVisible():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def number_shown(self) -> str:
        """The number as it stands there now."""
        return self._number.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the rows."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._number_label.setMinimumWidth(theme.current().px(LABEL_WIDTH))
            QTimer.singleShot(0, self, self.timeline.fit)

    # --- parts ---------------------------------------------------------------------------------

    def _make_head(self) -> None:
        self._code_lead = Label("", "hint")
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
        self._number_label = Label("", "label")
        self._number_label.setMinimumWidth(theme.current().px(LABEL_WIDTH))
        self._number = Label("", "heading")
        theme.tabular(self._number)
        self.eye = IconButton("eye", self._text("dossiers.number.show"), color="blue")
        self.eye.clicked.connect(lambda _=False: self._reveal())

    def _make_body(self) -> None:
        self.due = FigureBlock(self._text("dossiers.due.label"))
        self._warned = QVBoxLayout()
        self._warned.setSpacing(6)
        self._warned_shown: tuple[Warned, ...] = ()
        self.facts = FactGrid()
        self.components_key = Button("", icon="chevron-right", kind="quiet", size="small")
        self.components_key.clicked.connect(lambda _=False: self._unfold(not self._components.isVisible()))
        self._components = CountedList()
        self._components.hide()
        self.timeline = WholeTimeline(self._wording)

    def _make_acts(self) -> None:
        text = self._text
        form = Button(text("dossiers.act.form"), icon="printer", shortcut="Ctrl+P", size="small")
        slip = Button(text("dossiers.act.slip"), size="small")
        self.print_buttons: dict[PaperKind, Button] = {FORM: form, SLIP: slip}
        for paper, button in self.print_buttons.items():
            button.clicked.connect(lambda _=False, paper=paper: self.print_pressed.emit(paper))
        self.preview = Button(text("dossiers.act.preview"), size="small")
        self.correct = Button(text("dossiers.act.correct"), size="small")
        self.cancel = Button(text("dossiers.act.cancel"), kind="danger", size="small")
        self.preview.clicked.connect(lambda _=False: self.preview_pressed.emit())
        self.correct.clicked.connect(lambda _=False: self.correct_pressed.emit())
        self.cancel.clicked.connect(lambda _=False: self.cancel_pressed.emit())
        self.papers = PaperLines(self._wording)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout(self)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._body())
        column.addWidget(self._scroll, 1)
        column.addWidget(hairline())
        column.addWidget(self._foot())
        self._pages.addWidget(whole)
        self._pages.addWidget(
            EmptyState("list", self._text("dossiers.choose.title"), self._text("dossiers.choose.text"))
        )

    def _body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(18, 12, 14, 12)
        column.setSpacing(8)
        code = QHBoxLayout()
        code.setSpacing(0)
        code.addWidget(self._code_lead, 0, Qt.AlignmentFlag.AlignBaseline)
        code.addWidget(self._code, 0, Qt.AlignmentFlag.AlignBaseline)
        code.addSpacing(4)
        code.addWidget(self.copy)
        code.addStretch(1)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addLayout(code)
        for label in (self._aliases, self._owner, self._procedure):
            head.addWidget(label)
        pills = Flow()
        pills.addWidget(self._status)
        pills.addWidget(self._sent)
        number = QHBoxLayout()
        number.setSpacing(8)
        number.addWidget(self._number_label)
        number.addWidget(self._number)
        number.addWidget(self.eye)
        number.addStretch(1)
        column.addLayout(head)
        column.addLayout(pills)
        column.addLayout(self._warned)
        column.addWidget(hairline())
        column.addWidget(self.due)
        column.addWidget(hairline())
        column.addLayout(number)
        column.addWidget(self.facts)
        column.addWidget(hairline())
        papers = QVBoxLayout()
        papers.setSpacing(2)
        papers.addWidget(self.components_key, 0, Qt.AlignmentFlag.AlignLeft)
        papers.addWidget(self._components)
        column.addLayout(papers)
        column.addWidget(hairline())
        column.addWidget(Label(self._text("dossiers.timeline"), "strong"))
        column.addWidget(self.timeline)
        column.addStretch(1)
        return body

    def _foot(self) -> QWidget:
        foot = QWidget()
        acts = Flow(gap=6)
        for button in (
            self.print_buttons[FORM],
            self.preview,
            self.print_buttons[SLIP],
            self.correct,
            self.cancel,
        ):
            acts.addWidget(button)
        column = QVBoxLayout(foot)
        column.setContentsMargins(18, 8, 14, 12)
        column.setSpacing(6)
        column.addWidget(self.papers)
        column.addLayout(acts)
        return foot

    # --- drawing -------------------------------------------------------------------------------

    def _show_head(self, state: DetailState) -> None:
        self._code_lead.setText(state.code_lead)
        self._code_lead.setVisible(bool(state.code_lead))
        self._code.setText(state.code_main)
        self._code.setAccessibleName(state.dossier.code)
        self._aliases.setText(state.aliases)
        self._aliases.setVisible(bool(state.aliases))
        self._owner.setText(state.owner)
        self._procedure.setText(state.procedure)
        self._status.set(state.status.icon, state.status.text, state.status.tone)
        self._sent.set(state.sent.icon, state.sent.text, state.sent.tone)
        self._show_number(state)

    def _show_number(self, state: DetailState) -> None:
        known = bool(state.number_masked)
        self._number_label.setText(state.number_label if known else self._text("dossiers.number.none"))
        self._number.setText(state.number_whole if self._revealed else state.number_masked)
        self._number.setVisible(known)
        self.eye.setVisible(state.number_masked != state.number_whole)
        key = "hide" if self._revealed else "show"
        self.eye.set("eye-off" if self._revealed else "eye", self._text(f"dossiers.number.{key}"))

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
            self._warned.addWidget(WarnedBlock(each))

    def _show_acts(self, state: DetailState) -> None:
        form, slip = self.print_buttons[FORM], self.print_buttons[SLIP]
        form.setText(state.print_form)
        slip.setText(state.print_slip)
        cancelled = state.dossier.cancelled
        for paper, button in self.print_buttons.items():
            busy = self.papers.printing(paper)
            button.setEnabled(not cancelled and not busy)
            button.setToolTip(state.locked if cancelled else "")
        for button in (self.correct, self.cancel):
            button.setEnabled(not state.locked)
            button.setToolTip(state.locked)

    def _unfold(self, unfolded: bool) -> None:
        self._components.setVisible(unfolded)
        self.components_key.set_icon("chevron-down" if unfolded else "chevron-right")

    def _reveal(self) -> None:
        if self._state is None:
            return
        self._revealed = not self._revealed
        self._show_number(self._state)

    def _copy(self) -> None:
        if self._state is None:
            return
        QGuiApplication.clipboard().setText(self._state.dossier.code)
        announce(self, self._text("dossiers.act.copied"))
