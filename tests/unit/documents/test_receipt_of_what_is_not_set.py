"""A printed receipt never calls free, and never dates, what nobody set."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from counter_app.bootstrap.shipped import shipped_data
from counter_app.documents import receipt_papers
from counter_app.domain.fee_rules import FeeKind
from counter_app.domain.procedures import Procedure
from counter_app.domain.received import Channel
from counter_app.domain.vietnamese import fold
from counter_app.paths import resources
from counter_app.services.decisions import decide_fee
from counter_app.services.ports import Layout
from counter_app.services.receipts import receipt_content
from tests.builders import BIRTH, DEATH, MARRIAGE, TREES, Counter, counter
from tests.fakes.clock import MORNING

LISTED_ONLY = "1.000080"
UNIT_NOT_SHOWN = "1.004873"
NOT_SET = (DEATH, TREES, LISTED_ONLY)
"""The province sets the fee and its table is not here; the portal says nothing; known by its name only."""


def printed(station: Counter, code: str, layout: Layout = "a5") -> str:
    """The words of the receipt of a dossier received just so, without marks."""
    dossier = station.accept(code, components=())
    content = receipt_content(dossier, station.office.current(), reprint=0)
    pdf = pypdfium2.PdfDocument(receipt_papers(resources()).pdf(content, layout=layout))
    words = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    return " ".join(fold(words).split())


@pytest.mark.requirement("LC-04")
@pytest.mark.parametrize("layout", ["a5", "a4_two_up"])
@pytest.mark.parametrize("code", NOT_SET)
def test_a_fee_that_is_not_set_is_not_printed_as_free(code: str, layout: Layout) -> None:
    words = printed(counter(), code, layout)
    assert "phi, le phi: chua xac dinh" in words
    assert not any(free in words for free in ("mien phi", "mien le phi", "khong thu", "phi: 0"))


def test_a_fee_that_the_law_does_not_take_is_printed_as_such() -> None:
    assert "phi, le phi: khong thu" in printed(counter(), MARRIAGE)


@pytest.mark.requirement("LC-04")
@pytest.mark.parametrize("code", [UNIT_NOT_SHOWN, LISTED_ONLY])
def test_a_time_without_a_unit_gives_no_date_and_no_number_of_days(code: str) -> None:
    station = counter()
    procedure = station.services.procedures.get(code)
    assert procedure is not None
    assert not procedure.time.is_set
    dossier = station.accept(code, components=())
    content = receipt_content(dossier, station.office.current(), reprint=0)
    assert (content.due_at, content.legal_time_unit) == (None, "not_set")
    words = printed(station, code)
    assert f"theo quy dinh la: {procedure.time.value} ngay" not in words


def test_of_no_procedure_of_the_catalogue_a_free_fee_comes_out_of_what_is_not_set() -> None:
    station = counter()
    catalogue = shipped_data().catalogue.extended_by(shipped_data().index)
    assert len(catalogue.procedures) == 334
    for procedure in catalogue.procedures:
        for channel in Channel:
            fee = _decided(station, procedure, channel)
            assert (fee == 0) == (procedure.fee.kind is FeeKind.FREE), procedure.code


def _decided(station: Counter, procedure: Procedure, channel: Channel) -> int | None:
    draft = replace(station.draft(BIRTH), channel=channel, fee_copies=1, fee_pages=1)
    return decide_fee(procedure, draft, MORNING).amount_vnd
