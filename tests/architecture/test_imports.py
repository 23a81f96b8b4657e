"""Who may import whom: the contracts of pyproject.toml, and the finer rules that they cannot express."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, imports, is_within, module_name, python_files, tree

QT_HOMES = {
    "PySide6.QtWidgets": ("counter_app.ui",),
    # A print job is laid out with QtGui's page layout and painter; documents rasterise with it.
    "PySide6.QtGui": ("counter_app.ui", "counter_app.documents", "counter_app.devices.printers"),
    "PySide6.QtPrintSupport": ("counter_app.ui", "counter_app.devices.printers"),
    "PySide6.QtPdf": ("counter_app.ui", "counter_app.devices.printers"),
}
SCREENS = ("counter", "kiosk", "board", "settings")
DRIVER_FAMILIES = ("printers", "scanners", "simulators")
CLOCK_AND_WORLD = {
    "asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil",
    "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip


def test_the_import_contracts_hold() -> None:
    command = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("qt", "homes"), QT_HOMES.items())
def test_parts_of_qt_stay_in_their_homes(qt: str, homes: tuple[str, ...]) -> None:
    strangers = [
        module_name(path)
        for path in python_files("counter_app")
        if any(is_within(name, qt) for name in imports(path))
        and not any(is_within(module_name(path), home) for home in homes)
    ]
    assert strangers == []


@pytest.mark.parametrize("screen", SCREENS)
def test_screens_do_not_import_each_other(screen: str) -> None:
    others = [f"counter_app.ui.{other}" for other in SCREENS if other != screen]
    crossing = [
        (module_name(path), name)
        for path in python_files(f"counter_app/ui/{screen}")
        for name in imports(path)
        if any(is_within(name, other) for other in others)
    ]
    assert crossing == []


@pytest.mark.parametrize("family", DRIVER_FAMILIES)
def test_families_of_device_drivers_do_not_import_each_other(family: str) -> None:
    others = [f"counter_app.devices.{other}" for other in DRIVER_FAMILIES if other != family]
    crossing = [
        (module_name(path), name)
        for path in python_files(f"counter_app/devices/{family}")
        for name in imports(path)
        if any(is_within(name, other) for other in others)
    ]
    assert crossing == []


def test_a_station_runs_its_statements_without_sqlalchemy() -> None:
    writing = ("compile_statements", "migrate", "migrations", "queries", "tables")
    homes = ("central", *(f"storage.{name}" for name in writing))
    strangers = [
        module_name(path)
        for path in python_files("counter_app")
        if any(is_within(name, "sqlalchemy") or is_within(name, "alembic") for name in imports(path))
        and not any(is_within(module_name(path), f"counter_app.{home}") for home in homes)
    ]
    assert strangers == []


def test_the_domain_imports_the_standard_library_and_number_formats_only() -> None:
    allowed = sys.stdlib_module_names | {"stdnum"}
    strangers = [
        (module_name(path), name)
        for path in python_files("counter_app/domain")
        for name in imports(path)
        if name.partition(".")[0] not in allowed
        and not is_within(name, "counter_app.domain")
        and name not in ("counter_app", "counter_app.domain")
    ]
    assert strangers == []


def test_the_domain_has_no_clock_and_touches_nothing_outside() -> None:
    found = [
        (module_name(path), name)
        for path in python_files("counter_app/domain")
        for name in imports(path)
        if name.partition(".")[0] in CLOCK_AND_WORLD
    ]
    found += [
        (module_name(path), ast.unparse(node))
        for path in python_files("counter_app/domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in ("now", "today", "utcnow"))
            or (isinstance(node.func, ast.Name) and node.func.id in ("open", "print", "input"))
        )
    ]
    assert found == []


def test_nothing_of_the_program_imports_its_tests() -> None:
    found = [
        module_name(path)
        for path in python_files("counter_app")
        if any(is_within(name, "tests") or is_within(name, "pytest") for name in imports(path))
    ]
    assert found == []
