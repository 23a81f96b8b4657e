"""Pads at the centre: kept, told to every counter; a sheet entered twice is flagged and both are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.entries import CodeKind
from counter_app.domain.pads import PadIssued, SheetsVoided, fold_pads, pads_subject
from counter_app.sync.wire import from_wire
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

ISSUED = PadIssued(OFFICE, "H01.15.21", "G03.1", 2026, 1, 20, "Quầy 03", "Phạm Thị Trưởng")
VOID = SheetsVoided("G03.1", 2026, 3, 4, "Ướt", "Trần Thị Mẫu")


def test_pads_reach_the_other_counters_and_no_dossier_comes_of_them(
    centre: Centre, station: SigningStation
) -> None:
    subject = pads_subject(OFFICE, 2026)
    station.push(station.write(subject, ISSUED), station.write(subject, VOID))
    told = [item for item in centre.feed(centre.station("05")).items if item.entry is not None]
    assert [(item.verdict.state, item.verdict.code) for item in told] == [("accepted", "")] * 2
    pads = fold_pads(from_wire(item.entry) for item in told if item.entry is not None)
    assert sorted(pads["G03.1/2026"].void) == [3, 4]
    with pytest.raises(AssertionError):
        centre.dossier(subject)


def test_a_sheet_that_two_counters_entered_is_a_conflict_for_a_person_and_both_stay(
    centre: Centre, station: SigningStation
) -> None:
    sheet = replace(
        reception(1, code_kind=CodeKind.PROVISIONAL),
        code="TAM-H01.15.21-G03.1-26-0007",
        ledger_book="G03.1/2026",
        ledger_line=7,
    )
    other = centre.station("05")
    station.push(station.write("dossier-1", sheet))
    other.push(other.write("dossier-2", sheet))
    told = [item for item in centre.feed(centre.station("06")).items if item.entry is not None]
    receptions = [
        (item.verdict.state, item.verdict.code)
        for item in told
        if item.entry is not None and from_wire(item.entry).kind == "dossier.received"
    ]
    assert receptions == [("accepted", ""), ("conflict", "code_taken")]
    assert [centre.dossier(name).id for name in ("dossier-1", "dossier-2")] == ["dossier-1", "dossier-2"]
