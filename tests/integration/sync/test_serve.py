"""The central system as a process: says its address, logs in JSON lines, ends cleanly."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

PROGRAM = """
import argparse, sys
from counter_app.central import commands
parser = argparse.ArgumentParser()
commands.add_arguments(parser)
sys.exit(commands.run(parser.parse_args()))
"""


def test_server_says_its_address_and_ends_cleanly_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "--data", str(tmp_path), "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    assert said["event"] == "listening"
    with urllib.request.urlopen(f"{said['url']}/health", timeout=20) as answer:
        assert json.load(answer)["service"] == "quay-mot-cua-central"
    process.send_signal(signal.SIGTERM)
    _, logged = process.communicate(timeout=30)
    assert process.returncode == 0, logged
    for line in logged.splitlines():
        assert json.loads(line)["event"]
