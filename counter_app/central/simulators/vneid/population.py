"""Invents a population: the same for the same seed, from every place, in every state an account can be in."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from counter_app.central.simulators.vneid.people import Account, Kind, Person

_SURNAMES: Final = (
    "NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HOÀNG", "HUỲNH", "PHAN", "VŨ", "VÕ", "ĐẶNG", "BÙI", "ĐỖ", "HỒ", "NGÔ",
    "DƯƠNG", "LÝ", "ĐINH", "LÂM", "TRỊNH", "MAI",
)  # fmt: skip
_MIDDLE: Final = {
    "male": ("VĂN", "HỮU", "ĐỨC", "MINH", "QUỐC"),
    "female": ("THỊ", "NGỌC", "THANH", "THÚY", "KIM"),
}
_GIVEN: Final = (
    "AN", "BÌNH", "CHÂU", "DUNG", "ĐÔNG", "GIANG", "HÀ", "HẠNH", "HÒA", "KHÁNH", "LAN", "LỘC", "MINH", "NAM",
    "NGÂN", "OANH", "PHÚC", "QUYÊN", "SƠN", "TÂM", "THẢO", "UYÊN", "VINH", "XUÂN", "YẾN",
)  # fmt: skip
_COUNTRIES: Final = ("FRA", "KOR", "JPN", "CHN", "USA", "GBR", "LAO", "KHM", "IND", "DEU", "AUS", "TWN")
_FIRST_NAMES: Final = {
    "male": ("JOHN", "PIERRE", "HIROSHI", "MINHO", "KARL", "RAVI"),
    "female": ("MARIA", "CLAIRE", "YUKI", "JIWOO", "ANNA", "PRIYA"),
}
_ORGANISATIONS: Final = (
    "CÔNG TY TNHH MẪU", "CÔNG TY CỔ PHẦN MẪU", "HỢP TÁC XÃ MẪU", "DOANH NGHIỆP TƯ NHÂN MẪU",
    "TRƯỜNG TƯ THỤC MẪU",
)  # fmt: skip
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)

_CITIZENS = (Account.LEVEL_2, Account.LEVEL_1, Account.NONE, Account.LOCKED)
_CITIZEN_SHARES: Final = (60, 25, 13, 2)
_OTHERS = (Account.UNTOLD, Account.LEVEL_2, Account.NONE)
_OTHER_SHARES: Final = (60, 20, 20)


def invent(places: Sequence[str], seed: int = 1, *, citizens: int = 630) -> list[Person]:
    """Citizens of all ``places`` (three digits) in turn; a tenth as many foreigners, and organisations."""
    chance = random.Random(seed)  # noqa: S311 - it has to come out the same each time
    people = [_citizen(chance, places[number % len(places)], number) for number in range(citizens)]
    people += [_foreigner(chance, number) for number in range(citizens // 10)]
    people += [_organisation(chance, code) for code in _tax_codes(citizens // 10)]
    return people


def _citizen(chance: random.Random, place: str, number: int) -> Person:
    sex = chance.choice(("male", "female"))
    born = _day(chance, 1936, 2011)
    century_and_sex = 2 * ((born.year - 1900) // 100) + (sex == "female")
    digits = f"{place}{century_and_sex}{born.year % 100:02}99{number:04}"
    name = f"{chance.choice(_SURNAMES)} {chance.choice(_MIDDLE[sex])} MẪU {chance.choice(_GIVEN)}"
    account = chance.choices(_CITIZENS, _CITIZEN_SHARES)[0]
    return Person(Kind.CITIZEN, digits, name, account, born.isoformat(), sex, "VNM")


def _foreigner(chance: random.Random, number: int) -> Person:
    sex = chance.choice(("male", "female"))
    name = f"{chance.choice(_FIRST_NAMES[sex])} SAMPLE {chr(65 + number % 26)}"
    born = _day(chance, 1950, 2005).isoformat()
    account = chance.choices(_OTHERS, _OTHER_SHARES)[0]
    return Person(Kind.FOREIGNER, f"X99{number:05}", name, account, born, sex, chance.choice(_COUNTRIES))


def _organisation(chance: random.Random, code: str) -> Person:
    name = f"{chance.choice(_ORGANISATIONS)} {chance.choice(_GIVEN)} {chance.choice(_GIVEN)}"
    return Person(Kind.ORGANISATION, code, name, chance.choices(_OTHERS, _OTHER_SHARES)[0])


def _tax_codes(number: int) -> Iterator[str]:
    """Codes whose check digit holds, under a province that does not exist; every tenth one is a branch."""
    given, first = 0, 1
    while given < number:
        digits = f"00{first:07}"
        first += 17
        rest = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits, strict=True)) % 11
        if rest == 0:
            continue  # the check digit would be 10, which no code has
        yield f"{digits}{10 - rest}" + ("-001" if given % 10 == 9 else "")
        given += 1


def _day(chance: random.Random, first: int, last: int) -> date:
    span = date(last, 12, 31) - date(first, 1, 1)
    return date(first, 1, 1) + timedelta(days=chance.randrange(span.days))
