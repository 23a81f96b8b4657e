"""The simulated e-ID service: its people, its conditions, and the program around it."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx
import pytest
from stdnum.vn import mst

from counter_app.central.simulators.vneid.conditions import Conditions, Failure, Mode
from counter_app.central.simulators.vneid.people import Account, Kind, People, Person, read_people
from counter_app.central.simulators.vneid.server import VneidSimulator, known_people
from counter_app.cli.simulate_vneid import add_vneid_arguments, vneid_from_arguments
from counter_app.domain.errors import DomainError
from counter_app.domain.identifiers.personal_number import parse_personal_number
from counter_app.paths import resources

PEOPLE = known_people()


def of(kind: Kind) -> list[Person]:
    return [person for person in PEOPLE if person.kind is kind]


def test_population_is_the_same_each_time_and_another_one_for_another_seed() -> None:
    assert known_people() == PEOPLE
    assert known_people(2) != PEOPLE


def test_citizens_come_from_all_places_and_their_numbers_say_what_they_are() -> None:
    citizens = of(Kind.CITIZEN)
    assert len(citizens) > 600
    assert len({person.number for person in citizens}) == len(citizens)
    for person in citizens:
        number = parse_personal_number(person.number)
        assert number is not None
        assert (number.sex.value, str(number.birth_year)) == (person.sex, person.birth_date[:4]), person
    assert len({person.number[:3] for person in citizens}) == 63


def test_accounts_are_in_every_state_and_organisations_have_codes_that_hold() -> None:
    counted = Counter(person.account for person in of(Kind.CITIZEN))
    assert counted[Account.LEVEL_2] > counted[Account.LEVEL_1] > counted[Account.NONE] > 20
    assert counted[Account.LOCKED]
    invented = [person.number for person in of(Kind.ORGANISATION) if person.number.startswith("00")]
    assert len(invented) > 50
    assert all(mst.is_valid(code) for code in invented)
    assert len({person.nationality for person in of(Kind.FOREIGNER)}) > 5


def test_people_of_the_demonstration_and_of_the_sample_cards_are_known() -> None:
    people = People(PEOPLE)
    cases = json.loads((resources() / "demo" / "dossiers.json").read_text("utf-8"))
    for case in cases:
        owner = case.get("owner") or {"kind": "citizen", "number": case["card"].split("|")[0]}
        assert people.find(Kind(owner["kind"]), owner["number"]) is not None, case["case"]
    assert people.find(Kind.CITIZEN, "096305000002") is not None


def test_file_of_people_is_read_and_what_is_wrong_in_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    row = {"kind": "citizen", "number": "089190000018", "full_name": "MẪU", "account": "level_1"}
    file.write_text(json.dumps([row]), "utf-8")
    assert read_people(file) == [Person(Kind.CITIZEN, "089190000018", "MẪU", Account.LEVEL_1)]
    for bad, field in (([{**row, "kind": "cat"}], "people.1.kind"), ({}, "people"), ([{}], "people.1.kind")):
        file.write_text(json.dumps(bad), "utf-8")
        with pytest.raises(DomainError) as refused:
            read_people(file)
        assert (refused.value.code, refused.value.params["file"]) == ("central.bad_people", "people.json")
        assert refused.value.params["field"] == field


def test_answers_take_about_the_time_that_was_set_and_a_few_much_longer() -> None:
    conditions, chance = Conditions(latency_ms=200), random.Random(1)
    times = sorted(conditions.latency(chance) for _ in range(1000))
    assert 0.18 < times[500] < 0.22
    assert 0.3 < times[950] < 0.6


def test_share_that_fails_fails_in_all_ways() -> None:
    conditions, chance = Conditions(fail_rate=0.3), random.Random(1)
    failures = Counter(conditions.failure(chance) for _ in range(1000))
    assert 650 < failures[None] < 750
    assert all(failures[failure] > 60 for failure in Failure)
    assert Conditions().failure(chance) is None


@pytest.mark.parametrize(
    "to", [{"mode": "tired"}, {"latency_ms": -1}, {"fail_rate": "all"}, {"fail_rate": 2}]
)
def test_condition_that_cannot_be_changes_nothing(to: dict[str, object]) -> None:
    conditions = Conditions()
    with pytest.raises(DomainError, match=r"central\.bad_condition"):
        conditions.change(**to)
    assert conditions == Conditions()


def test_conditions_are_switched_while_it_runs_and_its_people_are_shown() -> None:
    person = Person(Kind.CITIZEN, "089190000017", "NGUYỄN THỊ MẪU", Account.LEVEL_2)
    with VneidSimulator(People([person])) as simulator, httpx.Client(base_url=simulator.url) as client:
        assert client.post("/control", json={"mode": "maintenance"}).json()["mode"] == "maintenance"
        assert simulator.conditions.mode is Mode.MAINTENANCE
        assert client.post("/oauth2/token").json()["maKetQua"] == "90"
        assert client.get("/control").json()["people"] == 1
        (shown,) = client.get("/control/people").json()
        assert (shown["number"], shown["account"]) == ("089190000017", "level_2")
        for bad in ("[]", "{", '{"mode": 1}'):
            assert client.post("/control", content=bad).status_code == 422


def test_program_tells_its_address_obeys_and_ends() -> None:
    orders = "state\nlatency 900\nfail 0.5\ndown\nnonsense\nquit\n"
    command = [sys.executable, "-m", "counter_app", "simulate", "vneid", "--port", "0", "--latency-ms", "0"]
    done = subprocess.run(command, input=orders, capture_output=True, text=True, check=True, timeout=60)
    first, *news = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["simulator"], first["people"]) == ("vneid", len(PEOPLE))
    assert first["url"].startswith("http://127.0.0.1:")
    assert [line.get("latency_ms") for line in news] == [0, 900, 900, 900, None]
    assert news[3] == {"mode": "down", "latency_ms": 900, "fail_rate": 0.5, "asked": 0}
    assert news[4]["event"] == "refused"


def test_program_lists_its_people_with_those_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.json"
    row = {"kind": "foreigner", "number": "Y1234567", "full_name": "ANNA SAMPLE", "account": "none"}
    file.write_text(json.dumps([row]), "utf-8")
    parser = argparse.ArgumentParser()
    add_vneid_arguments(parser)
    assert vneid_from_arguments(parser.parse_args(["--list", "--people", str(file)])) == 0
    listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(listed) == len(PEOPLE) + 1
    assert listed[-1]["number"] == "Y1234567"
    file.write_text("no json", "utf-8")
    assert vneid_from_arguments(parser.parse_args(["--people", str(file)])) == 2
