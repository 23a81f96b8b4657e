"""Poses of the door: sign-in, waiting, locked names, the locked counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter_app.ui.counter.pictures import shots_reception
from counter_app.ui.counter.pictures.stage import Stage
from counter_app.ui.shared.field import Finding


def door_opening(stage: Stage) -> None:
    """The first paint: nothing is known yet, keys are taken already."""
    stage.frame.door.pin.edit.setText("24")
    stage.settle()


def door_empty(stage: Stage) -> None:
    """A name is looked for."""
    stage.ready()
    stage.frame.door.person.setFocus()
    stage.settle()


def _door(stage: Stage, **changes: object) -> None:
    stage.ready()
    state = replace(stage.frame.guard.state, chosen=stage.frame.guard.state.people[0].id)
    stage.frame.door.show_state(replace(state, **changes))  # type: ignore[arg-type]
    stage.frame.door.pin.setFocus()
    stage.settle()


def door_wrong_pin(stage: Stage) -> None:
    """A wrong PIN, with the tries that are left."""
    said = stage.wording.text("error.sign_in.wrong_pin", left=5)
    _door(stage, finding=Finding.ERROR, said=said)


def door_waiting(stage: Stage) -> None:
    """A try has to wait; seconds count down."""
    span = stage.wording.duration(timedelta(seconds=12))
    _door(stage, finding=Finding.ERROR, said=stage.wording.text("sign_in.wait_for", span=span), seconds=12)


def door_locked_name(stage: Stage) -> None:
    """The name is locked; a supervisor may lift it."""
    span = stage.wording.duration(timedelta(minutes=15))
    said = stage.wording.text("sign_in.locked_for", span=span)
    _door(stage, finding=Finding.ERROR, said=said, seconds=900, can_unlock=True)


def door_unlock(stage: Stage) -> None:
    """A supervisor lifts the lock."""
    stage.ready()
    stage.frame.guard.choose(stage.frame.guard.state.people[0].id)
    stage.frame.guard.ask_supervisor()
    stage.settle()


def lock(stage: Stage) -> None:
    """The counter is locked in the middle of a reception."""
    shots_reception.filled(stage)
    assert stage.frame.counter is not None
    stage.frame.counter.lock()
    stage.settle()
