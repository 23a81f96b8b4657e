"""Signatures in words: how far each is, by whom and when, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.printing import FORM
from counter_app.services.signing import PaperSignature
from counter_app.services.signing_ports import SignedState
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.ui.counter.dossiers.signing_state import SecretAsked, SignedRow, SigningDeed
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

_LOOKS: Final = {
    SignedState.NOT_SIGNED: ("circle-dashed", Tone.NEUTRAL),
    SignedState.SIGNED: ("stamp", Tone.GREEN),
    SignedState.WAITING: ("clock", Tone.AMBER),
    SignedState.STAMPED: ("shield-check", Tone.GREEN),
    SignedState.BROKEN: ("shield-x", Tone.RED),
}


class SigningWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def rows(
        self,
        papers: Sequence[PaperSignature],
        settings: SigningSettings,
        errors: Mapping[str, str],
        busy: Set[str],
    ) -> tuple[SignedRow, ...]:
        """One row for each paper; nothing where papers are not signed here and none was."""
        if not settings.on and not any(paper.sha256 for paper in papers):
            return ()
        shown = [paper for paper in papers if paper.sha256 or settings.on]
        return tuple(self._row(paper, settings, errors, busy) for paper in shown)

    def title(self, name: str) -> str:
        """``Phiếu từ chối 0001-03``, by the name of a paper."""
        form, _, number = name.partition(" ")
        key = "form" if form == FORM else form
        paper = self._text(f"dossiers.paper.{key if self._wording.has(f'dossiers.paper.{key}') else 'other'}")
        return f"{paper[:1].upper()}{paper[1:]} {number}".strip()

    def question(self, name: str, settings: SigningSettings) -> SecretAsked:
        """What is asked before a paper is signed for the first time since somebody signed in."""
        key = "pin" if settings.way is SigningWay.TOKEN else "passphrase"
        of = settings.token if settings.way is SigningWay.TOKEN else _file_name(settings.key_file)
        return SecretAsked(
            name,
            self._text("signing.ask.title", paper=self._lowered(name)),
            self._text(f"signing.ask.{key}_text", name=of),
            self._text(f"signing.ask.{key}"),
        )

    def done(self, name: str, *, waits: bool) -> str:
        """A paper was signed."""
        return self._text("signing.done_waits" if waits else "signing.done", paper=self.title(name))

    def saved(self, name: str, path: str) -> str:
        """A signed paper was written to a file."""
        return self._text("signing.saved", paper=self.title(name), path=path)

    def file_name(self, name: str, code: str) -> str:
        """What a signed paper is called as a file."""
        return f"{code}-{name.replace(' ', '-')}-{self._text('signing.file')}.pdf"

    def _lowered(self, name: str) -> str:
        title = self.title(name)
        return f"{title[:1].lower()}{title[1:]}"

    def _row(
        self,
        paper: PaperSignature,
        settings: SigningSettings,
        errors: Mapping[str, str],
        busy: Set[str],
    ) -> SignedRow:
        icon, tone = _LOOKS[paper.state]
        busy_now = paper.name in busy
        sign = Sign(icon, self._text(f"signing.state.{paper.state.value}"), tone)
        if busy_now:
            sign = Sign("loader-circle", self._text("signing.signing"), Tone.NEUTRAL)
        deeds = [] if busy_now else _deeds(paper, settings)
        return SignedRow(
            paper.name,
            self.title(paper.name),
            sign,
            self._detail(paper),
            tuple((deed, self._text(f"signing.act.{deed.value}")) for deed in deeds),
            errors.get(paper.name, ""),
            busy_now,
        )

    def _detail(self, paper: PaperSignature) -> str:
        if paper.signed_at is None:
            return ""
        parts = [paper.signer, self._wording.date_time(paper.signed_at)]
        if paper.stamped_at is not None:
            stamped = self._wording.date_time(paper.stamped_at)
            parts.append(self._text("signing.stamped_at", time=stamped))
        if not paper.here:
            parts.append(self._text("signing.elsewhere"))
        if paper.outdated:
            parts.append(self._text("signing.outdated"))
        return " · ".join(part for part in parts if part)


def _deeds(paper: PaperSignature, settings: SigningSettings) -> list[SigningDeed]:
    deeds = []
    unsigned = paper.state in (SignedState.NOT_SIGNED, SignedState.BROKEN)
    if settings.on and paper.signable and (unsigned or paper.outdated):
        deeds.append(SigningDeed.SIGN)
    if paper.here and not unsigned:
        deeds += [SigningDeed.VIEW, SigningDeed.SAVE]
        if settings.authority and paper.state is SignedState.SIGNED:
            deeds.append(SigningDeed.STAMP)
    return deeds


def _file_name(path: str) -> str:
    """The last part, of whichever system the path is."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]
