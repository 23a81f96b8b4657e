"""Signing in, locking, and lifting a lock; the services come later than the first keys."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk
from counter_app.i18n import Wording
from counter_app.services.session import SignedIn
from counter_app.ui.counter.door.sign_in_state import Door, Person, SignInState
from counter_app.ui.shared.field import Finding
from counter_app.ui.tasks import Tasks

Attempt = Callable[[str, str], SignedIn]
Unlock = Callable[[str, str, str], None]


class SignInPresenter(QObject):
    """``changed`` tells that the page looks different, ``signed_in`` who sits down (also after a lock)."""

    changed = Signal()
    signed_in = Signal(object)

    def __init__(self, tasks: Tasks, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._wording = tasks, wording
        self._attempt: Attempt | None = None
        self._unlock: Unlock | None = None
        self._clerks: tuple[Clerk, ...] = ()
        self._waiting: tuple[str, str] | None = None
        self._until = 0.0
        self._locked: set[str] = set()
        self._to_unlock = ""
        self._state = SignInState()
        self._second = QTimer(self, interval=250)
        self._second.timeout.connect(self._count_down)

    @property
    def state(self) -> SignInState:
        """What the page shows."""
        return self._state

    def ready(
        self, attempt: Attempt, unlock: Unlock, clerks: tuple[Clerk, ...], office: str, counter: str
    ) -> None:
        """The station's data are there; a PIN that was entered before is tried now."""
        self._attempt, self._unlock = attempt, unlock
        self._clerks = clerks
        people = self._people()
        alone = people[0].id if len(people) == 1 else ""
        self._show(
            replace(
                self._state,
                opening=False,
                office=office,
                counter=counter,
                people=people,
                chosen=self._state.chosen or alone,
            )
        )
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            person = waiting[0] or self._state.chosen
            if person:
                self.enter(person, waiting[1])

    def refresh_clerks(self, clerks: tuple[Clerk, ...]) -> None:
        """The directory changed."""
        self._clerks = clerks
        self._show(replace(self._state, people=self._people()))

    def lock(self, signed_in: SignedIn) -> None:
        """The counter is locked; the clerk's own PIN opens it, another clerk may sign in."""
        clerk = signed_in.clerk
        self._show(replace(self._plain(), door=Door.LOCKED, chosen=clerk.id, holder=clerk.name))

    def sign_out(self) -> None:
        """Nobody sits here any more."""
        self._show(replace(self._plain(), door=Door.SIGN_IN, chosen="", holder=""))

    def choose(self, person: str) -> None:
        """A name was taken."""
        self._stop_waiting()
        self._show(
            replace(
                self._state,
                chosen=person,
                finding=Finding.NONE,
                said="",
                can_unlock=person in self._locked,
            )
        )

    def enter(self, person: str, pin: str) -> None:
        """Try a PIN; before the data are there it is remembered."""
        attempt = self._attempt
        if attempt is None:
            self._waiting = (person, pin)
            self._show(replace(self._state, checking=True))
            return
        if self._state.door is Door.UNLOCK:
            self._lift(person, pin)
            return
        self._show(replace(self._state, chosen=person, checking=True, finding=Finding.NONE, said=""))
        task = self._tasks.database(lambda: attempt(person, pin), owner=self, replaces="attempt")
        task.success(self._in).failure(lambda error: self._refused(person, error))

    def wait(self) -> None:
        """The PIN was right, and the counter is not there yet."""
        self._show(replace(self._state, checking=True))

    def ask_supervisor(self) -> None:
        """A supervisor will lift the lock of the chosen name."""
        self._to_unlock = self._state.chosen
        holder = next((clerk.name for clerk in self._clerks if clerk.id == self._to_unlock), "")
        self._stop_waiting()
        self._show(
            replace(self._plain(), door=Door.UNLOCK, chosen="", holder=holder, people=self._supervisors())
        )

    def back(self) -> None:
        """No supervisor came."""
        self._return(Finding.NONE, "")

    def failed(self, error: DomainError) -> None:
        """The station's data could not be opened."""
        said = self._wording.error(error)
        self._show(replace(self._state, opening=False, checking=False, finding=Finding.ERROR, said=said))

    def _lift(self, supervisor: str, pin: str) -> None:
        unlock, locked = self._unlock, self._to_unlock
        assert unlock is not None
        self._show(replace(self._state, chosen=supervisor, checking=True, finding=Finding.NONE, said=""))
        task = self._tasks.database(lambda: unlock(locked, supervisor, pin), owner=self, replaces="attempt")
        task.success(lambda _: self._lifted()).failure(lambda error: self._refused(supervisor, error))

    def _lifted(self) -> None:
        self._locked.discard(self._to_unlock)
        self._return(Finding.OK, self._wording.text("sign_in.unlocked"))

    def _return(self, finding: Finding, said: str) -> None:
        chosen = self._to_unlock
        state = replace(self._plain(), door=Door.SIGN_IN, chosen=chosen, holder="")
        self._show(replace(state, finding=finding, said=said, can_unlock=chosen in self._locked))

    def _in(self, signed_in: SignedIn) -> None:
        self._locked.discard(signed_in.clerk.id)
        self._show(replace(self._plain(), chosen=signed_in.clerk.id))
        self.signed_in.emit(signed_in)

    def _refused(self, person: str, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self._show(replace(self._state, checking=False))
            raise error
        state = replace(self._state, checking=False, finding=Finding.ERROR, said=self._wording.error(error))
        seconds = _span(error)
        if seconds:
            self._until = monotonic() + seconds
            self._second.start()
            state = replace(state, seconds=seconds)
        if error.code == "sign_in.locked":
            self._locked.add(person)
            can = self._state.door is not Door.UNLOCK and bool(self._supervisors(but=person))
            state = replace(state, can_unlock=can)
        if error.code != "sign_in.wait":
            # A PIN that only came too early stays typed; any other is typed anew.
            state = replace(state, fresh=state.fresh + 1)
        self._show(state)

    def _count_down(self) -> None:
        left = math.ceil(self._until - monotonic())
        if left <= 0:
            self._stop_waiting()
            said = self._wording.text("sign_in.try_again")
            self._show(replace(self._state, finding=Finding.HINT, said=said))
        elif left != self._state.seconds:
            self._show(replace(self._state, seconds=left, said=self._wait_words(left)))

    def _wait_words(self, seconds: int) -> str:
        span = self._wording.duration(timedelta(seconds=seconds))
        locked = self._state.chosen in self._locked
        return self._wording.text("sign_in.locked_for" if locked else "sign_in.wait_for", span=span)

    def _stop_waiting(self) -> None:
        self._second.stop()
        self._until = 0.0
        self._state = replace(self._state, seconds=0)

    def _plain(self) -> SignInState:
        """The page with nothing typed and nothing said."""
        self._stop_waiting()
        return replace(
            self._state,
            people=self._people(),
            checking=False,
            finding=Finding.NONE,
            said="",
            can_unlock=False,
            fresh=self._state.fresh + 1,
        )

    def _people(self) -> tuple[Person, ...]:
        return tuple(Person(clerk.id, clerk.name) for clerk in self._clerks)

    def _supervisors(self, but: str = "") -> tuple[Person, ...]:
        but = but or self._to_unlock
        return tuple(
            Person(clerk.id, clerk.name)
            for clerk in self._clerks
            if clerk.role.value != "clerk" and clerk.id != but
        )

    def _show(self, state: SignInState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit()


def _span(error: DomainError) -> int:
    """How long to wait by an error, in seconds."""
    if error.code == "sign_in.wait":
        return int(error.params.get("seconds") or 0)
    if error.code == "sign_in.locked":
        return int(error.params.get("minutes") or 0) * 60
    return 0
