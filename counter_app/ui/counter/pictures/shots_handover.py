"""Handing over and taking back, one dossier and the pile of the day, in their states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtWidgets import QWidget

from counter_app.domain.entries import DossierHandedBack, DossierHandedOver, HandoverStruck
from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.alerts import DossierAlerts, PapersLate
from counter_app.services.dossiers import DossierDetail
from counter_app.services.handover_lists import HandoverList, Way
from counter_app.services.handovers import AtHand
from counter_app.ui.counter.handover.handover_dialogs import HandOverDialog, TakeBackDialog
from counter_app.ui.counter.handover.pile_dialog import PileDialog, PileState
from counter_app.ui.counter.pictures import sample_dossiers as sample

_CODE: Final = "261120-5299"
_ROOM: Final = "Phòng Văn hóa – Xã hội"
_CENTER: Final = "Trung tâm Phục vụ hành chính công"
_DEPARTMENTS: Final = ((_ROOM, "Lê Văn Mẫu"), ("Phòng Kinh tế, Hạ tầng và Đô thị", ""))
_CLOSING: Final = sample.NOW + timedelta(hours=7, minutes=43)
_FRIDAY: Final = _CLOSING - timedelta(days=3)


def _out(at: datetime) -> DossierHandedOver:
    return DossierHandedOver(
        _CENTER, sample.CLERK, _ROOM, "Lê Văn Mẫu", at, "on_time", _CLOSING, sample.CLERK, "0003-03"
    )


def _book() -> sample.Book:
    book = sample.Book(at=sample.NOW - timedelta(days=3))
    received = sample.reception(code=f"H01.15.21-{_CODE}", due_at=sample.NOW + timedelta(days=2))
    return book.write(received, verdict=sample.ACCEPTED)


def waiting() -> DossierDetail:
    """Received, and not handed over yet."""
    return _book().detail()


def away() -> DossierDetail:
    """A department has it, after a line that was struck through."""
    book = _book().write(_out(sample.NOW), verdict=sample.ACCEPTED, after=timedelta(hours=1))
    wrong = HandoverStruck("0198c0de000070008000000000000003", 1, 2, "Chọn nhầm hồ sơ", sample.CLERK)
    book.write(wrong, verdict=sample.ACCEPTED)
    return book.write(_out(sample.NOW), after=timedelta(hours=2)).detail()


def back() -> DossierDetail:
    """Its result came back before the time."""
    book = _book().write(_out(sample.NOW), verdict=sample.ACCEPTED, after=timedelta(hours=1))
    came = DossierHandedBack(
        _ROOM, "Lê Văn Mẫu", _CENTER, sample.CLERK, _CLOSING, "early", True, sample.CLERK, "0004-03"
    )
    return book.write(came, after=timedelta(hours=70)).detail()


DETAILS: Final[dict[str, Callable[[], DossierDetail]]] = {"handed-over": away, "handed-back": back}


def late_alerts() -> DossierAlerts:
    """It should have gone by Friday evening."""
    by = _FRIDAY
    alerts = DossierAlerts(None, None, awaits_supplement=False, apologise_by=None, apology_due=False)
    return replace(alerts, hand_over_by=by, papers_late=PapersLate(by))


def dialogs(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """Each form, one that was refused, and the pile: to go, to come back, and empty."""
    now, text = sample.NOW, wording.text
    said = " ".join(
        (
            text("handover.hand_over.text"),
            text("handover.hand_over.by", time=wording.date_time(_CLOSING)),
        )
    )
    yield "handover-one", HandOverDialog(wording, _CODE, said, _DEPARTMENTS, sample.CLERK, now)
    onward = f"{text('handover.hand_over.text')} {text('handover.hand_over.from', department=_ROOM)}"
    yield "handover-onward", HandOverDialog(wording, _CODE, onward, _DEPARTMENTS, "", now, holder=_ROOM)
    refused = HandOverDialog(wording, _CODE, said, _DEPARTMENTS, sample.CLERK, now)
    refused.show_refusal(DomainError("handover.in_future"))
    yield "handover-one-ahead", refused
    taken = text("handover.take_back.text", department=_ROOM)
    yield "handover-back", TakeBackDialog(wording, _CODE, taken, now)
    pile = PileDialog(wording, _pile())
    pile.all.click()
    yield "handover-pile", pile
    returning = PileDialog(wording, _pile())
    returning.way.set_value(Way.BACK.value)
    returning.way.chosen.emit(Way.BACK.value)
    yield "handover-pile-back", returning
    yield "handover-pile-empty", PileDialog(wording, replace(_pile(), waiting=(), away=(), lists=()))


def _pile() -> PileState:
    now = sample.NOW
    dossier = sample.pending().dossier
    rows = [replace(dossier, aliases=(f"H01.15.21-261120-{5299 + number}",)) for number in range(9)]
    waiting = [AtHand(one, now, _FRIDAY if number < 2 else _CLOSING) for number, one in enumerate(rows[:7])]
    there = [AtHand(one, now, _CLOSING, _ROOM) for one in rows[7:]]
    lists = (
        HandoverList("0004-03", Way.BACK, _FRIDAY, ("a",), 1),
        HandoverList("0003-03", Way.OUT, _FRIDAY - timedelta(days=1), ("a", "b", "c"), 1),
    )
    return PileState(tuple(waiting), tuple(there), _DEPARTMENTS, lists, sample.CLERK, now)
