"""Scans and papers: encrypted, named by what they hold, whole or not there."""

from __future__ import annotations

import hashlib
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.errors import DomainError
from counter_app.storage.vault import PIECE, EncryptedVault

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> EncryptedVault:
    return EncryptedVault(tmp_path / "vault", KEY)


def file_of(tmp_path: Path, name: str) -> Path:
    return tmp_path / "vault" / name[:2] / name


def code_of_getting(vault: EncryptedVault, name: str) -> str:
    with pytest.raises(DomainError) as caught:
        vault.get(name)
    return caught.value.code


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17])
def test_content_comes_back_whole_under_its_hash(vault: EncryptedVault, size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    data = data[:size]
    name = vault.put(data)
    assert name == hashlib.sha256(data).hexdigest()
    assert vault.has(name)
    assert vault.get(name) == data
    assert b"".join(vault.pieces(name)) == data


@given(
    st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 17]),
    st.integers(0, 3 * PIECE),
    st.integers(0, 2 * PIECE),
)
@settings(max_examples=40, deadline=None)
def test_any_slice_of_the_content_comes_back(
    tmp_path_factory: pytest.TempPathFactory, size: int, start: int, length: int
) -> None:
    vault = EncryptedVault(tmp_path_factory.getbasetemp() / "sliced-vault", KEY)
    data = (bytes(range(251)) * (size // 251 + 1))[:size]
    assert vault.slice(vault.put(data), start, length) == data[start : start + length]


def test_a_damaged_piece_is_not_sliced(vault: EncryptedVault, tmp_path: Path) -> None:
    name = vault.put(b"x" * 100)
    file = file_of(tmp_path, name)
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(DomainError, match=r"vault\.damaged"):
        vault.slice(name, 0, 10)
    with pytest.raises(DomainError, match=r"vault\.missing"):
        vault.slice("0" * 64, 0, 10)


@given(st.binary(max_size=200))
@settings(max_examples=30)
def test_any_content_comes_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    vault = EncryptedVault(tmp_path_factory.getbasetemp() / "any-vault", KEY)
    assert vault.get(vault.put(data)) == data


@pytest.mark.requirement("AG-08")
def test_the_file_is_encrypted_and_for_the_programs_account_only(
    vault: EncryptedVault, tmp_path: Path
) -> None:
    file = file_of(tmp_path, vault.put(b"CCCD 092190000001 " * 100))
    assert b"092190000001" not in file.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_same_content_is_stored_once(vault: EncryptedVault, tmp_path: Path) -> None:
    name = vault.put(b"scan")
    before = file_of(tmp_path, name).read_bytes()
    assert vault.put(b"scan") == name
    # Sealed anew, the same content would give other bytes.
    assert file_of(tmp_path, name).read_bytes() == before
    assert len(list((tmp_path / "vault").rglob("*"))) == 2


def test_content_that_was_cut_short_is_stored_anew(vault: EncryptedVault, tmp_path: Path) -> None:
    name = vault.put(b"scan" * 100)
    file = file_of(tmp_path, name)
    file.write_bytes(file.read_bytes()[:-1])
    assert vault.put(b"scan" * 100) == name
    assert vault.get(name) == b"scan" * 100


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63])
def test_what_is_not_there_is_missing(vault: EncryptedVault, name: str) -> None:
    assert code_of_getting(vault, name) == "vault.missing"
    assert not vault.has(name)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:10],
        lambda content: content[:-1],
        lambda content: content[: -(17 + 16)],
        lambda content: content[:30] + bytes([content[30] ^ 1]) + content[31:],
        lambda content: b"XXXXXXXX" + content[8:],
        lambda content: content[:8] + bytes(16) + content[24:],
        lambda content: content + b"\x00",
        lambda content: (
            content[:24]
            + content[24 + PIECE + 16 : 24 + 2 * (PIECE + 16)]
            + content[24 : 24 + PIECE + 16]
            + content[24 + 2 * (PIECE + 16) :]
        ),
    ],
    ids=["header", "cut", "last piece gone", "flipped", "magic", "salt", "longer", "pieces exchanged"],
)
def test_damage_is_noticed(vault: EncryptedVault, tmp_path: Path, damage: object) -> None:
    name = vault.put(bytes(range(256)) * (2 * PIECE // 256) + b"the last piece...")
    file = file_of(tmp_path, name)
    assert callable(damage)
    file.write_bytes(damage(file.read_bytes()))
    assert code_of_getting(vault, name) == "vault.damaged"


def test_another_key_opens_nothing(vault: EncryptedVault, tmp_path: Path) -> None:
    name = vault.put(b"scan")
    assert code_of_getting(EncryptedVault(tmp_path / "vault", bytes(32)), name) == "vault.damaged"


def test_what_a_power_cut_left_half_written_is_swept(vault: EncryptedVault, tmp_path: Path) -> None:
    name = vault.put(b"scan")
    half = file_of(tmp_path, name).with_name("x.part")
    half.write_bytes(b"half")
    written = half.stat().st_mtime
    assert vault.sweep(before=written) == 0
    assert half.exists()
    assert vault.sweep(before=written + 1) == 1
    assert not half.exists()
    assert vault.get(name) == b"scan"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "vault").write_bytes(b"")
    with pytest.raises(DomainError) as caught:
        EncryptedVault(tmp_path / "vault", KEY).put(b"scan")
    assert caught.value.code == "vault.io"
