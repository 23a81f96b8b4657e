"""The project's files and what its modules import, as the architecture tests need them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_SOURCES: Final = ("counter_app", "tests", "benchmarks", "installers")


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is committed or would be; ignored ones are left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """The Python files under the folders, by default wherever the project has code."""
    wanted = tuple(ROOT / folder for folder in folders or _SOURCES)
    return tuple(
        path
        for path in project_files()
        if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in wanted)
    )


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    """``counter_app/domain/fees.py`` -> ``counter_app.domain.fees``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> frozenset[str]:
    """Dotted names of all that a file imports, at the top and inside functions.

    ``from a.b import c`` gives ``a.b`` and ``a.b.c``: ``c`` may be a module.
    """
    return frozenset(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    package = module_name(path).split(".")
    if path.stem != "__init__":
        package.pop()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def is_within(name: str, package: str) -> bool:
    """Whether a dotted name is the package or stands in it."""
    return name == package or name.startswith(f"{package}.")
