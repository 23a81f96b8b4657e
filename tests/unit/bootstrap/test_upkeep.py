"""The quiet thread that erases: a step at a time, and it never dies of one."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

import pytest

from counter_app.bootstrap.care import Upkeep
from counter_app.domain.errors import DomainError
from counter_app.services.sync_care import PurgeReport
from counter_app.storage.vault import EncryptedVault


class Steps:
    """``PurgeControl`` that plays what a test gave it and tells when it is through."""

    def __init__(self, *answers: bool | Exception) -> None:
        self._answers = list(answers)
        self.through = threading.Event()

    def last_report(self) -> PurgeReport | None:
        return None

    def step(self) -> bool:
        if not self._answers:
            self.through.set()
            return False
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def played(steps: Steps, vault: EncryptedVault) -> None:
    upkeep = Upkeep(steps, vault, first_after=0, between_steps=0, between_looks=0)
    upkeep.start()
    upkeep.start()
    try:
        assert steps.through.wait(20)
    finally:
        upkeep.stop()


@pytest.fixture
def vault(tmp_path: Path) -> EncryptedVault:
    return EncryptedVault(tmp_path / "vault", bytes(32))


def test_it_goes_on_after_a_full_disk_and_after_a_fault(
    vault: EncryptedVault, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Nguyễn Thị Mẫu"
    with caplog.at_level(logging.WARNING):
        played(Steps(True, DomainError("storage.full"), True, ValueError(secret), True), vault)
    assert "storage.full" in caplog.text
    assert secret not in caplog.text
    caplog.clear()


def test_what_a_power_cut_left_half_written_is_swept(vault: EncryptedVault, tmp_path: Path) -> None:
    name = vault.put(b"scan")
    half = tmp_path / "vault" / name[:2] / "x.part"
    half.write_bytes(b"half")
    older = half.stat().st_mtime - 60
    os.utime(half, (older, older))
    played(Steps(), vault)
    assert not half.exists()
    assert vault.get(name) == b"scan"
