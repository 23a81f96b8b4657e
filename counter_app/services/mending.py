"""Entries that the central system did not take as they were: shown with what can be done, and mended.

Nothing disappears: an entry is sent again as it is, or another entry is recorded that settles it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from counter_app.domain.bodies import MISFITS
from counter_app.domain.entries import KINDS, EntrySettled
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import (
    BODY_LIMIT,
    Basis,
    Entry,
    EntryDraft,
    EntryId,
    chain,
    decode_body,
    encode_body,
)
from counter_app.domain.office import Clerk
from counter_app.domain.settling import Outcome
from counter_app.domain.vietnamese import nfc
from counter_app.services.clock_check import check_clock, time_of_fact
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.projection import pending_count, refold, refused_count, settled_among
from counter_app.services.store_ports import Database, JournalRow, Recorded, UnitOfWork, VerdictState
from counter_app.services.sync_care import Ailing, Ailment, LongText, Remedy, ailment_of

LONG: Final = 200
"""Characters from which on a text is long: what a clerk may have pasted, not what a form asks for."""

_STATES: Final = (VerdictState.REFUSED, VerdictState.CONFLICT, VerdictState.HELD)
_REMEDIES: Final[Mapping[Ailment, tuple[Remedy, ...]]] = {
    Ailment.REFUSED: (Remedy.SETTLE,),
    Ailment.CONFLICT: (Remedy.SETTLE,),
    Ailment.QUARANTINED: (Remedy.RESEND, Remedy.REWRITE),
    Ailment.HELD: (Remedy.RESEND,),
}
_TO_SETTLE: Final = (Ailment.REFUSED, Ailment.CONFLICT)


class Resending(Protocol):
    """The one thing that mending needs of the sync store."""

    def resend(self, entry_id: EntryId) -> bool:
        """Let an own entry that is held wait to be sent again, whole; whether it does."""
        ...


class Mending:
    """``services.sync_care.MendControl``."""

    def __init__(
        self,
        database: Database,
        sync: Resending,
        office: OfficeSource,
        clock: Clock,
        on_recorded: Callable[[str], None],
    ) -> None:
        self._database, self._sync, self._office = database, sync, office
        self._clock, self._on_recorded = clock, on_recorded

    def ailing(self, *, limit: int = 100) -> Sequence[Ailing]:
        """Those that nobody has settled, oldest first."""
        with self._database.read() as reads:
            rows = reads.journal(_STATES, limit=limit)
        return [_ailing(row) for row in rows]

    def resend(self, entry_id: EntryId) -> None:
        """Send a held entry again with its body; raises ``DomainError("mend.not_possible")``."""
        if not self._sync.resend(entry_id):
            raise DomainError("mend.not_possible")
        self._on_recorded("")

    def long_texts(self, entry_id: EntryId) -> Sequence[LongText]:
        """What of a quarantined entry may be shortened, longest first; empty if nothing can be read."""
        with self._database.read() as reads:
            found = reads.entry(entry_id)
        if found is None or _ailment(found) is not Ailment.QUARANTINED:
            return []
        try:
            texts = _texts(decode_body(found.entry.body or b""))
        except DomainError:
            return []
        long = [LongText(path, text) for path, text in texts if len(text) > LONG]
        return sorted(long, key=lambda one: len(one.text), reverse=True)

    def rewrite(self, entry_id: EntryId, clerk: Clerk, reason: str, texts: Mapping[str, str]) -> None:
        """Record a quarantined entry again with ``texts`` by path in place of the long ones.

        Raises ``DomainError``: ``mend.reason_missing``, ``mend.not_possible``, ``mend.not_shorter``,
        ``entry.bad_body``, ``clock.*``, ``storage.*``.
        """
        _needs(reason)
        with self._database.begin() as work:
            old = self._ailing_entry(work, entry_id, (Ailment.QUARANTINED,))
            body = _shortened(old, texts)
            check_clock(work, self._clock.now())
            again = EntryDraft(
                kind=old.kind,
                kind_version=old.kind_version,
                subject=old.subject,
                audience=old.audience,
                actor=old.actor,
                occurred_at=old.occurred_at,
                basis=Basis(old.basis),
                body=body,
            )
            self._append(work, again)
            self._settle(work, old, clerk, reason, Outcome.REPLACED)
        self._on_recorded(old.subject)

    def settle(self, entry_id: EntryId, clerk: Clerk, reason: str) -> None:
        """Record that a refused entry or a conflict is dealt with, for all counters to see.

        Raises ``DomainError``: ``mend.reason_missing``, ``mend.not_possible``, ``storage.*``.
        """
        _needs(reason)
        with self._database.begin() as work:
            entry = self._ailing_entry(work, entry_id, _TO_SETTLE)
            self._settle(work, entry, clerk, reason, Outcome.CHECKED)
        self._on_recorded(entry.subject)

    # --- steps ---------------------------------------------------------------------------------

    @staticmethod
    def _ailing_entry(work: UnitOfWork, entry_id: EntryId, ailments: tuple[Ailment, ...]) -> Entry:
        found = work.journal.find(entry_id)
        if found is None or not found.own or _ailment(found) not in ailments:
            raise DomainError("mend.not_possible")
        if entry_id in settled_among(other.entry for other in work.journal.of_subject(found.entry.subject)):
            raise DomainError("mend.not_possible")
        return found.entry

    def _settle(self, work: UnitOfWork, entry: Entry, clerk: Clerk, reason: str, outcome: Outcome) -> None:
        said = EntrySettled(
            entry.station, entry.incarnation, entry.seq, outcome, nfc(reason.strip()), clerk.name
        )
        draft = EntryDraft(
            kind=said.KIND,
            kind_version=said.VERSION,
            subject=entry.subject,
            audience=entry.audience,
            actor=clerk.id,
            occurred_at=time_of_fact(work, self._clock.now()),
            basis=Basis.COUNTER,
            body=encode_body(said.to_body()),
        )
        self._append(work, draft)
        entries = work.journal.of_subject(entry.subject)
        dossier = refold(entries)
        if dossier is not None:
            work.dossiers.put(dossier, pending=pending_count(entries), refused=refused_count(entries))

    def _append(self, work: UnitOfWork, draft: EntryDraft) -> None:
        offset = self._office.current().clock_offset_ms
        now = time_of_fact(work, self._clock.now())
        work.journal.append(chain(work.journal.head(), draft, now, offset))


def _ailing(row: JournalRow) -> Ailing:
    ailment = ailment_of(row.verdict) or Ailment.HELD
    return Ailing(row, ailment, _REMEDIES[ailment])


def _ailment(recorded: Recorded) -> Ailment | None:
    return ailment_of(recorded.verdict)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise DomainError("mend.reason_missing")


def _shortened(entry: Entry, texts: Mapping[str, str]) -> bytes:
    """The body with shorter texts, read by its kind as every reader will; raises as ``Mending.rewrite``."""
    if entry.body is None or len(entry.body) > BODY_LIMIT:
        raise DomainError("mend.not_possible")
    body = decode_body(entry.body)
    known = dict(_texts(body))
    for path, text in texts.items():
        if path not in known or len(text) > len(known[path]):
            raise DomainError("mend.not_shorter")
        _put(body, path.split("."), nfc(text.strip()))
    kind = KINDS.get(entry.kind)
    if kind is not None and entry.kind_version == kind.VERSION:
        kind.from_body(body)
    shorter = encode_body(body)
    if len(shorter) >= len(entry.body):
        raise DomainError("mend.not_shorter")
    return shorter


def _texts(value: object, path: str = "") -> list[tuple[str, str]]:
    """Every text of plain data with its place: names and numbers of list items, joined by dots."""
    if isinstance(value, str):
        return [(path, value)]
    inner: Sequence[tuple[object, object]] = ()
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    prefix = f"{path}." if path else ""
    return [found for name, item in inner for found in _texts(item, f"{prefix}{name}")]


def _put(body: object, steps: Sequence[str], text: str) -> None:
    for step in steps[:-1]:
        body = body[int(step)] if isinstance(body, list) else body[step]  # type: ignore[index]
    try:
        if isinstance(body, list):
            body[int(steps[-1])] = text
        elif isinstance(body, dict):
            body[steps[-1]] = text
    except MISFITS as error:
        raise DomainError("mend.not_possible") from error
