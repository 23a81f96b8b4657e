"""The entry that a paper was signed digitally, or that its signature got a time-stamp."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PaperSigned:
    """A signed paper was put away beside a dossier (TT 01/2018 Đ10 k1d; QĐ 03/2023 An Giang, Phụ lục).

    ``form``, ``package`` and ``slip_number`` name the paper as in ``SlipPrinted``. ``sha256`` is of the
    signed PDF and its name in every vault, ``size`` its bytes, ``source`` the SHA-256 of what was signed.
    ``signer`` stands in the certificate; ``signed_at`` is the station's clock, ``stamped_at`` the
    authority's.
    ``replaces`` is the ``sha256`` of the same signature before the time-stamp was added; ``clerk_name`` is
    empty where the station did that by itself.
    """

    KIND: ClassVar[str] = "paper.signed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    form: str
    package: str
    slip_number: str
    sha256: str
    size: int
    source: str
    signer: str
    signed_at: datetime
    stamped_at: datetime | None = None
    clerk_name: str = ""
    replaces: str = ""

    @property
    def paper(self) -> str:
        """Which paper of the dossier it is, as ``SlipPrinted.paper``."""
        return f"{self.form} {self.slip_number}" if self.slip_number else self.form

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        body: dict[str, object] = {
            "form": self.form,
            "sha256": self.sha256,
            "size": self.size,
            "source": self.source,
            "signer": self.signer,
            "signed_at": instant_text(self.signed_at),
        }
        if self.stamped_at is not None:
            body["stamped_at"] = instant_text(self.stamped_at)
        named = {
            "package": self.package,
            "slip_number": self.slip_number,
            "clerk_name": self.clerk_name,
            "replaces": self.replaces,
        }
        return body | {name: value for name, value in named.items() if value}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        signed = read.whole(
            lambda: cls(
                form=read.text("form"),
                package=read.text("package", ""),
                slip_number=read.text("slip_number", ""),
                sha256=read.text("sha256"),
                size=read.number("size"),
                source=read.text("source"),
                signer=read.text("signer"),
                signed_at=_instant(read, "signed_at"),
                stamped_at=_instant(read, "stamped_at") if "stamped_at" in body else None,
                clerk_name=read.text("clerk_name", ""),
                replaces=read.text("replaces", ""),
            )
        )
        for name, fits in (
            ("sha256", _SHA256.fullmatch(signed.sha256)),
            ("size", signed.size >= 0),
            ("source", _SHA256.fullmatch(signed.source)),
            ("replaces", not signed.replaces or _SHA256.fullmatch(signed.replaces)),
        ):
            if not fits:
                raise DomainError("entry.bad_body", kind=cls.KIND, field=name)
        return signed


def _instant(read: BodyReader, name: str) -> datetime:
    try:
        return parse_instant(read.text(name))
    except DomainError as error:
        raise DomainError("entry.bad_body", kind=PaperSigned.KIND, field=name) from error


def standing(signed: Sequence[PaperSigned]) -> dict[str, PaperSigned]:
    """By paper the signature that counts: the newest, in its last version.

    The same entries give the same in whatever order they came.
    """
    carried_on = {one.replaces for one in signed}
    last = [one for one in signed if one.sha256 not in carried_on]
    return {one.paper: one for one in sorted(last, key=lambda one: (one.signed_at, one.sha256))}
