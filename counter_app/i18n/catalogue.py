"""Reads the texts of one language from TOML files, area by area, when first asked for."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path


def flatten(tree: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield dotted keys and texts of nested tables; anything but a table or a text is a ``TypeError``."""
    for name, value in tree.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from flatten(value, key)
        elif isinstance(value, str):
            yield key, unicodedata.normalize("NFC", value)
        else:
            raise TypeError(f"{key}: a text is expected, not {type(value).__name__}")


def _read(file: Path) -> Mapping[str, object]:
    with file.open("rb") as stream:
        return tomllib.load(stream)


def read_area(folder: Path, area: str) -> dict[str, str]:
    """The texts of one area: ``<area>.toml`` and, for large areas, ``<area>/<part>.toml``.

    A file does not repeat its own name: ``sync.toml`` with ``[state] waiting`` gives ``sync.state.waiting``,
    ``error/draft.toml`` with ``owner_missing`` gives ``error.draft.owner_missing``. An unknown area is empty.
    """
    texts: dict[str, str] = {}
    single = folder / f"{area}.toml"
    if single.is_file():
        texts.update(flatten(_read(single), area))
    for part in sorted((folder / area).glob("*.toml")):
        texts.update(flatten(_read(part), f"{area}.{part.stem}"))
    return texts


def areas(folder: Path) -> list[str]:
    """The names of all areas of one language, sorted."""
    found = {file.stem for file in folder.glob("*.toml")}
    found |= {part.parent.name for part in folder.glob("*/*.toml")}
    return sorted(found)
