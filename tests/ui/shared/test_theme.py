from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.ui.shared import icons, qss, theme, tokens
from counter_app.ui.shared.look import Look


def test_the_programs_own_font_is_used(qapp: QApplication) -> None:
    assert QFontDatabase.hasFamily(tokens.FAMILY)
    assert QFontInfo(qapp.font()).family() == tokens.FAMILY


@pytest.mark.parametrize(
    "weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold]
)
def test_every_weight_is_there(weight: QFont.Weight) -> None:
    assert QFontInfo(theme.current().font(14, weight)).weight() == weight


def test_tabular_figures_all_have_one_width() -> None:
    metrics = QFontMetricsF(theme.current().font(14, figures=True))
    widths = {round(metrics.horizontalAdvance(figure * 10), 1) for figure in "0123456789"}
    assert len(widths) == 1


def test_the_style_sheet_keeps_tabular_figures(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    theme.tabular(edit)
    edit.ensurePolished()
    metrics = QFontMetricsF(edit.font())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


@pytest.mark.parametrize("name", tokens.THEMES)
def test_the_style_sheet_is_whole(name: tokens.ThemeName) -> None:
    sheet = qss.build(Look(name, 1.25))
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"\d\.\d+px", sheet)


def test_sizes_follow_the_text_scale_and_stay_in_bounds(qapp: QApplication) -> None:
    assert theme.apply(qapp, "light", 1.5).px(tokens.FIELD) == 51
    assert theme.apply(qapp, "light", 9.0).scale == tokens.SCALE_MAX
    assert theme.apply(qapp, "light", 0.2).scale == tokens.SCALE_MIN


def test_a_change_of_theme_is_told_and_reaches_open_windows(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Hồ sơ")
    qtbot.addWidget(label)
    label.ensurePolished()
    with qtbot.waitSignal(theme.changed().changed):
        theme.apply(qapp, "dark", 1.5)
    assert label.palette().windowText().color().name() == tokens.DARK.ink
    assert label.font().pixelSize() == 21


def test_an_icon_is_drawn_in_the_colour_of_its_token() -> None:
    image = icons.pixmap("circle-check", "green", 24, ratio=2.0).toImage()
    assert image.width() == 48
    solid = {
        image.pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert solid == {theme.current().hex("green")}


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon")


def test_a_disabled_icon_is_another_picture() -> None:
    made = icons.icon("printer")
    assert made.pixmap(18, QIcon.Mode.Normal).toImage() != made.pixmap(18, QIcon.Mode.Disabled).toImage()
