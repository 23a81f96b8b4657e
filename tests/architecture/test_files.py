"""What the files themselves have to keep to: size, standing alone, and ids that exist."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, project_files, python_files, tree
from tests.requirements import read_table

LONGEST_MODULE = 400


def text_of(path: Path) -> str | None:
    """The file's text, or ``None`` if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    long = {
        str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST_MODULE
    }
    assert long == {}


def outside_paths() -> list[str]:
    """Folders of this machine that no file may name: where the checkout stands, and the user's home."""
    places = [f"{ROOT}/", f"{ROOT.parent}/", f"{Path.home()}/"]
    return sorted({place for place in places if place.strip("/")})


def test_no_file_names_a_folder_outside_the_project() -> None:
    found = [
        (str(path.relative_to(ROOT)), place)
        for path in project_files()
        if (text := text_of(path)) is not None
        for place in outside_paths()
        if place in text
    ]
    assert found == []


def test_locks_record_no_addresses() -> None:
    for path in project_files():
        if path.suffix == ".lock" or path.name == "package-lock.json":
            assert "://" not in path.read_text(encoding="utf-8"), path


def requirement_ids(path: Path) -> list[tuple[int, object]]:
    """Line and value of each argument of ``requirement(...)`` marks."""
    return [
        (argument.lineno, argument.value if isinstance(argument, ast.Constant) else None)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if ast.unparse(node.func).endswith("mark.requirement")
        for argument in node.args
    ]


def test_requirement_ids_that_tests_name_are_rows() -> None:
    table = read_table()
    unknown = [
        (f"{path.relative_to(ROOT)}:{line}", name)
        for path in python_files("tests")
        for line, name in requirement_ids(path)
        if name not in table
    ]
    assert unknown == []


@pytest.mark.parametrize("folder", ["counter_app", "tests", "benchmarks"])
def test_no_module_has_a_name_that_says_nothing(folder: str) -> None:
    empty = {"utils", "util", "common", "manager", "helper", "helpers", "misc"}
    assert [path for path in python_files(folder) if empty & {path.stem, *path.relative_to(ROOT).parts}] == []
