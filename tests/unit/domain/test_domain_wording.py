"""Every code that the domain can report has words in both languages, with the values it comes with."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.i18n import Language, Wording
from tests.fixtures.calendars import RESOURCES

DOMAIN = Path(__file__).parents[3] / "counter_app/domain"
MODULES = (
    "agency",
    "calendar_overrides",
    "clock_start",
    "dossier_codes",
    "due_explanation",
    "due_time",
    "fees",
    "holidays",
    "leases",
    "ledger_book",
    "numbering",
    "office_hours",
    "reappointment",
    "supplements",
    "time_rules",
    "work_calendar",
    "working_time",
)
FILES = [*(DOMAIN / f"{name}.py" for name in MODULES), *sorted((DOMAIN / "identifiers").rglob("*.py"))]
AREAS = {"DomainError": "error", "info": "finding", "warning": "finding", "error": "finding"}


def reported() -> Iterator[tuple[str, frozenset[str]]]:
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and node.func.id in AREAS:
                params = frozenset(keyword.arg or "" for keyword in node.keywords)
                yield f"{AREAS[node.func.id]}.{first.value}", params


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_is_worded_and_every_placeholder_is_given(language: Language) -> None:
    wording = Wording(language, RESOURCES / "i18n")
    codes = list(reported())
    assert len(codes) > 60
    for key, params in codes:
        text = wording.text(key, **dict.fromkeys(params, "x"))
        assert text.endswith(".")


@pytest.mark.parametrize("area", ["finding", "due"])
def test_both_languages_have_the_same_texts_with_the_same_placeholders(area: str) -> None:
    fields = []
    for language in ("vi", "en"):
        wording = Wording(language, RESOURCES / "i18n")
        keys = [key for key in wording.all_keys() if key.startswith(f"{area}.")]
        fields.append({key: placeholders(wording, key) for key in keys})
    assert fields[0] == fields[1]


def placeholders(wording: Wording, key: str) -> frozenset[str]:
    names = (
        *("name", "date", "until", "time", "value", "cutoff", "length", "place"),
        *("count", "expected", "line", "position", "proposed", "read"),
        *("agency", "clause", "days", "decision", "document", "weekday", "when"),
    )
    text = wording.text(key, **{name: f"<{name}>" for name in names})
    return frozenset(name for name in names if f"<{name}>" in text) | {
        field for _, field, _, _ in string.Formatter().parse(text) if field
    }
