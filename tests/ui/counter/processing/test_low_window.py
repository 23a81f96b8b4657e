"""Forms of acts in a window that is lower than they are."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.received import ReceivedComponent
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.counter.processing.supplement_dialogs import AskSupplementDialog
from counter_app.ui.shared.buttons import Button

TODAY = date(2026, 11, 23)
PAPERS = [
    ReceivedComponent(f"Giấy {number}", "required", "original", 1, 0, present=True) for number in range(4)
]


def test_the_fields_scroll_and_the_buttons_stay_in_sight(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 440)
    window.show()
    leaders = [("pham-thi-truong", "Phạm Thị Trưởng")]
    dialog = AskSupplementDialog(
        Wording("vi", resources() / "i18n"),
        "x",
        PAPERS,
        TODAY,
        again=True,
        supervisors=leaders,
        parent=window,
    )
    dialog.show()
    qtbot.waitUntil(dialog.form.scrolls)
    dialog.tell("Chưa ghi được.")
    dialog.others.set_text("Bản sao")
    dialog.reason.set_text("Thiếu")
    dialog.leave.reason.set_text("Thấy thiếu")
    dialog.due.day.set_text("30/11/2026")
    dialog.act.click()
    assert dialog.leave.pin.finding_text()
    qtbot.waitUntil(lambda: _in_sight(dialog, dialog.leave.pin.edit))
    assert dialog.height() <= window.height()
    for button in (dialog.act, dialog.back, dialog.preview):
        assert isinstance(button, Button)
        assert _in_sight(dialog, button)
    dialog.reject()


def _in_sight(dialog: AskSupplementDialog, widget: QWidget) -> bool:
    view: QWidget = dialog.form.viewport() if dialog.form.isAncestorOf(widget) else dialog
    top = widget.mapTo(view, QPoint(0, 0)).y()
    return top >= 0 and top + widget.height() <= view.height()
