from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from counter_app import paths

ASK = "import counter_app.paths as p; print(p.resources())"


def ask(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ASK], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A package of its own that holds nothing but the look-up."""
    package = tmp_path / "counter_app"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "paths.py").write_bytes(Path(paths.__file__).read_bytes())
    return tmp_path


def test_a_checkout_has_its_resources_beside_the_package() -> None:
    folder = paths.resources()
    assert folder == Path(paths.__file__).parents[1] / "resources"
    assert (folder / "fonts" / "Tinos-Regular.ttf").is_file()


def test_an_installed_package_carries_its_resources_inside(installed: Path) -> None:
    inside = installed / "counter_app" / "_resources"
    inside.mkdir()
    (installed / "resources").mkdir()
    assert ask(installed).stdout.strip() == str(inside)


def test_missing_resources_are_named_instead_of_guessed(installed: Path) -> None:
    answer = ask(installed)
    assert answer.returncode != 0
    assert "no resources folder" in answer.stderr
