from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.identifiers.health_insurance import HealthCardRead, read_health_card
from counter_app.domain.identifiers.sex import Sex

TODAY = date(2026, 11, 22)


def written(number: str = "DN4890000000017", birth: str = "15/03/1990", sex: str = "2") -> str:
    name, address = "Nguyễn Thị Mẫu".encode().hex(), b"An Giang".hex()
    return f"{number}|{name}|{birth}|{sex}|{address}|89 - 001|01/01/2026|-|01/01/2026|890000|{address}|4|$"


def read(text: str) -> HealthCardRead:
    found = read_health_card(text, today=TODAY)
    assert found is not None
    return found


def codes(found: HealthCardRead) -> list[str]:
    return [finding.code for finding in found.findings]


def test_only_the_person_is_read_and_nothing_of_the_insurance() -> None:
    found = read(written())
    assert found == HealthCardRead(
        insurance_number="0000000017",
        personal_number="",
        full_name="Nguyễn Thị Mẫu",
        birth_date=date(1990, 3, 15),
        birth_year=1990,
        sex=Sex.FEMALE,
        findings=found.findings,
    )
    for fact in ("DN4", "89 - 001", "An Giang", "01/01/2026"):
        assert fact not in repr(found)
    assert codes(found) == ["scan_health_insurance"]


@pytest.mark.parametrize(
    ("number", "insurance", "personal"),
    [
        ("0000000017", "0000000017", ""),
        ("dn4890000000017", "0000000017", ""),
        ("089190000017", "", "089190000017"),
    ],
)
def test_each_length_of_number_is_read(number: str, insurance: str, personal: str) -> None:
    found = read(written(number))
    assert (found.insurance_number, found.personal_number) == (insurance, personal)


def test_a_personal_number_is_compared_with_the_rest() -> None:
    found = read(written("089190000017", birth="15/03/1991", sex="1"))
    assert codes(found) == ["scan_health_insurance", "pin_sex_mismatch", "pin_year_mismatch"]


@pytest.mark.parametrize("birth", ["1990", "00/00/1990"])
def test_a_year_of_birth_alone_is_read(birth: str) -> None:
    found = read(written(birth=birth))
    assert (found.birth_date, found.birth_year) == (None, 1990)


def test_an_unknown_sex_is_left_open() -> None:
    assert read(written(sex="3")).sex is None


@pytest.mark.parametrize(
    "text",
    [
        "", "DN4890000000017", "DN4890000000017|4e67", "DN4890000000017|xyz|15/03/1990|2", "x|4e67|1|2",
        "089190000017|024190000017|NGUYỄN THỊ MẪU|15031990|Nữ|An Giang|01082021", "|" * 9, "1|" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_such_card_is_none(text: str) -> None:
    assert read_health_card(text, today=TODAY) is None
