"""Agency identifiers (mã định danh cơ quan), in the order of today and in the order before.

Today (QĐ 20/2020/QĐ-TTg): level 1 first, ``H01.15.21``. Before (QCVN 102:2016, still in the pattern of
TT 01/2018 Đ19): level 1 last and every level present, ``000.21.15.H01``. At most 35 characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import tidy

NEW_ORDER: Final = r"[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,3}){0,4}"
OLD_ORDER: Final = r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}"

_NEW: Final = re.compile(NEW_ORDER)
_OLD: Final = re.compile(OLD_ORDER)
_OLD_LENGTHS: Final = (2, 2, 3)
_LONGEST: Final = 35


@dataclass(frozen=True, slots=True)
class AgencyId:
    """An agency by its levels, level 1 (``H01``) first; equal whatever order it was written in."""

    levels: tuple[str, ...]

    @property
    def in_new_order(self) -> str:
        """As QĐ 20/2020 writes it: ``H01.15.21``."""
        return ".".join(self.levels)

    @property
    def in_old_order(self) -> str:
        """As QCVN 102:2016 writes it; raises ``DomainError("agency.no_old_order")`` if it cannot."""
        below = self.levels[1:]
        if len(below) > 3:
            raise DomainError("agency.no_old_order", agency=self.in_new_order)
        parts = []
        for length, part in zip(_OLD_LENGTHS, (*below, *("",) * (3 - len(below))), strict=True):
            if part and not (part.isdigit() and len(part) == length):
                raise DomainError("agency.no_old_order", agency=self.in_new_order)
            parts.append(part or "0" * length)
        return ".".join((*reversed(parts), self.levels[0]))


@lru_cache(maxsize=256)
def parse_agency(text: str) -> AgencyId:
    """Read an identifier in either order; raises ``DomainError("agency.bad_identifier")``."""
    cleaned = tidy(text).upper()
    if len(cleaned) <= _LONGEST:
        if _NEW.fullmatch(cleaned):
            return AgencyId(tuple(cleaned.split(".")))
        if _OLD.fullmatch(cleaned):
            *below, top = cleaned.split(".")
            levels = [top, *reversed(below)]
            while len(levels) > 1 and not levels[-1].strip("0"):
                levels.pop()
            return AgencyId(tuple(levels))
    raise DomainError("agency.bad_identifier", agency=cleaned)
