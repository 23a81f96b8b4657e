"""Signing a dossier's papers at the counter: signed here and now, kept in the vault, recorded, then stamped.

The passphrase or PIN is given once per sign-in and known to this object alone, in memory, until ``forget``.
A secret that was refused is never tried again by itself: tokens lock.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import PaperSigned
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk
from counter_app.domain.signing_entries import standing
from counter_app.services.office_context import OfficeSource
from counter_app.services.paper_content import papers_of
from counter_app.services.ports import Clock
from counter_app.services.printing import FORM, Printing, Unmarked
from counter_app.services.recording import record
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.signing_ports import PaperSigner, SignedState
from counter_app.services.signing_queue import (
    DOCUMENT,
    StampQueue,
    StampStatus,
    Step,
    WaitingPaper,
    add_waiting,
    read_list,
)
from counter_app.services.signing_settings import SigningSettings, SigningSettingsService
from counter_app.services.store_ports import Database, Vault

WRONG_SECRET: Final = frozenset({"signing.wrong_pin", "signing.pin_locked", "signing.key_file_unreadable"})
"""Errors after which what was typed is forgotten."""


@dataclass(frozen=True, slots=True)
class PaperSignature:
    """A paper of a dossier and how far its signature is.

    ``sha256`` names the signed file, empty while there is none; ``here``: it can be opened at this station.
    ``signable``: the paper itself can still be made. ``outdated``: it would say something else by now.
    """

    name: str
    form: str
    number: str
    state: SignedState
    signable: bool = True
    sha256: str = ""
    signer: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None
    here: bool = False
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    """A paper, the hash of what was signed, the signed PDF."""

    paper: Unmarked
    source: str
    pdf: bytes
    signed_at: datetime


class Signing:
    """Everything but ``forget`` and ``needs_secret`` is slow and called off the GUI thread."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        office: OfficeSource,
        clock: Clock,
        printing: Printing,
        signer: PaperSigner,
        settings: SigningSettingsService,
        queue: StampQueue,
        on_recorded: Callable[[str], None],
        on_waiting: Callable[[], None] = lambda: None,
        step: Step = lambda _name: None,
    ) -> None:
        self._database, self._vault, self._office, self._clock = database, vault, office, clock
        self._printing, self._signer, self._settings, self._queue = printing, signer, settings, queue
        self._on_recorded, self._on_waiting, self._at = on_recorded, on_waiting, step
        self._one_at_a_time = threading.Lock()
        self._secret: tuple[str, SigningSettings, str] | None = None
        """Whose it is, what it opens, and the secret itself."""
        self._session = 0

    # --- settings ------------------------------------------------------------------------------

    def installed(self) -> bool:
        """Whether the optional part of the program that signs is here."""
        return self._signer.installed()

    def settings(self) -> SigningSettings:
        """How papers are signed here."""
        return self._settings.load()

    def change(self, clerk: Clerk, wanted: SigningSettings) -> SigningSettings:
        """Set it; raises as ``SigningSettingsService.save``. A secret of before is forgotten."""
        kept = self._settings.save(clerk, wanted)
        self.forget()
        self._queue.try_now()
        self._on_waiting()
        return kept

    def waiting(self) -> StampStatus:
        """What waits for its time-stamp."""
        return self._queue.status()

    # --- the secret ----------------------------------------------------------------------------

    def forget(self) -> None:
        """Somebody signed out or locked the counter: the passphrase or PIN is known no more."""
        self._session += 1
        self._secret = None

    def needs_secret(self, clerk: Clerk) -> bool:
        """Whether the passphrase or PIN has to be asked for before this clerk signs."""
        known = self._secret
        return known is None or known[0] != clerk.id

    # --- papers --------------------------------------------------------------------------------

    def papers(self, dossier_id: str, *, verify: bool = False) -> tuple[PaperSignature, ...]:
        """The papers of a dossier with their signatures; empty for an unknown dossier.

        ``verify`` reads every signed file that is here and makes the paper anew: only then ``BROKEN`` and
        ``outdated`` are noticed.
        """
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
            waiting = {one.sha256 for one in read_list(reads.document(DOCUMENT)).papers}
        if dossier is None:
            return ()
        if not self._settings.load().authority:
            waiting = set()
        signed = standing(dossier.signed)
        able = {} if dossier.cancelled or dossier.erased else _names(dossier)
        kept = {name: (one.form, one.slip_number) for name, one in signed.items()}
        found = []
        for name, (form, number) in (able | kept).items():
            one = signed.get(name)
            if one is None:
                found.append(PaperSignature(name, form, number, SignedState.NOT_SIGNED))
                continue
            state = _recorded_state(one, waiting)
            here = self._vault.has(one.sha256)
            if verify and here and self._is_broken(one.sha256):
                state = SignedState.BROKEN
            found.append(
                PaperSignature(
                    name,
                    form,
                    number,
                    state,
                    name in able,
                    one.sha256,
                    one.signer,
                    one.signed_at,
                    one.stamped_at,
                    here,
                    verify and name in able and self._is_outdated(dossier_id, one),
                )
            )
        return tuple(found)

    def sign(self, dossier_id: str, name: str, clerk: Clerk, secret: str | None = None) -> PaperSigned:
        """Make a paper of a dossier, sign it, keep it and record that; needs no line.

        ``secret`` is tried once, and remembered for this clerk if it opened the key. Raises ``DomainError``:
        ``signing.*`` (``not_set_up``, ``secret_needed``, ``already`` and those of ``PaperSigner.sign``),
        ``print.unknown_paper``, ``dossier.*``, ``forms.*``, ``vault.*``, ``storage.*``. What was not recorded
        is not signed: the paper is then simply signed again.
        """
        with self._one_at_a_time:
            settings, session = self._settings.load(), self._session
            if not settings.on:
                raise DomainError("signing.not_set_up")
            if not self._signer.installed():
                raise DomainError("signing.not_installed")
            paper = self._printing.unmarked(dossier_id, name)
            source = hashlib.sha256(paper.pdf).hexdigest()
            dossier = self._to_sign(dossier_id, name, source)
            given = self._usable(clerk, settings, secret)
            place, signed_at = self._office.current().directory.office.place, self._clock.now()
            try:
                pdf = self._signer.sign(paper.pdf, settings, given, reason=dossier.code, place=place)
            except DomainError as error:
                if error.code in WRONG_SECRET:
                    self._secret = None
                raise
            self._at("opened")
            if session == self._session:
                self._secret = (clerk.id, settings, given)
            made = _Made(paper, source, pdf, signed_at)
            event = self._keep(dossier_id, made, clerk, waits=bool(settings.authority))
        self._on_recorded(dossier_id)
        self._on_waiting()
        return event

    def ask_stamp(self, dossier_id: str, name: str) -> None:
        """Let a signed paper wait for its time-stamp now that an authority is set.

        Raises ``DomainError``: ``signing.no_authority``, ``signing.nothing_signed``.
        """
        if not self._settings.load().authority:
            raise DomainError("signing.no_authority")
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            one = None if dossier is None else standing(dossier.signed).get(name)
            if one is None or one.stamped_at is not None or not self._vault.has(one.sha256):
                raise DomainError("signing.nothing_signed")
            add_waiting(work, WaitingPaper(dossier_id, one.sha256, one.signed_at))
        self._queue.try_now()
        self._on_waiting()

    def read(self, sha256: str) -> bytes:
        """A signed paper whose signature holds.

        Raises ``DomainError``: ``signing.broken``, ``signing.not_here``, ``vault.io``. Where signing is not
        installed the file's own hash alone is looked at.
        """
        try:
            pdf = self._vault.get(sha256)
        except DomainError as error:
            codes = {"vault.damaged": "signing.broken", "vault.missing": "signing.not_here"}
            if error.code not in codes:
                raise
            raise DomainError(codes[error.code]) from error
        if self._signer.installed() and self._signer.read(pdf).state is SignedState.BROKEN:
            raise DomainError("signing.broken")
        return pdf

    # --- inside --------------------------------------------------------------------------------

    def _usable(self, clerk: Clerk, settings: SigningSettings, secret: str | None) -> str:
        if secret is not None:
            return secret
        known = self._secret
        if known is None or known[:2] != (clerk.id, settings):
            self._secret = None
            raise DomainError("signing.secret_needed")
        return known[2]

    def _to_sign(self, dossier_id: str, name: str, source: str) -> Dossier:
        """The dossier, unless the same content is signed already and the file is whole."""
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
        if dossier is None:
            raise DomainError("dossier.unknown")
        one = standing(dossier.signed).get(name)
        if one is not None and one.source == source:
            elsewhere = not self._vault.has(one.sha256)
            if elsewhere or not self._is_broken(one.sha256):
                raise DomainError("signing.already", name=one.signer)
        return dossier

    def _keep(self, dossier_id: str, made: _Made, clerk: Clerk, *, waits: bool) -> PaperSigned:
        paper, pdf = made.paper, made.pdf
        found = self._signer.read(pdf)
        if found.state is not SignedState.SIGNED:
            raise DomainError("signing.failed")
        sha256 = self._vault.put(pdf)
        event = PaperSigned(
            paper.form,
            paper.package,
            paper.number,
            sha256,
            len(pdf),
            made.source,
            found.signer,
            made.signed_at,
            clerk_name=clerk.name,
        )
        self._at("signed")
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            record(work, self._clock, self._office.current(), dossier, clerk.id, event, Basis.COUNTER)
            now = self._clock.now()
            work.files_to_send.add(FileToSend(sha256, len(pdf), "application/pdf", Lane.PAPERS, now))
            if waits:
                add_waiting(work, WaitingPaper(dossier_id, sha256, made.signed_at))
        self._at("recorded")
        return event

    def _is_outdated(self, dossier_id: str, one: PaperSigned) -> bool:
        try:
            pdf = self._printing.unmarked(dossier_id, one.paper).pdf
        except DomainError as error:
            if not error.code.startswith("forms."):
                raise
            return False  # its form package is here no more: what it would say cannot be known
        return hashlib.sha256(pdf).hexdigest() != one.source

    def _is_broken(self, sha256: str) -> bool:
        try:
            self.read(sha256)
        except DomainError as error:
            if error.code != "signing.broken":
                raise
            return True
        return False


def _names(dossier: Dossier) -> dict[str, tuple[str, str]]:
    """The receipt, then the other papers: form and number by name."""
    return {FORM: (FORM, ""), **{paper.name: (paper.form, paper.number) for paper in papers_of(dossier)}}


def _recorded_state(one: PaperSigned, waiting: set[str]) -> SignedState:
    if one.stamped_at is not None:
        return SignedState.STAMPED
    return SignedState.WAITING if one.sha256 in waiting else SignedState.SIGNED
