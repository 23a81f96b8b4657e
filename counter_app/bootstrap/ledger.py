"""The ledger's papers, and the ledger of a station's folder without opening the counter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Final

from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.keys import key_store
from counter_app.bootstrap.shipped import shipped_data
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.domain.form_content import FormContent
from counter_app.domain.work_calendar import vietnam_time
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.form_values import LEDGER
from counter_app.services.ledger import Ledger
from counter_app.services.ledger_papers import LedgerExport
from counter_app.services.office_context import OfficeSource, load_context
from counter_app.services.ports import Clock
from counter_app.storage.read_only import open_read_only, station_facts

if TYPE_CHECKING:
    from counter_app.documents.forms.official import OfficialForms

_OFFICIAL: Final = "vi"


class FormLedgerPapers:
    """``services.ledger_ports.LedgerPapers`` from the form packages, which are read at the first paper."""

    def __init__(self, office: OfficeSource, clock: Clock) -> None:
        self._office, self._clock = office, clock

    def pdf(self, book: FormContent) -> bytes:
        """Mẫu 06 of the package that is valid now."""
        return self._forms.pdf(self._package(), LEDGER, book)

    def xlsx(self, books: Sequence[FormContent]) -> bytes:
        """One workbook with a sheet for each book."""
        from counter_app.documents.ledger_xlsx import ledger_workbook  # noqa: PLC0415 - only who saves one

        package = self._package()
        words = self._forms.package(package).wording
        return ledger_workbook(self._forms.form(package, LEDGER), words, books)

    @cached_property
    def _forms(self) -> OfficialForms:
        from counter_app.documents.forms.official import OfficialForms  # noqa: PLC0415 - not at the start

        return OfficialForms(resources())

    def _package(self) -> str:
        context, today = self._office.current(), vietnam_time(self._clock.now()).date()
        profile = context.directory.office.profile
        return self._forms.valid_on(today, profile=profile, chosen=context.form_package).key


def ledger_export(ledger: Ledger, office: OfficeSource, clock: Clock) -> LedgerExport:
    """PDF, XLSX and print of a ledger, in the words of the official form."""
    papers = FormLedgerPapers(office, clock)
    return LedgerExport(ledger, office, clock, papers, Wording(_OFFICIAL, resources() / "i18n"))


@contextmanager
def ledger_of(config: Config) -> Iterator[LedgerExport]:
    """The ledger in the station's folder; reads only, so it works beside an open counter.

    Raises ``DomainError``: ``storage.*``, ``keys.*``, ``enrol.needed``, ``directory.*``.
    """
    with open_read_only(config.data_dir, key_store(config)) as database:
        station = station_facts(database).station
        if station is None:
            raise DomainError("enrol.needed")
        office = OfficeSource(lambda: load_context(database, station, shipped_data()))
        clock = SystemClock()
        yield ledger_export(Ledger(database, office, clock), office, clock)
