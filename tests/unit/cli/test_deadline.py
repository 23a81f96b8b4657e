"""``counter-app deadline``: the published cases, regulations, words, and no dependence on the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main

Ask = Callable[..., dict[str, Any]]

# Cases that were worked out independently of this program, with the usual hours 07:30-11:30, 13:30-17:30; the
# first one is a slip that was really handed out.
CASES = [
    ("working_days", 25, "2019-11-20T08:37", "2019-12-25T08:37"),
    ("working_days", 3, "2026-11-20T16:20", "2026-11-26T16:20"),
    ("working_days", 3, "2026-02-13T09:00", "2026-02-25T09:00"),
    ("working_days", 1, "2026-08-21T09:00", "2026-08-22T09:00"),
    ("working_days", 3, "2026-11-21T10:00", "2026-11-27T07:30"),
    ("working_days", 1, "2026-11-20T12:00", "2026-11-23T13:30"),
    ("working_hours", 8, "2026-11-20T15:30", "2026-11-23T15:30"),
    ("working_hours", 8, "2026-11-23T16:30", "2026-11-25T16:30"),
    ("calendar_days", 15, "2026-11-06T09:00", "2026-11-23T17:30"),
    ("transfer", None, "2026-11-20T15:00", "2026-11-20T17:30"),
]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Ask:
    def call(*arguments: str) -> dict[str, Any]:
        assert main(["--data-dir", str(tmp_path), "deadline", "--json", *arguments]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert isinstance(answer, dict)
        return answer

    return call


def by_rule(rule: str, value: int | None) -> list[str]:
    return ["--rule", rule, *([] if value is None else ["--value", str(value)])]


@pytest.mark.requirement("NA-14", "N-50", "N-51", "N-52")
@pytest.mark.parametrize(("rule", "value", "received", "due"), CASES)
def test_due_time_of_a_published_case(
    rule: str, value: int | None, received: str, due: str, ask: Ask
) -> None:
    answer = ask(*by_rule(rule, value), "--received", received)
    assert answer["due"] == due
    assert answer["due_at"] == f"{due}:00+07:00"
    assert answer["steps"]
    assert answer["basis"]


def test_the_last_day_to_apologise_is_a_working_day_before(ask: Ask) -> None:
    answer = ask(*by_rule("working_days", 2), "--received", "2026-11-20T09:00")
    assert (answer["due"], answer["apology_latest"]) == ("2026-11-25T09:00", "2026-11-23")


def test_each_step_is_worded_and_dated(ask: Ask) -> None:
    answer = ask(*by_rule("working_days", 3), "--received", "2026-11-20T16:20")
    assert [step["text"] for step in answer["steps"]] == [
        "3 ngày làm việc",
        "trừ 24/11 nghỉ Ngày Văn hóa Việt Nam",
        "nên 26/11",
    ]
    assert answer["steps"][1]["date"] == "2026-11-24"
    assert answer["explanation"] == "3 ngày làm việc, trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 26/11"
    english = ask(*by_rule("working_days", 3), "--received", "2026-11-20T16:20", "--lang", "en")
    assert english["explanation"] == "3 working day(s), without 24/11 (Vietnamese Culture Day), hence 26/11"
    assert english["due"] == answer["due"]


def test_a_procedure_brings_its_own_time(ask: Ask) -> None:
    answer = ask("--procedure", "1.000656", "--received", "2026-11-20T15:00:01")
    assert (answer["due"], answer["rule"]) == ("2026-11-23T17:30", "same_day")
    assert answer["data"]["procedure"] == "1.000656"
    unset = ask("--procedure", "1.014027", "--received", "2026-11-20T15:00")
    assert (unset["due"], unset["apology_latest"]) == (None, None)
    assert unset["explanation"] == "Danh mục chưa quy định thời hạn giải quyết"


@pytest.mark.requirement("LC-21", "LC-22")
def test_an_online_dossier_has_the_regulations_timer_and_clauses(ask: Ask) -> None:
    given = (*by_rule("working_days", 3), "--received", "2026-11-21T10:00", "--channel", "online")
    answer = ask(*given, "--profile", "lai-chau")
    assert (answer["due"], answer["online_decision_due"]) == ("2026-11-27T07:30", "2026-11-23T17:30")
    assert answer["transfer_due"] is None
    assert any("Đ10 k1b" in basis for basis in answer["basis"])
    assert ask(*given)["online_decision_due"] is None


def test_post_counts_from_the_handover_minutes(ask: Ask) -> None:
    answer = ask(*by_rule("working_days", 1), "--received", "2026-11-25T09:00", "--channel", "post")
    assert answer["steps"][0]["code"] == "start_handover"
    assert any("QĐ 45/2016" in basis for basis in answer["basis"])


def test_a_moment_may_name_its_zone_and_seconds(ask: Ask) -> None:
    answer = ask(*by_rule("working_days", 1), "--received", "2026-11-25T02:00:30Z")
    assert (answer["received"], answer["due"]) == ("2026-11-25T09:00:30", "2026-11-26T09:00:30")


def test_an_offices_own_hours_and_calendar_are_taken_from_files(ask: Ask, tmp_path: Path) -> None:
    week = {day: ["08:00-12:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat")}
    hours = {"versions": [{"valid_from": "2026-01-01", "days": week}]}
    office = tmp_path / "office.json"
    office.write_text(json.dumps({"office": {"id": "mau", "profile": "phu-tho", "hours": hours}}), "utf-8")
    storm = {"from": "2026-11-27", "effect": "off", "decision": "77/CĐ-UBND", "name_vi": "Nghỉ do bão"}
    calendar = tmp_path / "calendar.json"
    calendar.write_text(json.dumps({"version": "9", "days": [], "overrides": [storm]}), "utf-8")
    files = ("--office", str(office), "--calendar", str(calendar))
    answer = ask(*by_rule("working_days", 2), "--received", "2026-11-26T16:00", *files)
    assert answer["due"] == "2026-12-01T08:00"
    assert "Nghỉ do bão" in answer["explanation"]
    assert answer["data"] == {
        "calendar": "9",
        "profile": "phu-tho",
        "regulation": "QĐ 24/2024/QĐ-UBND",
        "hours": "mau",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--procedure", "9.999999", "--received", "2026-11-20T09:00"), "9.999999"),
        (("--rule", "working_days", "--value", "3", "--received", "2026-11-20"), "có cả giờ"),
        (("--rule", "working_days", "--value", "3", "--received", "mai"), "“mai”"),
        (("--rule", "working_days", "--received", "2026-11-20T09:00"), "--value"),
        (("--rule", "working_days", "--value", "-1", "--received", "2026-11-20T09:00"), "-1"),
        (("--rule", "working_days", "--value", "99999", "--received", "2026-11-20T09:00"), "99999"),
        (("--rule", "same_day", "--received", "9999-12-31T09:00"), "2098"),
        (("--rule", "same_day", "--received", "0001-01-01T00:00+14:00"), "2007"),
        (("--rule", "same_day", "--received", "2026-11-20T09:00", "--profile", "moon"), "lai-chau"),
        (("--rule", "same_day", "--received", "2026-11-20T09:00", "--office", "no.json"), "no.json"),
    ],
)
def test_what_cannot_be_computed_is_said(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--data-dir", str(tmp_path), "deadline", *arguments]) == 1
    assert said in capsys.readouterr().err


def test_people_get_lines(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ["deadline", *by_rule("working_days", 3), "--received", "2026-11-20T16:20"]
    assert main(["--data-dir", str(tmp_path), *asked]) == 0
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first == "Hẹn trả kết quả: 16:20, 26/11/2026 (thứ Năm)"
    assert second == "3 ngày làm việc, trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 26/11."
    assert any("Bộ luật Dân sự 2015" in line for line in rest)


def test_the_machines_time_zone_and_locale_change_nothing(tmp_path: Path) -> None:
    def printed(zone: str, locale: str) -> bytes:
        environment = os.environ | {"TZ": zone, "LC_ALL": locale, "LANG": locale}
        command = [sys.executable, "-m", "counter_app", "--data-dir", str(tmp_path), "deadline", "--json"]
        asked = [*by_rule("working_days", 3), "--received", "2026-02-13T23:59"]
        return subprocess.run([*command, *asked], check=True, capture_output=True, env=environment).stdout

    here = printed("Asia/Ho_Chi_Minh", "C.UTF-8")
    assert json.loads(here)["due"] == "2026-02-26T07:30"
    for zone, locale in (("America/Los_Angeles", "C"), ("Pacific/Kiritimati", "tr_TR.UTF-8")):
        assert printed(zone, locale) == here


def test_the_default_profile_is_the_national_rules(ask: Ask, tmp_path: Path) -> None:
    asked = [*by_rule("working_days", 3), "--received", "2026-11-20T16:20"]
    assert ask(*asked, "--profile", "default") == ask(*asked)
    office = tmp_path / "office.json"
    office.write_text(json.dumps({"office": {"id": "x", "profile": "lai-chau"}}), "utf-8")
    assert ask(*asked, "--office", str(office))["data"]["profile"] == "lai-chau"
    assert "profile" not in ask(*asked, "--office", str(office), "--profile", "default")["data"]
