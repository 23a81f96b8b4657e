"""Where a database may lie: on a disk of this machine that no other program copies about.

SQLite's locks and its write-ahead log do not work over a network, and programs that synchronise
folders copy files in the middle of a write. Both lose data, so both are refused with the reason.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Final

from counter_app.domain.errors import DomainError

_NETWORK_TYPES: Final = frozenset(
    {
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    }
)
_SYNCED_NAMES: Final = (
    "box sync",
    "dropbox",
    "google drive",
    "googledrive",
    "iclouddrive",
    "mega",
    "megasync",
    "my drive",
    "nextcloud",
    "onedrive",
    "pclouddrive",
)
_SYNC_MARKS: Final = (".dropbox", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".stfolder")
_SYNC_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_DRIVE_REMOTE: Final = 4


def check_location(folder: Path) -> None:
    """Raise ``DomainError("storage.network_location")`` or ``("storage.synced_location")``."""
    resolved = folder.resolve()
    service = synced_by(resolved, os.environ)
    if service is not None:
        raise DomainError("storage.synced_location", what=service)
    file_system = network_of(resolved)
    if file_system is not None:
        raise DomainError("storage.network_location", what=file_system)


def synced_by(folder: Path, environment: Mapping[str, str]) -> str | None:
    """The program that synchronises ``folder`` with other machines, if one is known to."""
    for variable in _SYNC_VARIABLES:
        root = environment.get(variable)
        if root and folder.is_relative_to(root):
            return "OneDrive"
    for part in (folder, *folder.parents):
        name = part.name.lower()
        for known in _SYNCED_NAMES:
            if name == known or name.startswith((f"{known} ", f"{known}-")):
                return part.name
        for mark in _SYNC_MARKS:
            if (part / mark).exists() and part != Path.home():
                return mark
    return None


def network_of(folder: Path) -> str | None:
    """The network file system or share that ``folder`` lies on; ``None`` for a disk of this machine."""
    if sys.platform == "win32":
        return _windows_share(folder)
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return None
    return network_mount(folder, mounts.read_text(encoding="utf-8", errors="surrogateescape"))


def network_mount(folder: Path, mounts: str) -> str | None:
    """The same, from the text of ``/proc/self/mounts``: the deepest mount that holds ``folder`` counts."""
    kind, depth = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_unescape(fields[1]))
        if len(point.parts) >= depth and folder.is_relative_to(point):
            kind, depth = fields[2], len(point.parts)
    return kind if kind in _NETWORK_TYPES else None


def is_unc(folder: str) -> bool:
    r"""Whether a Windows path names another machine (``\\server\share``)."""
    return PureWindowsPath(folder).drive.startswith("\\\\")


def _windows_share(folder: Path) -> str | None:
    if is_unc(str(folder)):
        return folder.drive
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only there, and only here

        if ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\") == _DRIVE_REMOTE:
            return folder.drive
    return None


def _unescape(field: str) -> str:
    """Mount points write space, tab, newline and backslash as octal numbers."""
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, char)
    return field
