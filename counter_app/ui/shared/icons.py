"""Line icons (Lucide), recoloured and sharp at the screen's own pixel ratio."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from counter_app import paths
from counter_app.ui.shared import theme, tokens


@cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))


@cache
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    renderer = _renderer(name, color)
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(
    name: str, color: str = "ink2", size: float = tokens.ICON, *, ratio: float | None = None
) -> QPixmap:
    """An icon in the colour token ``color``; ``size`` is scaled with the text.

    An unknown name is a ``FileNotFoundError``.
    """
    look = theme.current()
    if ratio is None:
        app = QGuiApplication.instance()
        ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _pixmap(name, look.hex(color), look.px(size), ratio)


def icon(name: str, color: str = "ink2", size: float = tokens.ICON) -> QIcon:
    """The same for buttons and actions, with a disabled state in the third ink."""
    made = QIcon(pixmap(name, color, size))
    made.addPixmap(pixmap(name, "ink3", size), QIcon.Mode.Disabled)
    return made


def icon_size(size: float = tokens.ICON) -> QSize:
    """The scaled square of an icon, for ``setIconSize``."""
    side = theme.current().px(size)
    return QSize(side, side)


def paint(painter: QPainter, box: QRectF, name: str, color: QColor) -> None:
    """Draw an icon into ``box`` (logical pixels) of a painter in a colour."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(box.topLeft(), _pixmap(name, color.name(), round(box.width()), ratio))
