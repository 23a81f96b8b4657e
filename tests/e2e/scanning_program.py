"""A counter without a window that attaches a scan and sends it, to be killed.

``python -m tests.e2e.scanning_program FOLDER [FILE]`` opens the station in FOLDER, attaches FILE to a dossier
that it receives, and tells on standard output, one JSON object a line: ``attached``, how many bytes are at
the central system (``reached``), a ``trouble``, and ``empty`` once nothing waits any more.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from counter_app.bootstrap.station import open_enrolled
from counter_app.config import Config
from counter_app.services.scan_ports import ScanStatus
from tests.builders import clerk
from tests.fixtures.real_counter import complete_draft


def tell(**news: object) -> None:
    os.write(sys.stdout.fileno(), (json.dumps(news) + "\n").encode())


def main(folder: Path, file: Path | None) -> int:
    running = open_enrolled(Config(folder, keys="file"))
    ended = threading.Event()

    def listener(status: ScanStatus) -> None:
        if status.under_way is not None:
            tell(reached=status.under_way.sent)
        if status.trouble:
            tell(trouble=status.trouble)
        elif status.backlog.files == 0 and running.store.scans.backlog().files == 0:
            tell(empty=True)
            ended.set()

    if file is not None:
        sitting = running.services.office.current().directory.clerk(clerk().id)
        assert sitting is not None
        draft = complete_draft(running, sitting, "Nguyễn Thị Mẫu")
        running.services.reception.save(draft)
        dossier = running.services.reception.accept(draft, sitting)
        running.services.attaching.attach(dossier.id, file.read_bytes(), sitting, component=0)
        tell(attached=dossier.id)
    running.services.scan_sending.subscribe(listener)
    running.begin()
    ended.wait()
    running.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None))
