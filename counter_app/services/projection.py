"""How the entries that a station holds make a dossier: order first, then ``fold``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from counter_app.domain.dossier import Dossier, fold
from counter_app.domain.entries import EntrySettled, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId
from counter_app.domain.settling import Outcome
from counter_app.services.store_ports import Recorded, VerdictState

UNREADABLE: Final = "entry_unreadable"
"""The central system's code for an entry that is kept but that no program can make sense of."""
SAID_BEFORE: Final = "said_before"
"""Its code for an entry that the same station told under another identity already: in an earlier incarnation,
of which an older copy was put back. It is kept, and counts once."""
_LEFT_OUT: Final = frozenset({UNREADABLE, SAID_BEFORE})


def fold_order(entries: Iterable[Recorded]) -> list[Recorded]:
    """Entries in the order in which they count: by their place in the office's feed, then the rest.

    The rest are own entries on their way, in the order of their own chain.
    """
    listed = list(entries)
    # As they come from the feed, they are in order already.
    last = 0
    for recorded in listed:
        if recorded.feed_no is None or recorded.feed_no <= last:
            return sorted(listed, key=_place)
        last = recorded.feed_no
    return listed


def counts(recorded: Recorded) -> bool:
    """Whether an entry takes part in folding: the central system leaves out the same ones."""
    return counts_with(recorded.verdict.state, recorded.verdict.code)


def counts_with(state: VerdictState, code: str) -> bool:
    """Whether an entry of this verdict takes part in folding."""
    return state is not VerdictState.REFUSED and code not in _LEFT_OUT


def refold(entries: Sequence[Recorded]) -> Dossier | None:
    """The dossier that ``entries`` of one subject make, in any order given.

    ``None`` as long as the reception is not among them. What a person settled does not wait for an eye any
    more, and what another entry replaces does not count, wherever the word about it stands. It reads nothing
    but its argument, so that stations with the same entries and verdicts get equal dossiers.
    """
    counted = [recorded.entry for recorded in fold_order(entries) if counts(recorded)]
    settled = settled_among(counted)
    left_out = {entry_id for entry_id, outcome in settled.items() if outcome is Outcome.REPLACED}
    folded = fold([entry for entry in counted if entry.id not in left_out] if left_out else counted)
    if folded is None or not settled or not folded.conflicts:
        return folded
    rest = tuple(conflict for conflict in folded.conflicts if conflict.entry_id not in settled)
    return replace(folded, conflicts=rest)


def settled_among(entries: Iterable[Entry]) -> Mapping[EntryId, Outcome]:
    """What the entries of one subject say to be settled; ``REPLACED`` wins over ``CHECKED``."""
    settled: dict[EntryId, Outcome] = {}
    for entry in entries:
        said = settlement_of(entry) if entry.kind == EntrySettled.KIND else None
        if said is not None and settled.get(said.entry_id) is not Outcome.REPLACED:
            settled[said.entry_id] = said.outcome
    return settled


def settlement_of(entry: Entry) -> EntrySettled | None:
    """What ``entry`` settles; ``None`` for every other kind, and for one that cannot be read."""
    if entry.kind != EntrySettled.KIND:
        return None
    try:
        event = read_event(entry)
    except DomainError:
        return None
    return event if isinstance(event, EntrySettled) else None


def pending_count(entries: Sequence[Recorded]) -> int:
    """How many own entries wait: to be sent, or at the central system for an entry before them.

    One that is held but settled waits for nothing.
    """
    own = [recorded for recorded in entries if recorded.own]
    pending = sum(recorded.verdict.state is VerdictState.PENDING for recorded in own)
    held = [recorded.entry.id for recorded in own if recorded.verdict.state is VerdictState.HELD]
    if not held:
        return pending
    settled = settled_among(recorded.entry for recorded in entries)
    return pending + sum(entry_id not in settled for entry_id in held)


def refused_count(entries: Sequence[Recorded]) -> int:
    """How many own entries the central system refused and nobody has settled."""
    refused = [r.entry.id for r in entries if r.own and r.verdict.state is VerdictState.REFUSED]
    if not refused:
        return 0
    settled = settled_among(recorded.entry for recorded in entries)
    return sum(1 for entry_id in refused if entry_id not in settled)


def fold_place(feed_no: int | None, entry_id: EntryId) -> tuple[bool, int, str, int, int]:
    """What the order of folding sorts by."""
    return (feed_no is None, feed_no or 0, *entry_id)


def _place(recorded: Recorded) -> tuple[bool, int, str, int, int]:
    return fold_place(recorded.feed_no, recorded.entry.id)
