"""The dossiers as a screen of the window: view and presenters put together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.form_values import CONTROL
from counter_app.services.printing import FORM
from counter_app.services.processing_offer import Deed
from counter_app.ui.counter.dossiers.attach_dialog import AttachDialog
from counter_app.ui.counter.dossiers.attached_presenter import AttachedPresenter
from counter_app.ui.counter.dossiers.correction_dialog import CorrectionDialog
from counter_app.ui.counter.dossiers.dossier_identity import CORRECTION, VIEW, DossierIdentity
from counter_app.ui.counter.dossiers.dossier_presenter import Correction, DossierPresenter, RenderPages
from counter_app.ui.counter.dossiers.dossiers_presenter import DossiersPresenter
from counter_app.ui.counter.dossiers.dossiers_view import DossiersView
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.dossiers.signing_desk import SigningDesk
from counter_app.ui.counter.handover.handover_desk import DEEDS as HANDOVER_DEEDS
from counter_app.ui.counter.handover.handover_desk import HandoverDesk
from counter_app.ui.counter.identity.guide_dialog import GuideDialog
from counter_app.ui.counter.identity.settle_dialog import SettleDialog
from counter_app.ui.counter.mending.mend_desk import MendDesk
from counter_app.ui.counter.processing.processing_desk import ProcessingDesk
from counter_app.ui.counter.window.screens import Navigator, Seat
from counter_app.ui.shared.dialogs import ask_reason
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_KINDS: Final = "*.pdf *.jpg *.jpeg *.png *.tif *.tiff"


class DossiersScreen(QWidget):
    """A ``Screen`` that ``FindsDossiers``; ``render_pages`` turns the slip's PDF into pictures."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        navigator: Navigator,
        render_pages: RenderPages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording, self._text, self._navigator = wording, wording.text, navigator
        self.setAccessibleName(self.title)
        self.finder = DossiersPresenter(services, tasks, wording, notices, seat, self)
        self.keeper = DossierPresenter(services, tasks, wording, notices, seat, render_pages, self)
        self.view = DossiersView(wording, self.finder.cells, self.finder.model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.mending = MendDesk(services, tasks, wording, notices, seat, navigator, self, in_dossier=True)
        self.attacher = AttachedPresenter(services, tasks, wording, notices, seat, render_pages, self)
        self.identity = DossierIdentity(services, tasks, wording, notices, seat, self)
        self.processing = ProcessingDesk(services, tasks, wording, notices, seat, render_pages, self)
        self.signing = SigningDesk(
            services, tasks, wording, notices, seat, render_pages, self.view.panel.signing, self
        )
        self.handover = HandoverDesk(services, tasks, wording, notices, seat, self)
        self._to_correct = ""
        self._connect()
        self._connect_identity()
        self._connect_processing()
        self._connect_handover()
        self.view.list.show_state(self.finder.state)

    # --- the window ----------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Its name in words."""
        return self._wording.text("dossiers.title")

    def activate(self) -> None:
        """Newest rows, and the search has the focus."""
        self.finder.activate()
        self.keeper.refresh()
        self.focus_search()

    def make_room(self, height: int) -> None:
        """The list gives way to messages; the dossier beside it stays whole."""
        self.view.list.setContentsMargins(0, 0, 0, height)

    def giving_way(self) -> QWidget:
        """The list."""
        return self.view.list

    def leave(self) -> None:
        """What was revealed is hidden."""
        self.view.panel.hide_private()

    def clerk_changed(self) -> None:
        """Another clerk sits here: her own selection, and nothing of the last one left open."""
        self.view.list.forget()
        self.keeper.open("")
        self.finder.begin_anew()

    def focus_search(self) -> None:
        """Put the focus into the search box, with its text selected."""
        self.view.list.focus_search()

    def search(self, text: str) -> None:
        """Look for a text that was typed elsewhere."""
        self.view.list.search.setText(text)
        self.focus_search()

    def open_dossier(self, dossier_id: str) -> None:
        """Show this dossier, whether it is among the rows or not."""
        self.view.list.keep(dossier_id)
        self.keeper.open(dossier_id)

    def correct_dossier(self, dossier_id: str) -> None:
        """Show this dossier, and ask what is to be put right as soon as it is here."""
        self._to_correct = dossier_id
        self.open_dossier(dossier_id)
        self._correct_if_here()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F3 finds, also where no window around gives the key."""
        if event.key() == Qt.Key.Key_F3:
            self.focus_search()
        else:
            super().keyPressEvent(event)

    # --- wiring --------------------------------------------------------------------------------

    def _connect(self) -> None:
        finder, keeper, rows, panel = self.finder, self.keeper, self.view.list, self.view.panel
        finder.shown.connect(rows.show_state)
        finder.restarted.connect(rows.follow_rows)
        finder.dossiers_changed.connect(keeper.refresh)
        rows.searched.connect(finder.search)
        rows.selection_chosen.connect(finder.choose)
        rows.chosen.connect(keeper.open)
        rows.opened.connect(lambda _: panel.acts.focus_first())
        rows.action_pressed.connect(self._act_on_nothing)
        keeper.shown.connect(panel.show_detail)
        keeper.shown.connect(lambda _: self._correct_if_here())
        keeper.shown.connect(self.attacher.open)
        keeper.shown.connect(self.signing.presenter.open)
        self.signing.presenter.signed.connect(lambda dossier_id: keeper.refresh(frozenset((dossier_id,))))
        self.attacher.shown.connect(panel.files.show_files)
        self.attacher.attached.connect(lambda _: keeper.refresh())
        panel.files.add_pressed.connect(self._ask_files)
        panel.dropped.connect(self.put_files)
        panel.head.mend_pressed.connect(self.mending.ask)
        self.mending.mended.connect(lambda _: keeper.refresh())
        self.mending.mended.connect(lambda _: finder.refresh())
        keeper.papers_shown.connect(panel.acts.show_papers)
        keeper.previewing.connect(panel.acts.preview.set_busy)
        keeper.previewed.connect(self._show_preview)
        keeper.changed.connect(lambda _: finder.refresh())
        panel.acts.print_pressed.connect(keeper.print_paper)
        panel.acts.preview_pressed.connect(keeper.preview)
        panel.acts.correct_pressed.connect(self._ask_correction)
        panel.acts.cancel_pressed.connect(self._ask_cancel)
        panel.left.connect(lambda: rows.enter_rows(open_first=False))

    def _connect_identity(self) -> None:
        panel, identity = self.view.panel, self.identity
        panel.private.wanted.connect(
            lambda dossier_id, what: identity.reveal(
                dossier_id, VIEW, what, lambda: panel.private.show_whole(dossier_id, what)
            )
        )
        panel.identity.check_pressed.connect(self._check_identity)
        panel.head.deed_pressed.connect(self._do_identity)
        identity.checking.connect(panel.identity.set_checking)
        identity.changed.connect(lambda _: self.keeper.refresh())
        identity.changed.connect(lambda _: self.finder.refresh())

    def _connect_processing(self) -> None:
        self.view.panel.acts.process_pressed.connect(self._open_processing)
        self.processing.changed.connect(lambda _: self.keeper.refresh())
        self.processing.changed.connect(lambda _: self.finder.refresh())

    def _connect_handover(self) -> None:
        self.view.panel.acts.handover_pressed.connect(self._hand_on)
        self.view.list.handover_pressed.connect(self.handover.open_pile)
        self.handover.changed.connect(lambda _: self.keeper.refresh())
        self.handover.changed.connect(lambda _: self.finder.refresh())
        self.handover.sheet_wanted.connect(lambda wanted: self.processing.print_paper(wanted, CONTROL))

    def _hand_on(self, deed: str) -> None:
        state = self.keeper.state
        if state is not None:
            self.handover.ask(deed, state.dossier)

    def _open_processing(self) -> None:
        state, button = self.keeper.state, self.view.panel.acts.process
        if state is not None:
            menu = self.processing.menu(state.dossier)
            self.handover.add_to(menu, state.dossier)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _check_identity(self) -> None:
        state = self.keeper.state
        if state is not None:
            self.identity.check(state.id)

    def _do_identity(self, deed: str) -> None:
        state = self.keeper.state
        if state is None:
            return
        dossier = state.dossier
        if deed in set(Deed):
            self.processing.ask(Deed(deed), dossier)
            return
        if deed in HANDOVER_DEEDS:
            self.handover.ask(deed, dossier)
            return
        if deed == "guide":
            guide = GuideDialog(self._wording, self.identity.guide(dossier), self)
            guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            guide.given.connect(lambda given: self.identity.guided(dossier.id, given))
            guide.open()
            return
        dialog = SettleDialog(self._wording, state.code_main, state.owner, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.given.connect(lambda outcome, note: self.identity.settle(dossier, outcome, note))
        dialog.correct_wanted.connect(self._ask_correction)
        self.identity.settled.connect(dialog.done_with)
        self.identity.refused.connect(dialog.show_refusal)
        dialog.open()

    def _act_on_nothing(self, action: str) -> None:
        if action == "all":
            self.finder.search_everywhere()
        elif action == "receive":
            self._navigator.new_reception()

    def _show_preview(self, pages: Sequence[bytes]) -> None:
        state = self.keeper.state
        if state is None:
            return
        title = self._text("dossiers.preview.title", code=state.dossier.code)
        preview = PaperPreview(self._wording, title, pages, print_words=state.print_form, parent=self)
        preview.print.setEnabled(not state.dossier.cancelled)
        preview.print_pressed.connect(lambda: self.keeper.print_paper(FORM))
        preview.open()

    def put_files(self, paths: Sequence[Path]) -> None:
        """Ask which paper these files are, and put them to the dossier in hand."""
        state, attached = self.keeper.state, self.attacher.state
        if state is None or state.locked or attached is None or not paths:
            return
        dossier_id = state.id
        dialog = AttachDialog(self._wording, attached, state.code_main, paths, self)
        dialog.given.connect(lambda place: self.attacher.attach(dossier_id, paths, place))
        dialog.open()

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, self._text("dossiers.file.choose"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{self._text('dossiers.file.kinds')} ({_KINDS})")
        dialog.filesSelected.connect(lambda names: self.put_files([Path(name) for name in names]))
        dialog.open()

    def _correct_if_here(self) -> None:
        state = self.keeper.state
        if state is not None and state.id == self._to_correct:
            self._to_correct = ""
            self._ask_correction()

    def _ask_correction(self) -> None:
        state = self.keeper.state
        if state is None or state.locked:
            return
        dialog = CorrectionDialog(self._wording, state.dossier, self)
        dossier_id = state.id
        if state.dossier.owner.number and state.dossier.owner.kind.is_person:
            self.identity.reveal(dossier_id, CORRECTION, "number")

        def record(correction: Correction) -> None:
            self.keeper.correct(dossier_id, correction)

        dialog.given.connect(record)
        self.keeper.corrected.connect(dialog.done_with)
        self.keeper.refused.connect(dialog.show_refusal)
        dialog.open()

    def _ask_cancel(self) -> None:
        state = self.keeper.state
        if state is None or state.locked:
            return
        dossier_id, dossier = state.id, state.dossier
        ask_reason(
            self,
            self._wording,
            title=self._text("dossiers.cancel.title", code=state.code_main, name=state.owner),
            text=self._text("dossiers.cancel.text", line=dossier.ledger_line, book=dossier.ledger_book),
            act=self._text("dossiers.cancel.act"),
            label=self._text("dossiers.cancel.reason"),
            placeholder=self._text("dossiers.cancel.example"),
            on_reason=lambda reason: self.keeper.cancel(dossier_id, reason),
        )
