"""The office's calendar: read off the GUI thread, changed by an administrator, tried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk
from counter_app.domain.office_hours import OfficeHours
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.calendar_import import LARGEST, ImportReport, typed_override
from counter_app.services.calendar_year import year_of
from counter_app.ui.settings.rules.calendar_state import CalendarState, ImportState
from counter_app.ui.settings.rules.calendar_words import CalendarWords
from counter_app.ui.settings.rules.due_trial import answer
from counter_app.ui.settings.rules.history_words import history_lines
from counter_app.ui.settings.rules.permission import WhoSits, may_change
from counter_app.ui.settings.rules.trial_card import Tried
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.tasks import Tasks


class CalendarPresenter(QObject):
    """Tells a ``CalendarState``, an ``ImportState`` or ``None``, a ``TrialState``; how keeping a day went."""

    shown = Signal(object)
    imported = Signal(object)
    tried = Signal(object)
    kept = Signal()
    refused = Signal(str, str, str)
    """Code, the value that is meant, and the words."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        who: WhoSits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._calendar, self._who = services, services.calendar, who
        self._tasks, self._notices = tasks, notices
        self._wording, self._words = wording, CalendarWords(wording)
        self._year = local(services.clock.now()).year
        self._changing: CalendarOverride | None = None
        self._report: tuple[ImportReport, ImportState] | None = None
        self._tried: Tried | None = None

    def open(self) -> None:
        """The year in hand, as it is now."""
        self._report = None
        self.imported.emit(None)
        self._look()

    def show_year(self, year: int) -> None:
        """Another year."""
        self._year = min(max(year, 2007), 2099)
        self._look()

    def change(self, override: object) -> CalendarOverride | None:
        """Which override the form is about; ``None``: a new one."""
        self._changing = override if isinstance(override, CalendarOverride) else None
        return self._changing

    def keep(self, typed: Mapping[str, str]) -> None:
        """Keep what was typed, or say next to the field why not."""
        changing, calendar = self._changing, self._calendar

        def act(clerk: Clerk) -> CalendarOverride:
            override = typed_override({**typed, "to": typed["to"] or typed["from"]})
            if changing is None:
                calendar.store(clerk, [override])
            else:
                calendar.replace(clerk, changing, override)
            return override

        def done(override: CalendarOverride) -> None:
            self._year = override.first.year
            self.kept.emit()
            self._done("office_calendar.kept")

        def failed(error: Exception) -> None:
            if not isinstance(error, DomainError):
                raise error
            self.refused.emit(error.code, str(error.params.get("value", "")), self._wording.error(error))

        clerk = self._who()
        if clerk is not None:
            self._tasks.database(lambda: act(clerk), owner=self).success(done).failure(failed)

    def remove(self, override: CalendarOverride) -> None:
        """Forget an override; it can be put back at once."""
        self._act(
            lambda clerk: self._calendar.take_back(clerk, override.dates),
            lambda _: self._removed(override),
            tell(self._notices),
        )

    def read_file(self, file: Path) -> None:
        """What a file would bring; nothing is kept yet."""
        calendar = self._calendar

        def read() -> ImportReport:
            try:
                with file.open("rb") as stream:
                    data = stream.read(LARGEST + 1)
            except OSError as error:
                raise DomainError("calendar.bad_file") from error
            return calendar.read_file(data)

        def failed(error: Exception) -> None:
            if not isinstance(error, DomainError):
                raise error
            self._report = None
            problem = Told("circle-alert", self._wording.error(error), Tone.RED)
            self.imported.emit(ImportState(file.name, problem, 0))

        def done(report: ImportReport) -> None:
            self._report = report, self._words.report(file.name, report)
            self.imported.emit(self._report[1])

        self._tasks.database(read, owner=self, replaces="file").success(done).failure(failed)

    def take_file(self) -> None:
        """Keep the rows of the file that can be used."""
        if self._report is None:
            return
        report, state = self._report

        def failed(error: Exception) -> None:
            if not isinstance(error, DomainError):
                raise error
            problem = Told("circle-alert", self._wording.error(error), Tone.RED)
            self.imported.emit(replace(state, problem=problem))

        def done(_: object) -> None:
            self.drop_file()
            self._year = min(one.first for one in report.accepted).year
            self._done("office_calendar.imported")

        self._act(lambda clerk: self._calendar.store(clerk, report.accepted), done, failed)

    def drop_file(self) -> None:
        """Nothing of the file is wanted."""
        self._report = None
        self.imported.emit(None)

    def try_out(self, tried: Tried) -> None:
        """When a dossier would be due, by what is in force now."""
        self._tried = tried
        context, today = self._services.office.current(), local(self._services.clock.now()).date()
        task = self._tasks.network(
            lambda: answer(self._wording, context, tried, today), owner=self, replaces="trial"
        )
        task.success(self.tried.emit)

    # --- inside --------------------------------------------------------------------------------

    def _act(
        self,
        act: Callable[[Clerk], object],
        done: Callable[[object], object],
        failed: Callable[[Exception], object],
    ) -> None:
        clerk = self._who()
        if clerk is not None:
            self._tasks.database(lambda: act(clerk), owner=self).success(done).failure(failed)

    def _removed(self, override: CalendarOverride) -> None:
        def back() -> None:
            self._act(
                lambda clerk: self._calendar.store(clerk, [override]),
                lambda _: self._done("office_calendar.kept"),
                tell(self._notices),
            )

        self._notices.undoable(self._wording.text("office_calendar.removed"), back)
        self._changed()

    def _done(self, said: str) -> None:
        self._notices.success(self._wording.text(said))
        self._changed()

    def _changed(self) -> None:
        self._look()
        if self._tried is not None:
            self.try_out(self._tried)

    def _look(self) -> None:
        year, words = self._year, self._words
        calendar, office, writable = self._calendar, self._services.office, may_change(self._who())

        def read() -> CalendarState:
            context, known = office.current(), calendar.now()
            own = {day: one for one in known.days.by_counters for day in one.dates}
            centre = set(known.days.by_centre)
            runs = year_of(context.calendar, year, centre=centre, counters=set(own), unsent=known.unsent)
            return CalendarState(
                words.hours(OfficeHours.from_plain(context.directory.office.hours)),
                year,
                tuple(
                    words.day(run, own.get(run.first) if run.first not in centre else None) for run in runs
                ),
                words.doubt(context.calendar, year),
                writable,
                history_lines(words.wording, known.history),
            )

        task = self._tasks.database(read, owner=self, replaces="calendar")
        task.success(self.shown.emit).failure(tell(self._notices))
