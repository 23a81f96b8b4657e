"""Signing in the dossier screen put together: lines, presenter, the question, the file that is picked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.ui.counter.dossiers.dossier_presenter import RenderPages
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.dossiers.signing_block import SigningBlock
from counter_app.ui.counter.dossiers.signing_presenter import SigningPresenter
from counter_app.ui.counter.dossiers.signing_question import SigningQuestion
from counter_app.ui.counter.dossiers.signing_state import SecretAsked, SigningDeed
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks


class SigningDesk(QObject):
    """Binds ``block`` to the presenter; ``parent`` is what dialogs stand before."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        render_pages: RenderPages,
        block: SigningBlock,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._wording, self._window = wording, parent
        self.presenter = SigningPresenter(services, tasks, wording, notices, seat, render_pages, self)
        self.presenter.shown.connect(block.show_rows)
        self.presenter.secret_wanted.connect(self.ask)
        self.presenter.viewed.connect(self._view)
        block.pressed.connect(self.do)

    def do(self, name: str, deed: str) -> None:
        """What a link of a line asks for."""
        match SigningDeed(deed):
            case SigningDeed.SIGN:
                self.presenter.sign(name)
            case SigningDeed.VIEW:
                self.presenter.view(name)
            case SigningDeed.SAVE:
                self._ask_file(name)
            case SigningDeed.STAMP:
                self.presenter.stamp(name)

    def ask(self, asked: SecretAsked) -> SigningQuestion:
        """Ask for the passphrase or PIN; the paper is signed with it at once."""
        question = SigningQuestion(self._wording, asked, self._window)
        question.given.connect(lambda secret: self.presenter.sign(asked.paper, secret))
        question.open()
        return question

    def _view(self, title: str, pages: Sequence[bytes]) -> None:
        note = self._wording.text("signing.view.note")
        preview = PaperPreview(self._wording, title, pages, print_words="", note=note, parent=self._window)
        preview.open()

    def _ask_file(self, name: str) -> None:
        dialog = QFileDialog(self._window, self._wording.text("signing.act.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.presenter.file_name(name))
        dialog.fileSelected.connect(lambda path: self.presenter.save(name, Path(path)))
        dialog.open()
