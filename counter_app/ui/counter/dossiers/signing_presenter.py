"""The signatures of the dossier in hand: looked up, made on a worker of their own, opened, saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.domain.entries import PaperSigned
from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.signing import PaperSignature
from counter_app.services.signing_ports import SignedState
from counter_app.services.signing_settings import SigningSettings
from counter_app.ui.counter.dossiers.dossier_presenter import RenderPages
from counter_app.ui.counter.dossiers.dossier_state import DetailState
from counter_app.ui.counter.dossiers.signing_words import SigningWords
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

WORKER = "signing"
"""One signature at a time: a token does not like two."""


class SigningPresenter(QObject):
    """``shown`` tells the ``SignedRow``; ``secret_wanted`` a ``SecretAsked``; ``signed`` a dossier's id."""

    shown = Signal(object)
    secret_wanted = Signal(object)
    signed = Signal(str)
    viewed = Signal(str, object)
    """The title of a signed paper and its pages as PNG files."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        render_pages: RenderPages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._signing, self._tasks, self._notices, self._seat = services.signing, tasks, notices, seat
        self._render, self._wording, self._words = render_pages, wording, SigningWords(wording)
        self._dossier, self._code = "", ""
        self._papers: tuple[PaperSignature, ...] = ()
        self._looked: dict[str, PaperSignature] = {}
        """By file what the last look into it found."""
        self._settings = SigningSettings()
        self._errors: dict[str, str] = {}
        self._busy: set[tuple[str, str]] = set()

    def open(self, detail: DetailState | None) -> None:
        """Another dossier, or the same one as it is now."""
        dossier, code = ("", "") if detail is None else (detail.id, detail.dossier.code)
        if dossier != self._dossier:
            self._papers, self._errors = (), {}
            self._looked.clear()
            self._show()
        self._dossier, self._code = dossier, code
        if dossier:
            self._fetch()

    def sign(self, name: str, secret: str | None = None) -> None:
        """Sign a paper of the dossier in hand; asks for the passphrase or PIN where it is not known."""
        dossier, signed_in = self._dossier, self._seat.signed_in
        if not dossier or signed_in is None or (dossier, name) in self._busy:
            return
        signing, clerk = self._signing, signed_in.clerk
        if secret is None and signing.needs_secret(clerk):
            self._ask(name)
            return
        self._busy.add((dossier, name))
        self._tell(dossier, name, "")
        task = self._tasks.device(WORKER, lambda: signing.sign(dossier, name, clerk, secret), owner=self)
        task.success(lambda event: self._signed(dossier, name, event))
        task.failure(lambda error: self._failed(dossier, name, error))

    def stamp(self, name: str) -> None:
        """Let a signed paper wait for its time-stamp."""
        dossier, signing = self._dossier, self._signing
        task = self._tasks.database(lambda: signing.ask_stamp(dossier, name), owner=self)
        task.success(lambda _: self._fetch()).failure(lambda error: self._failed(dossier, name, error))

    def view(self, name: str) -> None:
        """Open a signed paper to be looked at."""
        render = self._render
        self._read(
            name, render, lambda pages: self.viewed.emit(self._view_title(name), pages), lambda _error: ""
        )

    def save(self, name: str, path: Path) -> None:
        """Write a signed paper to a file that somebody chose, byte for byte."""

        def saved(_: object) -> None:
            self._notices.success(self._words.saved(name, str(path)))

        def write(pdf: bytes) -> None:
            half = path.with_name(f".{path.name}.part")
            try:
                half.write_bytes(pdf)
                half.replace(path)
            except OSError:
                half.unlink(missing_ok=True)
                raise

        not_saved = self._wording.text("signing.not_saved", path=str(path))
        self._read(name, write, saved, lambda _error: not_saved)

    def file_name(self, name: str) -> str:
        """What a signed paper is called as a file."""
        return self._words.file_name(name, self._code)

    # --- inside --------------------------------------------------------------------------------

    def _view_title(self, name: str) -> str:
        return self._wording.text("signing.view.title", paper=f"{self._words.title(name)} {self._code}")

    def _read(
        self,
        name: str,
        then: Callable[[bytes], object],
        done: Callable[[Sequence[bytes]], object],
        of_system: Callable[[OSError], str],
    ) -> None:
        dossier, signing = self._dossier, self._signing
        paper = next((one for one in self._papers if one.name == name and one.sha256), None)
        if paper is None:
            return
        self._tell(dossier, name, "")

        def failed(error: Exception) -> None:
            if isinstance(error, OSError):
                self._tell(dossier, name, of_system(error))
                return
            self._failed(dossier, name, error)

        task = self._tasks.device(WORKER, lambda: then(signing.read(paper.sha256)), owner=self)
        task.success(done).failure(failed)  # type: ignore[arg-type]

    def _fetch(self) -> None:
        dossier, signing = self._dossier, self._signing
        task = self._tasks.database(
            lambda: (signing.settings(), signing.papers(dossier)), owner=self, replaces="signatures"
        )
        task.success(lambda found: self._learn(dossier, *found)).failure(self._not_read)

    def _learn(self, dossier: str, settings: SigningSettings, papers: tuple[PaperSignature, ...]) -> None:
        if dossier != self._dossier:
            return
        self._settings = settings
        self._papers = tuple(_as_looked_at(paper, self._looked.get(paper.sha256)) for paper in papers)
        self._show()
        if not any(paper.here for paper in papers):
            return
        signing = self._signing
        task = self._tasks.device(
            WORKER, lambda: signing.papers(dossier, verify=True), owner=self, replaces="look"
        )
        task.success(lambda found: self._looked_at(dossier, found)).failure(self._not_read)

    def _looked_at(self, dossier: str, papers: tuple[PaperSignature, ...]) -> None:
        if dossier == self._dossier:
            self._papers = papers
            self._looked = {paper.sha256: paper for paper in papers if paper.sha256}
            self._show()

    def _signed(self, dossier: str, name: str, event: PaperSigned) -> None:
        self._busy.discard((dossier, name))
        self._notices.success(self._words.done(event.paper, waits=bool(self._settings.authority)))
        self._show()
        self.signed.emit(dossier)

    def _failed(self, dossier: str, name: str, error: Exception) -> None:
        self._busy.discard((dossier, name))
        if not isinstance(error, DomainError):
            self._show()
            raise error
        if error.code == "signing.secret_needed":
            self._show()
            if dossier == self._dossier:
                self._ask(name)
            return
        self._tell(dossier, name, self._wording.error(error))
        if dossier == self._dossier and error.code == "signing.broken":
            self._fetch()

    def _not_read(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        self._notices.raised(error)

    def _ask(self, name: str) -> None:
        self.secret_wanted.emit(self._words.question(name, self._settings))

    def _tell(self, dossier: str, name: str, words: str) -> None:
        if dossier == self._dossier:
            self._errors[name] = words
            self._show()
        elif words:
            # Another dossier is on the screen by now: a failure must not end unseen.
            self._notices.warning(words)

    def _show(self) -> None:
        busy = {name for dossier, name in self._busy if dossier == self._dossier}
        self.shown.emit(self._words.rows(self._papers, self._settings, self._errors, busy))


def _as_looked_at(paper: PaperSignature, looked: PaperSignature | None) -> PaperSignature:
    """What was found in the same file a moment ago holds until it is looked at again."""
    if looked is None or not paper.sha256:
        return paper
    state = SignedState.BROKEN if looked.state is SignedState.BROKEN else paper.state
    return replace(paper, state=state, outdated=looked.outdated)
