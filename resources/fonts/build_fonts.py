"""Maintainer's script: make the fonts of this folder from the files that their authors publish.

Usage: ``python resources/fonts/build_fonts.py FOLDER`` with the sources named in README.md in
FOLDER. Needs fontTools with brotli. The same sources give the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.otlLib.builder import buildLookup, buildSingleSubstSubtable
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

HERE = Path(__file__).parent
SANS = ("Regular", "Medium", "SemiBold", "Bold", "Italic")
SERIF = {
    "Regular": "400-normal",
    "Italic": "400-italic",
    "Bold": "700-normal",
    "BoldItalic": "700-italic",
}
SUBSETS = ("latin", "latin-ext", "vietnamese")
FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ROUND_XY_TO_GRID = 0x0004


def add_tabular_figures(font: TTFont) -> None:
    """Give the font ``tnum``: figures centred in the width of its zero, so that columns align."""
    width = font["hmtx"]["zero"][0]
    substitutes = {name: f"{name}.tnum" for name in FIGURES}
    for name, tabular in substitutes.items():
        advance, bearing = font["hmtx"][name]
        shift = (width - advance) // 2
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, shift, 0, ROUND_XY_TO_GRID
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [part]
        font["glyf"][tabular] = glyph
        font["hmtx"][tabular] = (width, bearing + shift)
        glyph.recalcBounds(font["glyf"])
    font.setGlyphOrder(font["glyf"].glyphOrder)
    _add_feature(font["GSUB"].table, "tnum", buildLookup([buildSingleSubstSubtable(substitutes)]))


def _add_feature(table: otTables.GSUB, tag: str, lookup: otTables.Lookup) -> None:
    """Append the lookup and offer it in every script and language; features stay sorted by tag."""
    table.LookupList.Lookup.append(lookup)
    table.LookupList.LookupCount = len(table.LookupList.Lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex = [table.LookupList.LookupCount - 1]
    record.Feature.LookupCount = 1
    old = list(table.FeatureList.FeatureRecord)
    new = sorted([*old, record], key=lambda one: one.FeatureTag)
    moved = {before: new.index(one) for before, one in enumerate(old)}
    table.FeatureList.FeatureRecord, table.FeatureList.FeatureCount = new, len(new)
    for script in table.ScriptList.ScriptRecord:
        languages = [one.LangSys for one in script.Script.LangSysRecord]
        for language in filter(None, [script.Script.DefaultLangSys, *languages]):
            indices = sorted([*(moved[index] for index in language.FeatureIndex), new.index(record)])
            language.FeatureIndex, language.FeatureCount = indices, len(indices)


def drop_picture_ligatures(font: TTFont) -> None:
    """Take out ``:be:``, ``:dd:`` and ``:star:``: typed text must not turn into pictures."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            if isinstance(subtable, otTables.LigatureSubst):
                subtable.ligatures.pop("colon", None)


def without_unused_glyphs(font: TTFont) -> TTFont:
    """The font with the glyphs that some character or feature can reach; hints and names are kept."""
    subsetter = Subsetter(Options(layout_features="*", name_IDs="*", name_languages="*", notdef_outline=True))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    return font


def sign(font: TTFont, change: str) -> None:
    """Say in the version string that this is a changed version, as good manners with fonts ask."""
    for record in font["name"].names:
        if record.nameID == 5:
            record.string = f"{record.toUnicode()}; {change}"


def be_vietnam_pro(source: Path, style: str) -> TTFont:
    """One weight of Be Vietnam Pro, with tabular figures."""
    font = TTFont(source / f"BeVietnamPro-{style}.ttf", recalcTimestamp=False)
    drop_picture_ligatures(font)
    without_unused_glyphs(font)
    add_tabular_figures(font)
    sign(font, "tabular figures added")
    return font


def tinos(source: Path, style: str) -> TTFont:
    """One style of Tinos, its web subsets joined again."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in SUBSETS:
            part = TTFont(source / f"tinos-{subset}-{SERIF[style]}.woff2", recalcTimestamp=False)
            part.flavor = None
            parts.append(str(Path(folder, f"{subset}.ttf")))
            part.save(parts[-1])
        first = TTFont(parts[0], recalcTimestamp=False)
        font = Merger().merge(parts)
    font.recalcTimestamp = False
    font["head"].created, font["head"].modified = first["head"].created, first["head"].modified
    sign(font, "subsets joined")
    return font


def main(source: Path) -> None:
    """Write every font next to this script."""
    for style in SANS:
        be_vietnam_pro(source, style).save(HERE / f"BeVietnamPro-{style}.ttf")
    for style in SERIF:
        tinos(source, style).save(HERE / f"Tinos-{style}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
