"""The first set-up, as the person who installs a counter sees it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.setup.setup_screen import SetupScreen
from counter_app.ui.setup.setup_state import Phase
from counter_app.ui.setup.shots import shots
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.field import Finding
from counter_app.ui.tasks import Tasks

SERVER, CODE = "https://motcua.mau.gov.vn", "K7QM-2XTR-9HDW"
FOLDER = Path("/data/quay-mot-cua")


class Centre:
    """Enrols from memory; while it is not let go, it takes its time."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.problem: Exception | None = None
        self.threads: set[str] = set()
        self.let_go = threading.Event()
        self.let_go.set()

    def enrol(self, server: str, code: str) -> str:
        self.asked.append((server, code))
        self.threads.add(threading.current_thread().name)
        self.let_go.wait(10)
        if self.problem is not None:
            raise self.problem
        return "Quầy 03"


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def unhandled() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(qtbot: QtBot, centre: Centre, unhandled: list[BaseException]) -> Iterator[Tasks]:
    made = Tasks(unhandled=unhandled.append)
    yield made
    centre.let_go.set()
    made.shutdown(wait=True)


class Page:
    """The page in an active window, and how often it was told to begin."""

    def __init__(
        self, qtbot: QtBot, wording: Wording, tasks: Tasks, centre: Centre, server: str = ""
    ) -> None:
        self._qtbot, self._tasks = qtbot, tasks
        self.begun = 0
        self.screen = SetupScreen(
            wording, tasks, centre.enrol, self._begin, folder=FOLDER, proposed_server=server
        )
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 696)
        self.screen.show()
        self.screen.activateWindow()
        qtbot.waitUntil(self.screen.isActiveWindow)
        self.form, self.done = self.screen.form, self.screen.done

    def _begin(self) -> None:
        self.begun += 1

    def fill(self, server: str, code: str) -> None:
        self.form.server.edit.setText(server)
        self.form.code.edit.setText(code)

    def settle(self) -> None:
        self._qtbot.waitUntil(self._tasks.idle)

    def enter(self) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, Qt.Key.Key_Return)


@pytest.fixture
def page(qtbot: QtBot, wording: Wording, tasks: Tasks, centre: Centre) -> Page:
    return Page(qtbot, wording, tasks, centre)


def words(page: Page) -> str:
    labels = page.screen.findChildren(QLabel)
    return "\n".join(label.text().replace("\u200b", "") for label in labels if label.isVisible())


def test_it_can_be_done_with_the_keyboard_alone(page: Page, centre: Centre) -> None:
    assert page.form.server.edit.hasFocus()
    page.form.server.edit.setText("motcua.mau.gov.vn")
    page.enter()
    assert page.form.code.edit.hasFocus()
    page.form.code.edit.setText("k7qm2xtr9hdw")
    page.enter()
    page.settle()
    assert centre.asked == [(SERVER, CODE)]
    assert page.done.isVisible()
    page.enter()
    assert page.begun == 1


def test_with_a_proposed_address_typing_begins_at_the_code(
    qtbot: QtBot, wording: Wording, tasks: Tasks, centre: Centre
) -> None:
    page = Page(qtbot, wording, tasks, centre, SERVER)
    assert page.form.server.text() == SERVER
    assert page.form.code.edit.hasFocus()


def test_what_was_understood_is_shown(page: Page) -> None:
    page.fill("motcua.mau.gov.vn/", "k7qm 2xtr 9hdw")
    page.form.act.click()
    assert (page.form.server.text(), page.form.code.text()) == (SERVER, CODE)


def test_it_says_beforehand_what_will_happen_and_where_the_data_will_lie(page: Page) -> None:
    said = words(page)
    assert "Máy sẽ làm gì" in said
    assert "khóa khôi phục" in said
    assert str(FOLDER) in said


@pytest.mark.parametrize(
    ("server", "code", "said"),
    [
        ("", CODE, "Nhập địa chỉ do người quản trị cho."),
        (SERVER, "", "Nhập mã đăng ký do người quản trị cấp."),
    ],
)
def test_a_missing_field_is_named_without_asking_anybody(
    page: Page, centre: Centre, server: str, code: str, said: str
) -> None:
    page.fill(server, code)
    page.form.act.click()
    field = page.form.code if server else page.form.server
    assert (field.finding, field.finding_text()) == (Finding.ERROR, said)
    assert field.edit.hasFocus()
    assert centre.asked == []


def test_a_code_spoilt_by_an_input_method_is_noticed_before_it_is_sent(page: Page, centre: Centre) -> None:
    page.fill(SERVER, "K7QM-2XTR-9HĐW")
    page.form.act.click()
    assert "Unikey" in page.form.code.finding_text()
    assert page.form.code.edit.selectedText() == "K7QM-2XTR-9HĐW"
    assert centre.asked == []


def test_the_work_is_done_off_the_gui_thread_and_nothing_can_be_changed_meanwhile(
    page: Page, centre: Centre
) -> None:
    centre.let_go.clear()
    page.fill(SERVER, CODE)
    page.form.act.click()
    assert not page.form.act.isEnabled()
    assert not page.form.server.isEnabled()
    assert not page.form.code.isEnabled()
    assert page.form.waiting.isVisible()
    page.screen.presenter.enrol(SERVER, CODE)
    centre.let_go.set()
    page.settle()
    assert len(centre.asked) == 1
    assert all(name.startswith("network") for name in centre.threads)


