"""Finding a procedure while the applicant is still saying what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from counter_app.domain.procedure_search import ProcedureFinder
from counter_app.domain.procedures import Procedure
from counter_app.services.office_catalogue import OfficeCatalogue
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database


class Procedures:
    """The office's catalogue, searchable without diacritics; ``own``: what the office itself keeps of it."""

    def __init__(
        self,
        office: OfficeSource,
        database: Database,
        clock: Clock,
        on_recorded: Callable[[str], None] = lambda _subject: None,
    ) -> None:
        self._office = office
        self._database = database
        self.own = OfficeCatalogue(office, database, clock, on_recorded)
        self._indexed: tuple[OfficeContext, ProcedureFinder] | None = None

    def get(self, code: str) -> Procedure | None:
        """The procedure of that code in the present catalogue."""
        return self._office.current().catalogue.by_code.get(code)

    def find(self, text: str, *, recent: Sequence[str] = (), limit: int = 12) -> Sequence[Procedure]:
        """The best matches for what was typed; with nothing typed, the recent ones."""
        context = self._office.current()
        if self._indexed is None or self._indexed[0].catalogue is not context.catalogue:
            self._indexed = (context, ProcedureFinder(context.catalogue.procedures))
        return self._indexed[1].find(text, recent=recent, limit=limit)

    def recent(self, clerk: str, *, limit: int = 8) -> Sequence[str]:
        """Codes of the procedures that this clerk received last."""
        with self._database.read() as reads:
            return reads.recent_procedures(clerk, limit=limit)
