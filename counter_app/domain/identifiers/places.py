"""Where births are registered: the first three digits of a personal number (NĐ 137/2015/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from counter_app.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class Place:
    """A province as it was called when the code was given, and as it is called now.

    The code stays for life: mergers of provinces (from 01/7/2025) do not change it.
    """

    code: str
    name: str
    name_now: str


class Places:
    """The known places by their three digits; codes of foreign countries may be missing."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = dict(places)

    def get(self, code: str) -> Place | None:
        """The place of that code, if it is known."""
        return self._places.get(code)

    def __len__(self) -> int:
        return len(self._places)

    @classmethod
    def from_names(cls, names: Mapping[str, str]) -> Self:
        """Places from a plain mapping of code to name."""
        return cls({code: Place(code, name, name) for code, name in names.items()})

    @classmethod
    def from_plain(cls, document: Mapping[str, object]) -> Self:
        """Read the ``provinces`` catalogue; raises ``DomainError("places.bad_document")``."""
        rows = document.get("provinces")
        if not isinstance(rows, list):
            raise DomainError("places.bad_document")
        try:
            places = [
                Place(str(row["pin_prefix"]), str(row["name_before_2025_07_01"]), str(row["name_now"]))
                for row in rows
            ]
        except (KeyError, TypeError) as error:
            raise DomainError("places.bad_document") from error
        return cls({place.code: place for place in places})
