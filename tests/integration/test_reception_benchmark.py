"""The measurement of receptions measures what it says: one commit each, counted in the log itself."""

from __future__ import annotations

from pathlib import Path

from benchmarks.reception import BareFile, Desk, measure


def test_a_reception_is_one_commit(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")
    desk.receive(3)
    commits, frames = desk.counted()
    desk.close()
    assert commits == 1
    assert frames > 1


def test_the_bare_file_holds_the_same_bytes(tmp_path: Path) -> None:
    desk, bare = Desk(tmp_path / "data"), BareFile(tmp_path / "bare.db")
    desk.receive(2)
    entries = desk.entries(2)
    assert bare.write(entries) > 0
    assert bare.rows() == [entry.body for entry in entries]
    desk.close()
    bare.close()


def test_the_result_names_what_was_measured(tmp_path: Path) -> None:
    result = measure(tmp_path, rounds=1, per_round=20)
    assert {
        "ratio",
        "receptions_per_s",
        "bare_per_s",
        "commits_per_reception",
        "rounds",
        "entry_bytes",
    } <= set(result)
    assert result["ratio"] > 0
    assert result["commits_per_reception"] == 1
    assert result["receptions"] == 20
