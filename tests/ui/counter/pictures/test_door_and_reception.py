"""Every pose of the pictures can be taken: nothing is clipped, everything that takes the focus has a name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from counter_app.i18n import Language, Wording
from counter_app.paths import resources
from counter_app.ui.counter.pictures.shots import SHOTS, Shot, Stage, picture_of
from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import ElidedLabel
from counter_app.ui.shared.tone_button import ToneButton
from tests.builders import counter
from tests.fakes.clock import SetClock

AT = datetime(2026, 11, 23, 2, 17, 4, tzinfo=UTC)


def clipped(root: QWidget) -> list[str]:
    """Words that have less room than they need, where they may neither wrap nor shorten."""
    labels = [label for label in root.findChildren(QLabel) if label.isVisible() and label.text()]
    firm = [label for label in labels if not label.wordWrap() and not isinstance(label, ElidedLabel)]
    wrapped = [label for label in labels if label.wordWrap()]
    buttons = [
        button
        for button in root.findChildren(QPushButton)
        if button.isVisible() and not isinstance(button, ToneButton)
    ]
    return [
        *(label.text() for label in firm if label.sizeHint().width() > label.width() + 1),
        *(label.text() for label in wrapped if label.heightForWidth(label.width()) > label.height()),
        *(button.text() for button in buttons if button.sizeHint().width() > button.width()),
    ]


def nameless(root: QWidget) -> list[QWidget]:
    """What takes the focus and says nothing to a screen reader."""
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.focusProxy() is None
        and type(widget).__name__ not in ("QScrollArea", "QWidget", "QStackedWidget")
    ]


def overlapping(root: QWidget) -> list[str]:
    """Parts of the page that stand wider than the page."""
    page = root.width()
    return [
        type(widget).__name__
        for widget in root.findChildren(QWidget)
        if widget.isVisible()
        and widget.mapTo(root, widget.rect().topRight()).x() > page
        and widget.visibleRegion().boundingRect().width() > 0
    ]


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_pose_is_whole(qapp: QApplication, shot: Shot) -> None:
    language: Language = "en" if shot.language == "en" else "vi"
    theme.apply(qapp, shot.theme, shot.scale)
    station = counter(clock=SetClock(AT))
    stage = Stage(shot.services(station.services), Wording(language, resources() / "i18n"))
    try:
        shot.pose(stage)
        picture = picture_of(stage)
        assert not picture.grab().isNull()
        assert clipped(picture) == []
        assert nameless(picture) == []
        assert overlapping(picture) == []
    finally:
        stage.close()


@pytest.mark.parametrize("name", ["reception-filled-online", "reception-filled-offline", "reception-card"])
def test_a_usual_reception_needs_no_scrolling_at_1366_by_696(qapp: QApplication, name: str) -> None:
    shot = next(shot for shot in SHOTS if shot.name == name)
    station = counter(clock=SetClock(AT))
    stage = Stage(shot.services(station.services), Wording("vi", resources() / "i18n"))
    try:
        shot.pose(stage)
        assert stage.frame.counter is not None
        view = stage.frame.counter.reception().view
        assert view._scroll.verticalScrollBar().maximum() == 0
        assert view.summary.blocks.verticalScrollBar().maximum() == 0
    finally:
        stage.close()
