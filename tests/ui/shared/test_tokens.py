from __future__ import annotations

from dataclasses import fields

import pytest

from counter_app.ui.shared import tokens
from counter_app.ui.shared.tokens import PALETTES, SHAPE_PAIRS, TEXT_PAIRS, THEMES, Palette, ThemeName, Tone


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(palette: Palette, pairs: tuple[tuple[str, str], ...], least: float) -> dict[str, float]:
    ratios = {f"{a} on {b}": contrast(getattr(palette, a), getattr(palette, b)) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_the_measure_is_right() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_text_stands_out_from_its_ground(name: ThemeName) -> None:
    assert too_faint(PALETTES[name], TEXT_PAIRS, 4.5) == {}


@pytest.mark.parametrize("name", THEMES)
def test_field_borders_focus_and_icons_stand_out(name: ThemeName) -> None:
    assert too_faint(PALETTES[name], SHAPE_PAIRS, 3.0) == {}


def test_the_high_contrast_theme_has_high_contrast() -> None:
    assert too_faint(PALETTES["contrast"], TEXT_PAIRS, 7.0) == {}


def test_every_tone_has_an_ink_and_a_wash_in_every_pair_of_colours() -> None:
    names = {field.name for field in fields(Palette)}
    for tone in Tone:
        assert f"{tone}_wash" in names
        if tone not in (Tone.NEUTRAL, Tone.ACCENT):
            assert (tone.value, f"{tone}_wash") in TEXT_PAIRS


def test_no_text_is_smaller_than_a_clerk_can_read() -> None:
    sizes = {
        name: value for name, value in vars(tokens).items() if name.startswith("TEXT_") and name.isupper()
    }
    sizes.pop("TEXT_PAIRS")
    assert min(sizes.values()) >= 12.5


def test_spaces_are_steps_of_four() -> None:
    assert tokens.STRIP % tokens.SPACE == 0
    assert tokens.RAIL % tokens.SPACE == 0
