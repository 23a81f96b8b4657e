"""A pytest plugin that records how the tests ended that name rows of docs/requirements.csv.

A test names rows with ``@pytest.mark.requirement("PT-52", ...)``. When the environment variable
``REQUIREMENT_OUTCOMES`` holds a path, the session writes there, as JSON, for each such test its row
ids and its outcome. It works under pytest-xdist: ids travel in the reports' user properties.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pytest

ENVIRONMENT_KEY: Final = "REQUIREMENT_OUTCOMES"
_PROPERTY: Final = "requirement"


class OutcomeRecord:
    """Outcome of each test with requirement ids: ``failed`` beats ``passed`` beats ``skipped``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ids: dict[str, list[str]] = {}
        self._outcomes: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = [str(value) for name, value in report.user_properties if name == _PROPERTY]
        if not ids:
            return
        self._ids[report.nodeid] = ids
        before = self._outcomes.get(report.nodeid, "skipped")
        if report.failed:
            self._outcomes[report.nodeid] = "failed"
        elif report.when == "call" and report.passed and before != "failed":
            self._outcomes[report.nodeid] = "passed"
        else:
            self._outcomes.setdefault(report.nodeid, "skipped")

    def pytest_sessionfinish(self) -> None:
        tests = {
            nodeid: {"ids": ids, "outcome": self._outcomes[nodeid]}
            for nodeid, ids in sorted(self._ids.items())
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps({"tests": tests}, ensure_ascii=False, indent=1), encoding="utf-8")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Attach the ids that a test's markers name to its reports, each once."""
    ids = [str(value) for mark in item.iter_markers(_PROPERTY) for value in mark.args]
    item.user_properties.extend((_PROPERTY, value) for value in dict.fromkeys(ids))


def pytest_configure(config: pytest.Config) -> None:
    """Record in the controlling process only: a worker's reports arrive there as well."""
    path = os.environ.get(ENVIRONMENT_KEY)
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(OutcomeRecord(Path(path)), "requirement-outcome-record")
