"""A counter that receives dossiers without pause and says each one only once it is durable.

``python -m tests.integration.storage.writer_program <data folder> <key folder>`` prints the sequence number
of each entry after its unit of work has ended, until somebody kills it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.fixtures.dossiers import Scribe
from tests.unit.storage.books import fold_and_append


def receive_next(store: StationStore, *, note: str = "") -> int:
    """Receive one dossier: number, entry, projection, draft thrown away, all in one unit of work."""
    with store.database.begin() as work:
        scribe = Scribe()
        scribe.head = work.journal.head()
        number = work.counters.take("receptions")
        fold_and_append(work, scribe, number, note=note)
        work.drafts.delete(f"draft-{number}")
    return scribe.head.seq


def main() -> None:
    """Receive until killed."""
    store = open_station(Path(sys.argv[1]), FolderKeys(Path(sys.argv[2])))
    while True:
        print(receive_next(store), flush=True)


if __name__ == "__main__":
    main()
