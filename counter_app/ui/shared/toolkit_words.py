"""What Qt says by itself (its file dialog, the menu of a field) in the language of the screens.

Qt brings no Vietnamese of its own. Windows shows its own file dialog in the language of Windows.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QTranslator

from counter_app.i18n import Wording

_KEYS: Final = {
    "QLineEdit": "edit",
    "QWidgetTextControl": "edit",
    "QAbstractSpinBox": "edit",
    "QFileDialog": "file",
    "QFileSystemModel": "file",
    "QAbstractFileIconProvider": "file",
    "QPlatformTheme": "button",
}
"""The group of texts for each class of Qt."""

_TEXTS: Final = {
    "&Undo": "undo",
    "&Redo": "redo",
    "Cu&t": "cut",
    "&Copy": "copy",
    "Copy &Link Location": "copy_link",
    "&Paste": "paste",
    "Delete": "delete",
    "Select All": "select_all",
    "&Select All": "select_all",
    "&Step up": "step_up",
    "Step &down": "step_down",
    "&Look in:": "look_in",
    "Look in:": "look_in",
    "File &name:": "file_name",
    "Files of &type:": "kind",
    "Files of type:": "kind",
    "Directory:": "folder_name",
    "&Open": "open",
    "Open": "open",
    "&Save": "save",
    "Save": "save",
    "&Choose": "choose",
    "Cancel": "cancel",
    "OK": "ok",
    "&Yes": "yes",
    "&No": "no",
    "&Delete": "delete",
    "&Rename": "rename",
    "&New Folder": "new_folder",
    "New Folder": "new_folder",
    "Create New Folder": "new_folder",
    "Create a New Folder": "new_folder",
    "Show &hidden files": "hidden",
    "Back": "back",
    "Go back": "back",
    "Forward": "forward",
    "Go forward": "forward",
    "Parent Directory": "parent",
    "Go to the parent directory": "parent",
    "List View": "list",
    "Change to list view mode": "list",
    "Detail View": "details",
    "Change to detail view mode": "details",
    "Sidebar": "places",
    "List of places and bookmarks": "places",
    "All Files (*)": "all",
    "Directories": "folders",
    "Files": "files",
    "Recent Places": "recent",
    "Remove": "remove",
    "Find Directory": "find_folder",
    "Name": "name",
    "Size": "size",
    "Type": "type",
    "Kind": "type",
    "Date Modified": "changed",
    "Computer": "computer",
    "My Computer": "computer",
    "Drive": "drive",
    "Folder": "folder",
    "File Folder": "folder",
    "File": "file",
    "%1 File": "file_of",
    "%1 already exists.\nDo you want to replace it?": "replace",
    "%1\nFile not found.\nPlease verify the correct file name was given.": "not_found",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": "no_folder",
    "Are you sure you want to delete '%1'?": "delete_really",
    "Could not delete directory.": "not_deleted",
}


class ToolkitWords(QTranslator):
    """Answers Qt's questions for words; what it does not know is left as Qt has it."""

    def __init__(self) -> None:
        super().__init__()
        self._wording: Wording | None = None

    def speak(self, wording: Wording) -> None:
        """Use these words from now on; windows that are open keep theirs."""
        if self._wording is None:
            QCoreApplication.installTranslator(self)
        self._wording = wording

    def stop(self) -> None:
        """Leave Qt to itself again."""
        if self._wording is not None:
            QCoreApplication.removeTranslator(self)
        self._wording = None

    def isEmpty(self) -> bool:
        """There is always something to say."""
        return False

    def translate(self, context: str, text: str, /, _which: str | None = None, _count: int = -1) -> str:
        """The words for a text of Qt; ``%1`` stands where it puts a name."""
        group, name = _KEYS.get(context), _TEXTS.get(text)
        if self._wording is None or group is None or name is None:
            return text
        key = f"toolkit.{group}.{name}"
        return self._wording.text(key) if self._wording.has(key) else text
