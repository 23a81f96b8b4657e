"""The reception as a screen of the window: view and presenters put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import Scan
from counter_app.services.scans import CardScanned, ScanMeaning
from counter_app.services.settings import StationSettings
from counter_app.services.sync_ports import SyncStatus
from counter_app.ui.counter.pads.sheet_desk import SheetDesk
from counter_app.ui.counter.reception.card_presenter import CardPresenter
from counter_app.ui.counter.reception.identity_presenter import IdentityPresenter
from counter_app.ui.counter.reception.identity_sheets import IdentitySheets
from counter_app.ui.counter.reception.reception_presenter import ReceptionPresenter
from counter_app.ui.counter.reception.reception_view import ReceptionView
from counter_app.ui.counter.window.screens import Navigator, Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks


class ReceptionScreen(QWidget):
    """``begun`` tells another draft, ``find_wanted`` text to look for, ``printed`` that a printer was used,
    ``read_wanted`` by which way a paper is to be read (``reading.read_menu.Way``).

    It can be made before anybody sits here, for its view takes longest; the first clerk sets it to work.
    """

    begun = Signal()
    find_wanted = Signal(str)
    printed = Signal()
    read_wanted = Signal(str)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        navigator: Navigator,
        settings: Callable[[], StationSettings],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = wording.text("reception.title")
        self._pending = False
        self._present = partial(ReceptionPresenter, services, tasks, wording, notices, seat, settings, self)
        self._heed = partial(CardPresenter, wording=wording, notices=notices)
        self._identify = partial(
            IdentityPresenter, services=services, tasks=tasks, wording=wording, notices=notices, seat=seat
        )
        self._navigator = navigator
        self._paper = partial(
            SheetDesk, services=services, tasks=tasks, wording=wording, notices=notices, over=self
        )
        self._scan: Scan | None = None
        self._presenter: ReceptionPresenter | None = None
        self.view = ReceptionView(wording, self._find, self)
        self.view.accepted.open_pressed.connect(navigator.open_dossier)
        self.sheets = IdentitySheets(wording, services.clock.now, self.view)
        self.sheets.opened.connect(navigator.open_dossier)
        self.view.reading.wanted.connect(self.read_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        if seat.signed_in is not None:
            self._begin()

    def _begin(self) -> None:
        """The first clerk sits down."""
        self._presenter = self._present()
        self.cards = self._heed(self._presenter)
        self.identity = self._identify(self._presenter)
        self.paper = self._paper(self._presenter)
        self._connect()
        self._presenter.sit_down()
        self._draw()

    @property
    def presenter(self) -> ReceptionPresenter:
        """What the screen does; there is none before the first clerk sat down."""
        if self._presenter is None:
            raise RuntimeError("nobody has sat here yet")
        return self._presenter

    @property
    def title(self) -> str:
        """Its name in words."""
        return self._title

    def activate(self) -> None:
        """Put the focus where work begins."""
        self._draw()
        self.view.begin()

    def make_room(self, height: int) -> None:
        """The form gives way to messages; the summary with its button stays where it is."""
        self.view.make_room(height)

    def giving_way(self) -> QWidget:
        """The form without the summary."""
        return self.view.giving_way()

    def leave(self) -> None:
        """Keep the draft at once."""
        self.view.procedure.close_list()
        self.sheets.close_all()
        self.keep()

    def keep(self) -> None:
        """Keep the draft at once; nothing else changes."""
        if self._presenter is not None:
            self._presenter.leave()

    def clerk_changed(self) -> None:
        """Another clerk sits here: her own drafts."""
        if self._presenter is None:
            self._begin()
        else:
            self._presenter.sit_down()

    def new_reception(self) -> None:
        """F2."""
        self.presenter.new()

    def learn_scan(self, scan: Scan, _meaning: ScanMeaning) -> None:
        """By which reader what comes next was read, and when."""
        self._scan = scan

    def take_card(self, card: CardScanned) -> None:
        """A paper was read, on whatever screen."""
        scan, self._scan = self._scan, None
        if scan is None:
            self.cards.take(card)
        else:
            self.cards.take(card, scan.source, scan.at)

    def enter_sheet(self, book: str, line: int) -> None:
        """A sheet of a paper pad was scanned that nobody entered yet, on whatever screen."""
        self._navigator.open_screen("reception")
        self.paper.open(book, line)

    def follow(self, status: SyncStatus, touched: frozenset[str]) -> None:
        """The connection, or dossiers, changed."""
        if self._presenter is not None:
            self._presenter.follow(status, touched)

    def tick(self) -> None:
        """A minute passed."""
        self.presenter.tick()

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        presenter.changed.connect(self._soon)
        presenter.led.connect(self._lead)
        presenter.begun.connect(self.begun)
        presenter.printed.connect(self.printed)
        view.find_wanted.connect(self.find_wanted)
        view.fresh_button.clicked.connect(lambda _=False: presenter.new())
        view.paper.clicked.connect(lambda _=False: self.paper.open())
        view.drafts.chosen.connect(presenter.open_draft)
        view.drafts.discarded.connect(presenter.discard)
        view.applicant.edited.connect(presenter.edit_party)
        view.applicant.left.connect(presenter.left)
        view.applicant.answered.connect(self.cards.answer)
        self._connect_identity()
        view.procedure.chosen.connect(presenter.choose_procedure)
        view.procedure.change.accepted.connect(presenter.take_change_over)
        view.procedure.change.kept.connect(presenter.keep_procedure)
        view.components.components_changed.connect(presenter.set_components)
        view.components.added.connect(presenter.add_component)
        view.components.all_required.connect(presenter.tick_required)
        view.components.sets_changed.connect(lambda count: presenter.set_field(set_count=count))
        view.components.note_changed.connect(lambda note: presenter.set_field(note=note))
        summary = view.summary
        summary.editor_wanted.connect(presenter.open_editor)
        summary.editor_closed.connect(lambda: presenter.open_editor(""))
        summary.due_editor.proposed.connect(presenter.propose_due)
        summary.fee_editor.proposed.connect(presenter.propose_fee)
        summary.received_editor.proposed.connect(presenter.propose_received)
        summary.fee_counted.connect(presenter.count_for_fee)
        summary.method_chosen.connect(presenter.set_delivery)
        summary.place_typed.connect(presenter.set_place)
        summary.place_left.connect(lambda: presenter.left("delivery.place"))
        summary.missing_pressed.connect(view.go_to)
        summary.accept_pressed.connect(self._accept)
        view.accepted.next_pressed.connect(presenter.new)
        view.accepted.print_pressed.connect(presenter.accepted.papers.print_paper)

    def _connect_identity(self) -> None:
        section, identity, sheets = self.view.applicant, self.identity, self.sheets
        line = section.identity
        section.edited.connect(lambda place, _value: identity.typed(place))
        section.left.connect(identity.left)
        line.check_pressed.connect(identity.check_now)
        line.sighted.connect(identity.sighted)
        line.doubts_pressed.connect(lambda: sheets.show_doubts(self.presenter.state().form.identity.doubts))
        line.earlier_pressed.connect(lambda: sheets.show_earlier(identity.earlier))
        line.guide_pressed.connect(lambda: identity.open_guide(not section.guide.isVisibleTo(section)))
        section.guided.connect(identity.guided)
        section.guide_left.connect(self._leave_guide)
        sheets.led.connect(self.view.go_to)
        sheets.taken.connect(identity.take)

    def _leave_guide(self) -> None:
        self.identity.open_guide(False)
        self.view.applicant.identity.guide.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self, text: str) -> Sequence[Procedure]:
        return self.presenter.find(text)

    def _accept(self) -> None:
        self.view.finish_typing()
        self.presenter.accept(self.view.unread())

    def _lead(self, place: str) -> None:
        self._draw()
        if place == "begin":
            self.view.begin()
        else:
            self.view.go_to(place)

    def _soon(self) -> None:
        """Several changes of one event are drawn once."""
        if not self._pending:
            self._pending = True
            QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        self._pending = False
        self.view.show_state(self.presenter.state())
