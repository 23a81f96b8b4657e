"""Signatures on papers as entries: which one counts, in whatever order they came."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from itertools import permutations

import pytest

from counter_app.domain.dossier import fold
from counter_app.domain.entries import PaperSigned
from counter_app.domain.erasure import without_people
from counter_app.domain.errors import DomainError
from counter_app.domain.signing_entries import standing
from tests.fixtures.dossiers import MORNING, Scribe, reception

FIRST = PaperSigned(
    "mau-01", "", "", "1" * 64, 10, "a" * 64, "NGUYỄN VĂN MẪU", MORNING, clerk_name="Trần Mẫu"
)
STAMPED = dataclasses.replace(
    FIRST, sha256="2" * 64, stamped_at=MORNING + timedelta(hours=1), replaces="1" * 64, clerk_name=""
)
AGAIN = dataclasses.replace(FIRST, sha256="3" * 64, source="b" * 64, signed_at=MORNING + timedelta(days=1))
OTHER = dataclasses.replace(FIRST, form="refusal", slip_number="0001-03", sha256="4" * 64)


def test_the_newest_signature_of_each_paper_counts_in_its_last_version_in_whatever_order_they_came() -> None:
    for signed in permutations((FIRST, STAMPED, OTHER)):
        assert standing(signed) == {"mau-01": STAMPED, "refusal 0001-03": OTHER}
    for signed in permutations((FIRST, STAMPED, AGAIN)):
        assert standing(signed) == {"mau-01": AGAIN}


def test_a_dossier_keeps_every_signature_once_and_forgets_them_with_its_people() -> None:
    scribe = Scribe()
    entries = [scribe.write("dossier-1", event) for event in (reception(), FIRST, FIRST, STAMPED)]
    dossier = fold(entries)
    assert dossier is not None
    assert dossier.signed == (FIRST, STAMPED)
    assert without_people(dossier).signed == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [("sha256", "../key"), ("size", -1), ("source", ""), ("replaces", "x"), ("signed_at", "hôm qua")],
)
def test_a_body_that_names_no_file_or_no_time_does_not_fit(name: str, value: object) -> None:
    with pytest.raises(DomainError) as caught:
        PaperSigned.from_body(FIRST.to_body() | {name: value})
    assert caught.value.code == "entry.bad_body"
    assert caught.value.params["field"] == name
