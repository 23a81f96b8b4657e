from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.shared.buttons import Button, IconButton
from counter_app.ui.shared.dialogs import Question, ask_reason, confirm
from counter_app.ui.shared.notices import NoticeBar, Notices, Weight


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def notices(host: QWidget, wording: Wording) -> Notices:
    return Notices(host, wording, left=88, right=304)


def action(bar: NoticeBar) -> QPushButton:
    return bar.findChildren(Button)[0]


def timers(bar: NoticeBar) -> list[QTimer]:
    return bar.findChildren(QTimer)


def test_notices_stay_inside_the_window_beside_rail_and_summary(host: QWidget, notices: Notices) -> None:
    for number in range(4):
        notices.error(f"Không in được. Hồ sơ đã lưu; thay giấy rồi bấm In lại. {number} " * 2)
    shown = [bar for bar in notices.bars() if bar.isVisible()]
    assert len(shown) == 2
    for bar in shown:
        corner = bar.mapTo(host, bar.rect().topLeft())
        assert corner.x() >= 88
        assert corner.x() + bar.width() <= 1000 - 304
        assert corner.y() + bar.height() <= 700
        assert bar.height() >= bar.heightForWidth(bar.width())


def test_a_button_of_many_words_leaves_the_message_its_width(host: QWidget, notices: Notices) -> None:
    said = "Chưa tiếp nhận được. Đồng hồ máy chậm hơn lần ghi sổ gần nhất. Xem lại ngày giờ của máy."
    notices.error(said, action="Thử lại", on_action=lambda: None)
    notices.error(f"{said} ", action="13:53, 20/11/2026 là đúng, tiếp nhận", on_action=lambda: None)
    beside, under = notices.bars()
    assert action(beside).x() > action(under).x()
    assert under._text.width() > beside._text.width()
    for bar in (beside, under):
        assert bar.height() >= bar.heightForWidth(bar.width())
        assert bar.rect().contains(action(bar).geometry())


def test_they_move_with_the_window(host: QWidget, notices: Notices) -> None:
    notices.info("Máy in sẵn sàng.")
    host.resize(1200, 900)
    bar = notices.bars()[0]
    assert bar.mapTo(host, bar.rect().bottomLeft()).y() > 800


def visible(notices: Notices) -> list[str]:
    return [bar.text() for bar in notices.bars() if bar.isVisible()]


def test_of_those_that_pass_only_the_newest_four_are_shown(notices: Notices) -> None:
    for number in range(6):
        notices.info(f"Đã lưu {number}")
    assert visible(notices) == [f"Đã lưu {number}" for number in range(2, 6)]


def test_of_those_that_stay_two_are_shown_and_the_others_unfold(notices: Notices, wording: Wording) -> None:
    said = [f"Giấy sắp hết {number}" for number in range(4)]
    for text in said[:2]:
        notices.warning(text)
    assert not notices.fold.isVisible()
    for text in said[2:]:
        notices.warning(text)
    assert visible(notices) == said[2:]
    assert notices.fold.text() == wording.count("shared.notice.more", 2)
    notices.fold.click()
    assert visible(notices) == said
    assert notices.fold.text() == wording.text("shared.notice.fold")
    notices.fold.click()
    assert visible(notices) == said[2:]


def test_folded_messages_take_no_room_from_the_page_and_unfolded_ones_lie_over_it(
    host: QWidget, notices: Notices
) -> None:
    for number in range(2):
        notices.error(f"Không lưu được {number}")
    two = notices.room()
    for number in range(2, 6):
        notices.error(f"Không lưu được {number}")
    six = notices.room()
    assert two < six <= two + notices.fold.height() + 8
    notices.fold.click()
    assert notices.room() == six
    for bar in notices.bars():
        assert bar.mapTo(host, bar.rect().topLeft()).y() >= 0


def test_what_is_folded_comes_forward_when_others_are_closed(notices: Notices) -> None:
    for number in range(3):
        notices.error(f"Không lưu được {number}")
    notices.bars()[-1].closed.emit()
    assert visible(notices) == ["Không lưu được 0", "Không lưu được 1"]
    assert not notices.fold.isVisible()


def test_a_message_that_passes_closes_none_that_stays(notices: Notices) -> None:
    for number in range(3):
        notices.error(f"Không lưu được {number}")
    for number in range(4):
        notices.success(f"Đã in {number}")
    assert visible(notices) == ["Không lưu được 1", "Không lưu được 2", "Đã in 2", "Đã in 3"]
    assert len(notices.shown()) == 5


def test_on_a_low_window_the_oldest_wait_until_there_is_room(host: QWidget, notices: Notices) -> None:
    host.resize(1000, 240)
    for number in range(8):
        notices.error(f"Không lưu được {number}")
    notices.fold.click()
    assert 2 <= len(visible(notices)) < 8
    corner = notices.fold.mapTo(host, notices.fold.rect().topLeft())
    assert corner.y() >= 0


def test_they_stand_over_the_part_that_gives_way_only(qtbot: QtBot, host: QWidget, wording: Wording) -> None:
    notices = Notices(host, wording, left=88)
    part = QWidget(host)
    part.setGeometry(88, 0, 400, 700)
    notices.error("Không in được. Hồ sơ đã lưu; thay giấy rồi bấm In lại.")
    bar = notices.bars()[0]
    notices.keep_within(part)
    qtbot.waitUntil(lambda: bar.mapTo(host, bar.rect().topRight()).x() <= 488)
    part.resize(450, 700)
    qtbot.waitUntil(lambda: 488 < bar.mapTo(host, bar.rect().topRight()).x() <= 538)
    part.deleteLater()
    notices.keep_within(None)
    qtbot.waitUntil(lambda: bar.width() == 560)


