"""The library's holidays, and the shipped table that is made with it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from counter_app.domain.holidays import Holidays
from counter_app.services.public_holidays import covering, public_holidays
from tests.fixtures.calendars import RESOURCES, shipped_holidays


def shipped() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((RESOURCES / "catalogues/holidays.json").read_text("utf-8"))
    return plain


@pytest.mark.requirement("N-52")
def test_the_shipped_table_is_what_the_library_says_and_overrides_are_what_it_does_not() -> None:
    table = Holidays.from_plain(shipped() | {"overrides": []})
    library = public_holidays(2024, 2028, decided_until=2026)
    first, last = date(2024, 1, 1), date(2028, 12, 31)
    assert table.between(first, last) == library.between(first, last)
    for day in table.between(first, last):
        ours, theirs = table.get(day), library.get(day)
        assert ours is not None
        assert theirs is not None
        assert (ours.effect, ours.kind, ours.provisional) == (theirs.effect, theirs.kind, theirs.provisional)
    for row in shipped()["overrides"]:
        assert library.get(date.fromisoformat(row["from"])) is None


def test_swaps_of_past_years_are_known_with_the_day_that_was_worked() -> None:
    library = public_holidays(2018, 2019)
    off, worked, early = (library.get(day) for day in (date(2019, 4, 29), date(2019, 5, 4), date(2019, 1, 5)))
    assert off is not None
    assert worked is not None
    assert early is not None
    assert (off.kind, off.name_en) == ("swap_off", "Day off in exchange for 04/05/2019")
    assert (worked.effect, worked.name_vi) == ("work", "Làm bù cho ngày nghỉ 29/04/2019")
    assert early.kind == "make_up"


def test_a_saturday_may_be_worked_for_a_day_off_of_another_year() -> None:
    for year, worked in ((2019, date(2019, 1, 5)), (2014, date(2014, 12, 27))):
        special = public_holidays(year, year).get(worked)
        assert special is not None
        assert special.effect == "work"
        assert public_holidays(year, year).between(date(year - 1, 1, 1), date(year - 1, 12, 31)) == []


def test_years_outside_the_table_come_from_the_library() -> None:
    table = shipped_holidays()
    assert covering(table, date(2026, 1, 1), date(2028, 12, 31)) is table
    later = covering(table, date(2031, 5, 1), date(2031, 12, 31))
    earlier = covering(table, date(2019, 5, 1), date(2026, 12, 31))
    assert later.covers(date(2024, 1, 1), date(2031, 12, 31))
    tet = later.get(date(2030, 2, 3))
    assert tet is not None
    assert tet.provisional
    victory = earlier.get(date(2019, 4, 30))
    assert victory is not None
    assert not victory.provisional
    assert later.get(date(2026, 1, 2)) == table.get(date(2026, 1, 2)) is not None
