"""Receptions in hand, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.services.store_ports import StoredDraft
from counter_app.storage.connection import Connection
from counter_app.storage.instants import to_micros
from counter_app.storage.mappers import draft_from_row
from counter_app.storage.statements import Statement

_SAVE: Final = Statement("small.save_draft")
_DRAFT: Final = Statement("small.draft")
_DRAFTS: Final = Statement("small.drafts")
_DELETE: Final = Statement("small.delete_draft")


def read_drafts(connection: Connection, clerk: str) -> list[StoredDraft]:
    """The drafts of one clerk, newest first."""
    return [draft_from_row(row) for row in connection.rows(_DRAFTS, {"clerk": clerk})]


class Drafts:
    """``services.store_ports.DraftStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, draft: StoredDraft) -> None:
        """Write a draft or replace it."""
        self._connection.run(
            _SAVE,
            {
                "id": draft.id,
                "clerk": draft.clerk,
                "saved_at": to_micros(draft.saved_at),
                "content": draft.content,
            },
        )

    def get(self, draft_id: str) -> StoredDraft | None:
        """The draft, if there is one."""
        row = self._connection.row(_DRAFT, {"id": draft_id})
        return None if row is None else draft_from_row(row)

    def of_clerk(self, clerk: str) -> Sequence[StoredDraft]:
        """Newest first."""
        return read_drafts(self._connection, clerk)

    def delete(self, draft_id: str) -> None:
        """Remove a draft; nothing happens if there is none."""
        self._connection.run(_DELETE, {"id": draft_id})