def test_what_takes_long_is_explained(qtbot: QtBot, page: Page, centre: Centre) -> None:
    centre.let_go.clear()
    page.screen.presenter.patience.setInterval(1)
    page.fill(SERVER, CODE)
    page.form.act.click()
    qtbot.waitUntil(lambda: page.screen.presenter.state.long)
    assert "Mạng đang chậm" in page.form.waiting.text()
    centre.let_go.set()
    page.settle()
    assert page.done.isVisible()


@pytest.mark.parametrize(
    "code", ["enrol.code_shape", "enrol.unknown_code", "enrol.used_code", "enrol.expired_code"]
)
def test_an_error_of_the_code_is_said_at_the_code(
    page: Page, centre: Centre, wording: Wording, code: str
) -> None:
    centre.problem = DomainError(code)
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    assert page.form.code.finding_text() == wording.error(centre.problem)
    assert page.form.code.edit.hasFocus()
    assert page.form.code.edit.selectedText() == CODE
    assert page.form.server.finding is not Finding.ERROR


@pytest.mark.parametrize(
    "code", ["sync.no_route", "sync.timeout", "sync.tls", "sync.not_our_server", "sync.insecure_address"]
)
def test_an_error_of_the_line_is_said_at_the_address_and_the_code_is_said_to_be_good(
    page: Page, centre: Centre, wording: Wording, code: str
) -> None:
    centre.problem = DomainError(code)
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    assert page.form.server.finding_text() == wording.error(centre.problem)
    assert page.form.server.edit.hasFocus()
    assert page.form.code.finding is Finding.HINT
    assert "chính mã này" in page.form.code.finding_text()


@pytest.mark.parametrize("code", ["storage.full", "storage.read_only", "keys.not_kept"])
def test_an_error_of_the_machine_is_said_above_the_button(
    page: Page, centre: Centre, wording: Wording, code: str
) -> None:
    centre.problem = DomainError(code)
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    assert page.form.machine.isVisible()
    assert page.form.machine.text() == wording.error(centre.problem)
    assert page.form.act.hasFocus()


def test_what_was_typed_stays_after_an_error_and_can_be_sent_again(page: Page, centre: Centre) -> None:
    centre.problem = DomainError("sync.no_route")
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    assert (page.form.server.text(), page.form.code.text()) == (SERVER, CODE)
    centre.problem = None
    page.enter()
    page.settle()
    assert centre.asked == [(SERVER, CODE)] * 2
    assert page.done.isVisible()


def test_typing_takes_back_what_was_said_of_the_field(page: Page, centre: Centre, wording: Wording) -> None:
    centre.problem = DomainError("enrol.used_code")
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    page.form.server.edit.setText("https://khac.mau.gov.vn")
    assert page.form.code.finding_text() == wording.error(centre.problem)
    page.form.code.edit.setText("K7QM")
    assert page.form.code.finding is Finding.HINT


def test_what_nobody_expected_is_reported_and_the_page_stays_usable(
    page: Page, centre: Centre, unhandled: list[BaseException]
) -> None:
    centre.problem = RuntimeError("a fault of ours")
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    assert unhandled == [centre.problem]
    assert page.screen.presenter.state.phase is Phase.ASKING
    assert page.form.act.isEnabled()


def test_at_the_end_it_says_which_counter_this_is_where_the_data_lie_and_what_opens_them(page: Page) -> None:
    page.fill(SERVER, CODE)
    page.form.act.click()
    page.settle()
    assert not page.form.isVisible()
    said = words(page)
    assert "Máy này là Quầy 03" in said
    assert str(FOLDER) in said
    assert "khóa khôi phục của cơ quan" in said
    assert page.begun == 0
    page.done.start.click()
    assert page.begun == 1


def test_where_it_is_narrow_the_explanation_stands_below_the_form(page: Page) -> None:
    page.screen.resize(1366, 696)
    QApplication.processEvents()
    assert page.form.facts.x() > page.form.code.x()
    assert page.form.facts.y() == page.form.title.parentWidget().y()  # type: ignore[union-attr]
    page.screen.resize(700, 696)
    QApplication.processEvents()
    assert page.form.facts.y() > page.form.act.y()


@pytest.mark.parametrize("width", range(640, 1400, 40))
def test_nothing_is_ever_pushed_off_the_side(qtbot: QtBot, page: Page, width: int) -> None:
    page.screen.resize(width, 696)
    bar = page.screen.findChildren(QScrollArea)[0].horizontalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0, timeout=1_000)


@pytest.mark.parametrize(("language", "scale"), [("vi", 1.0), ("vi", 1.5), ("en", 1.5)])
def test_nothing_is_cut_off_in_any_state(
    qapp: QApplication, tasks: Tasks, language: str, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    wording = Wording("vi" if language == "vi" else "en", resources() / "i18n")
    for name, shown in shots(wording, tasks):
        shown.show()
        for _ in range(3):
            QApplication.processEvents()
        for label in shown.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), (name, label.text())
        for button in shown.findChildren(Button):
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), (name, button.words())
        area = shown.findChildren(QScrollArea)[0]
        assert area.horizontalScrollBar().maximum() == 0, name
        shown.hide()
        shown.deleteLater()
        QApplication.sendPostedEvents(shown, QEvent.Type.DeferredDelete)
