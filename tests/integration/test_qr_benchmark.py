"""The benchmark of badly taken card pictures measures what it says, the same each time."""

from __future__ import annotations

import json

import pytest

from benchmarks import qr
from benchmarks.card_photos import KINDS, photograph


def test_a_picture_is_the_same_every_time_and_differs_from_seed_to_seed() -> None:
    assert photograph(3, 1) == photograph(3, 1)
    assert photograph(3, 1).jpeg != photograph(3, 2).jpeg


@pytest.mark.prove
@pytest.mark.requirement("LC-18")
def test_more_cards_are_read_than_plain_zxing_reads_and_none_wrongly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert qr.main(["--json", "--images", "66", "--seed", str(qr.TUNING_SEED)]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["images"] == 66
    assert set(result["kinds"]) == set(KINDS)
    assert result["wrong"] == 0
    assert result["ratio"] >= 1.25
