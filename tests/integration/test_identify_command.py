"""``counter-app identify``: one JSON object or lines, for texts, pictures and standard input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import qrcode

from counter_app.cli import main

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, Xã Mẫu, Huyện Mẫu, An Giang|01082021"
ZONE = "IDVNM1900000174089190000017<<7\n9003152F3003150VNM<<<<<<<<<<<0\nNGUYEN<<THI<MAU"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main(["identify", "--json", *arguments])
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["kind", "fields", "findings"]
    assert all(list(finding) == ["code", "severity", "text"] for finding in said["findings"])
    return status, said


def through_a_pipe(data: bytes, folder: Path) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "counter_app", "--data-dir", str(folder / "none"), "identify"]
    done = subprocess.run([*command, "--json", "-"], input=data, capture_output=True, check=False, timeout=60)
    assert not (folder / "none").exists()
    return done.returncode, json.loads(done.stdout.decode("utf-8"))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "thẻ mẫu.png"
    with path.open("wb") as stream:
        qrcode.make(CARD.encode()).save(stream)
    return path


@pytest.mark.requirement("LC-18")
def test_a_card_is_told_with_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked(capsys, CARD)
    assert (status, said["kind"], said["findings"]) == (0, "card_2021", [])
    assert said["fields"]["full_name"] == "NGUYỄN THỊ MẪU"
    assert said["fields"]["personal_number"] == "089190000017"


def test_findings_are_worded_in_the_language_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked(capsys, "350000017", "--lang", "vi")
    assert status == 0
    assert said["findings"][0] == {
        "code": "old_number_not_valid",
        "severity": "warning",
        "text": said["findings"][0]["text"],
    }
    assert "chứng minh nhân dân" in said["findings"][0]["text"]
    _, english = asked(capsys, "350000017", "--lang", "en")
    assert "identity card" in english["findings"][0]["text"]


def test_the_code_in_a_picture_is_read(capsys: pytest.CaptureFixture[str], picture: Path) -> None:
    status, said = asked(capsys, str(picture))
    assert (status, said["kind"]) == (0, "card_2021")
    assert said["fields"]["full_name"] == "NGUYỄN THỊ MẪU"


def test_a_picture_without_a_code_is_not_recognised(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "trống.txt"
    path.write_text("không phải ảnh", "utf-8")
    status, said = asked(capsys, str(path))
    assert (status, said["kind"], said["fields"]) == (0, "unknown", {})
    assert [finding["code"] for finding in said["findings"]] == ["picture.unknown_kind"]


def test_what_nobody_knows_is_an_answer_to_programs_and_ends_with_one_for_people(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, said = asked(capsys, "xin chào")
    assert (status, said["kind"]) == (0, "unknown")
    assert main(["identify", "xin chào"]) == 1


def test_lines_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "--lang", "vi", ZONE]) == 0
    said = capsys.readouterr().out
    assert "Dòng MRZ của thẻ (TD1)" in said
    assert "Ngày sinh: 15/03/1990" in said
    assert "Giới tính: Nữ" in said
    assert "{" not in said


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "không-có.png"]) == 2
    with pytest.raises(SystemExit) as ended:
        main(["identify"])
    assert ended.value.code == 2
    assert "TEXT_OR_IMAGE" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_standard_input_is_read_in_the_encodings_of_shells(encoding: str, tmp_path: Path) -> None:
    status, said = through_a_pipe((CARD + "\r\n").encode(encoding), tmp_path)
    assert (status, said["kind"]) == (0, "card_2021")
    assert said["fields"]["full_name"] == "NGUYỄN THỊ MẪU"


def test_a_picture_comes_through_a_pipe_too(picture: Path, tmp_path: Path) -> None:
    assert through_a_pipe(picture.read_bytes(), tmp_path)[1]["kind"] == "card_2021"


def test_bytes_that_are_no_text_are_answered(tmp_path: Path) -> None:
    assert through_a_pipe(b"\xff\xc0\x00|" * 50, tmp_path)[1]["kind"] == "unknown"
