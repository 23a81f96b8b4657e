"""The cells of a catalogue as people write them, read into plain values; nothing is guessed.

Each function raises ``DomainError("catalogue.*")``, whose text says what stands there and how to write it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import fold, nfc

LONGEST: Final = 4_000
"""Letters of one cell."""
MOST_COMPONENTS: Final = 60
_ACTIVE: Final = re.compile(r"[=@]|[+-][A-Za-z]+[(|!]")
_SPREADSHEET_ERROR: Final = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|#+)")
_CODE: Final = re.compile(r"\d\.\d{6}(\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")
_CUT_CODE: Final = re.compile(r"(\d)[.,](\d{1,5})")
_GROUPED: Final = re.compile(r"\d{1,3}([.,  ]\d{3})+")
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_NOT_KNOWN: Final = frozenset({"chua ro", "not_set", "not_shown", "unit_not_shown", "khong ro", "?"})

_UNITS: Final = {
    **dict.fromkeys(("working_days", "ngay lam viec"), "working_days"),
    **dict.fromkeys(("days", "calendar_days", "ngay"), "days"),
    **dict.fromkeys(("hours", "working_hours", "gio", "gio lam viec"), "hours"),
    **dict.fromkeys(("same_day", "trong ngay"), "same_day"),
    **dict.fromkeys(("yearly", "hang nam", "hang nam 1 lan", "xet hang nam"), "yearly"),
    **dict.fromkeys(_NOT_KNOWN, "not_set"),
}
_FEE_KINDS: Final = {
    **dict.fromkeys(("free", "mien phi", "khong thu phi", "mien le phi", "khong thu"), "free"),
    **dict.fromkeys(("fixed", "fixed_national", "co dinh", "ca nuoc", "toan quoc"), "fixed"),
    **dict.fromkeys(("local", "local_hdnd", "hdnd", "dia phuong", "hdnd cap tinh", "hdnd tinh"), "local"),
    **dict.fromkeys(_NOT_KNOWN, "not_set"),
}
_CONDITIONS: Final = {
    **dict.fromkeys(("r", "required", "bat buoc"), "required"),
    **dict.fromkeys(("c", "conditional", "khi co truong hop", "co dieu kien"), "conditional"),
    **dict.fromkeys(("p", "present_only", "xuat trinh", "chi xuat trinh"), "present_only"),
}
_CHANNELS: Final = {
    **dict.fromkeys(("direct", "truc tiep", "tai quay"), "direct"),
    **dict.fromkeys(("online", "truc tuyen"), "online"),
    **dict.fromkeys(("postal", "buu chinh", "qua buu chinh", "buu chinh cong ich"), "postal"),
}
_LEVELS: Final = {
    **dict.fromkeys(("ministry", "cap bo", "bo"), "ministry"),
    **dict.fromkeys(("province", "cap tinh", "tinh"), "province"),
    **dict.fromkeys(("commune", "cap xa", "xa"), "commune"),
    **dict.fromkeys(("other", "co quan khac"), "other"),
}
_YES: Final = frozenset({"x", "co", "1", "yes", "true", "direct", "online", "postal"})
_NO: Final = frozenset({"", "khong", "0", "no", "false", "-"})


def tidy_cell(text: str) -> str:
    """A cell as text of one line, or of a line for each component; formulas and broken cells are refused."""
    if _ACTIVE.match(text.strip()):
        raise DomainError("catalogue.formula")
    if _SPREADSHEET_ERROR.match(text.strip()):
        raise DomainError("catalogue.spreadsheet_error")
    if len(text) > LONGEST:
        raise DomainError("catalogue.cell_too_long", limit=LONGEST)
    lines = (" ".join(line.split()) for line in nfc(text).splitlines())
    tidy = "\n".join(line for line in lines if line)
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") for letter in tidy if letter != "\n"):
        raise DomainError("catalogue.odd_letters")
    return tidy


def procedure_code(text: str) -> str:
    """``1.001193``; what a spreadsheet took for a number and cut is refused, not mended."""
    if _CODE.fullmatch(text):
        return text
    cut = _CUT_CODE.fullmatch(text)
    if cut is not None:
        raise DomainError("catalogue.code_cut", value=text, meant=f"{cut[1]}.{cut[2]:0<6}")
    raise DomainError("catalogue.bad_code", value=text[:40])


def processing_time(value: str, unit: str) -> Mapping[str, object]:
    """``3`` with its unit, or ``3 ngày làm việc`` in one cell; a number without unit stays one."""
    number, _, words = value.partition(" ")
    if not value.isdecimal() and fold(value) in _UNITS and not unit:
        number, words = "", value
    name = unit or words
    kind = _UNITS.get(fold(name)) if name else "not_set"
    if kind is None or (unit and words and _UNITS.get(fold(words)) != kind):
        raise DomainError("catalogue.bad_time_unit", value=(name or value)[:40])
    if number and not (number.isascii() and number.isdecimal() and len(number) <= 4):
        raise DomainError("catalogue.bad_number", value=value[:40])
    count = int(number) if number else None
    if kind in ("working_days", "days", "hours") and not count:
        raise DomainError("catalogue.time_without_number")
    return {"value": count, "unit": kind}


def fee_kind(text: str) -> str:
    """Who sets the fee."""
    kind = _FEE_KINDS.get(fold(text))
    if kind is None:
        raise DomainError("catalogue.bad_fee_kind", value=text[:40])
    return kind


def amount(text: str) -> int | None:
    """``8.000 đ`` as đồng; "not known" is ``None``."""
    if fold(text) in _NOT_KNOWN:
        return None
    bare = re.sub(r"(?i)\s*(đồng|vnđ|vnd|đ|₫)$", "", text).strip()
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[.,  ]", "", bare)
    if not (bare.isascii() and bare.isdecimal() and len(bare) <= 12):
        raise DomainError("catalogue.bad_number", value=text[:40])
    return int(bare)


def components(text: str) -> list[Mapping[str, object]]:
    """``Tờ khai|1|0|R``, one to a line or divided by ";" outside of brackets."""
    found = [_component(part, place) for place, part in enumerate(_parts(text), start=1)]
    if len(found) > MOST_COMPONENTS:
        raise DomainError("catalogue.too_many_components", limit=MOST_COMPONENTS)
    return found


def _component(text: str, place: int) -> Mapping[str, object]:
    name, *rest = (part.strip() for part in text.split("|"))
    if len(rest) != 3 or not name:
        raise DomainError("catalogue.bad_component", place=place)
    condition = _CONDITIONS.get(fold(rest[2]))
    counts = [int(count) for count in rest[:2] if count.isascii() and count.isdecimal() and len(count) <= 2]
    if condition is None or len(counts) != 2:
        raise DomainError("catalogue.bad_component", place=place)
    return {"name": name, "originals": counts[0], "copies": counts[1], "condition": condition}


def _parts(text: str) -> list[str]:
    parts, depth = [""], 0
    for letter in text:
        depth = max(depth + (letter == "(") - (letter == ")"), 0)
        if letter == "\n" or (letter == ";" and not depth):
            parts.append("")
            depth = 0
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def words(text: str) -> list[str]:
    """A list divided by ";", "," or lines, without doubles."""
    return list(dict.fromkeys(word for part in re.split(r"[;,\n]", text) if (word := part.strip())))


def codes(text: str) -> list[str]:
    """Codes divided by ";", "," or spaces, without doubles."""
    return list(dict.fromkeys(re.split(r"[;,\s]+", text.strip(" ;,\n"))))


def channels(text: str) -> list[str]:
    """Ways of filing by name."""
    return [_named(_CHANNELS, word, "bad_channel") for word in words(text)]


def levels(text: str) -> list[str]:
    """Levels of authority by name."""
    return [_named(_LEVELS, word, "bad_level") for word in words(text)]


def yes(text: str) -> bool:
    """Whether a cell is ticked."""
    word = fold(text)
    if word not in _YES and word not in _NO:
        raise DomainError("catalogue.bad_tick", value=text[:40])
    return word in _YES


def day(text: str) -> str:
    """A date in a usual form as ISO text."""
    for form in _DAYS:
        try:
            # A date has no time zone.
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    raise DomainError("catalogue.bad_date", value=text[:40])


def _named(names: Mapping[str, str], word: str, code: str) -> str:
    name = names.get(fold(word))
    if name is None:
        raise DomainError(f"catalogue.{code}", value=word[:40])
    return name
