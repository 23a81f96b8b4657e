"""A counter that is killed at a named step of erasing or of a backup.

``python -m tests.integration.storage.care_program <data> <keys> <stick> <what> <step>`` kills itself there;
without such a step it ends by itself.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from counter_app.services.purging import Watermark
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from counter_app.storage.purge import StationPurge
from counter_app.storage.unsent_backup import UnsentBackups
from counter_app.sync.signing import StationKey
from tests.fixtures.dossiers import MORNING

LATER = MORNING + timedelta(days=500)


def erase_all(store: StationStore, purge: StationPurge) -> None:
    """Erase every closed dossier and the files that they alone named."""
    mark = Watermark(0, store.sync.position().after, LATER)
    for dossier in purge.candidates(0).dossiers:
        purge.erase(dossier, mark, LATER)
    while purge.find_named_files():
        pass
    while purge.remove_files(LATER + timedelta(days=9000)) is not None:
        pass
    while purge.shrink():
        pass
    purge.shorten_log()


def main() -> None:
    """Work until the step."""
    data, keys, stick = (Path(word) for word in sys.argv[1:4])
    what, fatal = sys.argv[4:6]

    def step(name: str) -> None:
        if name == fatal:
            os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

    store = open_station(data, FolderKeys(keys))
    if what == "erase":
        erase_all(store, StationPurge(store.database, store.vault, store.data_dir, step))
    else:
        usual = store.backups(StationKey(bytes(range(32))).sign)
        UnsentBackups(store.database, store.vault, store.data_dir, usual.keys, step).write(stick, MORNING)
    store.close()


if __name__ == "__main__":
    main()
