"""The papers: a model that keeps Qt's rules, ticks, kinds, counts, papers that no catalogue knows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from counter_app.domain.received import ReceivedComponent
from counter_app.i18n import Wording
from counter_app.services.draft import COPY_KINDS, NOT_KEPT
from counter_app.ui.counter.reception.components_model import COPIES, KIND, NAME, ORIGINALS, ComponentsModel
from counter_app.ui.counter.reception.procedure_model import ProcedureModel
from counter_app.ui.counter.reception.reception_state import ComponentNote
from tests.ui.counter.conftest import CARD, Front

PAPERS = (
    ReceivedComponent("Tờ khai", "required", "original", 1, 0, present=False),
    ReceivedComponent("Văn bản ủy quyền", "conditional", "copy", 0, 1, present=False),
    ReceivedComponent("Giấy tờ tùy thân", "present_only", "sighted", 0, 0, present=False),
)
NOTES = (ComponentNote(required=True), ComponentNote(required=False), ComponentNote(required=False))


@pytest.fixture
def model(qtbot: QtBot, wording: Wording) -> ComponentsModel:
    made = ComponentsModel(wording)
    made.set_rows(PAPERS, NOTES)
    return made


def test_the_model_keeps_qts_rules(model: ComponentsModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.toggle(0)
    model.set_rows(PAPERS[:2], NOTES[:2])
    model.set_rows((), ())
    model.set_rows(PAPERS, NOTES)
    assert tester.model() is model


def test_the_procedures_model_keeps_qts_rules(front: Front) -> None:
    model = ProcedureModel(front.wording)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_rows(front.presenter.find("khai sinh"))
    model.set_rows(())
    assert tester.model() is model


@pytest.mark.parametrize("kind", COPY_KINDS)
def test_a_kind_counts_what_stays_here(model: ComponentsModel, kind: str) -> None:
    for row in range(len(PAPERS)):
        model.set_kind(row, kind)
        paper = model.component(row)
        assert paper is not None
        assert paper.present
        assert (paper.originals + paper.copies > 0) == (kind not in NOT_KEPT)


def test_a_count_ticks_the_paper_and_nonsense_leaves_it_alone(model: ComponentsModel) -> None:
    index = model.index(0, COPIES)
    assert not model.setData(index, "hai")
    assert model.component(0) == PAPERS[0]
    assert model.setData(index, "2")
    paper = model.component(0)
    assert paper is not None
    assert paper.present
    assert (paper.originals, paper.copies) == (1, 2)


def test_screen_readers_hear_name_tick_and_that_it_is_required(model: ComponentsModel) -> None:
    said = model.index(0, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Tờ khai, chưa có, bắt buộc"
    assert model.index(0, KIND).data(Qt.ItemDataRole.AccessibleTextRole) == "Loại bản: Bản chính"
    assert model.index(0, ORIGINALS).data() == "1"


@pytest.mark.requirement("NA-23")
def test_f8_ticks_what_is_required_and_nothing_else(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    front.key(Qt.Key.Key_F8)
    for paper in front.state.form.draft.components:
        assert paper.present == (paper.condition == "required")


def test_a_click_on_a_name_ticks_it(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    table = front.view.components.table
    spot = table.visualRect(table.model().index(2, NAME)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    front.settle()
    assert front.state.form.draft.components[2].present


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_kinds_are_offered_in_a_list_that_opens_by_keyboard(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.settle()
    front.view.go_to("components")
    front.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    table = front.view.components.table
    combo = table.indexWidget(table.model().index(0, KIND))
    assert combo is not None
    offered = [combo.itemData(number) for number in range(combo.count())]  # type: ignore[attr-defined]
    assert offered == list(COPY_KINDS)
    combo.hidePopup()  # type: ignore[attr-defined]
    combo.setCurrentIndex(offered.index("electronic"))  # type: ignore[attr-defined]
    combo.activated.emit(combo.currentIndex())  # type: ignore[attr-defined]
    front.settle()
    assert front.state.form.draft.components[0].copy_kind == "electronic"


@pytest.mark.requirement("AG-64")
def test_papers_are_added_only_where_the_catalogue_does_not_know_them(front: Front) -> None:
    adder = front.view.components.adder
    front.presenter.choose_procedure("1.001193")
    front.settle()
    assert not adder.isVisible()
    known = front.services.office.current().catalogue.procedures
    bare = next(procedure for procedure in known if not procedure.detailed)
    front.presenter.choose_procedure(bare.code)
    front.settle()
    assert adder.isVisible()
    adder.setFocus()
    front.type("Đơn đề nghị")
    front.key(Qt.Key.Key_Return)
    assert adder.hasFocus()
    assert [paper.name for paper in front.state.form.draft.components] == ["Đơn đề nghị"]
    assert front.state.form.draft.components[0].present


def test_a_note_is_written_when_it_is_asked_for(front: Front) -> None:
    front.scan(CARD)
    assert not front.view.components.note.isVisible()
    front.key(Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    front.type("Gọi lại khi có kết quả")
    assert front.state.form.draft.note == "Gọi lại khi có kết quả"
    front.key(Qt.Key.Key_F2)
    assert not front.view.components.note.isVisible()
