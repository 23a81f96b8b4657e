"""Every colour, size and space of the program; the style sheet and the painters read them from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

ThemeName = Literal["light", "dark", "contrast"]
THEMES: Final[tuple[ThemeName, ...]] = ("light", "dark", "contrast")


class Tone(StrEnum):
    """What a colour means; a word or an icon always says the same beside it."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Palette:
    """Colours as ``#rrggbb``; ``<tone>`` is for text and icons, ``<tone>_wash`` is the surface under them."""

    ink: str
    """Main text."""
    ink2: str
    """Second text: labels, details."""
    ink3: str
    """Third text: placeholders, disabled words; still readable."""
    paper: str
    """Working surfaces: cards, fields, rail, strip."""
    wash: str
    """The ground behind the cards."""
    sunken: str
    """Quiet areas inside paper: footers, key rows."""
    hover: str
    """Under the pointer, on paper."""
    hairline: str
    """Borders of cards."""
    hairline_soft: str
    """Lines between rows."""
    field_border: str
    """Borders of fields and buttons, at least 3:1."""
    accent: str
    """Fill of the primary button and the brand block."""
    accent_hover: str
    accent_pressed: str
    on_accent: str
    """Text on the accent fill."""
    accent_ink: str
    """The accent as text, on paper or on its wash."""
    accent_wash: str
    accent_line: str
    """Border of selected chips."""
    gold: str
    """Thin lines only, never text."""
    neutral_wash: str
    green: str
    green_wash: str
    amber: str
    amber_wash: str
    red: str
    red_wash: str
    red_line: str
    """Border of a block that tells a failure."""
    blue: str
    blue_wash: str
    badge: str
    """Fill of counters on the rail."""
    on_badge: str
    focus: str
    """The focus ring, at least 3:1 on paper and wash."""
    disabled: str
    """Fill of controls that cannot be used now."""
    shadow: str
    """The one shadow, under overlays, as ``#aarrggbb``."""
    outlined: bool = False
    """Whether washes are told apart by an outline in the tone's colour (high contrast)."""


LIGHT = Palette(
    ink="#211d1a",
    ink2="#5f574f",
    ink3="#6f665d",
    paper="#ffffff",
    wash="#f6f3ee",
    sunken="#faf9f6",
    hover="#faf7f2",
    hairline="#e3ddd4",
    hairline_soft="#efeae3",
    field_border="#918880",
    accent="#8f2a2a",
    accent_hover="#822525",
    accent_pressed="#742020",
    on_accent="#ffffff",
    accent_ink="#8f2a2a",
    accent_wash="#f8ecea",
    accent_line="#dcb4ae",
    gold="#b48a35",
    neutral_wash="#ece6de",
    green="#1a7044",
    green_wash="#e8f4ed",
    amber="#8f5400",
    amber_wash="#fdf1dd",
    red="#b3261e",
    red_wash="#fdf4f3",
    red_line="#eec4c0",
    blue="#235a97",
    blue_wash="#e9f0f8",
    badge="#8f5400",
    on_badge="#ffffff",
    focus="#235a97",
    disabled="#f1ede7",
    shadow="#33211d1a",
)

DARK = Palette(
    ink="#f3eee7",
    ink2="#cbc2b7",
    ink3="#ada397",
    paper="#26221f",
    wash="#1a1715",
    sunken="#211d1a",
    hover="#2d2925",
    hairline="#3f3933",
    hairline_soft="#352f2a",
    field_border="#8d8378",
    accent="#a63838",
    accent_hover="#b54444",
    accent_pressed="#8f2d2d",
    on_accent="#ffffff",
    accent_ink="#f2aaa3",
    accent_wash="#43292a",
    accent_line="#7d4a49",
    gold="#c79d49",
    neutral_wash="#3a342f",
    green="#7fd0a3",
    green_wash="#1f362a",
    amber="#edbd72",
    amber_wash="#3d2f17",
    red="#ffa69e",
    red_wash="#3d2422",
    red_line="#7a423d",
    blue="#9cc5f2",
    blue_wash="#1f3147",
    badge="#edbd72",
    on_badge="#241a08",
    focus="#8fbdf0",
    disabled="#2e2a26",
    shadow="#99000000",
)

