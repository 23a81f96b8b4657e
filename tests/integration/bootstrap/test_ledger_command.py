"""``counter-app ledger`` on the folder of a station, also while its counter is open."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from counter_app.bootstrap.keys import key_store
from counter_app.cli import main
from counter_app.config import Config, load_config
from counter_app.domain.entries import DossierCancelled
from counter_app.services.office_context import DIRECTORY
from counter_app.storage.create import create_station
from tests.builders import ENROLLED, STATION, directory_document, put_document
from tests.fixtures.dossiers import Scribe
from tests.unit.storage.books import receive_many, record


@pytest.mark.requirement("N-26")
def test_the_ledger_is_written_beside_an_open_counter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTER_APP_KEYS", "file")
    folder, out = tmp_path / "data", tmp_path / "out"
    config: Config = load_config(folder)
    store = create_station(folder, key_store(config), station=STATION, enrolled_at=ENROLLED)
    put_document(store.database, DIRECTORY, directory_document())
    scribe = Scribe(STATION.id)
    dossiers = receive_many(store, scribe, 45)
    record(store, [scribe.write(dossiers[2], DossierCancelled("Nhập hai lần", "Trần Thị Mẫu"))])
    try:
        command = ["--data-dir", str(folder), "ledger", "--year", "2026", "--out", str(out)]
        assert main([*command, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["files"] == [
            "so-theo-doi-ho-so-2026-quyen-03.pdf",
            "so-theo-doi-ho-so-2026-quyen-03.xlsx",
        ]
        (sheet,) = openpyxl.load_workbook(io.BytesIO((out / told["files"][1]).read_bytes())).worksheets
        lines = [row for row in sheet.iter_rows(min_row=8) if row[0].value is not None]
        assert [row[0].value for row in lines] == list(range(1, 46))
        assert [row[0].value for row in lines if row[1].font.strike] == [3]
        assert (out / told["files"][0]).read_bytes().startswith(b"%PDF")
        assert main([*command, "--book", "77"]) == 1
        assert "77/2026" in capsys.readouterr().err
        blocked = tmp_path / "file"
        blocked.write_text("x")
        assert main([*command[:-1], str(blocked)]) == 1
        assert str(blocked) in capsys.readouterr().err
    finally:
        store.close()
