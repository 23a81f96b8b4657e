"""The ways to read a paper without a gun; whatever they read goes where a gun's scans go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import Scan
from counter_app.services.scans import CardScanned, ScanMeaning
from counter_app.ui.counter.reading.drop_veil import DropVeil
from counter_app.ui.counter.reading.picture_presenter import PicturePresenter
from counter_app.ui.counter.reading.picture_sources import (
    PATTERNS,
    holds_picture,
    picture_files,
    picture_of,
    rgb_of,
)
from counter_app.ui.counter.reading.picture_state import PictureState
from counter_app.ui.counter.reading.read_menu import Way
from counter_app.ui.counter.window.scan_desk import ScanDesk
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

_OURS: Final = frozenset({"camera", "file", "clipboard", "mrz"})


class ReadingDesk(QObject):
    """Opens the dialogs over ``window``, and takes pictures that are pasted into it or dropped on it."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        desk: ScanDesk,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._services, self._tasks = services, tasks
        self._wording, self._notices = wording, notices
        self._text = wording.text
        self._desk, self._window = desk, window
        self._dialog: QDialog | None = None
        self._folder = ""
        self._pictures = PicturePresenter(services, tasks, wording, self)
        self._pictures.shown.connect(self._show_picture)
        self._pictures.scanned.connect(desk.take)
        self.veil = DropVeil(wording, window)
        desk.understood.connect(self._understood)
        self._watch(window)

    @property
    def dialog(self) -> QDialog | None:
        """What is open."""
        return self._dialog

    def begin(self, way: Way) -> None:
        """By a key, the menu, or from one of the dialogs: another way closes the one before."""
        self._close()
        match way:
            case "camera":
                self._look()
            case "mrz":
                self._type_mrz()
            case "file":
                self._ask_file()
            case "paste":
                if not self._paste():
                    self._notices.info(self._text("reading.picture.nothing_to_paste"))

    def read_files(self, paths: Sequence[Path]) -> None:
        """Read the first of them."""
        if not paths:
            return
        if len(paths) > 1:
            self._notices.info(self._text("reading.picture.one_at_a_time"))
        path, pictures = paths[0], self._services.reading.pictures
        self._pictures.read(path.name, "file", lambda: pictures.read_file(path))

    def stop(self) -> None:
        """The counter is locked or left: nothing is shown of a picture that is still being read."""
        self._pictures.cancel()
        self._close()

    # --- pasted and dropped ----------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ctrl+V arrives here when no field took it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.matches(QKeySequence.StandardKey.Paste) and self._paste()
        if isinstance(event, QDropEvent):
            return self._drag(event)
        if event.type() == QEvent.Type.DragLeave:
            self.veil.hide()
        return False

    def _watch(self, widget: QWidget) -> None:
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def _drag(self, event: QDropEvent) -> bool:
        if not holds_picture(event.mimeData()):
            return False
        event.acceptProposedAction()
        if isinstance(event, QDragEnterEvent):
            self.veil.cover()
        elif event.type() == QEvent.Type.Drop:
            self.veil.hide()
            self._take_in(event.mimeData(), pasted=False)
        return True

    def _paste(self) -> bool:
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and holds_picture(data) and self._take_in(data, pasted=True)

    def _take_in(self, data: QMimeData, *, pasted: bool) -> bool:
        files = picture_files(data)
        if files:
            self.read_files(files)
            return True
        image = picture_of(data)
        if image is None:
            return False
        pictures = self._services.reading.pictures
        self._pictures.read(
            self._text("reading.picture.pasted"),
            "clipboard" if pasted else "file",
            lambda: pictures.read_pixels(rgb_of(image), image.width(), image.height()),
        )
        return True

    # --- the dialogs -----------------------------------------------------------------------------

    # Each is loaded when it is first opened: the window is to be there before.

    def _look(self) -> None:
        from counter_app.ui.counter.reading.camera_dialog import CameraDialog  # noqa: PLC0415 - see above
        from counter_app.ui.counter.reading.camera_presenter import CameraPresenter  # noqa: PLC0415

        dialog = CameraDialog(self._wording, self._window)
        presenter = CameraPresenter(self._services.reading.cameras, self._tasks, self._wording, dialog)
        presenter.changed.connect(lambda: dialog.show_state(presenter.state))
        presenter.frame.connect(dialog.show_frame)
        presenter.scanned.connect(self._desk.take)
        dialog.chosen.connect(presenter.choose)
        dialog.again.connect(presenter.again)
        dialog.other_way.connect(self.begin)
        dialog.finished.connect(lambda _: presenter.end())
        self._desk.hand_unusable_to(presenter.not_usable)
        self._open(dialog)
        presenter.begin()

    def _type_mrz(self) -> None:
        from counter_app.ui.counter.reading.mrz_dialog import MrzDialog  # noqa: PLC0415 - see above
        from counter_app.ui.counter.reading.mrz_presenter import MrzPresenter  # noqa: PLC0415

        dialog = MrzDialog(self._wording, self._window)
        presenter = MrzPresenter(self._services, self._tasks, self._wording, dialog)
        dialog.typed.connect(presenter.type)
        dialog.fill_wanted.connect(presenter.fill)
        presenter.changed.connect(lambda: dialog.show_state(presenter.state))
        presenter.scanned.connect(self._desk.take)
        self._desk.hand_unusable_to(presenter.not_usable)
        self._desk.divert(lambda scan: dialog.take_lines(scan.text))
        dialog.show_state(presenter.state)
        self._open(dialog)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self._window, self._text("reading.picture.choose"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(f"{self._text('reading.picture.kinds')} ({PATTERNS})")
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.fileSelected.connect(self._file_chosen)
        self._open(dialog)

    def _file_chosen(self, name: str) -> None:
        self._folder = str(Path(name).parent)
        self.read_files([Path(name)])

    def _show_picture(self, state: PictureState) -> None:
        from counter_app.ui.counter.reading.picture_dialog import PictureDialog  # noqa: PLC0415 - see above

        dialog = self._dialog
        if not isinstance(dialog, PictureDialog):
            self._close()
            dialog = PictureDialog(self._wording, self._window)
            dialog.taken.connect(self._pictures.take)
            dialog.other_way.connect(self.begin)
            dialog.rejected.connect(self._pictures.cancel)
            self._watch(dialog)
            self._open(dialog)
        dialog.show_state(state)

    def _open(self, dialog: QDialog) -> None:
        self._dialog = dialog
        dialog.finished.connect(lambda _: self._closed(dialog))
        dialog.open()

    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    def _closed(self, dialog: QDialog) -> None:
        dialog.deleteLater()
        if dialog is self._dialog:
            self._dialog = None
            self._desk.hand_unusable_to(None)
            self._desk.divert(None)

    def _understood(self, scan: Scan, meaning: ScanMeaning) -> None:
        """Something was read, by whatever way: an open dialog has done its work."""
        if self._dialog is not None:
            self._dialog.reject()
        if scan.source in _OURS and isinstance(meaning, CardScanned):
            self._notices.success(self._text(f"reading.read.{scan.source}"))
