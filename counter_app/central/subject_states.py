"""The dossiers that a transaction is about, as its entries come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from counter_app.central.judgement import Judged, Reading, judge, read
from counter_app.central.projection import History, Told, fold_told, histories
from counter_app.domain.dossier import Dossier
from counter_app.domain.journal import Entry, EntryId
from counter_app.services.projection import SAID_BEFORE, counts_with
from counter_app.services.store_ports import VerdictState


class SubjectState:
    """One dossier: what an office was told of it, folded as far as it is settled.

    What is held does not count for judging; refused and unreadable entries never do.
    """

    def __init__(self, history: History) -> None:
        self.known = bool(history)
        self._told = history
        self._settled: Dossier | None = fold_told(self._without_held()) if history else None

    @property
    def dossier(self) -> Dossier | None:
        """The dossier that new entries are judged by."""
        return self._settled

    def judge(self, entry: Entry, reading: Reading | None = None) -> Judged:
        """The verdict on an entry that comes now; ``reading`` if it was read already."""
        return judge(self._settled, entry, reading or read(entry))

    def tell(self, entry_id: EntryId, told: Told, judged: Judged) -> None:
        """Take an entry in, or its new verdict; its place is behind everything told before."""
        self._told[entry_id] = told
        verdict = told.verdict
        if verdict.state is VerdictState.HELD or not counts_with(verdict.state, verdict.code):
            return
        first = self._settled is None and len(self._told) > 1
        self._settled = fold_told(self._without_held()) if judged.after is None or first else judged.after

    def said_before(self, entry: Entry) -> bool:
        """Whether the same station told the same already, in another incarnation."""
        return self.known and any(
            known.entry.incarnation != entry.incarnation
            and known.verdict.code != SAID_BEFORE
            and _deed(known.entry) == _deed(entry)
            for known in self._told.values()
        )

    def held(self) -> list[Told]:
        """What waits, in the order in which it came."""
        return [known for known in self._told.values() if known.verdict.state is VerdictState.HELD]

    def whole(self) -> Dossier | None:
        """The dossier with what is held, as the counters show it."""
        return fold_told(self._told.values()) if self.held() else self._settled

    def _without_held(self) -> Iterable[Told]:
        return (known for known in self._told.values() if known.verdict.state is not VerdictState.HELD)


def _deed(entry: Entry) -> tuple[object, ...]:
    """What an entry says and who said it when, whatever its place in a chain."""
    return (entry.station, entry.kind, entry.actor, entry.occurred_at, entry.recorded_at, entry.body_hash)


class SubjectStates:
    """The dossiers of one office that a transaction touches, read at once."""

    def __init__(self, connection: Connection, office: str, subjects: Collection[str]) -> None:
        found = histories(connection, office, set(subjects))
        self._states = {subject: SubjectState(history) for subject, history in found.items()}

    def __getitem__(self, subject: str) -> SubjectState:
        return self._states[subject]

    def concerned(self) -> set[str]:
        """The offices that are told when what waits is judged again."""
        held = [known for state in self._states.values() for known in state.held()]
        return {office for known in held for office in (known.home, *known.entry.audience)}
