"""PINs are kept as Argon2id verifiers only."""

from __future__ import annotations

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.pins import matches, verifier


def test_a_verifier_knows_its_pin_and_no_other() -> None:
    stored = verifier("2468")
    assert stored.startswith("$argon2id$")
    assert "2468" not in stored
    assert matches("2468", stored)
    assert not matches("2469", stored)


@pytest.mark.parametrize("pin", ["", "123", "1" * 13, "12a4", "１２３４", "12 34"])
def test_a_pin_is_four_to_twelve_plain_digits(pin: str) -> None:
    with pytest.raises(DomainError) as caught:
        verifier(pin)
    assert (caught.value.code, caught.value.params) == ("pin.shape", {"min": 4, "max": 12})
