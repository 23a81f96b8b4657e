"""The regulation: read off the GUI thread, changed by an administrator, told in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.office_rules import Profile, RulesShown
from counter_app.ui.settings.rules.permission import WhoSits, may_change
from counter_app.ui.settings.rules.rules_words import RulesWords
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_Read = tuple[RulesShown, tuple[Profile, ...]]


class RulesPresenter(QObject):
    """``shown`` tells a ``RulesState``; ``refused`` a value's name, why, and whether its clause is meant."""

    shown = Signal(object)
    refused = Signal(str, str, bool)

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
        self._rules, self._who = services.rules, who
        self._tasks, self._notices = tasks, notices
        self._wording, self._words = wording, RulesWords(wording)

    def open(self) -> None:
        """The profile that is in force."""
        self.look_at(None)

    def look_at(self, key: str | None) -> None:
        """Another profile, which stays out of force; ``None``: the one in force."""
        rules = self._rules

        def read() -> _Read:
            return rules.show(rules.in_force() if key is None else key), rules.profiles()

        task = self._tasks.database(read, owner=self, replaces="rules")
        task.success(self._show).failure(tell(self._notices))

    def use(self, key: str) -> None:
        """Put a profile in force."""
        self._act(lambda clerk: self._rules.choose(clerk, key), "office_rules.profile_kept")

    def save(self, name: str, typed: str, clause: str) -> None:
        """Keep the office's own value, or say next to the field why not."""
        self._act(
            lambda clerk: self._rules.set_value(clerk, name, typed, clause), "office_rules.kept", name=name
        )

    def take_back(self, name: str) -> None:
        """Let the regulation's own value hold again."""
        self._act(lambda clerk: self._rules.take_back(clerk, name), "office_rules.taken_back", name=name)

    def _act(self, act: Callable[[Clerk], object], said: str, *, name: str = "") -> None:
        clerk = self._who()
        if clerk is None:
            return

        def done(_: object) -> None:
            self._notices.success(self._wording.text(said))
            self.open()

        def failed(error: Exception) -> None:
            if not isinstance(error, DomainError) or not name:
                tell(self._notices)(error)
                return
            self.refused.emit(name, self._wording.error(error), error.code == "rules.clause_missing")

        self._tasks.database(lambda: act(clerk), owner=self).success(done).failure(failed)

    def _show(self, read: _Read) -> None:
        shown, profiles = read
        self.shown.emit(self._words.state(shown, profiles, administrator=may_change(self._who())))
