"""The entry that puts a file beside a dossier: a component that was scanned, by the hash of its content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.errors import DomainError

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,80}")


@dataclass(frozen=True, slots=True)
class FileAttached:
    """A file was put to a dossier, most often a component scanned at reception (NĐ 61/2018 Đ21a k1).

    ``component`` is the place of the paper in the dossier's components, from 0; ``None`` when the file
    belongs to the dossier as a whole. ``sha256`` is of the content (64 hex digits) and its name in every
    vault; ``size`` is in bytes. The file itself travels apart: an entry may come long before it.
    """

    KIND: ClassVar[str] = "dossier.file_attached"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    component: int | None
    sha256: str
    media_type: str
    size: int
    pages: int

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        body: dict[str, object] = {
            "sha256": self.sha256,
            "media_type": self.media_type,
            "size": self.size,
            "pages": self.pages,
        }
        return body if self.component is None else {**body, "component": self.component}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        attached = read.whole(
            lambda: cls(
                component=read.number("component") if "component" in body else None,
                sha256=read.text("sha256"),
                media_type=read.text("media_type"),
                size=read.number("size"),
                pages=read.number("pages"),
            )
        )
        for name, fits in (
            ("component", attached.component is None or attached.component >= 0),
            ("sha256", _SHA256.fullmatch(attached.sha256)),
            ("media_type", _MEDIA_TYPE.fullmatch(attached.media_type)),
            ("size", attached.size >= 0),
            ("pages", attached.pages >= 0),
        ):
            if not fits:
                raise DomainError("entry.bad_body", kind=cls.KIND, field=name)
        return attached
