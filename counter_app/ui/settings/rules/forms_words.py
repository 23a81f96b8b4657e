"""Form packages in words: validity, doubts, and how printing went."""

from __future__ import annotations

from counter_app.i18n import Wording
from counter_app.services.form_choice import OfferedForm, OfferedPackage
from counter_app.services.ports import PrintOutcome, PrintResult
from counter_app.ui.settings.rules.forms_state import FormsState, PackageLine
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.tokens import Tone


class FormsWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def state(
        self,
        packages: tuple[OfferedPackage, ...],
        *,
        chosen: str,
        used: str,
        looked_at: str,
        fixed: bool,
        administrator: bool,
    ) -> FormsState:
        """The packages; ``used``: what is printed with today."""
        free = administrator and not fixed
        by_day = PackageLine(
            "",
            self._text("form_packages.by_day"),
            self._text("form_packages.by_day_detail"),
            "",
            (),
            looked_at=False,
            chosen=not chosen,
            usable=free and bool(chosen),
        )
        lines = [
            PackageLine(
                one.key,
                one.name,
                self._validity(one),
                one.remark,
                self._marks(one, used),
                looked_at=one.key == looked_at,
                chosen=one.key == chosen,
                usable=free and one.key != chosen,
            )
            for one in packages
        ]
        shown = next((one for one in packages if one.key == looked_at), packages[0])
        return FormsState(
            (by_day, *lines), self._told(fixed, administrator), shown.key, shown.name, shown.forms
        )

    def form(self, form: OfferedForm) -> str:
        """``Mẫu 01 · GIẤY TIẾP NHẬN…``."""
        return self._text("form_packages.form", number=form.number, title=form.title)

    def printed(self, outcome: PrintOutcome, done: int, wanted: int) -> Told:
        """How printing so many copies went."""
        if outcome.result is PrintResult.PRINTED:
            return Told("printer-check", self._wording.count("form_packages.printed", done), Tone.GREEN)
        if outcome.result is PrintResult.SENT:
            detail = self._text("form_packages.sent_detail")
            return Told("printer", self._wording.count("form_packages.sent", done), Tone.AMBER, detail)
        if outcome.result is PrintResult.SAVED:
            said = self._text("form_packages.kept_as_file", path=outcome.path or "")
            return Told("save", said, Tone.AMBER)
        said = self._text("form_packages.failed", done=done, wanted=wanted)
        return Told("printer-x", said, Tone.RED, self._text("form_packages.failed_detail"))

    def _validity(self, package: OfferedPackage) -> str:
        since = self._wording.date(package.valid_from)
        if package.valid_to is None:
            return self._text("form_packages.since", since=since)
        return self._text("form_packages.span", since=since, until=self._wording.date(package.valid_to))

    def _marks(self, package: OfferedPackage, used: str) -> tuple[Told, ...]:
        marks = []
        if package.key == used:
            marks.append(Told("printer-check", self._text("form_packages.used"), Tone.GREEN))
        if package.provisional:
            marks.append(Told("circle-question-mark", self._text("form_packages.provisional"), Tone.AMBER))
        return tuple(marks)

    def _told(self, fixed: bool, administrator: bool) -> Told | None:
        if fixed:
            return Told("building-2", self._text("form_packages.fixed"))
        if not administrator:
            return Told("lock", self._text("form_packages.reader_only"))
        return None
