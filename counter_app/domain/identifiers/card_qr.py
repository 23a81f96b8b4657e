"""The QR code of the citizen's card: seven fields on the chip card of 2021, more on the card of 2024.

``number|old number|full name|birth ddmmyyyy|Nam/Nữ|residence|issued ddmmyyyy``, UTF-8, not signed: a
convenience, not a proof. Fields after the seventh may concern other people (family members); they are
neither looked at nor kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.domain.identifiers.card_dates import birth_of, day_of
from counter_app.domain.identifiers.card_text import has_whole_letters, repaired
from counter_app.domain.identifiers.digits import bare, is_digits, plain_width
from counter_app.domain.identifiers.finding import Finding, error, info, warning
from counter_app.domain.identifiers.personal_number import parse_personal_number, read_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.sex import Sex, read_sex
from counter_app.domain.vietnamese import nfc, tidy

_FIELDS: Final = 7
_OTHER_SEPARATORS: Final = "~¦"


class CardKind(StrEnum):
    """Which card, as far as its code tells."""

    CHIP_2021 = "chip_2021"
    CARD_2024 = "card_2024"
    CUT_OFF = "cut_off"
    """The scan ended early; only the fields that were read whole are given."""


@dataclass(frozen=True, slots=True)
class CardRead:
    """What a card's code gave. Texts are NFC and empty if unknown; names keep the card's upper case.

    ``birth_year`` is set even where a card has no more than the year. Broken letters leave ``full_name`` and
    ``address`` empty, with a finding that says so.
    """

    kind: CardKind
    personal_number: str
    old_number: str
    full_name: str
    birth_date: date | None
    birth_year: int | None
    sex: Sex | None
    address: str
    issued_on: date | None
    findings: tuple[Finding, ...]


def read_card(text: str, *, places: Places | None = None, today: date | None = None) -> CardRead | None:
    """Read a card's code; ``None`` if ``text`` is no card. ``places`` and ``today`` allow more checks."""
    parts, other_separator = _split(plain_width(text).strip("\ufeff \r\n\t"))
    if not _is_card(parts):
        return None
    kind = _kind(parts)
    findings = [error("card_cut_off")] if kind is CardKind.CUT_OFF else []
    findings += [info("card_separator_changed")] if other_separator else []
    if len(parts) < _FIELDS:
        parts = parts[:-1]  # the last one may have lost its end
    fields = [*parts[:_FIELDS], *[""] * (_FIELDS - len(parts))]
    fields, remark = _with_whole_letters(fields)
    findings += [remark] if remark else []
    sex = read_sex(fields[4])
    if fields[4] and sex is None:
        findings.append(warning("card_sex_unreadable"))
    birth_date, birth_year, remark = birth_of(fields[3], today)
    findings += [remark] if remark else []
    number = read_personal_number(fields[0], places=places, sex=sex, birth_year=birth_year, today=today)
    findings += number.findings if number.number else [error("card_number_unreadable")]
    old_number = bare(fields[1])
    if old_number and not is_digits(old_number):
        old_number = ""
        findings.append(info("card_old_number_unreadable"))
    issued_on = day_of(fields[6])
    if issued_on is not None and today is not None and issued_on > today:
        findings.append(warning("card_issued_in_future"))
    if issued_on is None and fields[6] and kind is not CardKind.CUT_OFF:
        findings.append(warning("card_issued_unreadable"))
    return CardRead(
        kind=kind,
        personal_number=number.text if number.number else "",
        old_number=old_number,
        full_name=fields[2],
        birth_date=birth_date,
        birth_year=birth_year,
        sex=sex,
        address=fields[5],
        issued_on=issued_on,
        findings=tuple(findings),
    )


def _split(text: str) -> tuple[list[str], bool]:
    """The parts, and whether a gun set to another keyboard typed another sign than ``|`` between them."""
    if "|" not in text:
        for sign in _OTHER_SEPARATORS:
            if text.count(sign) >= _FIELDS - 1:
                return text.split(sign), True
    return text.split("|"), False


def _is_card(parts: list[str]) -> bool:
    if len(parts) < 2:
        return False
    if parse_personal_number(bare(parts[0])) is not None:
        return True
    # The number came out damaged, but the rest has the shape of a card.
    return len(parts) >= _FIELDS and day_of(parts[3]) is not None and read_sex(parts[4]) is not None


def _kind(parts: list[str]) -> CardKind:
    if len(parts) < _FIELDS or (len(parts) == _FIELDS and len(parts[-1].strip()) < 8):
        return CardKind.CUT_OFF
    return CardKind.CHIP_2021 if len(parts) == _FIELDS else CardKind.CARD_2024


def _with_whole_letters(fields: list[str]) -> tuple[list[str], Finding | None]:
    """The fields tidied, with name and address emptied if their letters are broken beyond repair."""
    raw = [nfc(field) for field in fields]
    tidied = [tidy(field) for field in raw]
    if read_sex(tidied[4]) is None:
        # "Nữ" has the only marks of a card whose name and address have none.
        tidied[4] = tidy(repaired(raw[4]) or raw[4])
    if has_whole_letters(raw[2], raw[5]):
        plain = raw[2] and raw[5] and raw[2].isascii() and raw[5].isascii()
        return tidied, warning("card_without_marks") if plain else None
    mended = [tidy(repaired(field) or field) for field in raw]
    if mended != tidied and has_whole_letters(mended[2], mended[5]):
        return mended, info("card_letters_repaired")
    if has_whole_letters(tidied[2], tidied[5]):
        return tidied, None
    tidied[2] = tidied[5] = ""
    return tidied, error("card_letters_broken")
