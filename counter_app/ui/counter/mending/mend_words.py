"""An entry that a person has to look at, in words: what it is, why, what that means, what to do now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.store_ports import JournalRow, Verdict
from counter_app.services.sync_care import Ailing, Ailment, LongText, Remedy, ailment_of
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown
from counter_app.ui.counter.mending.mend_state import LongWords, MendState, RemedyWords
from counter_app.ui.counter.parts.entry_words import kind_title
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.parts.verdict_words import verdict_reason
from counter_app.ui.shared.tokens import Tone

_LOOKS: Final = {
    Ailment.REFUSED: ("circle-alert", Tone.RED),
    Ailment.CONFLICT: ("triangle-alert", Tone.AMBER),
    Ailment.QUARANTINED: ("file-x", Tone.AMBER),
    Ailment.HELD: ("pause", Tone.BLUE),
}
URGENT: Final = (Ailment.REFUSED, Ailment.CONFLICT, Ailment.QUARANTINED)
"""What wants a person; what is only held goes on by itself when the entry before it comes."""


class MendWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    def sign(self, ailment: Ailment) -> Sign:
        """``Hệ thống không nhận``, with its icon."""
        icon, tone = _LOOKS[ailment]
        return Sign(icon, self._text(f"mend.ailment.{ailment.value}"), tone)

    def reason(self, verdict: Verdict) -> str:
        """Why, as far as the central system said."""
        return verdict_reason(self._wording, verdict) or self._text("mend.no_reason")

    def meaning(self, ailment: Ailment) -> str:
        """What became of the entry."""
        return self._text(f"mend.meaning.{ailment.value}")

    def advice(self, verdict: Verdict) -> str:
        """What to do now, for this reason."""
        code = verdict.code.replace(".", "_")
        if code and self._wording.has(f"mend.advice.{code}"):
            return self._text(f"mend.advice.{code}")
        ailment = ailment_of(verdict)
        return self._text(f"mend.advice.{'other' if ailment is None else f'other_{ailment.value}'}")

    def title(self, row: JournalRow) -> str:
        """``Đính chính hồ sơ 261119-0102 của LÊ THỊ MẪU``."""
        kind = kind_title(self._wording, row.kind)
        if row.dossier_code and row.owner_name:
            return self._text("mend.title", what=kind, code=row.dossier_code, name=row.owner_name)
        return " ".join(part for part in (kind, row.dossier_code) if part)

    def state(
        self, ailing: Ailing, long_texts: Sequence[LongText], now: datetime, *, can_correct: bool = True
    ) -> MendState:
        """All that the question shows."""
        row = ailing.row
        procedure = procedure_shown(row.procedure_name) if row.procedure_name else ""
        recorded = self._text("mend.recorded", time=self._moment(row.recorded_at, now))
        remedies = [remedy for remedy in ailing.remedies if remedy is not Remedy.REWRITE or long_texts]
        return MendState(
            entry_id=row.id,
            title=self.title(row),
            about=" · ".join(part for part in (recorded, procedure) if part),
            sign=self.sign(ailing.ailment),
            reason=self.reason(row.verdict),
            meaning=self.meaning(ailing.ailment),
            advice=self.advice(row.verdict),
            dossier_id=row.subject if row.dossier_code else "",
            remedies=tuple(self._remedy(remedy) for remedy in remedies),
            long_texts=tuple(LongWords(self._label(long.path), long) for long in long_texts),
            can_correct=can_correct,
        )

    def done(self, remedy: Remedy, what: str) -> str:
        """What is true after it was done: never that the central system agreed."""
        return self._text(f"mend.done.{remedy.value}", what=what)

    def _remedy(self, remedy: Remedy) -> RemedyWords:
        key = f"mend.remedy.{remedy.value}"
        return RemedyWords(
            remedy, self._text(f"{key}.name"), self._text(f"{key}.text"), self._text(f"{key}.act")
        )

    def _label(self, path: str) -> str:
        names = [name for name in path.split(".") if not name.isdigit()]
        last = names[-1] if names else ""
        for key in (f"mend.field.{last}", f"dossiers.field.{last}"):
            if last and self._wording.has(key):
                return self._text(key)
        return self._text("mend.field.other")

    def _moment(self, at: datetime, now: datetime) -> str:
        time = self._wording.time(at)
        day = self._wording.relative_date(at, now)
        return f"{time} {day}"
