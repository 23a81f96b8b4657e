"""How the program looks at this station: read before the database is open, so kept in a file of its own."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from counter_app.domain.errors import DomainError

FILE_NAME = "appearance.json"
LANGUAGES = ("vi", "en")
THEMES = ("light", "dark", "contrast")
SCALES = (1.0, 1.1, 1.25, 1.5)


@dataclass(frozen=True, slots=True)
class Appearance:
    """Language of the screens, theme, and size of the text (1.0 to 1.5)."""

    language: str = "vi"
    theme: str = "light"
    scale: float = 1.0


class AppearanceStore:
    """Keeps the appearance in the data folder; holds nothing about anybody."""

    def __init__(self, folder: Path, default: Appearance) -> None:
        self._path = folder / FILE_NAME
        self._default = default

    def load(self) -> Appearance:
        """The kept appearance; the default when there is none or it makes no sense."""
        try:
            plain = json.loads(self._path.read_text("utf-8"))
            kept = Appearance(str(plain["language"]), str(plain["theme"]), float(plain["scale"]))
        except (OSError, ValueError, KeyError, TypeError):
            return self._default
        return kept if _makes_sense(kept) else self._default

    def save(self, appearance: Appearance) -> None:
        """Keep it; raises ``DomainError("settings.appearance")`` or ``("storage.io")``."""
        if not _makes_sense(appearance):
            raise DomainError("settings.appearance")
        new = self._path.with_suffix(".new")
        try:
            new.write_text(json.dumps(asdict(appearance)), "utf-8")
            os.replace(new, self._path)  # noqa: PTH105 - the one call that replaces on every system
        except OSError as error:
            raise DomainError("storage.io") from error


def _makes_sense(appearance: Appearance) -> bool:
    return (
        appearance.language in LANGUAGES
        and appearance.theme in THEMES
        and SCALES[0] <= appearance.scale <= SCALES[-1]
    )
