"""Asks about one entry and does what was decided; used by the sync centre and by the dossier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import EntryId
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.sync_care import Ailing, LongText, Remedy
from counter_app.ui.counter.mending.mend_dialog import MendDialog
from counter_app.ui.counter.mending.mend_state import Mended, MendState
from counter_app.ui.counter.mending.mend_words import MendWords
from counter_app.ui.counter.window.screens import Navigator, Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class _Found:
    ailing: Ailing
    long_texts: Sequence[LongText]
    can_correct: bool


class MendDesk(QObject):
    """``ask`` opens the question over ``host``; ``mended`` tells the subject once it is recorded."""

    mended = Signal(str)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        navigator: Navigator,
        host: QWidget,
        *,
        in_dossier: bool = False,
    ) -> None:
        super().__init__(host)
        self._mending, self._clock = services.care.mending, services.clock
        self._dossiers = services.dossiers
        self._tasks, self._notices, self._seat = tasks, notices, seat
        self._wording, self._navigator, self._host = wording, navigator, host
        self._in_dossier = in_dossier
        self.words = MendWords(wording)

    def ask(self, entry_id: EntryId) -> None:
        """Look the entry up anew, for it may have been dealt with since, and ask."""
        task = self._tasks.database(lambda: self._look(entry_id), owner=self, replaces="mend")
        task.success(self._found).failure(tell(self._notices))

    def _look(self, entry_id: EntryId) -> _Found | None:
        mending = self._mending
        ailing = next((one for one in mending.ailing(limit=_MOST) if one.row.id == entry_id), None)
        if ailing is None:
            return None
        texts = mending.long_texts(entry_id) if Remedy.REWRITE in ailing.remedies else ()
        try:
            dossier = self._dossiers.detail(ailing.row.subject).dossier
        except DomainError:
            return _Found(ailing, texts, can_correct=False)
        return _Found(ailing, texts, can_correct=not (dossier.cancelled or dossier.read_only))

    def _found(self, found: _Found | None) -> None:
        if found is None:
            self._notices.info(self._wording.text("mend.gone"))
            self.mended.emit("")
            return
        subject = found.ailing.row.subject
        state = self.words.state(
            found.ailing, found.long_texts, self._clock.now(), can_correct=found.can_correct
        )
        dialog = MendDialog(self._wording, state, in_dossier=self._in_dossier, parent=self._host)
        dialog.decided.connect(lambda mended: self._carry_out(dialog, state, subject, mended))
        dialog.open_pressed.connect(lambda: self._navigator.open_dossier(subject))
        dialog.correct_pressed.connect(lambda: self._navigator.correct_dossier(subject))
        dialog.open()

    def _carry_out(self, dialog: MendDialog, state: MendState, subject: str, mended: Mended) -> None:
        act = self._deed(state.entry_id, mended)

        def done(_: None) -> None:
            if shiboken6.isValid(dialog):
                dialog.done_with()
            self._notices.success(self.words.done(mended.remedy, state.title))
            self.mended.emit(subject)

        def failed(error: Exception) -> None:
            if shiboken6.isValid(dialog):
                dialog.show_refusal(error)
            elif isinstance(error, DomainError):
                self._notices.raised(error)
            if not isinstance(error, DomainError):
                raise error

        self._tasks.database(act, owner=self).success(done).failure(failed)

    def _deed(self, entry_id: EntryId, mended: Mended) -> Callable[[], None]:
        mending, clerk = self._mending, self._seat.clerk
        match mended.remedy:
            case Remedy.RESEND:
                return lambda: mending.resend(entry_id)
            case Remedy.REWRITE:
                return lambda: mending.rewrite(entry_id, clerk, mended.reason, mended.texts)
            case Remedy.SETTLE:
                return lambda: mending.settle(entry_id, clerk, mended.reason)
