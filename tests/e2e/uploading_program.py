"""Our uploader in a process of its own, to be killed: sends one file to a tus server.

``python -m tests.e2e.uploading_program SERVER OFFICE FILE`` tells on standard output, one JSON object a line,
how many bytes the server has (``reached``), and that it has all of them (``done``).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import LinkError
from counter_app.sync.scan_upload import Uploader
from counter_app.sync.upload_calls import HttpUploadCaller


def tell(**news: object) -> None:
    os.write(sys.stdout.fileno(), (json.dumps(news) + "\n").encode())


class Telling:
    """``Watcher`` that tells."""

    def reached(self, offset: int) -> None:
        tell(reached=offset)

    def paused(self, on: bool) -> None:
        pass

    def leave(self) -> bool:
        return False


def main(server: str, office: str, path: Path) -> int:
    data = path.read_bytes()
    name = hashlib.sha256(data).hexdigest()
    file = FileToSend(name, len(data), "application/pdf", Lane.SCANS, datetime.now(UTC))
    uploader = Uploader(
        HttpUploadCaller(server, "a-token"),
        office,
        lambda _name, start, length: data[start : start + length],
        Lanes(),
    )
    for _ in range(100):
        try:
            uploader.send(file, Telling())
        except LinkError as error:
            tell(trouble=error.trouble.value)
            time.sleep(0.1)
        else:
            tell(done=uploader.has(name))
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
