"""The words around the lines: what is chosen, how much there is, what is missing, what is closed."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.office import Clerk, Role
from counter_app.i18n import Wording
from counter_app.services.ledger import BookView, GapRow, LedgerQuery
from counter_app.services.ledger_papers import LedgerWords
from counter_app.ui.counter.ledger.ledger_state import LedgerState, Nothing, Offer
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone

_SHOWN_GAPS = 4
_SHOWN_SIGNS = 3


class HeadWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text
        self._words = LedgerWords(wording)

    def state(
        self, query: LedgerQuery, offer: Offer, clerk: Clerk | None, today_year: int, busy: str
    ) -> LedgerState:
        """Everything around the lines."""
        shown = [view for view in offer.books if query.book in ("", view.label)]
        lines = sum(view.count for view in shown)
        right = clerk is not None and clerk.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
        own_open = [view for view in offer.books if view.own and view.closed is None]
        return LedgerState(
            query=query,
            years=tuple((str(year), str(year)) for year in offer.years),
            books=(
                ("", self._text("ledger.all_books")),
                *((view.label, self.book(view)) for view in offer.books),
            ),
            fields=(("", self._text("ledger.all_fields")), *((name, name) for name in offer.fields)),
            summary=self.summary(shown),
            signs=tuple(self._signs(shown)),
            nothing=None if lines else self._nothing(query),
            has_lines=bool(lines),
            can_close=right and query.year < today_year and bool(own_open),
            can_continue=right and query.year == today_year and any(view.count for view in own_open[-1:]),
            can_issue=right and query.year == today_year,
            can_void=any(view.pad is not None and view.missing and view.closed is None for view in shown),
            busy=busy,
        )

    def book(self, view: BookView) -> str:
        """``Quyển 03 – Quầy 03``."""
        name = self._text("ledger.book", book=view.book.number)
        return f"{name} – {view.counter}" if view.counter else name

    def summary(self, views: Sequence[BookView]) -> str:
        """``412 dòng · 3 dòng gạch bỏ``."""
        struck = sum(view.struck for view in views)
        parts = [self._wording.count("ledger.lines", sum(view.count for view in views))]
        if struck:
            parts.append(self._wording.count("ledger.lines_struck", struck))
        return " · ".join(parts)

    def closing(self, views: Sequence[BookView]) -> list[tuple[str, str]]:
        """Each book that is to be closed, and what its record will say."""
        return [(self.book(view), self._closing(view)) for view in views]

    def _closing(self, view: BookView) -> str:
        if not view.count:
            return self._text("ledger.close.empty")
        words = self._text(
            "ledger.close.counts",
            first=view.first,
            last=view.book.last_line,
            count=self._wording.count("ledger.lines", view.count),
            struck=self._wording.count("ledger.lines_struck", view.struck),
        )
        missing = self._wording.count("ledger.missing", view.missing) if view.missing else ""
        return f"{words}. {missing}" if missing else words

    def _signs(self, views: Sequence[BookView]) -> list[Sign]:
        signs = [sign for view in views for sign in self._of_book(view)]
        if len(signs) > _SHOWN_SIGNS:
            rest = len(signs) - _SHOWN_SIGNS
            more = Sign("info", self._wording.count("ledger.more_remarks", rest), Tone.NEUTRAL)
            return [*signs[:_SHOWN_SIGNS], more]
        return signs

    def _of_book(self, view: BookView) -> list[Sign]:
        signs = []
        if view.check.doubles:
            lines = ", ".join(str(line) for line in view.check.doubles)
            text = self._text("ledger.sign.double", book=view.label, lines=lines)
            signs.append(Sign("triangle-alert", text, Tone.AMBER))
        if view.pad is not None:
            signs += self._of_pad(view)
        elif view.check.gaps:
            shown = [self._words.gap_lines(GapRow(view, gap)) for gap in view.check.gaps[:_SHOWN_GAPS]]
            lines = ", ".join(shown) + ("…" if len(view.check.gaps) > _SHOWN_GAPS else "")
            count = self._wording.count("ledger.lines", view.missing)
            key = "ledger.sign.missing" if view.own else "ledger.sign.coming"
            text = self._text(key, book=view.label, count=count, lines=lines)
            signs.append(
                Sign("triangle-alert", text, Tone.AMBER)
                if view.own
                else Sign("circle-dashed", text, Tone.NEUTRAL)
            )
        if view.closed is not None:
            day = self._wording.date(view.closed.entry.occurred_at)
            text = self._text(
                "ledger.sign.closed", book=view.label, day=day, head=view.closed.record.head_name
            )
            signs.append(Sign("lock", text, Tone.NEUTRAL))
        return signs

    def _of_pad(self, view: BookView) -> list[Sign]:
        """How many sheets wait to be entered; those behind the last one used may be blank still."""
        rows = [GapRow(view, gap) for gap in view.check.gaps]
        waiting = [row for row in rows if not row.unused]
        if not waiting:
            return []
        lines = ", ".join(self._words.gap_lines(row) for row in waiting[:_SHOWN_GAPS])
        more = "…" if len(waiting) > _SHOWN_GAPS else ""
        count = sum(row.gap.count for row in waiting)
        text = self._wording.count("pad.waiting", count, book=view.label, lines=f"{lines}{more}")
        return [Sign("triangle-alert", text, Tone.AMBER)]

    def _nothing(self, query: LedgerQuery) -> Nothing:
        return Nothing(self._text("ledger.nothing.title", year=query.year), self._text("ledger.nothing.text"))
