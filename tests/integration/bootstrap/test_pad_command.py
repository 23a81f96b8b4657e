"""``counter-app pad`` on the folder of an enrolled station that is not open."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest

from counter_app.bootstrap.station import open_enrolled
from counter_app.cli import main
from counter_app.cli.pad import PIN
from counter_app.config import Config
from tests.builders import PINS


def texts(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file.read_bytes())
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_a_pad_is_issued_once_and_written_as_often_as_needed(
    config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_APP_KEYS", config.keys)
    monkeypatch.setenv(PIN, PINS["pham-thi-truong"])
    pad = ["--data-dir", str(config.data_dir), "pad"]
    out = tmp_path / "pad.pdf"
    assert main([*pad, "--count", "3", "--clerk", "pham-thi-truong", "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["first"], told["last"]) == (1, 3)
    pages = texts(out)
    assert len(pages) == 4
    for line, page in enumerate(pages[:3], start=1):
        # Both copies of the sheet bear the code that its entry takes later, and its book and line.
        assert page.count(f"-{told['book'].partition('/')[0]}-26-{line:04d}") == 2
        assert page.count(f"Số thứ tự: {line}") == 2
    assert "SỔ THEO DÕI HỒ SƠ" in pages[3]

    again = tmp_path / "again.pdf"
    assert main([*pad, "--again", told["book"], "--out", str(again)]) == 0
    assert texts(again) == pages
    assert main([*pad, "--again", "G77.1/2026", "--out", str(again)]) == 1
    assert "G77.1/2026" in capsys.readouterr().err

    monkeypatch.setenv(PIN, "0000")
    assert main([*pad, "--count", "3", "--clerk", "pham-thi-truong", "--out", str(out)]) == 1
    monkeypatch.setenv(PIN, PINS["tran-thi-mau"])
    assert main([*pad, "--count", "3", "--clerk", "tran-thi-mau", "--out", str(out)]) == 1
    blocked = tmp_path / "no-folder" / "pad.pdf"
    monkeypatch.setenv(PIN, PINS["pham-thi-truong"])
    assert main([*pad, "--count", "1", "--clerk", "pham-thi-truong", "--out", str(blocked)]) == 1
    assert "--again" in capsys.readouterr().err
    station = open_enrolled(config)
    try:
        assert [len(view.pad.lines) for view in station.services.pads.of_year(2026)] == [3, 1]
    finally:
        station.close()
