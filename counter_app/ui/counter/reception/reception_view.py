"""The reception screen: three sections, the summary on the right, and the page after accepting."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from counter_app.i18n import Wording
from counter_app.ui.counter.reading.read_menu import LowButton, ReadMenu
from counter_app.ui.counter.reception.accepted_view import AcceptedView
from counter_app.ui.counter.reception.applicant_section import ApplicantSection
from counter_app.ui.counter.reception.components_section import ComponentsSection
from counter_app.ui.counter.reception.drafts_menu import DraftsMenu
from counter_app.ui.counter.reception.procedure_section import Find, ProcedureSection
from counter_app.ui.counter.reception.reception_state import FormState, ReceptionState
from counter_app.ui.counter.reception.summary_panel import SummaryPanel, side_width
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.shared.tokens import Tone

_MOST_PASSED = 8
_SECTIONS = ("applicant", "procedure", "components", "summary")


class _Heading(QWidget):
    """As high as the buttons beside it, so that nothing moves when they come and go."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().px(tokens.BUTTON))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


class ReceptionView(QWidget):
    """Draws a ``ReceptionState``; what a person does comes out as signals of its parts."""

    find_wanted = Signal(str)
    """Something was typed into the search for dossiers and Enter was pressed."""

    def __init__(self, wording: Wording, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._fresh = -1
        self._state: FormState | None = None
        # Each part gets its parent at once: a tree that changes its parent is styled anew from top to bottom.
        self._form = QWidget(self)
        self._scroll = QScrollArea(self._form)
        page = self._page = QWidget()
        self._scroll.setWidget(page)
        self._heading = _Heading(page)
        self.title = Label(wording.text("reception.title"), "title", parent=self._heading)
        self.saved = IconText("save", "", Tone.NEUTRAL, parent=self._heading)
        self.drafts = DraftsMenu(wording, self._heading)
        self.fresh_button = Button(
            wording.text("reception.new"), icon="plus", cap="F2", kind="quiet", parent=page
        )
        self.search = SearchBox(wording.text("reception.find"), delay_ms=0, parent=page)
        self.search.set_cap("F3")
        self.search.entered.connect(self.find_wanted)
        self.applicant = ApplicantSection(wording, page)
        self.reading = ReadMenu(wording, self, self.applicant)
        # Beside the other ways in; in the head of the page it would push the search into a row of its own.
        self.paper = LowButton(
            wording.text("pad.enter.button"),
            icon="notebook-pen",
            kind="quiet",
            size="small",
            parent=self.applicant,
        )
        for way in (self.paper, self.reading):
            self.applicant.add_to_head(way)
        QWidget.setTabOrder(self.search, self.reading.button)
        QWidget.setTabOrder(self.reading.button, self.paper)
        self.procedure = ProcedureSection(wording, find, page)
        self.components = ComponentsSection(wording, page)
        self.summary = SummaryPanel(wording, self._form)
        self.accepted = AcceptedView(wording, self)
        self._lay_out()
        # The papers of the chosen procedure are drawn first.
        self.procedure.passed.connect(lambda: QTimer.singleShot(0, self, self._pass_procedure))
        self.components.passed.connect(self._leave_components)
        # After the page has grown by the guidance.
        self.applicant.guide_opened.connect(lambda: QTimer.singleShot(0, self, self._show_guide))
        note_key = QShortcut(QKeySequence("Alt+G"), self._form)
        note_key.activated.connect(self.components.open_note)
        for number, section in enumerate(_SECTIONS, start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self._form)
            shortcut.activated.connect(lambda section=section: self.go_to(section))

    def show_state(self, state: ReceptionState) -> None:
        """Draw the form, or the page after accepting."""
        if state.accepted is not None:
            self.procedure.close_list()
            self._pages.setCurrentWidget(self.accepted)
            self.accepted.show_accepted(state.accepted)
            return
        form = state.form
        fresh = form.fresh != self._fresh
        self._fresh, self._state = form.fresh, form
        self._show_head(form)
        self.applicant.show_form(form, fresh=fresh)
        self.procedure.show_form(form, form.notes.get("procedure"), fresh=fresh)
        self.components.show_form(form, form.notes.get("set_count"), fresh=fresh)
        self.summary.show_form(form, fresh=fresh)
        self._form.setEnabled(not form.busy)
        self._pages.setCurrentWidget(self._form)
        if fresh:
            self._scroll.verticalScrollBar().setValue(0)
            self.summary.blocks.verticalScrollBar().setValue(0)

    def unread(self) -> str | None:
        """The first place whose text could not be understood, or ``None``."""
        places = [f"owner.{name}" for name in self.applicant.owner.unread()]
        return places[0] if places else None

    def finish_typing(self) -> None:
        """Take over what is typed into a cell of the table."""
        if self.components.table.state() is QAbstractItemView.State.EditingState:
            self.components.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, place: str) -> None:
        """Put the focus to a place of the draft or the beginning of a section."""
        target = self._target(place)
        if target is None:
            return
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(target, QLineEdit) and target is not self.procedure.edit:
            target.selectAll()
        page = self._scroll.widget()
        if page is not None and page.isAncestorOf(target):
            self._scroll.ensureWidgetVisible(target, 24, 40)
        else:
            self.summary.blocks.ensureWidgetVisible(target, 8, 24)

    def begin(self) -> None:
        """Put the focus where work begins: the first field that is empty."""
        if self._pages.currentWidget() is self.accepted:
            self.accepted.next.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        state = self._state
        if state is None or not state.draft.owner.number:
            self.go_to("owner.number")
        elif not state.draft.owner.full_name:
            self.go_to("owner.full_name")
        elif not state.draft.owner.phone and not state.draft.owner.email:
            self.go_to("owner.phone")
        elif not state.draft.procedure_code:
            self.go_to("procedure")
        else:
            self.go_to("components")

    def make_room(self, height: int) -> None:
        """Keep the lower edge of the form free."""
        self._left.setContentsMargins(0, 0, 0, height)

    def giving_way(self) -> QWidget:
        """The form without the summary."""
        return self._scroll

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on to the next field; on a button it presses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton) and not focused.isCheckable():
                focused.click()
            else:
                self._next_field()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _show_guide(self) -> None:
        guide = self.applicant.guide
        self._scroll.ensureWidgetVisible(guide.record, 24, 24)
        self._scroll.ensureWidgetVisible(guide.title, 24, 60)

    def _next_field(self) -> None:
        """Enter fills in: it passes what only tells of the identity, which Tab stops at."""
        self.focusNextPrevChild(True)
        for _ in range(_MOST_PASSED):
            focused = self.focusWidget()
            if focused is None or not self.applicant.identity.isAncestorOf(focused):
                break
            self.focusNextPrevChild(True)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.summary.setFixedWidth(side_width())

    def _show_head(self, form: FormState) -> None:
        self.saved.setVisible(form.saved is not None)
        if form.saved is not None:
            self.saved.set(form.saved.icon, form.saved.text, form.saved.tone)
        self.drafts.show_rows(form.drafts)
        self.fresh_button.setVisible(not form.draft.is_empty)
        sheet = form.draft.paper
        words = self._text("pad.enter.button")
        if sheet is not None:
            words = self._text("pad.enter.sheet", book=sheet.book, line=f"{sheet.line:02d}")
        self.paper.setText(words)

    def _target(self, place: str) -> QWidget | None:
        if place in ("applicant", "owner"):
            return self.applicant.owner.fields["number"].edit
        if place.startswith("components"):
            return self._component(place)
        parties = {"owner": self.applicant.owner, "submitter": self.applicant.submitter}
        prefix, _, name = place.partition(".")
        if prefix in parties:
            return parties[prefix].labelled(name).control
        change = self.procedure.change
        if place == "procedure" and change.isVisibleTo(self):
            return change.accept if change.accept.isVisibleTo(self) else change.keep
        places: dict[str, QWidget] = {
            "authorisation": self.applicant.authorisation.edit,
            "procedure": self.procedure.edit,
            "set_count": self.components.sets,
            "summary": self.summary.due.action,
            "due": self.summary.due.action,
            "fee": self.summary.copies.edit if self._counted() else self.summary.fee.action,
            "delivery.place": self.summary.place.edit,
            "received_at": self.summary.received.action,
        }
        return places.get(place)

    def _counted(self) -> bool:
        return self._state is not None and any(self._state.fee_counts)

    def _pass_procedure(self) -> None:
        self.go_to("components")

    def _leave_components(self) -> None:
        """After the last paper: the note if there is one, else the summary."""
        note = self.components.note
        (note if note.isVisibleTo(self) else self.summary.accept).setFocus(Qt.FocusReason.TabFocusReason)

    def _component(self, place: str) -> QWidget:
        _, _, row = place.partition(".")
        if self.components.table.isVisibleTo(self):
            self.components.table.go_to(int(row) if row else 0)
            return self.components.table
        adder = self.components.adder
        return adder if adder.isVisibleTo(self) else self.components.write_note

    def _lay_out(self) -> None:
        named = QHBoxLayout(self._heading)
        named.setContentsMargins(0, 0, 0, 0)
        named.setSpacing(14)
        for widget in (self.title, self.saved, self.drafts):
            named.addWidget(widget)
        named.addStretch(1)
        head = FlowRows(row_gap=6, middle=True)
        head.add(self._heading, stretch=1)
        head.add(self.fresh_button)
        head.add(self.search, least=316)
        sections = QVBoxLayout(self._page)
        sections.setContentsMargins(16, 10, 16, 10)
        sections.setSpacing(8)
        sections.addLayout(head)
        for card in (self.applicant, self.procedure, self.components):
            card.set_close()
        sections.addWidget(self.applicant)
        sections.addWidget(self.procedure)
        sections.addWidget(self.components, 1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self._form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = self._left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._scroll, 1)
        row.addLayout(left, 1)
        row.addWidget(self.summary)
        self.summary.setFixedWidth(side_width())
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._form)
        self._pages.addWidget(self.accepted)
