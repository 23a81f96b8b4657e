"""A paper that was saved because no printer was there can be opened from where it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from counter_app.domain.entries import AskedItem
from counter_app.services.ports import PrinterCondition
from counter_app.services.processing_wishes import SupplementWish
from counter_app.ui.counter.dossiers.paper_lines import PaperLines
from counter_app.ui.counter.parts.shown import PaperRow, PaperStage, Sign
from counter_app.ui.counter.reception.accepted_view import PaperLine
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.tokens import Tone
from tests.builders import MARRIAGE, clerk
from tests.ui.counter.dossiers.looking import opened
from tests.ui.counter.record_desk import Desk


class Viewer(QObject):
    """Stands for the computer's own program for files."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def viewer(qapp: object) -> Iterator[Viewer]:
    assert qapp is not None
    viewer = Viewer()
    # Its stub asks for bytes, which PySide itself refuses.
    QDesktopServices.setUrlHandler("file", viewer, "show")  # type: ignore[arg-type]
    yield viewer
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "20261122T031500-a5.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


def row(path: Path) -> PaperRow:
    sign = Sign("save", "Chưa in, đã lưu thành tệp", Tone.AMBER)
    return PaperRow(
        "mau-01", "Giấy tiếp nhận", PaperStage.SAVED, sign, f"Tệp {path.name}.", "In lại", str(path)
    )


def test_the_notice_of_a_slip_that_was_saved_leads_to_its_file(
    desk: Desk, viewer: Viewer, paper: Path
) -> None:
    desk.counter.page.state = PrinterCondition.UNREACHABLE
    desk.counter.page.saves_to = str(paper)
    dossier = desk.counter.accept(MARRIAGE)
    wish = SupplementWish((AskedItem("Tờ khai"),), "Thiếu")
    desk.counter.services.processing.ask_supplement(dossier.id, clerk(), wish)
    screen = opened(desk, dossier)
    screen.processing.print_paper(dossier.id, "supplement 0001-03")
    desk.settle()
    (bar,) = [one for one in desk.notices.bars() if "thành tệp" in one.text()]
    button = next(one for one in bar.findChildren(Button) if one.words() == "Mở tệp")
    button.click()
    assert viewer.opened == [str(paper)]


def test_a_file_that_is_gone_is_told_with_what_to_do(desk: Desk, viewer: Viewer, paper: Path) -> None:
    paper.unlink()
    line = PaperLine(desk.wording)
    desk.qtbot.addWidget(line)
    line.show_row(row(paper))
    line.look.click()
    assert viewer.opened == []
    assert line.detail.text() == f"Tệp không còn ở {paper}. Bấm In lại để lưu lại."


def test_the_receipt_is_opened_from_the_page_after_reception_and_from_the_dossier(
    desk: Desk, viewer: Viewer, paper: Path
) -> None:
    line = PaperLine(desk.wording)
    lines = PaperLines(desk.wording)
    desk.qtbot.addWidget(line)
    desk.qtbot.addWidget(lines)
    line.show_row(row(paper))
    lines.show_rows([row(paper)])
    line.look.click()
    (look,) = lines.findChildren(Button)
    look.click()
    assert viewer.opened == [str(paper), str(paper)]
    assert not line.look.isHidden()
    line.show_row(PaperRow("mau-01", "Giấy", PaperStage.PRINTED, row(paper).sign, "", "In lại"))
    assert line.look.isHidden()
