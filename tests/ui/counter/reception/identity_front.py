"""A counter whose identity line is looked at: what is shown, and when the questions went out."""

from __future__ import annotations

import threading

from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.identity.identity_state import IdentityShown
from tests.fakes.identity import SetGateway
from tests.ui.counter.conftest import Front


def at_once(front: Front) -> Front:
    """A clerk with a line, and a program that need not wait before it asks."""
    front.screen.identity._soon.setInterval(0)
    front.line(LineState.ONLINE)
    return front


def shown(front: Front) -> IdentityShown:
    return front.state.form.identity


def asked(front: Front, count: int = 1) -> None:
    """Until so many questions went out and were answered."""
    front.qtbot.waitUntil(lambda: len(front.counter.gateway.asked) >= count)
    front.settle()


class SlowGateway(SetGateway):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        told = super().ask(question)
        assert self.may_answer.wait(10)
        return told
