"""The files of a dossier as the panel shows them, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.ui.counter.parts.shown import Sign


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file: the paper it belongs to, what kind and how large, and how far it has come."""

    sha256: str
    title: str
    detail: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class AttachedState:
    """All files of a dossier; ``places`` are the papers to which one may be put, by key and name.

    ``locked`` says why nothing can be put to it any more, or is empty. ``busy``: files are being taken in.
    """

    dossier_id: str = ""
    title: str = ""
    rows: tuple[FileRow, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    locked: str = ""
    busy: bool = False
