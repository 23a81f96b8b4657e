"""Whether a window can be shown: the libraries that Qt needs, a display, and Qt itself started on it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from counter_app.bootstrap.checks.row import Check, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.paths import resources

_HIDDEN: Final = ("offscreen", "minimal")
_QT_PARTS: Final = ("lib/libQt6Widgets.so.6", "lib/libQt6PrintSupport.so.6")
"""Needed without a display too: slips are drawn with Qt."""
_WINDOW_PARTS: Final = ("plugins/platforms/libqxcb.so",)
_LDD_S: Final = 10.0
_QT_S: Final = 20.0


def check_display(_situation: Situation) -> Iterator[Check]:
    """One row: the first thing that keeps a window from being seen, or the platform that shows it."""
    qt = _qt_folder()
    shown = sys.platform != "linux" or bool(_display_name())
    missing, missing_for_window = missing_libraries(qt, _QT_PARTS), missing_libraries(qt, _WINDOW_PARTS)
    if qt is None:
        yield found("display", "qt_missing")
    elif missing or (missing_for_window and shown):
        yield _libraries("libraries_missing", {*missing, *missing_for_window})
    elif os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _HIDDEN:
        yield found("display", "hidden", platform=os.environ["QT_QPA_PLATFORM"])
    elif missing_for_window:
        yield _libraries("none_nor_libraries", missing_for_window)
    elif not shown:
        yield found("display", "none")
    else:
        yield _started()


def missing_libraries(qt: Path | None, parts: Iterable[str]) -> set[str]:
    """Libraries that the dynamic linker does not find for parts of Qt; empty where it cannot tell."""
    ldd = shutil.which("ldd")
    if qt is None or ldd is None or sys.platform != "linux":
        return set()
    missing: set[str] = set()
    for part in parts:
        path = qt / part
        if path.exists():
            told = subprocess.run([ldd, path], capture_output=True, text=True, timeout=_LDD_S, check=False)
            missing.update(not_found(told.stdout))
    return missing


def not_found(told: str) -> Iterator[str]:
    """The names in the output of ``ldd`` that it says are not found."""
    for line in told.splitlines():
        name, arrow, where = line.strip().partition(" => ")
        if arrow and where.startswith("not found"):
            yield name


def debian_packages(libraries: Iterable[str]) -> tuple[list[str], list[str]]:
    """The packages that bring the libraries, and the libraries of which no package is known; both sorted."""
    known = package_table()
    packages = {known[library] for library in libraries if library in known}
    return sorted(packages), sorted(library for library in libraries if library not in known)


def package_table() -> Mapping[str, str]:
    """The Debian package of each library."""
    with (resources() / "platform" / "debian-libraries.toml").open("rb") as stream:
        return {library: str(package) for library, package in tomllib.load(stream).items()}


def _libraries(code: str, missing: Iterable[str]) -> Check:
    packages, unknown = debian_packages(missing)
    return found(
        "display", code, libraries=", ".join(sorted(missing)), packages=" ".join((*packages, *unknown))
    )


def _qt_folder() -> Path | None:
    """Where Qt's libraries are: below the package on Linux, in it on Windows; ``None`` without Qt."""
    try:
        spec = importlib.util.find_spec("PySide6")
    except ValueError:
        return None
    places = [] if spec is None else [Path(place) for place in spec.submodule_search_locations or ()]
    folders = (folder for place in places for folder in (place / "Qt", place))
    return next((folder for folder in folders if folder.is_dir()), None)


def _display_name() -> str:
    return os.environ.get("WAYLAND_DISPLAY", "") or os.environ.get("DISPLAY", "")


def _started() -> Check:
    """Start Qt in a process of its own: where it cannot, it ends the process that tried."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "counter_app"]
    try:
        done = subprocess.run(
            [*own, "doctor", "--probe-display"], capture_output=True, text=True, timeout=_QT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return found("display", "qt_broken", display=_display_name())
    if done.returncode == 0 and done.stdout.strip():
        return found("display", "window", platform=done.stdout.split()[-1])
    code = "no_connection" if "could not connect to display" in done.stderr else "qt_broken"
    return found("display", code, display=_display_name())
