"""What the store in memory holds, and how it is looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counter_app.domain.dossier import Dossier
from counter_app.domain.journal import EntryId
from counter_app.services.identity_ports import DueCheck, LookUp
from counter_app.services.projection import fold_order
from counter_app.services.scan_ports import FileState, FileToSend
from counter_app.services.store_ports import Recorded, StoredDraft


@dataclass(frozen=True)
class Kept:
    """A dossier as the projection holds it; ``position`` counts in the order of learning of them."""

    position: int
    dossier: Dossier
    pending: int
    refused: int


@dataclass
class State:
    """What is durable. Values are frozen, so a shallow copy is a snapshot."""

    entries: dict[EntryId, Recorded] = field(default_factory=dict)
    dossiers: dict[str, Kept] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    drafts: dict[str, StoredDraft] = field(default_factory=dict)
    documents: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    files: dict[str, tuple[FileToSend, FileState]] = field(default_factory=dict)
    look_ups: dict[int, LookUp] = field(default_factory=dict)
    tries: dict[str, DueCheck] = field(default_factory=dict)
    last_position: int = 0

    def copy(self) -> State:
        return State(
            dict(self.entries),
            dict(self.dossiers),
            dict(self.counters),
            dict(self.drafts),
            dict(self.documents),
            dict(self.files),
            dict(self.look_ups),
            dict(self.tries),
            self.last_position,
        )


def entries_of(state: State, subject: str) -> list[Recorded]:
    return fold_order(recorded for recorded in state.entries.values() if recorded.entry.subject == subject)


def file_states_of(state: State, names: Sequence[str]) -> dict[str, FileState]:
    return {name: state.files[name][1] for name in names if name in state.files}


def drafts_of(state: State, clerk: str) -> list[StoredDraft]:
    mine = [draft for draft in state.drafts.values() if draft.clerk == clerk]
    return sorted(mine, key=lambda draft: (draft.saved_at, draft.id), reverse=True)


def dossier_of_code(state: State, code: str) -> str | None:
    wanted = code.strip().lower()
    known = [
        (kept.position, kept.dossier.id)
        for kept in state.dossiers.values()
        if wanted in (alias.lower() for alias in kept.dossier.aliases)
    ]
    return max(known)[1] if known else None
