"""The steps to an account of level 1 for who has none, as data (NĐ 69/2024/NĐ-CP; LC Đ10 k1a)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from counter_app.domain.errors import DomainError
from counter_app.domain.parties import PartyKind
from counter_app.domain.plain_reader import PlainReader


@dataclass(frozen=True, slots=True)
class GuidanceStep:
    """One step, worded as ``identity.step.<code>``; ``needs_line``: done on a connected phone."""

    code: str
    needs_line: bool


@dataclass(frozen=True, slots=True)
class AccountGuidance:
    """Steps by kind of applicant; none for organisations, which get their account elsewhere."""

    version: str = ""
    basis: str = ""
    by_kind: Mapping[PartyKind, tuple[GuidanceStep, ...]] = field(default_factory=dict)

    def steps(self, kind: PartyKind) -> tuple[GuidanceStep, ...]:
        """The steps in their order; empty where there is nothing to guide to at the counter."""
        return self.by_kind.get(kind, ())

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """Read the shipped document; raises ``DomainError("identity.bad_guidance", field)``."""
        read = PlainReader(plain, lambda field: DomainError("identity.bad_guidance", field=field))
        steps = read.part("steps")
        return cls(
            read.text("version"),
            read.text("basis"),
            {
                kind: tuple(
                    GuidanceStep(step.text("code"), step.flag("needs_line"))
                    for step in steps.parts(kind.value)
                )
                for kind in PartyKind
                if steps.has(kind.value)
            },
        )
