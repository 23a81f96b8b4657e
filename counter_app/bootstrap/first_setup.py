"""The first set-up with what it needs: this machine's folder, and the enrolment behind the button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.config import Config
from counter_app.i18n import Wording

if TYPE_CHECKING:
    from counter_app.ui.app import SetupOf
    from counter_app.ui.counter.window.frame import Frame
    from counter_app.ui.setup.setup_screen import SetupScreen
    from counter_app.ui.tasks import Tasks


def setup_of(config: Config, wording: Wording) -> SetupOf:
    """What makes the set-up page; nothing of it is loaded on a computer that is a station already."""

    def make(_frame: Frame, tasks: Tasks, started: Callable[[], None]) -> SetupScreen:
        from counter_app.ui.setup.setup_screen import SetupScreen  # noqa: PLC0415

        return SetupScreen(
            wording,
            tasks,
            lambda server, code: _enrol(config, server, code),
            started,
            folder=config.data_dir,
            proposed_server=config.central_url,
        )

    return make


def _enrol(config: Config, server: str, code: str) -> str:
    from counter_app.bootstrap.enrolment import enrol_station  # noqa: PLC0415

    return enrol_station(config, server, code).name
