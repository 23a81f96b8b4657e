"""What kind of entry it is, in words."""

from __future__ import annotations

from counter_app.i18n import Wording


def kind_key(wording: Wording, kind: str) -> str:
    """The last part of the key that names a kind of entry; ``other`` for what is not known here."""
    key = kind.replace(".", "_")
    return key if wording.has(f"dossiers.kind.{key}") else "other"


def kind_name(wording: Wording, kind: str) -> str:
    """``đính chính``."""
    return wording.text(f"dossiers.kind.{kind_key(wording, kind)}")


def kind_title(wording: Wording, kind: str) -> str:
    """``Đính chính``, where a line begins with it."""
    name = kind_name(wording, kind)
    return f"{name[:1].upper()}{name[1:]}"
