"""Every icon that the screens name is shipped, and every shipped icon may be passed on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from counter_app.paths import resources
from counter_app.ui import shared

FOLDER = resources() / "icons"
SCREENS = Path(next(iter(shared.__path__))).parent
FIRST_IS_AN_ICON = {"IconMark", "IconText", "IconButton", "Pill", "PillButton", "EmptyState"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def named_icons(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        values = [keyword.value for keyword in node.keywords if keyword.arg == "icon"]
        if called(node) in FIRST_IS_AN_ICON:
            values += node.args[:1]
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
                yield value.value


def test_the_licence_stands_beside_the_icons() -> None:
    text = (FOLDER / "LICENSE.txt").read_text(encoding="utf-8")
    assert "ISC License" in text
    assert "Lucide" in text


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.svg")), ids=lambda file: file.stem)
def test_an_icon_is_a_line_icon_that_can_be_recoloured(qapp: QApplication, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert 'stroke="currentColor"' in text
    assert 'stroke-width="1.8"' in text
    assert QSvgRenderer(QByteArray(text.replace("currentColor", "#000000").encode())).isValid()


def test_every_icon_that_a_screen_names_is_there() -> None:
    shipped = {file.stem for file in FOLDER.glob("*.svg")}
    named = {name: file.name for file in SCREENS.rglob("*.py") for name in named_icons(file)}
    assert len(named) > 10
    assert {name: file for name, file in named.items() if name not in shipped} == {}
