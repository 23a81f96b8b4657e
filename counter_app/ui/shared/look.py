"""One theme at one text scale, and which one is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtGui import QColor, QFont

from counter_app.ui.shared import tokens
from counter_app.ui.shared.tokens import Palette, ThemeName, Tone


@dataclass(frozen=True)
class Look:
    """One theme at one text scale (1.0 to 1.5)."""

    name: ThemeName
    scale: float

    @property
    def palette(self) -> Palette:
        """The colours of this theme."""
        return tokens.PALETTES[self.name]

    def hex(self, token: str) -> str:
        """A colour token as ``#rrggbb``; an unknown token is an ``AttributeError``."""
        return cast("str", getattr(self.palette, token))

    def color(self, token: str) -> QColor:
        """A colour token for a painter."""
        return QColor(self.hex(token))

    def tone_ink(self, tone: Tone) -> str:
        """The colour token of text and icons of a tone."""
        return {Tone.NEUTRAL: "ink2", Tone.ACCENT: "accent_ink"}.get(tone, tone.value)

    def tone_wash(self, tone: Tone) -> str:
        """The colour token of the surface of a tone."""
        return f"{tone.value}_wash"

    def px(self, length: float) -> int:
        """A token's length at this text scale."""
        return round(length * self.scale)

    def font(
        self,
        size: float = tokens.TEXT_BODY,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        figures: bool = False,
    ) -> QFont:
        """The family at ``size`` (scaled); ``figures`` for tabular ones, which align in columns."""
        font = QFont(tokens.FAMILY)
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        if figures:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font


class _State:
    look = Look("light", 1.0)


def current() -> Look:
    """The look in force."""
    return _State.look


def put(look: Look) -> None:
    """Put a look in force; ``theme.apply`` does it together with fonts and style sheet."""
    _State.look = look
