"""Invented people with names as common as they are in Vietnam: a fixed seed gives the same ones again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES: Final = {
    "Nguyễn": 31.5,
    "Trần": 10.9,
    "Lê": 8.9,
    "Phạm": 5.9,
    "Hoàng": 3.1,
    "Huỳnh": 2.9,
    "Phan": 2.8,
    "Vũ": 2.5,
    "Võ": 2.4,
    "Trương": 2.2,
    "Bùi": 2.1,
    "Đặng": 1.9,
    "Đỗ": 1.9,
    "Ngô": 1.7,
    "Hồ": 1.5,
    "Dương": 1.4,
    "Đinh": 1.0,
    "Đoàn": 0.9,
    "Lâm": 0.8,
    "Mai": 0.7,
    "Trịnh": 0.7,
    "Đào": 0.7,
    "Lý": 0.6,
    "Cao": 0.6,
    "Lương": 0.5,
    "Lưu": 0.5,
    "Hà": 0.4,
    "Tạ": 0.4,
    "Châu": 0.3,
    "Thái": 0.3,
    "Tô": 0.3,
    "Quách": 0.2,
    "Tống": 0.2,
    "Kiều": 0.2,
    "Nông": 0.1,
    "Danh": 0.1,
    "Thạch": 0.1,
    "Giang": 0.1,
    "Ông": 0.05,
    "Khổng": 0.05,
}
"""Surnames and their share in percent (after Lê Trung Hoa, Họ và tên người Việt Nam, 2005; rounded)."""

_MIDDLE_MALE: Final = {
    "Văn": 38,
    "Đức": 6,
    "Minh": 6,
    "Quốc": 5,
    "Thanh": 5,
    "Hữu": 4,
    "Đình": 4,
    "Xuân": 4,
    "Hoàng": 4,
    "Quang": 4,
    "Công": 3,
    "Ngọc": 3,
    "Trọng": 2,
    "Tuấn": 2,
    "Anh": 2,
    "Gia": 2,
    "Duy": 2,
    "Bá": 1,
    "Nhật": 1,
    "Khắc": 1,
    "": 1,
}
_MIDDLE_FEMALE: Final = {
    "Thị": 52,
    "Ngọc": 6,
    "Thanh": 4,
    "Thị Thanh": 3,
    "Thị Ngọc": 3,
    "Thị Thu": 3,
    "Thị Kim": 3,
    "Thị Mỹ": 2,
    "Thị Hồng": 2,
    "Kim": 2,
    "Thùy": 2,
    "Hồng": 2,
    "Bích": 2,
    "Phương": 2,
    "Mỹ": 2,
    "Khánh": 2,
    "Bảo": 2,
    "Minh": 2,
    "Xuân": 1,
    "Thảo": 1,
    "": 1,
}
_GIVEN_MALE: Final = _words(
    "Anh Hùng Dũng Tuấn Minh Long Sơn Thắng Phúc Thành Nam Hải Bình Đức Phong Khánh Huy Cường Tiến Đạt "
    "Quân Bảo Nghĩa Hiếu Tùng Trung Vinh Quang Phú Lộc Tài Trí Lâm Dương Đại Khôi Thịnh Ân Khoa Kiên Toàn "
    "Tâm Hòa Hậu Nhân Luân Thuận Lợi Mạnh Duy Hưng Giang Thái Sang Nhựt Đăng Vũ Điền Khiêm Triết"
)
_GIVEN_FEMALE: Final = _words(
    "Hoa Lan Hương Anh Linh Trang Thảo Phương Mai Ngọc Yến Vân Thu Nhung Hiền Hạnh Loan Thủy Tuyết Dung "
    "Huệ Hồng Kim Nhi My Châu Quỳnh Uyên Tú Vy Giang Hà Nga Hằng Thúy Liên Trinh Trâm Tiên Thy Ngân Bích "
    "Cúc Đào Diễm Oanh Sen Thắm Xuân Nguyệt Lệ Nương Diệu Ái Đan Như Quyên Khuê"
)
_PHONE_HEADS: Final = _words(
    "032 033 034 035 036 037 038 039 070 076 077 078 079 081 082 083 084 085 086 088 089 090 091 093 094 "
    "096 097 098"
)
_HOME_PROVINCE: Final = 92


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who brings dossiers; ``phone`` may be empty."""

    name: str
    number: str
    phone: str


def people(count: int, seed: int) -> list[Person]:
    """``count`` people of one province, some from elsewhere."""
    dice = random.Random(seed)
    surnames = dice.choices(list(SURNAMES), list(SURNAMES.values()), k=count)
    male = dice.choices(list(_MIDDLE_MALE), list(_MIDDLE_MALE.values()), k=count)
    female = dice.choices(list(_MIDDLE_FEMALE), list(_MIDDLE_FEMALE.values()), k=count)
    return [_person(dice, *words) for words in zip(surnames, male, female, strict=True)]


def _person(dice: random.Random, surname: str, male: str, female: str) -> Person:
    is_female = dice.random() < 0.5
    names = _GIVEN_FEMALE if is_female else _GIVEN_MALE
    # The first names of each list are the more common ones.
    given = names[int(dice.random() ** 1.5 * len(names))]
    middle = female if is_female else male
    year = int(dice.triangular(1942, 2008, 1985))
    province = _HOME_PROVINCE if dice.random() < 0.8 else dice.randrange(1, 97)
    century = (0 if year < 2000 else 2) + is_female
    number = f"{province:03d}{century}{year % 100:02d}{dice.randrange(10**6):06d}"
    phone = f"{dice.choice(_PHONE_HEADS)}{dice.randrange(10**7):07d}" if dice.random() < 0.85 else ""
    return Person(" ".join(word for word in (surname, middle, given) if word), number, phone)
