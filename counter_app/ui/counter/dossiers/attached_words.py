"""The files of a dossier in words: which paper, what kind, and how far each has truly come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.i18n import Wording
from counter_app.services.attaching import FileOfDossier
from counter_app.services.scan_ports import FileState
from counter_app.ui.counter.dossiers.attached_state import AttachedState, FileRow
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

WHOLE: Final = "whole"
"""The place of a file that belongs to the dossier as a whole."""
_LOOKS: Final = {
    FileState.WAITING: ("arrow-up-from-line", Tone.AMBER),
    FileState.SENT: ("cloud-check", Tone.GREEN),
    FileState.REFUSED: ("circle-alert", Tone.RED),
    FileState.UNKNOWN: ("file-clock", Tone.NEUTRAL),
}
_KINDS: Final = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
}


class AttachedWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def state(
        self, dossier: Dossier, files: Sequence[FileOfDossier], locked: str, *, busy: bool
    ) -> AttachedState:
        """The rows, and to which papers more may be put."""
        names = [(str(place), row.name) for place, row in enumerate(dossier.components)]
        return AttachedState(
            dossier_id=dossier.id,
            title=self._wording.count("dossiers.files", len(files)),
            rows=tuple(self._row(dossier, each) for each in files),
            places=((WHOLE, self._text("dossiers.file.whole")), *names),
            locked=locked,
            busy=busy,
        )

    def _row(self, dossier: Dossier, each: FileOfDossier) -> FileRow:
        file, text = each.file, self._text
        known = file.component is not None and file.component < len(dossier.components)
        name = dossier.components[file.component].name if known and file.component is not None else ""
        kind = _KINDS.get(file.media_type, text("dossiers.file.other"))
        pages = self._wording.count("dossiers.file.pages", file.pages) if file.pages else ""
        parts = (kind, pages, self._wording.size(file.size))
        icon, tone = _LOOKS[each.state]
        return FileRow(
            file.sha256,
            name or text("dossiers.file.whole"),
            " · ".join(part for part in parts if part),
            Sign(icon, text(f"dossiers.file.state.{each.state.value}"), tone),
        )
