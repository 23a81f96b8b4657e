from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from counter_app.paths import resources

FONTS = sorted((resources() / "fonts").glob("*.ttf"))
SANS = [path for path in FONTS if path.name.startswith("BeVietnamPro")]
FIGURES = "0123456789"


def vietnamese_letters() -> set[str]:
    """The letters that Vietnamese adds to ASCII, composed: six tones on twelve vowels, and đ."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones} | {"đ"}
    return {letter for letter in small | {one.upper() for one in small} if not letter.isascii()}


def test_there_is_a_font_for_every_style_that_the_program_uses() -> None:
    assert [path.stem for path in FONTS] == [
        "BeVietnamPro-Bold",
        "BeVietnamPro-Italic",
        "BeVietnamPro-Medium",
        "BeVietnamPro-Regular",
        "BeVietnamPro-SemiBold",
        "Tinos-Bold",
        "Tinos-BoldItalic",
        "Tinos-Italic",
        "Tinos-Regular",
    ]


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_vietnamese_letter_has_a_glyph_that_is_not_empty(path: Path) -> None:
    letters = vietnamese_letters()
    assert len(letters) == 134
    font = TTFont(path)
    glyphs = font.getBestCmap()
    for letter in sorted(letters) + list("“”–…•₫" + FIGURES):
        assert ord(letter) in glyphs, letter
        assert font["glyf"][glyphs[ord(letter)]].numberOfContours != 0, letter


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_font_may_be_embedded_and_has_its_licence_beside_it(path: Path) -> None:
    assert TTFont(path)["OS/2"].fsType == 0
    licence = path.with_name(f"{path.stem.split('-')[0]}-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


@pytest.mark.parametrize("path", SANS, ids=lambda path: path.stem)
def test_tabular_figures_can_be_switched_on_and_are_equally_wide(path: Path) -> None:
    font = TTFont(path)
    table = font["GSUB"].table
    records = [one for one in table.FeatureList.FeatureRecord if one.FeatureTag == "tnum"]
    assert len(records) == 1
    substitutes = table.LookupList.Lookup[records[0].Feature.LookupListIndex[0]].SubTable[0].mapping
    glyphs = font.getBestCmap()
    widths = {font["hmtx"][substitutes[glyphs[ord(figure)]]][0] for figure in FIGURES}
    assert len(widths) == 1
    position = table.FeatureList.FeatureRecord.index(records[0])
    for script in table.ScriptList.ScriptRecord:
        languages = [script.Script.DefaultLangSys, *(one.LangSys for one in script.Script.LangSysRecord)]
        assert all(position in language.FeatureIndex for language in languages)


@pytest.mark.parametrize("path", [path for path in FONTS if path not in SANS], ids=lambda path: path.stem)
def test_figures_of_the_forms_are_equally_wide(path: Path) -> None:
    font = TTFont(path)
    glyphs = font.getBestCmap()
    assert len({font["hmtx"][glyphs[ord(figure)]][0] for figure in FIGURES}) == 1


@pytest.mark.parametrize("path", SANS, ids=lambda path: path.stem)
def test_typed_text_never_turns_into_a_picture(path: Path) -> None:
    assert not [name for name in TTFont(path).getGlyphOrder() if name.startswith("colon_")]
