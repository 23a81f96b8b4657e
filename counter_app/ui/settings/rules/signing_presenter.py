"""How papers are signed: looked at by everybody, set by an administrator."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.signing_queue import StampStatus
from counter_app.services.signing_settings import SigningSettings
from counter_app.ui.settings.rules.permission import WhoSits, may_change
from counter_app.ui.settings.rules.signing_state import SigningState
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.tasks import Tasks


class SigningSettingsPresenter(QObject):
    """``shown`` tells a ``SigningState``; ``ended`` how saving went, and the field that it belongs to."""

    shown = Signal(object)
    ended = Signal(object, str)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        who: WhoSits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._signing, self._tasks, self._notices, self._who = services.signing, tasks, notices, who
        self._wording, self._text = wording, wording.text

    def open(self) -> None:
        """What is kept, whether it can be done here, and what waits."""
        signing, administrator = self._signing, may_change(self._who())

        def read() -> SigningState:
            remark = None
            if not signing.installed():
                words, detail = self._text("signing.missing"), self._text("signing.missing_detail")
                remark = Told("triangle-alert", words, Tone.AMBER, detail)
            elif not administrator:
                remark = Told("lock", self._wording.error(DomainError("signing.not_allowed")))
            return SigningState(signing.settings(), remark, administrator, self._waiting(signing.waiting()))

        task = self._tasks.database(read, owner=self, replaces="signing")
        task.success(self.shown.emit).failure(tell(self._notices))

    def save(self, wanted: SigningSettings) -> None:
        """Keep it."""
        clerk, signing = self._who(), self._signing
        if clerk is None:
            return

        def kept(_: object) -> None:
            self.ended.emit(Told("circle-check", self._text("signing.kept"), Tone.GREEN), "")
            self.open()

        def refused(error: Exception) -> None:
            if not isinstance(error, DomainError):
                raise error
            needed = error.code.removeprefix("signing.need.")
            field = "authority" if error.code == "signing.bad_authority" else needed
            self.ended.emit(Told("circle-alert", self._wording.error(error), Tone.RED), field)

        self._tasks.database(lambda: signing.change(clerk, wanted), owner=self).success(kept).failure(refused)

    def _waiting(self, status: StampStatus) -> Told | None:
        if not status.waiting:
            return None
        said = self._wording.count("signing.waiting", status.waiting)
        detail = ""
        if status.trouble:
            detail = self._wording.error(DomainError(status.trouble))
        return Told("clock", said, Tone.AMBER, detail)
