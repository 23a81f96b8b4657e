"""Places of birth registration and agencies."""

from __future__ import annotations

import re

from tests.unit.catalogues.shelf import document


def test_63_places_of_birth_registration_belong_to_34_provinces_of_today() -> None:
    rows = document("provinces.json")["provinces"]
    prefixes = [row["pin_prefix"] for row in rows]
    assert len(prefixes) == 63
    assert prefixes == sorted(set(prefixes))
    assert all(re.fullmatch(r"\d{3}", prefix) for prefix in prefixes)
    before = {row["name_before_2025_07_01"] for row in rows}
    now = {row["name_now"] for row in rows}
    assert (len(before), len(now)) == (63, 34)
    assert now - before == {"Huế"}


def test_level_one_codes_are_63_provinces_and_ten_ministries() -> None:
    rows = document("agencies.json")["agencies"]
    assert len({row["code"] for row in rows}) == len(rows) == 73
    provinces = [row for row in rows if row["kind"] == "province"]
    assert [row["code"] for row in provinces] == [f"H{number:02d}" for number in range(1, 64)]
    ministries = [row for row in rows if row["kind"] == "ministry"]
    assert len(ministries) == 10
    assert all(re.fullmatch(r"G\d\d", row["code"]) for row in ministries)
    names = {row["code"]: row["name_vi"] for row in rows}
    assert names["H29"].endswith("Hồ Chí Minh")
    assert all(row["name_vi"] and "?" not in row["name_vi"] for row in rows)


def test_every_province_of_the_agencies_is_a_place_of_birth_registration() -> None:
    places = {row["name_before_2025_07_01"] for row in document("provinces.json")["provinces"]}
    for row in document("agencies.json")["agencies"]:
        if row["kind"] == "province":
            name = re.sub(r"^UBND (tỉnh|thành phố|TP\.) ?", "", row["name_vi"])
            assert any(name in place or place.removeprefix("TP. ") in name for place in places), name
