"""Finding a procedure while the applicant is still talking."""

from __future__ import annotations

from datetime import timedelta

from counter_app.services.office_context import CATALOGUE
from tests.builders import BIRTH, DEATH, MARRIAGE, Counter, clerk, clerks, put_document


def codes(station: Counter, text: str, **options: object) -> list[str]:
    found = station.services.procedures.find(text, **options)  # type: ignore[arg-type]
    return [procedure.code for procedure in found]


def test_a_procedure_is_found_without_marks(station: Counter) -> None:
    assert codes(station, "dang ky ket hon")[0] == MARRIAGE
    assert codes(station, "đăng ký khai tử")[0] == DEATH
    assert codes(station, BIRTH) == [BIRTH]
    assert len(codes(station, "đăng ký", limit=5)) == 5


def test_with_nothing_typed_the_recent_ones_come_first(station: Counter) -> None:
    station.accept(DEATH)
    station.clock.move(timedelta(minutes=1))
    station.accept(MARRIAGE)
    recent = station.services.procedures.recent(clerk().id)
    assert list(recent) == [MARRIAGE, DEATH]
    assert codes(station, "", recent=recent)[:2] == [MARRIAGE, DEATH]
    assert list(station.services.procedures.recent(clerks()[1].id)) == []


def test_a_procedure_is_there_by_its_code(station: Counter) -> None:
    procedure = station.services.procedures.get(BIRTH)
    assert procedure is not None
    assert procedure.name_vi == "Thủ tục đăng ký khai sinh"
    assert station.services.procedures.get("9.999999") is None


def test_a_new_catalogue_is_searched_at_once(station: Counter) -> None:
    assert codes(station, "thủ tục hoàn toàn mới") == []
    row = {
        "code": "9.000001",
        "name_vi": "Thủ tục hoàn toàn mới",
        "field_vi": "Hộ tịch",
        "levels": ["commune"],
        "time": {"value": 3, "unit": "working_days"},
        "fee": {"kind": "free", "direct_vnd": 0, "online_vnd": 0},
        "components": [],
    }
    put_document(station.database, CATALOGUE, {"version": "2027.1", "procedures": [row]})
    station.office.refresh()
    assert station.office.current().catalogue.by_code["9.000001"].name_vi == "Thủ tục hoàn toàn mới"
    assert codes(station, "thủ tục hoàn toàn mới") == ["9.000001"]
