"""Where the program's own files are: fonts, texts, forms, catalogues."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of the program's resources.

    An installed package carries them inside itself (``counter_app/_resources``); in a checkout they
    stand beside it. Raises ``FileNotFoundError`` when neither is there: the installation is broken.
    """
    candidates = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no resources folder: looked for {' and '.join(map(str, candidates))}")
