"""What the README says to newcomers is so."""

from __future__ import annotations

import json
from pathlib import Path

from counter_app.devices.simulators.cards import sample_cards
from counter_app.paths import resources

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
ACCOUNTS = {"level_2": "account of level 2", "level_1": "account of level 1", "none": "no account"}


def test_the_cards_that_the_readme_numbers_are_the_cases_that_it_tells() -> None:
    people = json.loads((resources() / "samples" / "people.json").read_text("utf-8"))
    known = {one["number"]: one for one in people}
    rows = [line.strip("| ").split(" | ") for line in README.splitlines() if line.startswith("| ")]
    told = {
        int(digit): (name, says)
        for which, says in (row for row in rows if len(row) == 2 and row[0][0].isdigit())
        for digits, _, name in [which.partition(", ")]
        for digit in digits.split(" or ")
    }
    assert sorted(told) == [1, 2, 3, 4]
    for digit, (name, says) in told.items():
        number, _, rest = sample_cards()[digit - 1].text.partition("|")
        person = known[number]
        assert person["full_name"] in rest
        assert (person["full_name"], ACCOUNTS[person["account"]]) == (name.upper(), says)


def test_the_number_that_the_readme_offers_for_a_mismatch_is_known_to_the_simulated_service() -> None:
    people = json.loads((resources() / "samples" / "people.json").read_text("utf-8"))
    assert "| number 089192000044 with a name that you invent | does not match" in README
    assert "089192000044" in {one["number"] for one in people}


def test_readme_and_makefile_say_the_same_about_how_long_the_tests_take() -> None:
    how_long = "about 10 minutes on two cores, installing included; about 8 once installed"
    for text in (README, (ROOT / "Makefile").read_text("utf-8")):
        assert how_long in text
