"""Says once, over the page and in nobody's way, that unsent work has grown old."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.ports import Clock
from counter_app.services.sync_care import UnsentAge, UnsentStage
from counter_app.ui.counter.sync.care_words import CareWords
from counter_app.ui.shared.notices import Notices

_STAGES: Final = (UnsentStage.NONE, UnsentStage.NOTICE, UnsentStage.WARNING, UnsentStage.URGENT)
_TOLD: Final = (UnsentStage.WARNING, UnsentStage.URGENT)


class UnsentNotices:
    """Each stage further on is told once; it is told anew after everything was sent in between."""

    def __init__(self, wording: Wording, clock: Clock, notices: Notices, look: Callable[[], object]) -> None:
        self._words, self._action = CareWords(wording), wording.text("counter.look")
        self._clock, self._notices, self._look = clock, notices, look
        self._told = UnsentStage.NONE

    def tell(self, age: UnsentAge) -> None:
        """The present stage."""
        further = _STAGES.index(age.stage) > _STAGES.index(self._told)
        self._told = age.stage
        if further and age.stage in _TOLD:
            say = self._notices.error if age.stage is UnsentStage.URGENT else self._notices.warning
            title = f"{self._words.age_title(age, self._clock.now())}."
            say(title, action=self._action, on_action=self._look)
