"""Every shipped document: what it is, its version, from when it holds, and tidy texts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest

from tests.unit.catalogues.shelf import FOLDER, document

KINDS = {
    "agencies.json": "agencies",
    "code-patterns.json": "code_patterns",
    "enums.json": "enums",
    "holidays.json": "holidays",
    "procedures-index.json": "procedure_index",
    "procedures.json": "procedures",
    "province-profiles.json": "province_profiles",
    "provinces.json": "provinces",
    "statuses.json": "statuses",
}


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return []


def test_no_other_documents_lie_in_the_folder() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(KINDS)


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_every_document_says_what_it_is_its_version_and_from_when_it_holds(name: str, kind: str) -> None:
    head = document(name)
    assert head["kind"] == kind
    assert re.fullmatch(r"20\d\d\.\d\d\.\d+", head["version"])
    assert date.fromisoformat(head["valid_from"])
    assert head["source"]


@pytest.mark.parametrize("name", KINDS)
def test_every_text_is_composed_and_trimmed(name: str) -> None:
    raw = (FOLDER / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    for text in texts(document(name)):
        assert unicodedata.is_normalized("NFC", text)
        assert text == " ".join(text.split())
