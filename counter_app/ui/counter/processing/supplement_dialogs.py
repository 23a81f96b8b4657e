"""Asking for a supplement, everything at once; and taking it in, with the new due time shown before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.domain.entries import AskedItem, ReceivedComponent
from counter_app.i18n import Wording
from counter_app.services.processing_wishes import SupplementWish
from counter_app.ui.counter.processing.leave_fields import Leave, LeaveFields
from counter_app.ui.counter.processing.wish_dialog import MomentFields, WishDialog
from counter_app.ui.shared.field import Labelled, TextField
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tick_list import TickList
from counter_app.ui.shared.tokens import Tone


@dataclass(frozen=True, slots=True)
class AskedWish:
    """What is asked for, and by whose leave, for a further supplement."""

    wish: SupplementWish
    leave: Leave | None = None


class AskSupplementDialog(WishDialog):
    """``given`` tells an ``AskedWish``.

    ``notice`` tells until when the slip has to go out; ``supervisors`` and ``own_leave`` are for a further
    supplement (``LeaveFields``).
    """

    def __init__(
        self,
        wording: Wording,
        code: str,
        components: Sequence[ReceivedComponent],
        today: date,
        *,
        again: bool = False,
        notice: str = "",
        supervisors: Sequence[tuple[str, str]] = (),
        own_leave: str = "",
        parent: QWidget | None = None,
    ) -> None:
        text = wording.text("processing.ask_supplement.again" if again else "processing.ask_supplement.text")
        super().__init__(wording, "ask_supplement", text, code=code, parent=parent)
        self._components, self._again = components, again
        self.notice = IconText("clock", notice, Tone.NEUTRAL, wrap=True)
        self.notice.setVisible(bool(notice))
        self.body.addWidget(self.notice)
        label = self._text("processing.ask_supplement.papers")
        self.papers = TickList(label)
        self.asked = Labelled(label, self.papers)
        for component in components:
            missing = not component.present and component.condition == "required"
            self.papers.add(component.name, ticked=missing)
        self.others = TextField(
            self._text("processing.ask_supplement.others"),
            placeholder=self._text("processing.ask_supplement.others_example"),
            lines=2,
        )
        self.reason = TextField(
            self._text("processing.ask_supplement.reason"),
            placeholder=self._text("processing.ask_supplement.reason_example"),
            lines=2,
        )
        self.due = MomentFields(wording, self._text("processing.ask_supplement.due"), today)
        for widget in (self.asked, self.others, self.reason, self.due):
            self.body.addWidget(widget)
        why = self._text("processing.ask_supplement.again_reason")
        self.leave = LeaveFields(wording, why, supervisors, own_leave)
        self.leave.setVisible(again)
        self.body.addWidget(self.leave)
        self._require()
        self.offer_preview()
        self.papers.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> AskedWish | None:
        """The papers that are ticked or typed, with the reason and until when."""
        due = self.due.moment()
        if due is None:
            return None
        wish = SupplementWish((*self._ticked(), *self._typed()), self.reason.text(), due)
        return AskedWish(wish, self.leave.leave() if self._again else None)

    def _require(self) -> None:
        nothing = self._text("error.supplement.nothing_asked")
        self.require(self.asked, lambda: "" if self._ticked() or self._typed() else nothing)
        self.papers.itemChanged.connect(lambda _: self.asked.clear_finding())
        self.others.changed.connect(lambda _: self.asked.clear_finding())
        self.require_text(self.reason, "error.supplement.reason_missing")
        self.require_moment(self.due)
        self.leave.require_in(self, "error.supplement.again_missing")

    def _ticked(self) -> list[AskedItem]:
        asked = [self._components[place] for place in self.papers.ticked()]
        return [AskedItem(paper.name, paper.originals, 0, paper.copies) for paper in asked]

    def _typed(self) -> list[AskedItem]:
        return [AskedItem(line.strip()) for line in self.others.text().splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class TakenWish:
    """When the supplement came, and a note."""

    completed_at: datetime | None
    note: str


class TakeSupplementDialog(WishDialog):
    """``given`` tells a ``TakenWish``; ``explained`` words the due time that a moment would give."""

    def __init__(
        self,
        wording: Wording,
        code: str,
        awaited: str,
        now: datetime,
        explained: Callable[[datetime], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wording, "take_supplement", awaited, code=code, parent=parent)
        self._now, self._explained = now, explained
        self.at = MomentFields(wording, self._text("processing.take_supplement.at"), now.date(), now)
        self._first = self.at.moment()
        self.due = IconText("clock", "", Tone.BLUE, wrap=True)
        self.note = TextField(self._text("processing.take_supplement.note"), lines=2)
        for widget in (self.at, self.due, self.note):
            self.body.addWidget(widget)
        self.require_moment(self.at)
        self.at.changed.connect(self._explain)
        self._explain()
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> TakenWish | None:
        """When it came; the moment that stood there at first is now."""
        at = self.at.moment()
        return None if at is None else TakenWish(None if at == self._first else at, self.note.text())

    def _explain(self) -> None:
        at = self.at.moment()
        self.due.setVisible(at is not None)
        if at is not None:
            self.due.set("clock", self._explained(self._now if at == self._first else at), Tone.BLUE)
