"""The receptions that a clerk has in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.services.draft import Draft
from counter_app.ui.counter.reception.reception_state import DraftRow


class DraftShelf:
    """Drafts by id, newest first, with when each was kept last."""

    def __init__(self, wording: Wording, procedure: Callable[[str], Procedure | None]) -> None:
        self._wording = wording
        self._procedure = procedure
        self._drafts: dict[str, Draft] = {}
        self._kept: dict[str, datetime] = {}
        self._stored: frozenset[str] = frozenset()

    def fill(self, drafts: Sequence[Draft]) -> None:
        """These are the clerk's drafts."""
        self._drafts = {draft.id: draft for draft in drafts}
        self._stored = frozenset(self._drafts)
        self._kept.clear()

    def put(self, draft: Draft) -> None:
        """The draft changed; an empty one is not on the shelf."""
        if draft.is_empty:
            self._drafts.pop(draft.id, None)
        elif draft.id in self._drafts:
            self._drafts[draft.id] = draft
        else:
            self._drafts = {draft.id: draft, **self._drafts}

    def drop(self, draft: Draft) -> None:
        """It was accepted or thrown away."""
        self._drafts.pop(draft.id, None)
        self._kept.pop(draft.id, None)

    def kept(self, draft: Draft, at: datetime | None) -> None:
        """It was saved, or, emptied, taken out of the store."""
        if at is None:
            self._kept.pop(draft.id, None)
        else:
            self._kept[draft.id] = at

    def kept_at(self, draft: Draft) -> datetime | None:
        """When it was saved last in this session."""
        return self._kept.get(draft.id)

    def was_stored(self, draft: Draft) -> bool:
        """Whether it was there already when the clerk sat down."""
        return draft.id in self._stored

    def get(self, draft_id: str) -> Draft | None:
        """The draft of that id."""
        return self._drafts.get(draft_id)

    def newest(self) -> Draft | None:
        """The draft to go on with."""
        return next(iter(self._drafts.values()), None)

    def rows(self, open_id: str) -> tuple[DraftRow, ...]:
        """All of them, if there is more than the open one."""
        if not set(self._drafts) - {open_id}:
            return ()
        return tuple(self._row(draft, draft.id == open_id) for draft in self._drafts.values())

    def _row(self, draft: Draft, is_open: bool) -> DraftRow:
        title = draft.owner.full_name or self._wording.text("reception.draft_without_name")
        procedure = self._procedure(draft.procedure_code)
        opened = self._wording.time(draft.opened_at)
        detail = f"{procedure.name_vi} · {opened}" if procedure is not None else opened
        return DraftRow(draft.id, title, detail, is_open)
