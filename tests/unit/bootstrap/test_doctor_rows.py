"""What the checks of ``doctor`` can say, and the parts that need no station."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.bootstrap.checks.display import debian_packages, not_found, package_table
from counter_app.bootstrap.checks.machine import FONT_FILES, font_is_whole
from counter_app.bootstrap.checks.row import STATES, Check, State, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.bootstrap.checks.store import FULL_BYTES, LOW_BYTES, room
from counter_app.bootstrap.doctor import run_checks
from counter_app.config import Config
from counter_app.i18n import Wording
from counter_app.i18n.wording import Language
from counter_app.paths import resources
from tests.architecture.source_tree import ROOT

ALL_ROWS = [Check(name, state, code) for name, codes in STATES.items() for code, state in codes.items()]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_row_is_worded_and_whatever_is_amiss_says_what_to_do(language: Language) -> None:
    words = Wording(language, resources() / "i18n")
    keys = {key for row in ALL_ROWS for key in (row.title_key, row.text_key, row.advice_key) if key}
    assert sorted(key for key in keys if not words.has(key)) == []
    worded = {key for key in words.all_keys() if key.startswith("doctor.")} - {"doctor.summary"}
    assert sorted(worded - keys) == []


def test_a_finding_that_is_not_known_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        found("fonts", "lost")


def test_a_check_that_fails_is_a_row_and_the_others_still_tell(tmp_path: Path) -> None:
    def broken(_situation: Situation) -> Iterator[Check]:
        raise ZeroDivisionError("something nobody thought of")

    def well(_situation: Situation) -> Iterator[Check]:
        yield found("fonts", "complete", count=9)

    rows = run_checks(Config(tmp_path / "none", keys="file"), None, checks=(broken, well))
    assert [(row.name, row.code, row.state) for row in rows] == [
        ("program", "check_failed", State.ERROR),
        ("fonts", "complete", State.OK),
    ]
    assert "nobody thought" not in str(rows[0].params)


@pytest.mark.parametrize(
    ("free", "code"),
    [
        (0, "full"),
        (FULL_BYTES - 1, "full"),
        (FULL_BYTES, "low"),
        (LOW_BYTES - 1, "low"),
        (LOW_BYTES, "enough"),
    ],
)
def test_free_space_is_judged_before_it_is_gone(free: int, code: str) -> None:
    assert room(free) == code


def test_the_doctor_works_where_qt_cannot_even_be_imported() -> None:
    program = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from counter_app.cli import main\n"
        "sys.exit(main(['--data-dir', '/nonexistent/station', 'doctor', '--json']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    codes = {row["name"]: row["code"] for row in json.loads(done.stdout)["checks"]}
    assert "program" not in codes
    assert codes["display"] == "qt_missing"
    assert {"fonts", "database", "slip_printer"} <= codes.keys(), done.stderr


# --- display --------------------------------------------------------------------------------------

LDD = """\
\tlinux-vdso.so.1 (0x00007ffd0a5f2000)
\tlibxcb-cursor.so.0 => not found
\tlibX11.so.6 => /lib/x86_64-linux-gnu/libX11.so.6 (0x00007f1d0d200000)
\tlibnobodyknows.so.7 => not found
"""


def test_libraries_that_the_linker_does_not_find_are_named_with_their_package() -> None:
    missing = list(not_found(LDD))
    assert missing == ["libxcb-cursor.so.0", "libnobodyknows.so.7"]
    assert debian_packages(missing) == (["libxcb-cursor0"], ["libnobodyknows.so.7"])


def test_every_package_that_the_doctor_names_is_one_that_the_set_up_installs() -> None:
    lines = (ROOT / "installers" / "linux" / "system-packages.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    assert set(package_table().values()) == {package for package, purpose in rows if purpose in ("qt", "x11")}


# --- fonts ----------------------------------------------------------------------------------------


def test_the_fonts_looked_for_are_those_that_are_shipped() -> None:
    assert set(FONT_FILES) == {path.name for path in (resources() / "fonts").glob("*.ttf")}


@pytest.mark.parametrize("name", FONT_FILES)
def test_shipped_fonts_are_whole(name: str) -> None:
    assert font_is_whole(resources() / "fonts" / name)


def test_a_font_that_is_cut_off_or_has_a_wrong_byte_is_not_whole(tmp_path: Path) -> None:
    data = (resources() / "fonts" / FONT_FILES[0]).read_bytes()
    spoilt = tmp_path / "font.ttf"
    middle = len(data) // 2
    for wrong in (
        b"",
        b"\0",
        data[:11],
        data[:-500],
        data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
    ):
        spoilt.write_bytes(wrong)
        assert not font_is_whole(spoilt)


# --- clock ----------------------------------------------------------------------------------------


def test_a_clock_before_the_program_was_made_is_an_error(tmp_path: Path) -> None:
    class DeadBattery:
        def now(self) -> datetime:
            return datetime(2020, 1, 1, tzinfo=UTC)

    rows = run_checks(Config(tmp_path / "none", keys="file"), None, DeadBattery())
    assert [row.code for row in rows if row.name == "clock"] == ["behind_program"]
