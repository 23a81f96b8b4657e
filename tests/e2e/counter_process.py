"""A counter without a window in a process of its own, to be killed, starved and driven into errors.

``python -m tests.e2e.counter_process FOLDER COUNT`` receives COUNT dossiers (0: without end) at the station
in FOLDER and writes a line of JSON for what is durable, after the call that says so has returned: ``ready``,
``draft``, ``received``. Every third draft is left unfinished. What fails is told as ``failed`` with its code,
and tried again as a clerk would, a few times.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Final

from counter_app.bootstrap.station import RunningStation, open_enrolled
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk
from counter_app.services.draft import Draft
from tests.builders import clerk
from tests.fixtures.real_counter import complete_draft

TRIES: Final = 3


def tell(**news: object) -> None:
    """One line in one write, so that a killed process leaves whole lines."""
    os.write(sys.stdout.fileno(), (json.dumps(news, ensure_ascii=False) + "\n").encode())


def worked(call: Callable[[], object]) -> bool:
    """Do it, again when it fails; whether it worked in the end."""
    for _ in range(TRIES):
        try:
            call()
        except DomainError as error:
            tell(event="failed", code=error.code)
        else:
            return True
    return False


class Clerking:
    """Receives dossier after dossier."""

    def __init__(self, running: RunningStation, sitting: Clerk) -> None:
        self._running = running
        self._reception = running.services.reception
        self._sitting = sitting

    def receive(self, number: int) -> None:
        """Save a draft; then accept it, unless it is one of those that are left."""
        draft = complete_draft(self._running, self._sitting, f"Nguyễn Thị Mẫu {number}")
        if worked(lambda: self._reception.save(draft)):
            tell(event="draft", id=draft.id)
        if number % 3:
            worked(lambda: self._accept(draft))

    def _accept(self, draft: Draft) -> None:
        dossier = self._reception.accept(draft, self._sitting)
        tell(event="received", id=dossier.id, draft=draft.id, **_given(dossier.code, dossier.ledger_line))


def _given(code: str, line: int) -> Mapping[str, object]:
    return {"code": code, "line": line}


def main(folder: Path, how_many: int) -> int:
    """Open the station and work; 3 when it cannot be opened."""
    try:
        running = open_enrolled(Config(folder, keys="file"))
    except DomainError as error:
        tell(event="not_open", code=error.code)
        return 3
    sitting = running.services.office.current().directory.clerk(clerk().id)
    assert sitting is not None
    tell(event="ready")
    work = Clerking(running, sitting)
    for number in range(1, how_many + 1) if how_many else count(1):
        work.receive(number)
    tell(event="done")
    running.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
