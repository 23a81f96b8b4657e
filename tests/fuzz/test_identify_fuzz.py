from __future__ import annotations

from threading import Event

import pytest

from tests.fuzz.identify import Run, fuzz
from tests.fuzz.identity_texts import Texts


class StuckTexts(Texts):
    """The fifty-first never comes."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._made = 0

    def next(self) -> str:
        self._made += 1
        if self._made > 50:
            Event().wait()
        return super().next()


@pytest.mark.parametrize("seed", [11, 12])
def test_two_thousand_texts_are_answered_without_an_exception(seed: int) -> None:
    run = Run(seed)
    for _ in range(2000):
        run.step()
    report = run.done()
    assert report.well, report.examples
    assert report.inputs == 2000
    assert len(report.kinds) == 17


def test_a_seed_gives_the_same_texts_again() -> None:
    first, second = Texts(5), Texts(5)
    assert [first.next() for _ in range(200)] == [second.next() for _ in range(200)]


def test_a_text_without_an_answer_is_reported_and_ends_the_run() -> None:
    report = fuzz(1000, supply=StuckTexts, hangs_after_s=3.0)
    assert (report.inputs, report.hangs, report.well) == (50, 1, False)
    assert report.examples == ["seed 1, text 50: no answer"]


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_a_hundred_thousand_texts_are_answered_without_exception_or_hang() -> None:
    report = fuzz(100_000)
    assert report.well, report.examples
    assert report.inputs == 100_000
    assert report.slowest_ms < 1000
