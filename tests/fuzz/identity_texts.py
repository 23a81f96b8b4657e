"""Makes texts for the identifiers: valid ones of invented people, broken ones, and mere noise."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from counter_app.domain.vietnamese import fold
from tests.fixtures import mrz
from tests.fixtures.input_methods import typed_through

_SURNAMES: Final = ("NGUYỄN", "TRẦN", "LÊ", "ĐỖ", "PHẠM", "H'MẪU", "KSOR", "VŨ")
_GIVEN: Final = ("THỊ MẪU", "VĂN MẪU", "MẪU", "ĐỨC MẪU ANH", "H KIM MẪU", "ÁNH NGỌC MẪU")
_AREAS: Final = ("Ấp Mẫu, Xã Mẫu, An Giang", "Khóm 3, Phường Mẫu", "Tổ 5A1, đường số 12", "")
_SIGNS: Final = "0123456789|<>-./~ABCDEFKOIQ absfrxjwdđÁẪ\u0301\u0323\ufeff\u200b\x02\x1d\r\n\t\\]\"'{}％９＜"


class Texts:
    """An endless supply; the same seed gives the same texts."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._valid: tuple[Callable[[], str], ...] = (
            self.card, self.card, self.zone_of_card, self.zone_of_passport, self.zone_of_small_document,
            self.health_card, self.personal_number, self.old_number, self.tax_code, self.slip,
            self.travel_document, self.payment, self.web_address, self.token,
        )  # fmt: skip
        self._breaking: tuple[Callable[[str], str], ...] = (
            self._cut, self._dropped, self._inserted, self._swapped, self._replaced, self._repeated,
            self._confused, self._rewritten, self._rewritten, self._retyped, self._joined,
        )  # fmt: skip

    def next(self) -> str:
        """One text."""
        dice = self._random.random()
        if dice < 0.15:
            return self.noise()
        text = self._random.choice(self._valid)()
        while dice > 0.3:
            text = self._random.choice(self._breaking)(text)[:12_000]
            dice *= self._random.uniform(0.3, 0.9)
        return text

    # --- valid texts ---------------------------------------------------------------------------

    def card(self) -> str:
        born = self._day()
        parts = [
            self.personal_number(),
            self._random.choice(("", self.old_number())),
            f"{self._random.choice(_SURNAMES)} {self._random.choice(_GIVEN)}",
            f"{born:%d%m%Y}",
            self._random.choice(("Nam", "Nữ")),
            self._random.choice(_AREAS),
            "01082021",
        ]
        if self._random.random() < 0.4:
            parts += [self._random.choice(("", "TRẦN VĂN MẪU", self.personal_number())) for _ in range(4)]
        return "|".join(parts)

    def zone_of_card(self) -> str:
        surname, given = self._plain_name()
        lines = mrz.vietnamese_card(
            self.personal_number(), surname, given, self._day(), self._random.choice("MF"), self._expiry()
        )
        return self._broken_into_lines(lines)

    def zone_of_passport(self) -> str:
        surname, given = self._plain_name()
        lines = mrz.passport(
            self._random.choice(("VNM", "UTO", "D")), self.travel_document()[:9], surname, given, self._day(),
            self._random.choice("MF<"), self._expiry(), self._random.choice(("", self.personal_number())),
        )  # fmt: skip
        return self._broken_into_lines(lines)

    def zone_of_small_document(self) -> str:
        surname, given = self._plain_name()
        number = self.travel_document()[:9]
        lines = mrz.small_document("UTO", number, surname, given, self._day(), "F", self._expiry())
        return self._broken_into_lines(lines)

    def health_card(self) -> str:
        name = f"{self._random.choice(_SURNAMES)} {self._random.choice(_GIVEN)}".title().encode().hex()
        number = self._random.choice((f"DN489{self._digits(10)}", self._digits(10), self.personal_number()))
        sex = self._random.choice("12")
        return f"{number}|{name}|{self._day():%d/%m/%Y}|{sex}|{name}|89 - 001|01/01/2026|-|$"

    def personal_number(self) -> str:
        return f"{self._random.choice(('001', '015', '089', '096', '999'))}{self._digits(9)}"

    def old_number(self) -> str:
        return self._digits(9)

    def tax_code(self) -> str:
        return self._random.choice(("0100109106", "0300588569", "0100109106-001", self._digits(10)))

    def slip(self) -> str:
        agency = self._random.choice(("H01.15.21", "000.00.15.H01", "H01.A15", "G09.20", "D01.AA1"))
        code = f"{agency}-{self._day():%y%m%d}-{self._random.randrange(1, 9999):04d}"
        return self._random.choice((code, f"TAM-{agency}-Q03-261120-0001", code.lower()))

    def travel_document(self) -> str:
        return self._random.choice("CBNPKEL") + self._digits(self._random.choice((7, 8)))

    def payment(self) -> str:
        account = f"0010A0000007270127000697040301120011{self._digits(8)}0208QRIBFTTA"
        return f"0002010102113857{account}53037045802VN6304"

    def web_address(self) -> str:
        return f"https://{self._random.choice(('vneid', 'www'))}.example.vn/{self._digits(6)}"

    def token(self) -> str:
        signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
        return "".join(self._random.choices(signs, k=self._random.choice((40, 72, 88, 90, 200))))

    def noise(self) -> str:
        length = self._random.choice((0, 1, 5, 12, 30, 90, 400, 3000))
        if self._random.random() < 0.5:
            return "".join(self._random.choices(_SIGNS, k=length))
        return "".join(chr(self._random.randrange(0x110000)) for _ in range(length))

    # --- breaking ------------------------------------------------------------------------------

    def _cut(self, text: str) -> str:
        start, end = sorted(self._random.randrange(len(text) + 1) for _ in range(2))
        return self._random.choice((text[:end], text[start:], text[start:end]))

    def _dropped(self, text: str) -> str:
        at = self._place(text)
        return text[:at] + text[at + self._random.randrange(1, 4) :]

    def _inserted(self, text: str) -> str:
        at = self._place(text)
        return text[:at] + self._random.choice((self._sign(), self._random.choice(_SIGNS))) + text[at:]

    def _swapped(self, text: str) -> str:
        at = self._place(text)
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]

    def _replaced(self, text: str) -> str:
        at = self._place(text)
        return text[:at] + self._sign() + text[at + 1 :]

    def _repeated(self, text: str) -> str:
        start, end = sorted(self._random.randrange(len(text) + 1) for _ in range(2))
        return text[:end] + text[start:end] * self._random.choice((1, 2, 200)) + text[end:]

    def _confused(self, text: str) -> str:
        pairs = self._random.choice(("0O", "O0", "1I", "I1", "<K", "<(", "|~", "5S", "8B", "-–"))
        return text.replace(pairs[0], pairs[1], self._random.choice((1, 2, -1)))

    def _rewritten(self, text: str) -> str:
        return self._random.choice(_REWRITTEN)(text)

    def _retyped(self, text: str) -> str:
        return typed_through(self._random.choice(("telex", "vni")), text[:600])

    def _joined(self, text: str) -> str:
        return text + self._random.choice(("", " ", "\n", "|")) + self._random.choice(self._valid)()

    # --- parts ---------------------------------------------------------------------------------

    def _place(self, text: str) -> int:
        return self._random.randrange(len(text) + 1)

    def _sign(self) -> str:
        return chr(self._random.choice((self._random.randrange(0x250), self._random.randrange(0x110000))))

    def _digits(self, count: int) -> str:
        return "".join(self._random.choices("0123456789", k=count))

    def _day(self) -> date:
        return date(1915, 1, 1) + timedelta(days=self._random.randrange(41_000))

    def _expiry(self) -> str:
        return self._random.choice((mrz.yymmdd(self._day()), "<<<<<<", "991231", "300315"))

    def _plain_name(self) -> tuple[str, str]:
        surname, given = self._random.choice(_SURNAMES), self._random.choice(_GIVEN)
        return fold(surname).replace("'", "").upper(), fold(given).upper()

    def _broken_into_lines(self, lines: tuple[str, ...]) -> str:
        return self._random.choice(("\n", "\r\n", "", " ")).join(lines)


def _garbled(text: str) -> str:
    return text.encode("utf-8", "replace").decode("latin-1")


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


_REWRITTEN: Final[tuple[Callable[[str], str], ...]] = (
    str.upper,
    str.lower,
    str.title,
    _garbled,
    _wide,
    lambda text: unicodedata.normalize("NFD", text),
    " ".join,
    lambda text: f"\ufeff]Q1{text}\r\n",
    lambda text: f"\x02{text}\x03",
    lambda text: text.rstrip("<|"),
    lambda text: text[::-1],
)
