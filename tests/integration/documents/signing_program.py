"""A counter that is killed at a named step of signing a paper or of stamping it.

``python -m tests.integration.documents.signing_program <data> <keys> <dossier> <what> <step>`` kills itself
there; without such a step it ends by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from counter_app.bootstrap.signing import SigningDesk, signing_desk
from counter_app.documents import receipt_papers
from counter_app.paths import resources
from counter_app.services.signing_queue import Step
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.builders import Counter, clerk
from tests.fakes.clock import SystemClock
from tests.fixtures.signing_keys import PASSPHRASE


def counter_of(store: StationStore) -> Counter:
    """A counter over a real store that lays out real receipts."""
    return Counter(
        database=store.database,  # type: ignore[arg-type]
        vault=store.vault,  # type: ignore[arg-type]
        clock=SystemClock(),  # type: ignore[arg-type]
        papers=receipt_papers(resources()),  # type: ignore[arg-type]
    )


def desk_of(store: StationStore, step: Step = lambda _name: None) -> SigningDesk:
    """Its signing."""
    station = counter_of(store)
    return signing_desk(
        store.database,
        store.vault,
        station.office,
        station.clock,
        station.printing,
        station.line,
        lambda _dossier: None,
        step=step,
    )


def main() -> None:
    """Work until the step."""
    data, keys = (Path(word) for word in sys.argv[1:3])
    dossier, what, fatal = sys.argv[3:6]

    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

    store = open_station(data, FolderKeys(keys))
    desk = desk_of(store, step)
    if what == "sign":
        desk.signing.sign(dossier, "mau-01", clerk(), PASSPHRASE)
    else:
        desk.queue.step()
    store.close()


if __name__ == "__main__":
    main()
