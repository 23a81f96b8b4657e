"""What a backup of unsent work holds, and what putting it back asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ClauseElement, bindparam, func, literal_column, select, text

from counter_app.storage import tables
from counter_app.storage.mappers import ENTRY_COLUMNS

_J = tables.journal.c
_DR = tables.draft.c
_W = tables.waiting_scan.c

# The words of the partial index ``ix_journal_waiting``; SQLite uses it only where they stand.
_OPEN = text("own = 1 AND verdict <> 'accepted' AND verdict IN ('pending', 'held')")
_UNSENT_FILE = text("state <> 'sent'")

STATEMENTS: Final[Mapping[str, ClauseElement]] = {
    "entries": select(*(_J[name] for name in ENTRY_COLUMNS))
    .where(
        _OPEN,
        (_J.incarnation > bindparam("incarnation"))
        | ((_J.incarnation == bindparam("incarnation")) & (_J.seq > bindparam("seq"))),
    )
    .order_by(_J.incarnation, _J.seq)
    .limit(bindparam("limit")),
    "open_count": select(func.count(), func.max(_J.incarnation), func.max(_J.seq))
    .select_from(tables.journal)
    .where(_OPEN),
    "drafts": select(_DR.id, _DR.clerk, _DR.saved_at, _DR.content).order_by(_DR.id),
    "draft_count": select(func.count(), func.max(_DR.saved_at)).select_from(tables.draft),
    "files": select(_W.sha256, _W.size, _W.media_type, _W.lane, _W.queued_at)
    .where(_UNSENT_FILE)
    .order_by(_W.position),
    "file_count": select(func.count(), func.max(_W.position))
    .select_from(tables.waiting_scan)
    .where(_UNSENT_FILE),
    "tail": select(_J.seq, _J.hash)
    .where(_J.station == bindparam("station"), _J.incarnation == bindparam("incarnation"))
    .order_by(_J.seq.desc())
    .limit(literal_column("1")),
    "known_subject": select(literal_column("1"))
    .where(_J.subject == bindparam("subject"))
    .limit(literal_column("1")),
}
