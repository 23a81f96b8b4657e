"""The catalogue as a document: what is read, what is refused, what survives a bad row."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.procedures import (
    Catalogue,
    ComponentCondition,
    FeeKind,
    Procedure,
    ProcessingTime,
    parse_catalogue,
)
from counter_app.domain.received import Channel

ROW: dict[str, Any] = {
    "code": "1.001193",
    "name_vi": "Thủ tục đăng ký khai sinh",
    "field_vi": "Hộ tịch",
    "levels": ["commune"],
    "publishing_decision": "163/QĐ-BTP",
    "time": {"value": 0, "unit": "same_day", "note": ""},
    "fee": {"kind": "free", "direct_vnd": 0, "online_vnd": 0, "note": ""},
    "components": [
        {"name": "Tờ khai", "originals": 1, "copies": 0, "condition": "required"},
        {
            "name": "Giấy tờ tùy thân (xuất trình; hoặc tra cứu)",
            "originals": 1,
            "copies": 0,
            "condition": "present_only",
        },
    ],
    "result_codes": ["KQ.G15.000031"],
    "channels": ["direct", "online", "postal"],
    "portal_url": "https://dichvucong.gov.vn/thu-tuc",
    "provisional": False,
}


def document(*rows: object, **head: object) -> dict[str, object]:
    return {
        "kind": "procedures",
        "version": "2026.07.1",
        "valid_from": "2026-07-01",
        "source": "",
        "procedures": list(rows),
        **head,
    }


def row(**changes: object) -> dict[str, Any]:
    """A good row with fields changed; ``time__unit="x"`` changes a field of a part."""
    changed = deepcopy(ROW)
    for name, value in changes.items():
        part, _, inner = name.partition("__")
        if inner:
            changed[part][inner] = value
        else:
            changed[part] = value
    return changed


def test_a_row_is_read_whole() -> None:
    catalogue = parse_catalogue(document(ROW))
    assert (catalogue.version, catalogue.valid_from, catalogue.faults) == ("2026.07.1", date(2026, 7, 1), ())
    procedure = catalogue.by_code["1.001193"]
    assert procedure.name_vi == "Thủ tục đăng ký khai sinh"
    assert procedure.publishing_decision == "163/QĐ-BTP"
    assert procedure.time == ProcessingTime(0, "same_day")
    assert procedure.fee.kind is FeeKind.FREE
    assert [component.condition for component in procedure.components] == [
        ComponentCondition.REQUIRED,
        ComponentCondition.PRESENT_ONLY,
    ]
    assert procedure.channels == (Channel.DIRECT, Channel.ONLINE, Channel.POSTAL)
    assert procedure.detailed
    assert not procedure.provisional


@pytest.mark.parametrize(
    ("time", "is_set"),
    [
        (ProcessingTime(5, "working_days"), True),
        (ProcessingTime(15, "days"), True),
        (ProcessingTime(1, "hours"), True),
        (ProcessingTime(0, "same_day"), True),
        (ProcessingTime(3, "not_set"), False),
        (ProcessingTime(None, "yearly"), False),
        (ProcessingTime(), False),
    ],
)
def test_a_number_without_a_unit_sets_no_time(time: ProcessingTime, is_set: bool) -> None:
    assert time.is_set is is_set


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (row(code="khai sinh"), "code"),
        (row(code="1.00119"), "code"),
        (row(code=1.001193), "code"),
        (row(name_vi=" "), "name_vi"),
        (row(name_vi=None), "name_vi"),
        (row(field_vi=""), "field_vi"),
        (row(levels="commune"), "levels"),
        (row(levels=["commune", ""]), "levels"),
        (row(time=None), "time"),
        (row(time__unit="weeks"), "time.unit"),
        (row(time={"value": 3}), "time.unit"),
        (row(time={"value": None, "unit": "working_days"}), "time.value"),
        (row(time={"value": 0, "unit": "days"}), "time.value"),
        (row(time={"value": 2, "unit": "same_day"}), "time.value"),
        (row(time={"value": -2, "unit": "days"}), "time.value"),
        (row(fee="miễn phí"), "fee"),
        (row(fee__direct_vnd=5), "fee.direct_vnd"),
        (row(components="Tờ khai"), "components"),
        (row(components=["Tờ khai"]), "components.1"),
        (
            row(components=[{"name": "", "originals": 1, "copies": 0, "condition": "required"}]),
            "components.1.name",
        ),
        (
            row(components=[{"name": "A", "originals": 1.5, "copies": 0, "condition": "required"}]),
            "components.1.originals",
        ),
        (
            row(components=[{"name": "A", "originals": 1, "copies": 0, "condition": "maybe"}]),
            "components.1.condition",
        ),
        (row(channels=["fax"]), "channels"),
        (row(provisional="no"), "provisional"),
        ("1.001193", ""),
        (None, ""),
    ],
)
def test_a_bad_row_is_reported_with_its_place_and_field_and_loses_no_other(bad: object, field: str) -> None:
    catalogue = parse_catalogue(document(bad, row(code="1.000894")))
    assert [procedure.code for procedure in catalogue.procedures] == ["1.000894"]
    (fault,) = catalogue.faults
    assert fault.code == "catalogue.bad_row"
    assert (fault.params["row"], fault.params["field"]) == (1, field)


def test_the_first_of_two_rows_with_one_code_is_kept_and_the_second_reported() -> None:
    catalogue = parse_catalogue(document(ROW, row(name_vi="Khác")))
    assert [procedure.name_vi for procedure in catalogue.procedures] == [ROW["name_vi"]]
    (fault,) = catalogue.faults
    assert (fault.code, fault.params) == ("catalogue.duplicate_code", {"row": 2, "procedure": "1.001193"})


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ({"version": None}, "version"),
        ({"version": ""}, "version"),
        ({"procedures": None}, "procedures"),
        ({"procedures": {"1.001193": ROW}}, "procedures"),
        ({"valid_from": "01/07/2026"}, "valid_from"),
    ],
)
def test_a_document_that_is_no_catalogue_is_refused(head: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as caught:
        parse_catalogue(document(ROW, **head))
    assert (caught.value.code, caught.value.params) == ("catalogue.bad_document", {"field": field})


def test_an_old_long_code_is_a_code() -> None:
    assert parse_catalogue(document(row(code="2.000815.000.00.00.H55"))).faults == ()


def index(*codes: str, **head: object) -> Catalogue:
    rows = [
        {"code": code, "name_vi": f"Thủ tục {code}", "field_vi": "Hộ tịch", "note": "Cổng ghi 3"}
        for code in codes
    ]
    return parse_catalogue(document(*rows, kind="procedure_index", **head))


def test_an_index_row_asks_for_nothing_and_sets_neither_time_nor_fee() -> None:
    procedure = index("1.000419").procedures[0]
    assert not procedure.detailed
    assert procedure.provisional
    assert procedure.components == ()
    assert not procedure.time.is_set
    assert procedure.fee.amount("direct") is None
    assert procedure.note == "Cổng ghi 3"


def test_an_index_extends_a_catalogue_without_replacing_what_is_known() -> None:
    full = parse_catalogue(document(ROW))
    both = full.extended_by(index("1.001193", "1.000419", unnamed_codes=["3.000332", "1.001193"]))
    assert [procedure.code for procedure in both.procedures] == ["1.001193", "1.000419"]
    assert both.by_code["1.001193"].detailed
    assert both.unnamed_codes == ("3.000332",)
    assert both.version == "2026.07.1"


def test_a_joined_catalogue_names_both_versions_when_they_differ() -> None:
    both = parse_catalogue(document(ROW)).extended_by(index("1.000419", version="2026.09.2"))
    assert both.version == "2026.07.1+2026.09.2"


def test_a_catalogue_survives_the_way_to_plain_data_and_back() -> None:
    both = parse_catalogue(document(ROW)).extended_by(index("1.000419", unnamed_codes=["3.000332"]))
    assert parse_catalogue(both.to_dict()) == both


def test_procedures_cannot_be_put_into_a_catalogue_by_the_side_door() -> None:
    by_code: Mapping[str, Procedure] = parse_catalogue(document(ROW)).by_code
    with pytest.raises(TypeError):
        by_code["x"] = by_code["1.001193"]  # type: ignore[index]
