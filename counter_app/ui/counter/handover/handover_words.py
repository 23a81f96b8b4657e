"""The history lines of a dossier that changed hands."""

from __future__ import annotations

from counter_app.domain.entries import DossierHandedBack, DossierHandedOver, HandoverStruck
from counter_app.i18n import Wording
from counter_app.ui.shared.tokens import Tone

_TONES = {"late": Tone.AMBER, "early": Tone.GREEN, "on_time": Tone.GREEN}
HandoverEvent = DossierHandedOver | DossierHandedBack | HandoverStruck
_Line = tuple[str, Tone, str, str]
"""Icon, tone, title and detail."""


class HandoverWords:
    """Words for these entries; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def told(self, event: HandoverEvent) -> _Line:
        """The line of one entry; the detail may have several lines."""
        match event:
            case DossierHandedOver():
                lines = [self._people(event)]
                if event.back_due_at is not None:
                    time = self._wording.date_time(event.back_due_at)
                    lines.append(self._text("back_due", taker=event.taker, time=time))
                title = self._text("handed_over", taker=event.taker)
                return "send", self._tone(event.result), title, self._detail(event, lines)
            case DossierHandedBack():
                key = "handed_back_settled" if event.settled else "handed_back"
                title = self._text(key, giver=event.giver)
                return (
                    "arrow-left",
                    self._tone(event.result),
                    title,
                    self._detail(event, [self._people(event)]),
                )
            case HandoverStruck():
                detail = self._text("by_because", name=event.clerk_name, reason=event.reason)
                return "ban", Tone.RED, self._text("struck"), detail

    def result(self, result: str) -> str:
        """``Đúng hạn``; empty for what has no time."""
        key = f"handover.result.{result}"
        return self._wording.text(key) if result and self._wording.has(key) else ""

    def _people(self, event: DossierHandedOver | DossierHandedBack) -> str:
        giver = " – ".join(part for part in (event.giver, event.given_by) if part)
        taker = " – ".join(part for part in (event.taker, event.taken_by) if part)
        return self._text("people", giver=giver, taker=taker)

    def _detail(self, event: DossierHandedOver | DossierHandedBack, lines: list[str]) -> str:
        number = self._text("list", number=event.list_number) if event.list_number else ""
        by = self._text("by", name=event.clerk_name)
        last = " · ".join(part for part in (self.result(event.result), number, event.note, by) if part)
        return "\n".join((*lines, last))

    def _tone(self, result: str) -> Tone:
        return _TONES.get(result, Tone.BLUE)

    def _text(self, key: str, **params: str) -> str:
        return self._wording.text(f"handover.entry.{key}", **params)
