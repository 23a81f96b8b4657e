"""Who settles a dossier: as the catalogue says, and nobody where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.lead_agency import lead_agency
from counter_app.services.office_context import CATALOGUE
from tests.builders import BIRTH, CERTIFIED_COPY, Counter, put_document

VI = Wording("vi", resources() / "i18n")


def told(station: Counter, code: str, **changes: object) -> str:
    context = station.office.current()
    procedure = replace(context.catalogue.by_code[code], **changes)  # type: ignore[arg-type]
    return lead_agency(station.accept(code, **COUNTED), procedure, context.directory.office, VI)


COUNTED: dict[str, int] = {"fee_copies": 1, "fee_pages": 1}


@pytest.mark.requirement("N-26")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lead_agency": "Phòng Kinh tế"}, "Phòng Kinh tế"),
        ({}, "Cấp xã"),
        ({"levels": ("province", "commune")}, ""),
        ({"levels": ("other",)}, ""),
        ({"levels": ()}, ""),
    ],
)
def test_the_catalogue_says_who_settles_it_or_nobody_does(
    station: Counter, changes: dict[str, object], said: str
) -> None:
    assert told(station, BIRTH, **changes) == said


def test_of_a_procedure_that_no_catalogue_knows_any_more_nobody_is_named(station: Counter) -> None:
    office = station.office.current().directory.office
    assert lead_agency(station.accept(BIRTH), None, office, VI) == ""


@pytest.mark.requirement("N-26")
def test_the_ledger_names_who_settles_a_dossier_and_marks_where_nobody_is_known(station: Counter) -> None:
    known = station.office.current().catalogue
    named = replace(known.by_code[BIRTH], lead_agency="UBND phường Mẫu")
    both = replace(known, procedures=(named, known.by_code[CERTIFIED_COPY]))
    put_document(station.database, CATALOGUE, both.to_dict())
    station.office.refresh()
    station.accept(BIRTH)
    station.accept(CERTIFIED_COPY, **COUNTED)
    (view,) = station.ledger.books(2026)
    lines = station.services.ledger_papers.content(view).rows["lines"]
    assert [line.values["lead_agency"] for line in lines] == ["UBND phường Mẫu", ""]
    marked = [str(line.values["note"]) for line in lines]
    assert [VI.text("ledger.no_agency") in note for note in marked] == [False, True]
