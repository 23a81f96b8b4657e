"""Unsent work that a second disk kept outlives its computer; what the centre did not take is mended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.config import Config
from counter_app.services.store_ports import VerdictState
from counter_app.services.sync_care import Ailment, UnsentStage
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import (
    RealCounter,
    chain_fault,
    enrolled,
    found_office,
    not_once_at_the_centre,
    own_entries,
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralServer]:
    """A running central system whose office keeps its recovery key in ``recovery-key.txt``."""
    server = CentralServer(tmp_path / "central")
    recovery_key = found_office(server)
    (tmp_path / "recovery-key.txt").write_text(recovery_key.hex() + "\n", "ascii")
    server.start()
    yield server
    server.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def run(config: Config, *words: str) -> int:
    return main(["--data-dir", str(config.data_dir), *words])


@pytest.fixture(autouse=True)
def keys_beside_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTER_APP_KEYS", "file")


def worked_offline(config: Config, central: CentralServer, stick: Path) -> list[str]:
    """Two dossiers are received without a line; the counter is closed, which backs them up by itself."""
    with RealCounter(config) as counter:
        counter.wait_until_sent()
        counter.wait_for_numbers()
        counter.running.services.care.backup.choose_folder(stick)
        central.stop()
        return [counter.receive(name).code for name in ("Nguyễn Thị Mẫu", "Trần Văn Mẫu")]


@pytest.mark.requirement("O15", "NA-49")
def test_a_new_computer_sends_what_the_lost_one_could_not(
    central: CentralServer, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = worked_offline(enrolled(central, tmp_path / "station"), central, stick)
    shutil.rmtree(tmp_path / "station")
    [backup] = stick.glob("*.qmcbak")
    central.start()
    heir = enrolled(central, tmp_path / "heir", "04")
    restore = ("restore-unsent", str(backup), "--key-file", str(tmp_path / "recovery-key.txt"))
    assert run(heir, *restore) == 0
    assert "ghi tiếp 2 việc" in capsys.readouterr().out
    assert not_once_at_the_centre(central, codes) == []
    assert run(heir, *restore) == 0
    assert "bỏ qua 2 việc đã có" in capsys.readouterr().out
    with RealCounter(heir) as counter:
        counter.wait_until_sent()
        assert chain_fault(counter.entries()) is None
        assert not_once_at_the_centre(central, codes) == []


def test_what_was_sent_after_the_backup_is_not_sent_twice(
    central: CentralServer, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = enrolled(central, tmp_path / "station")
    codes = worked_offline(config, central, stick)
    central.start()
    with RealCounter(config) as counter:
        counter.wait_until_sent()
    shutil.rmtree(tmp_path / "station")
    [backup] = stick.glob("*.qmcbak")
    heir = enrolled(central, tmp_path / "heir", "04")
    key = ("--key-file", str(tmp_path / "recovery-key.txt"))
    assert run(heir, "restore-unsent", str(backup), *key, "--offline") == 1
    assert "Còn 2 việc" in capsys.readouterr().out
    assert run(heir, "restore-unsent", str(backup), *key) == 0
    assert "bỏ qua 2 việc đã có" in capsys.readouterr().out
    assert not_once_at_the_centre(central, codes) == []


def test_an_older_copy_gets_back_what_it_lost_without_a_line_and_gives_no_number_twice(
    central: CentralServer, tmp_path: Path, stick: Path
) -> None:
    config = enrolled(central, tmp_path / "station")
    with RealCounter(config) as counter:
        counter.wait_until_sent()
        counter.wait_for_numbers()
    shutil.copytree(config.data_dir, tmp_path / "copy")
    codes = worked_offline(config, central, stick)
    shutil.rmtree(config.data_dir)
    shutil.copytree(tmp_path / "copy", config.data_dir)
    [backup] = stick.glob("*.qmcbak")
    assert run(config, "restore-unsent", str(backup), "--offline") == 0
    with RealCounter(config) as counter:
        codes.append(counter.receive().code)
        central.start()
        counter.wait_until_sent()
        assert len(set(codes)) == 3
        assert not_once_at_the_centre(central, codes) == []


def test_a_backup_is_written_beside_an_open_counter(
    central: CentralServer, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = enrolled(central, tmp_path / "station")
    with RealCounter(config, sync=False) as counter:
        assert run(config, "backup-unsent", "--to", str(stick)) == 0
        assert "Không có việc nào chưa gửi" in capsys.readouterr().out
        counter.receive()
        assert run(config, "backup-unsent") == 1
        assert "Chưa chọn thư mục sao lưu" in capsys.readouterr().err
        assert run(config, "backup-unsent", "--to", str(stick / "nowhere")) == 1
        assert run(config, "backup-unsent", "--to", str(stick)) == 0
        assert "1 việc chưa gửi" in capsys.readouterr().out
        counter.running.services.care.backup.choose_folder(stick)
        assert run(config, "backup-unsent") == 0
    # Closing wrote another one: what the command wrote beside the counter is not its own.
    assert len(list(stick.glob("*.qmcbak"))) == 3


def test_closing_goes_on_when_the_stick_is_gone(
    central: CentralServer, tmp_path: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = enrolled(central, tmp_path / "station")
    with RealCounter(config, sync=False) as counter:
        counter.running.services.care.backup.choose_folder(stick)
        counter.receive()
        shutil.rmtree(stick)
    with RealCounter(config, sync=False) as counter:
        state = counter.running.services.care.backup.state()
        assert (state.failure, state.due) == ("backup.folder_missing", True)
        assert counter.running.services.care.age.now().stage is UnsentStage.NONE
    assert capsys.readouterr().err == ""


# --- mending -----------------------------------------------------------------------------------------


@pytest.fixture
def narrow_central(tmp_path: Path) -> Iterator[CentralServer]:
    """A central system that takes small requests only."""
    server = CentralServer(tmp_path / "narrow")
    server.settings = replace(server.settings, max_unpacked_bytes=12_000)
    found_office(server)
    server.start()
    yield server
    server.close()


def test_a_reception_that_is_too_long_for_the_centre_is_shortened_and_every_counter_has_it(
    narrow_central: CentralServer, tmp_path: Path
) -> None:
    one = enrolled(narrow_central, tmp_path / "one", "03")
    two = enrolled(narrow_central, tmp_path / "two", "04")
    with RealCounter(one) as here, RealCounter(two) as there:
        for counter in (here, there):
            counter.wait_until_sent()
            counter.wait_for_numbers()
        reception, mending = here.running.services.reception, here.running.services.care.mending
        draft = replace(here.draft(), note="Kể rất dài. " * 1500)
        reception.save(draft)
        dossier = reception.accept(draft, here.clerk)
        other = here.receive("Trần Văn Mẫu")
        here.wait_until_sent()
        [found] = mending.ailing()
        assert found.ailment is Ailment.QUARANTINED
        mending.resend(found.row.id)
        here.wait_until_sent()
        assert [again.row.id for again in mending.ailing()] == [found.row.id]
        [long] = mending.long_texts(found.row.id)
        mending.rewrite(found.row.id, here.clerk, "Quá dài", {long.path: "Kể rất dài."})
        here.wait_until_sent()
        assert mending.ailing() == []
        assert not_once_at_the_centre(narrow_central, [dossier.code, other.code]) == []
        there.wait_for(lambda _: there.running.services.dossiers.id_of_code(dossier.code) is not None)
        seen = there.running.services.dossiers.detail(dossier.id).dossier
        mine = here.running.services.dossiers.detail(dossier.id).dossier
        assert (seen.note, seen.conflicts) == ("Kể rất dài.", ())
        assert replace(seen, entry_count=0) == replace(mine, entry_count=0)
        assert here.running.services.sync.status().backlog.held == 0


def test_a_refused_correction_is_settled_for_both_counters(central: CentralServer, tmp_path: Path) -> None:
    one = enrolled(central, tmp_path / "one", "03")
    two = enrolled(central, tmp_path / "two", "04")
    with RealCounter(one) as here, RealCounter(two) as there:
        dossier = here.receive()
        here.wait_until_sent()
        there.wait_for(lambda _: there.running.services.dossiers.id_of_code(dossier.code) is not None)
        there.running.engine.stop()
        there.running.watch.stop()
        here.running.services.dossiers.cancel(dossier.id, here.clerk, "Nhập trùng")
        here.wait_until_sent()
        there.running.services.dossiers.correct(dossier.id, there.clerk, "Gõ nhầm", note="Gọi trước")
    with RealCounter(two) as there, RealCounter(one) as here:
        there.wait_until_sent()
        mending = there.running.services.care.mending
        [found] = mending.ailing()
        assert (found.ailment, found.row.verdict.code) == (Ailment.REFUSED, "already_cancelled")
        mending.settle(found.row.id, there.clerk, "Đã gạch bỏ ở quầy 03")
        there.wait_until_sent()
        assert mending.ailing() == []
        assert there.running.services.sync.status().backlog.refused == 0

        def settled(_: object) -> bool:
            timeline = here.running.services.dossiers.detail(dossier.id).timeline
            return "entry.settled" in [item.kind for item in timeline]

        here.wait_for(settled)
        states = [entry.kind for entry in own_entries(there.running)]
        assert states == ["dossier.corrected", "entry.settled"]
        refused = there.running.services.sync_centre.rows([VerdictState.REFUSED])
        assert refused == []
