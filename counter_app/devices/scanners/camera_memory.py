"""Which codes are in the picture just now, so that each is delivered once. No clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

GONE_AFTER_S: Final = 2.0
"""A code that was not read for so long has left the picture; a hand that trembles hides it for less."""


class CodesInPicture:
    """Remembers what was read, to be fed with every reading and its time in seconds."""

    def __init__(self, gone_after_s: float = GONE_AFTER_S) -> None:
        self._gone_after_s = gone_after_s
        self._read_at: dict[str, float] = {}
        self._broken_at: float | None = None

    def new(self, texts: Iterable[str], at: float) -> list[str]:
        """Those that were not in the picture until now."""
        self._read_at = {
            text: last for text, last in self._read_at.items() if at - last <= self._gone_after_s
        }
        found = list(dict.fromkeys(texts))
        news = [text for text in found if text not in self._read_at]
        self._read_at.update(dict.fromkeys(found, at))
        return news

    def is_news_of_broken_letters(self, at: float) -> bool:
        """A code with letters in another encoding is in the picture: whether that was not so until now."""
        last, self._broken_at = self._broken_at, at
        return last is None or at - last > self._gone_after_s
