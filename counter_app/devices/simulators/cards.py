"""Sample codes of invented people, for demonstrations and tests."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from counter_app.paths import resources


@dataclass(frozen=True)
class SampleCard:
    """One code: ``title`` says in Vietnamese and English what it is, ``text`` is what a reader reads."""

    id: str
    title_vi: str
    title_en: str
    text: str


@lru_cache(maxsize=1)
def sample_cards() -> tuple[SampleCard, ...]:
    """Every sample of ``resources/samples/cards.toml``, in the order of the file."""
    with (resources() / "samples" / "cards.toml").open("rb") as stream:
        entries = tomllib.load(stream)["card"]
    return tuple(
        SampleCard(
            id=entry["id"],
            title_vi=unicodedata.normalize("NFC", entry["title_vi"]),
            title_en=entry["title_en"],
            text=entry["text"],
        )
        for entry in entries
    )


def card_text(name: str) -> str:
    """What a reader reads from the sample called ``name``; a ``ValueError`` if there is none."""
    for card in sample_cards():
        if card.id == name:
            return card.text
    raise ValueError(f"there is no sample card {name!r}")
