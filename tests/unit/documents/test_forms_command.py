"""``counter-app forms``: files of every form, and the packages in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counter_app.cli import main


def test_the_forms_of_a_package_are_written_filled_and_blank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "--package", "tt-03-2025", "--out", str(tmp_path / "out"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == set(told["files"])
    assert len(written) == 2 * (7 + 1), "its seven forms and the office's own list of handovers"
    assert {"tt-03-2025-stop.pdf", "tt-03-2025-stop-blank.pdf"} <= written
    assert all(path.read_bytes().startswith(b"%PDF") for path in (tmp_path / "out").iterdir())


def test_the_list_says_which_package_is_provisional(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "--list", "--json"]) == 0
    packages = {one["key"]: one for one in json.loads(capsys.readouterr().out)["packages"]}
    assert not packages["tt-01-2018"]["provisional"]
    assert packages["tt-03-2025"]["provisional"]
    numbers = [form["number"] for form in packages["tt-03-2025"]["forms"]]
    assert numbers == [*(f"0{n}" for n in range(1, 8)), "riêng"]


def test_an_unknown_package_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "--package", "nix", "--out", str(tmp_path)]) == 1
    assert "nix" in capsys.readouterr().err
