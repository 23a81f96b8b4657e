"""What ``counter-app identity`` prints is what ``central readmit`` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from counter_app.central.tables import leases, stations
from counter_app.cli import main
from counter_app.config import Config
from tests.fixtures.central import CentralServer


def test_forgotten_station_is_readmitted_from_what_it_prints(
    central: CentralServer, config: Config, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with central.database.write() as connection:
        known = connection.execute(select(stations)).one()
        connection.execute(leases.delete())
        connection.execute(stations.delete())
    capsys.readouterr()
    assert main(["--data-dir", str(config.data_dir), "identity"]) == 0
    printed = capsys.readouterr().out
    told = json.loads(printed)
    assert (told["station"], told["incarnation"], told["last_seq"]) == (known.station, 1, 0)
    file = tmp_path / "identity.json"
    file.write_text(printed, encoding="utf-8")
    assert main(["central", "--data", str(central.data_dir), "readmit", str(file)]) == 0
    assert json.loads(capsys.readouterr().out) == {"readmitted": known.station}
    with central.database.read() as connection:
        again = connection.execute(select(stations)).one()
    assert (again.public_key, again.token_hash, again.number) == (
        known.public_key,
        known.token_hash,
        known.number,
    )
