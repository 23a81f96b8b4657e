"""Text for people: Vietnamese and English whole and alike, and a wording for every error."""

from __future__ import annotations

import ast
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from counter_app.i18n.catalogue import areas, read_area
from tests.architecture.source_tree import ROOT, python_files, tree

FOLDER = ROOT / "resources" / "i18n"
LANGUAGES = ("vi", "en")


@cache
def wording(language: str) -> dict[str, str]:
    """Every text of a language by its key."""
    folder = FOLDER / language
    return {key: text for area in areas(folder) for key, text in read_area(folder, area).items()}


def placeholders(text: str) -> set[str]:
    """The names in braces; a brace that is none is a ``ValueError``."""
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def test_both_languages_have_the_same_areas() -> None:
    assert areas(FOLDER / "vi") == areas(FOLDER / "en")


def test_both_languages_have_the_same_keys() -> None:
    assert sorted(wording("vi").keys() - wording("en").keys()) == []
    assert sorted(wording("en").keys() - wording("vi").keys()) == []


def test_both_languages_have_the_same_placeholders() -> None:
    different = [
        key
        for key in wording("vi").keys() & wording("en").keys()
        if placeholders(wording("vi")[key]) != placeholders(wording("en")[key])
    ]
    assert sorted(different) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_tidy_and_their_placeholders_are_names(language: str) -> None:
    for key, text in wording(language).items():
        assert text.strip(), key
        assert unicodedata.is_normalized("NFC", text), key
        assert all(name.isidentifier() for name in placeholders(text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_composed_so_that_searching_them_finds(language: str) -> None:
    for path in (FOLDER / language).rglob("*.toml"):
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_texts_have_both_forms(language: str) -> None:
    keys = wording(language).keys()
    for key in keys:
        stem, _, form = key.rpartition(".")
        if form == "one":
            assert f"{stem}.other" in keys, key


# --- errors ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Raised:
    """One place that makes an error; ``params`` is ``None`` when they are not all named there."""

    where: str
    code: str
    params: frozenset[str] | None


def made_errors(path: Path) -> Iterator[Raised]:
    """Every ``DomainError("code", ...)`` of a file."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        code = node.args[0]
        if name == "DomainError" and isinstance(code, ast.Constant) and isinstance(code.value, str):
            names = [keyword.arg for keyword in node.keywords]
            whole = None if None in names else frozenset(name for name in names if name is not None)
            yield Raised(f"{path.relative_to(ROOT)}:{node.lineno}", code.value, whole)


@cache
def all_made_errors() -> tuple[Raised, ...]:
    return tuple(made for path in python_files("counter_app") for made in made_errors(path))


def test_error_codes_are_dotted_names() -> None:
    for made in all_made_errors():
        parts = made.code.split(".")
        assert len(parts) > 1, made
        assert all(part.isidentifier() and part.islower() for part in parts), made


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_worded(language: str) -> None:
    missing = {made.code for made in all_made_errors() if f"error.{made.code}" not in wording(language)}
    assert sorted(missing) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_of_an_error_uses_only_what_the_error_carries(language: str) -> None:
    wrong = [
        (made.where, made.code, sorted(unknown))
        for made in all_made_errors()
        if made.params is not None
        and (unknown := placeholders(wording(language).get(f"error.{made.code}", "")) - made.params)
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_error_wordings_are_sorted(language: str) -> None:
    lines = (FOLDER / language / "error.toml").read_text(encoding="utf-8").splitlines()
    tables = [line.strip("[] ") for line in lines if line.startswith("[")]
    assert tables == sorted(set(tables))
