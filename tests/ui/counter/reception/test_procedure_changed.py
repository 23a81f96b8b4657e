"""The catalogue changes while a reception is in hand: the clerk sees what changed, and decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.fee_rules import FeeKind, FeeRule
from counter_app.domain.procedures import Catalogue
from counter_app.services.office_context import CATALOGUE
from tests.builders import MARRIAGE, clerks, put_document
from tests.ui.counter.conftest import CARD, Front


def begin(front: Front) -> None:
    front.scan(CARD)
    front.presenter.choose_procedure(MARRIAGE)
    front.presenter.tick_required()
    front.settle()


def publish(front: Front, *, gone: bool = False) -> None:
    now = front.services.office.current().catalogue
    procedures = [
        replace(one, fee=FeeRule(FeeKind.FIXED, 30_000, 15_000)) if one.code == MARRIAGE else one
        for one in now.procedures
        if not (gone and one.code == MARRIAGE)
    ]
    document = Catalogue(f"{now.version}~1", tuple(procedures), date(2026, 11, 23)).to_dict()
    put_document(front.counter.database, CATALOGUE, document, version=2)
    front.services.office.refresh()
    front.screen.tick()
    front.settle()


@pytest.mark.requirement("A19", "HT-14")
def test_what_changed_is_shown_before_and_now(front: Front) -> None:
    begin(front)
    publish(front)
    change = front.state.form.change
    assert change is not None
    [row] = change.rows
    assert (row.label, row.before) == ("Phí, lệ phí", "miễn lệ phí")
    assert row.after == "tại quầy 30.000\xa0đ, trực tuyến 15.000\xa0đ"
    assert front.view.procedure.change.isVisible()


@pytest.mark.requirement("A19", "HT-14")
def test_receiving_leads_to_the_decision_and_the_new_content_is_taken_over_with_enter(front: Front) -> None:
    begin(front)
    publish(front)
    front.key(Qt.Key.Key_F12)
    assert front.accepted() is None
    assert QApplication.focusWidget() is front.view.procedure.change.accept
    front.key(Qt.Key.Key_Return)
    assert front.state.form.change is None
    assert front.state.form.fee.value == "30.000\xa0đ"
    front.key(Qt.Key.Key_F12)
    assert front.accepted() is not None


@pytest.mark.requirement("A19", "HT-14")
def test_the_old_content_can_be_kept_for_this_dossier(front: Front) -> None:
    begin(front)
    publish(front)
    front.view.procedure.change.keep.click()
    front.settle()
    assert front.state.form.change is None
    assert front.state.form.fee.value == "Miễn lệ phí"
    front.key(Qt.Key.Key_F12)
    accepted = front.accepted()
    assert accepted is not None
    assert front.counter.dossiers.detail(accepted.dossier_id).dossier.fee["basis"] == "free"


@pytest.mark.requirement("A19", "HT-14")
def test_a_procedure_known_by_its_name_only_now_is_told_as_what_is_not_known_any_more(front: Front) -> None:
    """Its row left the office's catalogue; the index that the program brings along still knows the name."""
    begin(front)
    publish(front, gone=True)
    change = front.state.form.change
    assert change is not None
    assert [row.after for row in change.rows if row.label in ("Thời hạn", "Phí, lệ phí")] == [
        "chưa rõ",
        "chưa rõ",
    ]


def test_the_offices_note_stands_under_the_procedure(front: Front) -> None:
    own = front.services.procedures.own
    own.write_note(clerks()[2], MARRIAGE, "Mời sang phòng 2", ())
    begin(front)
    assert front.view.procedure.hint.text() == "Ghi chú của cơ quan: Mời sang phòng 2"