CONTRAST = Palette(
    ink="#000000",
    ink2="#1f1f1f",
    ink3="#3d3d3d",
    paper="#ffffff",
    wash="#ffffff",
    sunken="#ffffff",
    hover="#eeeeee",
    hairline="#5c5c5c",
    hairline_soft="#8a8a8a",
    field_border="#000000",
    accent="#6e0f0f",
    accent_hover="#570b0b",
    accent_pressed="#3f0707",
    on_accent="#ffffff",
    accent_ink="#6e0f0f",
    accent_wash="#ffe9e6",
    accent_line="#6e0f0f",
    gold="#7a5a12",
    neutral_wash="#f0f0f0",
    green="#0b4a2a",
    green_wash="#f2fff7",
    amber="#5c3600",
    amber_wash="#fff8ea",
    red="#8a0f09",
    red_wash="#fff3f2",
    red_line="#8a0f09",
    blue="#0b3a70",
    blue_wash="#f0f6ff",
    badge="#000000",
    on_badge="#ffffff",
    focus="#0b3a70",
    disabled="#ededed",
    shadow="#80000000",
    outlined=True,
)

PALETTES: Final[dict[ThemeName, Palette]] = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

TEXT_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("paper", "wash", "sunken", "hover")),
    *((ink, "accent_wash") for ink in ("ink", "ink2", "accent_ink")),
    *((tone, "paper") for tone in ("accent_ink", "green", "amber", "red", "blue")),
    *((tone, "wash") for tone in ("accent_ink", "green", "amber", "red", "blue")),
    *((tone, "hover") for tone in ("accent_ink", "green", "amber", "red", "blue")),
    *((tone, "accent_wash") for tone in ("green", "amber", "red", "blue")),
    *((tone, f"{tone}_wash") for tone in ("green", "amber", "red", "blue")),
    *(
        (ink, f"{tone}_wash")
        for ink in ("ink", "ink2")
        for tone in ("green", "amber", "red", "blue", "neutral")
    ),
    *(("on_accent", fill) for fill in ("accent", "accent_hover", "accent_pressed")),
    ("on_badge", "badge"),
    ("ink3", "disabled"),
)
"""Text and the ground that it stands on; a test holds each at 4.5:1 in all themes."""

SHAPE_PAIRS: Final[tuple[tuple[str, str], ...]] = (
    *(("field_border", ground) for ground in ("paper", "wash", "sunken")),
    *(("focus", ground) for ground in ("paper", "wash", "sunken", "accent_wash")),
    *((tone, "paper") for tone in ("red", "amber", "green")),
    ("accent", "on_accent"),
    ("gold", "paper"),
)
"""Borders of fields, focus rings and icons that mean something; a test holds each at 3:1."""


# Lengths in device-independent pixels at 100 % text; ``Look.px`` scales them. Spaces are steps of 4.
SPACE: Final = 4
RADIUS: Final = 6
STRIP: Final = 44
RAIL: Final = 88
RAIL_ITEM: Final = 62
FIELD: Final = 34
BUTTON: Final = 34
BUTTON_SMALL: Final = 30
PRIMARY: Final = 46
ROW: Final = 36
ICON: Final = 18
ICON_SMALL: Final = 16
ICON_RAIL: Final = 22
SIDE: Final = 304
"""Width of the summary column on the right."""

TEXT_SMALL: Final = 13
TEXT_TABLE: Final = 13
TEXT_BODY: Final = 14
TEXT_FIELD: Final = 15
TEXT_HEADING: Final = 15
TEXT_LARGE: Final = 18
TEXT_TITLE: Final = 20
TEXT_DISPLAY: Final = 28

SCALE_MIN: Final = 1.0
SCALE_MAX: Final = 1.5
FAMILY: Final = "Be Vietnam Pro"
