"""A machine that cannot write asks nobody: the identity line stays short, the reason is at hand."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.errors import DomainError
from counter_app.ui.shared.tokens import Tone
from tests.builders import citizen
from tests.ui.counter.conftest import Front
from tests.ui.counter.reception.identity_front import at_once, shown


def test_a_full_disk_leaves_the_state_short_and_its_reason_in_the_tool_tip(front: Front) -> None:
    at_once(front)
    front.counter.database.fail(times=50)
    front.presenter.change(replace(front.draft(), owner=citizen(source="card")))
    front.settle()
    front.screen.identity.check_now()
    front.settle()
    line = shown(front)
    assert line.check.text == front.wording.text("identity_panel.check.not_asked")
    reason = front.wording.error(DomainError("storage.full"))
    assert line.said == f"{line.check.text}. {reason}"
    assert reason in front.view.applicant.identity.check.toolTip()
    front.counter.database.fail(times=0)
    front.screen.identity.check_now()
    front.settle()
    assert shown(front).check.tone is Tone.GREEN
