"""The ten statuses and the steps between them, as the catalogue lists them."""

from __future__ import annotations

import json

import pytest

from counter_app.domain.statuses import Status, is_final, may_follow
from counter_app.paths import resources

CATALOGUE = json.loads((resources() / "catalogues" / "statuses.json").read_text("utf-8"))


@pytest.mark.requirement("AG-16")
def test_the_program_and_the_catalogue_know_the_same_ten_statuses_and_steps() -> None:
    listed = {row["code"]: (row["key"], set(row["next"]), row["terminal"]) for row in CATALOGUE["statuses"]}
    known = {
        int(status): (
            status.name.lower(),
            {int(following) for following in Status if may_follow(status, following)},
            is_final(status),
        )
        for status in Status
    }
    assert known == listed
    assert len(known) == 10


def test_a_dossier_begins_online_or_at_the_counter() -> None:
    assert {status for status in Status if may_follow(None, status)} == set(CATALOGUE["first"].values())
