"""A counter at work, with invented people."""

from __future__ import annotations

import pytest

from tests.builders import Counter, counter


@pytest.fixture
def station() -> Counter:
    return counter()
