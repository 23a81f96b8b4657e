"""What the program loads before its window is there: the engine, but neither HTTP nor JSON models."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("fastapi", "starlette", "uvicorn", "sqlalchemy", "pydantic", "requests", "zstandard", "cryptography")


def test_engine_is_loaded_without_the_network_and_its_formats() -> None:
    program = (
        "import sys, counter_app.sync.engine, counter_app.sync.unenrolled, counter_app.sync.credentials\n"
        "import counter_app.sync.scan_queue\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_link_is_loaded_without_the_server() -> None:
    program = "import sys, counter_app.sync.transport; print('fastapi' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
