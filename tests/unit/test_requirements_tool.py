"""The tool that tells which requirement rows are shown, and the plugin that records outcomes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.requirements import ROOT, TABLE, Outcome, judge, main, read_outcomes, read_table

ROWS = {"A-1": "M", "A-2": "M", "A-3": "M", "B-1": "S", "B-2": "I"}


def test_a_row_is_shown_by_a_passing_test_unless_another_one_fails() -> None:
    standing = judge(
        ROWS,
        [
            Outcome(("A-1", "B-1"), "passed"),
            Outcome(("A-2",), "passed"),
            Outcome(("A-2",), "failed"),
            Outcome(("A-3",), "skipped"),
        ],
    )
    assert standing.must == 3
    assert standing.shown == ["A-1", "B-1"]
    assert standing.missing == ["A-2", "A-3"]
    assert standing.failed == ["A-2"]
    assert standing.unknown == []


def test_ids_that_are_no_row_are_unknown_whatever_the_outcome() -> None:
    outcomes = [Outcome(("Z-9",), "skipped"), Outcome(("Z-8", "A-1"), "passed")]
    standing = judge(ROWS, outcomes)
    assert standing.unknown == ["Z-8", "Z-9"]
    assert standing.shown == ["A-1"]


def record(path: Path, **outcomes: tuple[str, list[str]]) -> Path:
    tests = {name: {"outcome": outcome, "ids": ids} for name, (outcome, ids) in outcomes.items()}
    path.write_text(json.dumps({"tests": tests}), encoding="utf-8")
    return path


def test_recorded_runs_are_joined_and_the_object_is_the_last_thing_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = record(tmp_path / "one.json", a=("passed", ["PT-52"]), b=("passed", ["O1"]))
    two = record(tmp_path / "two.json", a=("failed", ["O1"]))
    assert main(["--json", "--from", str(one), "--from", str(two)]) == 0
    standing = json.loads(capsys.readouterr().out)
    assert standing["must"] == 241
    assert standing["shown"] == ["PT-52"]
    assert "O1" in standing["missing"]
    assert standing["failed"] == ["O1"]


def test_an_unknown_id_is_an_error_that_is_still_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "run.json", a=("passed", ["PT-52", "PT-520"]))
    assert main(["--json", "--from", str(path)]) == 2
    printed = capsys.readouterr()
    assert json.loads(printed.out)["unknown"] == ["PT-520"]
    assert "PT-520" in printed.err


@pytest.mark.parametrize("content", ["", "[]", '{"tests": [1]}', '{"tests": {"a": {}}}', None])
def test_a_record_that_is_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    path = tmp_path / "run.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["--json", "--from", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert str(path) in printed.err


def test_the_overview_for_people_names_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "run.json", a=("passed", ["PT-52"]))
    assert main(["--from", str(path)]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("1 of 241 rows with priority M are shown")
    assert "  PT-53 " in printed
    assert "  PT-52 " not in printed


def test_the_table_has_every_row_once_with_a_known_priority() -> None:
    table = read_table()
    assert len(table) == 376 + 26
    assert [name for name in table if name[0] == "A" and name[1].isdigit()] == [f"A{n}" for n in range(1, 27)]
    assert {row["priority"] for row in table.values()} == {"M", "S", "C", "I"}
    assert sum(row["priority"] == "M" for row in table.values()) == 241
    assert [name for name in table if name.startswith("O")] == [f"O{number}" for number in range(1, 16)]
    for name, row in table.items():
        assert list(row) == [
            "id", "document", "clause", "area", "priority", "requirement", "counter_must", "offline",
        ], name  # fmt: skip
        assert all(row.values()), name


def test_rows_that_a_row_refers_to_exist() -> None:
    table = read_table()
    prefixes = ("AG-", "HT-", "NA-", "LC-", "PT-", "N-")
    for row in table.values():
        for field in ("clause", "requirement", "counter_must", "offline"):
            for word in row[field].replace("…", " ").replace(";", " ").replace(",", " ").split():
                name = word.strip("().:")
                if name.startswith(prefixes) and name[-1].isdigit():
                    assert name in table, (row["id"], name)


TESTS = """
import pytest

@pytest.mark.requirement("A-1", "A-2")
@pytest.mark.requirement("A-1")
def test_passes(): pass

@pytest.mark.requirement("A-3")
def test_fails(): assert False

@pytest.mark.requirement("A-4")
@pytest.mark.skip(reason="not here")
def test_is_skipped(): pass

@pytest.fixture
def broken_end():
    yield
    raise RuntimeError

@pytest.mark.requirement("A-5")
def test_breaks_at_its_end(broken_end): pass

@pytest.fixture
def broken_start(): raise RuntimeError

@pytest.mark.requirement("A-6")
def test_breaks_at_its_start(broken_start): pass

@pytest.mark.requirement("A-7")
@pytest.mark.xfail(strict=True)
def test_is_known_to_fail(): assert False

@pytest.mark.parametrize("n", [1, 2])
class TestMany:
    pytestmark = pytest.mark.requirement("A-8")
    def test_each(self, n): assert n == 1

def test_names_nothing(): pass
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_outcomes_are_recorded_alike_by_one_process_and_by_several(tmp_path: Path, workers: str) -> None:
    (tmp_path / "test_sample.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = requirement(*ids): rows\n", encoding="utf-8")
    path = tmp_path / "made" / "outcomes.json"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "xdist",
            "-p",
            "tests.requirement_outcomes",
            "-n",
            workers,
            str(tmp_path),
        ],
        cwd=ROOT,
        env={**os.environ, "REQUIREMENT_OUTCOMES": str(path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    found = {(outcome.ids, outcome.outcome) for outcome in read_outcomes(path)}
    assert found == {
        (("A-1", "A-2"), "passed"),
        (("A-3",), "failed"),
        (("A-4",), "skipped"),
        (("A-5",), "failed"),
        (("A-6",), "failed"),
        (("A-7",), "skipped"),
        (("A-8",), "passed"),
        (("A-8",), "failed"),
    }


def test_the_table_is_part_of_the_documentation() -> None:
    assert TABLE == ROOT / "docs" / "requirements.csv"