def test_the_same_words_do_not_pile_up(notices: Notices) -> None:
    notices.error("Mất kết nối máy in.")
    notices.info("Khác")
    notices.error("Mất kết nối máy in.")
    assert notices.shown() == [(Weight.INFO, "Khác"), (Weight.ERROR, "Mất kết nối máy in.")]


def test_what_needs_no_answer_goes_by_itself_and_errors_stay(notices: Notices) -> None:
    notices.success("Đã lưu.")
    notices.error("Không lưu được.")
    success, error = notices.bars()
    assert timers(error) == []
    timers(success)[0].timeout.emit()
    assert notices.shown() == [(Weight.ERROR, "Không lưu được.")]


def test_undo_undoes_once_and_closes(qtbot: QtBot, notices: Notices, wording: Wording) -> None:
    undone: list[bool] = []
    notices.undoable("Đã bỏ lần hẹn.", lambda: undone.append(True))
    bar = notices.bars()[0]
    assert action(bar).text() == wording.text("shared.button.undo")
    QTest.mouseClick(action(bar), Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert notices.shown() == []


def test_escape_closes_the_one_with_the_focus(notices: Notices) -> None:
    notices.error("Không in được.")
    bar = notices.bars()[0]
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert notices.shown() == []


def test_the_cross_is_named_and_closes(notices: Notices, wording: Wording) -> None:
    notices.error("Không in được.")
    cross = notices.bars()[0].findChildren(IconButton)[0]
    assert cross.accessibleName() == wording.text("shared.notice.dismiss")
    cross.click()
    assert notices.shown() == []


def test_failures_are_told_in_the_rules_words_or_as_unexpected(notices: Notices, wording: Wording) -> None:
    notices.raised(OSError("disk"), report="R-17")
    notices.raised(OSError("disk"))
    texts = [text for _, text in notices.shown()]
    assert texts == [
        wording.text("shared.notice.unexpected", report="R-17"),
        wording.text("shared.notice.unexpected_plain"),
    ]
    assert not any("disk" in text for text in texts)


def test_a_rule_is_told_with_its_own_words(host: QWidget, wording: Wording) -> None:
    class OneError:
        language = "vi"

        def text(self, key: str, **_: object) -> str:
            return wording.text(key)

        def error(self, error: DomainError) -> str:
            return f"worded {error.code}"

    notices = Notices(host, OneError())  # type: ignore[arg-type]
    notices.raised(DomainError("draft.owner_missing"))
    assert notices.shown() == [(Weight.ERROR, "worded draft.owner_missing")]


def test_a_bar_says_its_weight_to_screen_readers(qtbot: QtBot, wording: Wording) -> None:
    bar = NoticeBar(wording, Weight.WARNING, "Giấy sắp hết.")
    qtbot.addWidget(bar)
    assert bar.accessibleName() == f"{wording.text('shared.notice.warning')}: Giấy sắp hết."
    assert QAccessible.queryAccessibleInterface(bar) is not None


def test_a_question_names_its_deed_and_its_way_back(qtbot: QtBot, host: QWidget, wording: Wording) -> None:
    agreed: list[bool] = []
    question = confirm(
        host,
        wording,
        title="Hủy biên lai 000124",
        text="Số này không dùng lại.",
        act="Hủy biên lai 000124",
        on_agree=lambda: agreed.append(True),
        dangerous=True,
    )
    qtbot.waitExposed(question)
    words = {button.text() for button in question.findChildren(Button)}
    assert words == {"Hủy biên lai 000124", wording.text("shared.button.cancel")}
    assert question.focusWidget() is question.back
    question.act.click()
    assert agreed == [True]


def test_escape_is_the_way_back(qtbot: QtBot, host: QWidget, wording: Wording) -> None:
    agreed: list[bool] = []
    question = confirm(host, wording, title="Hủy", text="", act="Hủy", on_agree=lambda: agreed.append(True))
    with qtbot.waitSignal(question.rejected):
        QTest.keyClick(question, Qt.Key.Key_Escape)
    assert agreed == []


def test_a_reason_must_be_written_before_the_deed(qtbot: QtBot, host: QWidget, wording: Wording) -> None:
    reasons: list[str] = []
    question = ask_reason(
        host, wording, title="Từ chối", text="", act="Từ chối", label="Lý do", on_reason=reasons.append
    )
    question.act.click()
    assert question.isVisible()
    assert question.reason.finding_text() == wording.text("shared.dialog.reason_missing")
    question.reason.set_text(" thiếu thẩm quyền ")
    assert question.reason.finding_text() == ""
    question.act.click()
    assert reasons == ["thiếu thẩm quyền"]
    assert not question.isVisible()


def test_no_question_stops_the_program(host: QWidget, wording: Wording) -> None:
    confirm(host, wording, title="Hủy", text="", act="Hủy", on_agree=lambda: None)
    assert len(host.findChildren(Question)) == 1, "confirm came back while the question is still open"
