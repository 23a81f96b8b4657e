"""What the dossier list shows of a row: code, owner, due time, status, and how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.identity_view import IdentityTask
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.alerts import AlertTimes
from counter_app.services.store_ports import DossierRow
from counter_app.ui.counter.dossiers.code_cell import LeadCell
from counter_app.ui.counter.dossiers.due_words import due_words, marked, runs
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.paged_model import Column
from counter_app.ui.shared.tokens import Tone


class DossierCells:
    """What the columns show; times are told from ``now``, so a repaint is always up to date."""

    def __init__(
        self,
        wording: Wording,
        now: Callable[[], datetime],
        times: Callable[[], AlertTimes] | None = None,
    ) -> None:
        self._wording, self._times = wording, times
        self._text = wording.text
        self._now = now

    def wide(self) -> list[Column[DossierRow]]:
        """A line each, for a window as wide as the counter's screen."""
        return [
            self._column("code", 164, self._code),
            self._column("owner", 154, self._owner),
            self._column("procedure", 112, self._procedure, stretch=True),
            self._column("received", 70, self._received),
            self._column("due", 200, self._due),
            self._column("status", 126, self._status),
            self._column("sent", 46, self._sent),
        ]

    def narrow(self) -> list[Column[DossierRow]]:
        """Two lines each, for large text or a narrow window."""
        return [
            self._column("code", 124, self._code_and_received),
            self._column("owner", 110, self._owner_and_procedure, stretch=True),
            self._column("due", 148, self._due_and_status),
            self._column("sent", 54, self._sent),
        ]

    def _column(
        self, name: str, width: int, cell: Callable[[DossierRow], Cell], *, stretch: bool = False
    ) -> Column[DossierRow]:
        return Column(self._text(f"dossiers.column.{name}"), width, cell, stretch=stretch)

    def _code(self, row: DossierRow) -> Cell:
        lead, number = short_code(row.code)
        return LeadCell(number, lead=lead, strong=True, said=self._code_said(row))

    def _code_and_received(self, row: DossierRow) -> Cell:
        lead, number = short_code(row.code, day=not row.provisional)
        second = self._text("dossiers.code.received", time=self._received(row).text)
        return LeadCell(number, lead=lead, strong=True, second=second, said=self._code_said(row))

    def _code_said(self, row: DossierRow) -> str:
        return self._text("dossiers.code.provisional_said", code=row.code) if row.provisional else row.code

    def _owner(self, row: DossierRow) -> Cell:
        return Cell(row.owner_name, strong=True, said=row.owner_name)

    def _owner_and_procedure(self, row: DossierRow) -> Cell:
        procedure = procedure_shown(row.procedure_name)
        return Cell(
            row.owner_name, strong=True, second=procedure, said=f"{row.owner_name}, {row.procedure_name}"
        )

    def _procedure(self, row: DossierRow) -> Cell:
        return Cell(procedure_shown(row.procedure_name), said=row.procedure_name)

    def _received(self, row: DossierRow) -> Cell:
        there, here = local(row.received_at), local(self._now())
        if there.date() == here.date():
            return Cell(self._wording.time(there), quiet=True)
        shown = self._wording.short_date(there) if there.year == here.year else f"{there:%m/%Y}"
        return Cell(shown, quiet=True, said=self._wording.date_time(there))

    def _due(self, row: DossierRow) -> Cell:
        open_ = runs(row.status, cancelled=row.cancelled)
        times = None if self._times is None else self._times()
        alert = None if times is None else times.alert(row.due_at)
        words = due_words(self._wording, row.due_at, self._now(), open_=open_, alert=alert)
        quiet = row.due_at is None or not open_
        said = self._wording.date_time(row.due_at) if row.due_at is not None else words.text
        if row.supplement_due_at is not None:
            said = self._text("dossiers.due.supplement", time=said)
        mark = None if times is None else times.mark(row)
        if mark is not None:
            words = marked(self._wording, row.due_at, self._now(), mark)
            said = f"{said}, {self._text(f'dossiers.due.mark.{mark.value}_said')}"
        return Cell(words.text, icon=words.icon, tone=words.tone, quiet=quiet, said=f"{words.text}, {said}")

    def _status(self, row: DossierRow) -> Cell:
        icon, tone, text = self._status_parts(row)
        said = text
        if tone is Tone.RED:
            said = f"{text}, {self._text(f'status.{int(row.status)}')}"
        return Cell(text, icon=icon, tone=tone, quiet=row.cancelled, said=said)

    def _status_parts(self, row: DossierRow) -> tuple[str, Tone | None, str]:
        status = self._text(f"status.{int(row.status)}")
        if row.cancelled:
            return "ban", None, self._text("dossiers.state.cancelled")
        if row.identity_task is IdentityTask.MISMATCH:
            return "shield-x", Tone.RED, self._text("dossiers.state.identity")
        if row.conflicts:
            return "triangle-alert", Tone.AMBER, self._text("dossiers.state.conflict", status=status)
        if row.read_only:
            return "lock", None, self._text("dossiers.state.read_only", status=status)
        return "", None, status

    def _due_and_status(self, row: DossierRow) -> Cell:
        due = self._due(row)
        _, _, status = self._status_parts(row)
        # "21/11 · quá 2 ngày" is too wide here: the date goes to the second line.
        day, dot, late = due.text.partition(" · ")
        return Cell(
            late if dot else day,
            icon=due.icon,
            tone=due.tone,
            quiet=due.quiet,
            second=f"{day} · {status}" if dot else status,
            said=f"{due.said}, {status}",
        )

    def _sent(self, row: DossierRow) -> Cell:
        sign = sent_sign(self._wording, row.pending, row.refused)
        return Cell(icon=sign.icon, tone=sign.tone, said=sign.text)


@dataclass(frozen=True, slots=True)
class SentSign:
    """How far a dossier's own entries have come, in an icon and words that never say more than is true."""

    icon: str
    tone: Tone
    text: str


def sent_sign(wording: Wording, pending: int, refused: int) -> SentSign:
    """Not accepted comes first, then what is only on this machine, then what the centre has."""
    if refused:
        return SentSign("circle-alert", Tone.RED, wording.count("dossiers.sent.refused", refused))
    if pending:
        return SentSign("arrow-up-from-line", Tone.AMBER, wording.text("dossiers.sent.pending"))
    return SentSign("cloud-check", Tone.GREEN, wording.text("dossiers.sent.accepted"))


def short_code(code: str, *, day: bool = True) -> tuple[str, str]:
    """What stands quietly before, and the number that people say: ``("261123-", "5306")``.

    A provisional code keeps its station and says what it is: ``("TẠM 03-1123-", "0001")``, or without the
    ``day``: ``("TẠM 03-", "0001")``; that of a sheet has no day but its pad: ``("TẠM G03.1-", "0007")``.

    Codes that are not taken apart so come back whole: ``("", code)``.
    """
    parts = code.split("-")
    if parts[0] == "TAM" and len(parts) >= 4:
        if parts[-3].startswith("G"):
            return f"TẠM {parts[-3]}-", parts[-1]
        on = f"{parts[-2][2:]}-" if day else ""
        return f"TẠM {parts[-3][1:]}-{on}", parts[-1]
    if len(parts) == 3:
        return f"{parts[1]}-", parts[2]
    return "", code


def procedure_shown(name: str) -> str:
    """``Thủ tục đăng ký khai sinh`` -> ``Đăng ký khai sinh``: the first word is on every line otherwise."""
    bare = name.removeprefix("Thủ tục ").strip()
    return bare[:1].upper() + bare[1:]
