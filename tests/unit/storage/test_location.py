"""A database is refused where it would be damaged: on other machines and in folders that are copied about."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.errors import DomainError
from counter_app.storage.keys import FolderKeys
from counter_app.storage.location import check_location, is_unc, network_mount, synced_by
from counter_app.storage.open import open_station

MOUNTS = r"""
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /srv/share nfs4 rw,vers=4.2 0 0
//pc/c$ /mnt/win cifs rw 0 0
/dev/sdb /srv/share/local ext4 rw 0 0
C:\134 /mnt/c 9p rw 0 0
host:/x /mnt/two\040words fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/var/lib/quay-mot-cua", None),
        ("/srv/share/office/data", "nfs4"),
        ("/srv/share", "nfs4"),
        ("/srv/shared", None),
        ("/srv/share/local/data", None),
        ("/mnt/win/data", "cifs"),
        ("/mnt/c/Users/can-bo", "9p"),
        ("/mnt/two words/data", "fuse.sshfs"),
    ],
)
def test_the_deepest_mount_decides(folder: str, kind: str | None) -> None:
    assert network_mount(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("/home/can-bo/OneDrive/du-lieu", "OneDrive"),
        ("/home/can-bo/OneDrive - UBND xa Mau/x", "OneDrive - UBND xa Mau"),
        ("/home/can-bo/Dropbox", "Dropbox"),
        ("/home/can-bo/Google Drive/x", "Google Drive"),
        ("/home/can-bo/My Drive/x", "My Drive"),
        ("/home/can-bo/Dropboxes", None),
        ("/home/can-bo/du-lieu", None),
    ],
)
def test_folders_of_synchronising_programs_are_known_by_name(folder: str, program: str | None) -> None:
    assert synced_by(Path(folder), {}) == program


def test_onedrive_is_known_wherever_it_was_put(tmp_path: Path) -> None:
    environment = {"OneDriveCommercial": str(tmp_path / "cloud")}
    assert synced_by(tmp_path / "cloud" / "data", environment) == "OneDrive"
    assert synced_by(tmp_path / "cloudy", environment) is None


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".nextcloudsync.log"])
def test_folders_of_synchronising_programs_are_known_by_their_marks(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).mkdir()
    assert synced_by(tmp_path / "a" / "b", {}) == mark


def test_names_of_other_machines_are_known() -> None:
    assert is_unc(r"\\server\share\data")
    assert not is_unc(r"C:\ProgramData")


def test_a_store_in_a_synchronised_folder_is_refused_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox" / "data"
    with pytest.raises(DomainError) as caught:
        open_station(folder, FolderKeys(tmp_path / "keys"))
    assert (caught.value.code, caught.value.params) == ("storage.synced_location", {"what": "Dropbox"})
    assert not folder.exists()


def test_an_ordinary_folder_is_taken(tmp_path: Path) -> None:
    check_location(tmp_path / "not-there-yet")
