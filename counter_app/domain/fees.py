"""The fee that was decided for one dossier, in whole đồng; "not set" is never taken for "free"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from counter_app.domain.errors import DomainError


class FeeBasis(StrEnum):
    """Why the amount is what it is."""

    FREE = "free"
    """Nothing is taken for this procedure, or for this way of filing it."""
    FIXED = "fixed"
    """One amount for the whole country."""
    LOCAL = "local"
    """From the table of the provincial People's Council; without an amount until that is loaded."""
    NOT_SET = "not_set"
    """The catalogue says nothing: nobody may call that free."""
    EXEMPT = "exempt"
    """This applicant need not pay (Luật Phí và lệ phí 2015 Đ10); ``note`` names the group."""
    TYPED = "typed"
    """A clerk set it; ``note`` says from where."""


_WITHOUT_AMOUNT = frozenset({FeeBasis.NOT_SET, FeeBasis.LOCAL})
_ZERO = frozenset({FeeBasis.FREE, FeeBasis.EXEMPT})
_WITH_REASON = frozenset({FeeBasis.EXEMPT, FeeBasis.TYPED})


@dataclass(frozen=True, slots=True)
class FeeDecision:
    """What is to be paid; ``amount_vnd`` is ``None`` when nobody knows it yet.

    ``note`` is the code or the text of the reason. Raises ``DomainError``: ``fee.negative``,
    ``fee.amount_missing``, ``fee.amount_not_zero``, ``fee.amount_without_basis``, ``fee.reason_missing``.
    """

    amount_vnd: int | None
    basis: FeeBasis
    note: str = ""

    def __post_init__(self) -> None:
        basis = self.basis.value
        if self.amount_vnd is None:
            if self.basis not in _WITHOUT_AMOUNT:
                raise DomainError("fee.amount_missing", basis=basis)
        elif self.amount_vnd < 0:
            raise DomainError("fee.negative")
        elif self.basis is FeeBasis.NOT_SET:
            raise DomainError("fee.amount_without_basis")
        elif self.basis in _ZERO and self.amount_vnd:
            raise DomainError("fee.amount_not_zero", basis=basis)
        if self.basis in _WITH_REASON and not self.note.strip():
            raise DomainError("fee.reason_missing", basis=basis)

    @property
    def is_known(self) -> bool:
        """Whether the amount is decided, be it zero."""
        return self.amount_vnd is not None

    @property
    def to_collect(self) -> bool:
        """Whether money has to be asked for: free and exempt dossiers see no payment screen."""
        return bool(self.amount_vnd)

    def to_plain(self) -> dict[str, object]:
        """Plain data for an entry's body: ``amount_vnd``, ``basis``, ``note``."""
        return {"amount_vnd": self.amount_vnd, "basis": self.basis.value, "note": self.note}

    @classmethod
    def from_plain(cls, plain: Mapping[str, object]) -> Self:
        """The reverse of ``to_plain``; raises ``DomainError("fee.bad_record")``."""
        try:
            amount = plain["amount_vnd"]
            basis = FeeBasis(str(plain["basis"]))
            return cls(None if amount is None else int(str(amount)), basis, str(plain.get("note", "")))
        except (KeyError, ValueError) as error:
            raise DomainError("fee.bad_record") from error


@dataclass(frozen=True, slots=True)
class FeeTotal:
    """Several fees together: the sum of what is known, and how many are not."""

    amount_vnd: int
    unknown: int


def total(fees: Iterable[FeeDecision]) -> FeeTotal:
    """Add fees up; an unknown amount is counted, never taken for zero."""
    amounts = [fee.amount_vnd for fee in fees]
    known = [amount for amount in amounts if amount is not None]
    return FeeTotal(sum(known), len(amounts) - len(known))
