"""A file of procedures: every row is taken, or rejected with its row, its column and why."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.bootstrap.shipped import shipped_data
from counter_app.domain.errors import DomainError
from counter_app.domain.fee_rules import FeeKind
from counter_app.domain.procedure_changes import ChangedPart
from counter_app.domain.procedures import Catalogue, ComponentCondition, parse_catalogue
from counter_app.domain.received import Channel
from counter_app.services.catalogue_import import (
    LARGEST,
    CatalogueImport,
    check_size,
    published_version,
    read_catalogue_file,
)
from tests.builders import BIRTH, CERTIFIED_COPY, DEATH, MARRIAGE

HEAD = "Mã thủ tục;Tên thủ tục;Lĩnh vực;Thời hạn;Đơn vị thời hạn;Loại phí;Phí tại quầy;Phí trực tuyến"
FEE = f"{DEATH};;;;;HĐND;8.000 đ;4000"
NEW = "1.999999;Cấp giấy phép mẫu;Xây dựng;5;ngày làm việc;chưa rõ;;"
LISTED_ONLY = "1.000080"
"""Known by its name in the index."""


def rows(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines]).encode()


def read(data: bytes, *, whole: bool = False) -> CatalogueImport:
    return read_catalogue_file(data, shipped_data().catalogue, shipped_data().index, whole=whole)


def refused(data: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        read(data)
    return caught.value.code


def outcome(data: bytes) -> str | int:
    """How many rows were told of, or the code of the refusal; anything else fails."""
    try:
        found = read(data)
    except DomainError as error:
        return error.code
    return found.accepted + len(found.rejected)


def rejected(found: CatalogueImport) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason.code.removeprefix("catalogue.")) for one in found.rejected]


def one_rejected(line: str, head: str = HEAD) -> tuple[int, str, str]:
    [found] = rejected(read(rows(line, head=head)))
    return found


@pytest.mark.requirement("HT-06", "AG-12")
@pytest.mark.parametrize(
    "data",
    [
        rows(FEE, NEW),
        b"\xef\xbb\xbf" + rows(FEE, NEW),
        rows(FEE, NEW).decode().encode("utf-16"),
        rows(FEE, NEW).decode().replace(";", "\t").encode(),
        rows(FEE, NEW).decode().replace(",", "").replace(";", ",").encode(),
        rows("", FEE, ";;;;;;;", NEW, ""),
        b"sep=;\r\n" + rows(FEE, NEW),
        rows(
            FEE, NEW, head="code;name_vi;field_vi;time_value;time_unit;fee_kind;fee_direct_vnd;fee_online_vnd"
        ),
    ],
    ids=["csv", "bom", "utf16", "tabs", "commas", "empty lines", "hint", "english"],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(data: bytes) -> None:
    found = read(data)
    assert (found.accepted, found.rejected, found.ignored) == (2, (), ())
    assert found.changes.added == ("1.999999",)
    [(code, changes)] = found.changes.changed.items()
    assert (code, [change.part for change in changes]) == (DEATH, [ChangedPart.FEE])
    fee = found.catalogue.by_code[DEATH].fee
    assert (fee.kind, fee.direct_vnd, fee.online_vnd) == (FeeKind.LOCAL, 8_000, 4_000)


def test_a_zero_beside_a_paid_amount_is_free_for_that_way_of_filing() -> None:
    fee = read(rows(f"{DEATH};;;;;HĐND;8.000 đ;0")).catalogue.by_code[DEATH].fee
    assert (fee.kind, fee.amount(Channel.DIRECT), fee.amount(Channel.ONLINE)) == (FeeKind.LOCAL, 8_000, 0)


@pytest.mark.parametrize("heading", ["lead_agency", "Cơ quan giải quyết", "Cơ quan thực hiện"])
def test_who_settles_a_procedure_is_taken_from_a_file(heading: str) -> None:
    found = read(rows(f"{DEATH};UBND phường  Mẫu", head=f"code;{heading}"))
    assert found.catalogue.by_code[DEATH].lead_agency == "UBND phường Mẫu"
    assert parse_catalogue(found.catalogue.to_dict()) == found.catalogue


def test_what_a_row_does_not_say_stays_as_it_was() -> None:
    before = shipped_data().catalogue.by_code[DEATH]
    after = read(rows(FEE)).catalogue.by_code[DEATH]
    assert replace(after, fee=before.fee) == before


@pytest.mark.requirement("AG-12")
def test_a_procedure_known_by_its_name_only_becomes_whole() -> None:
    head = "Mã thủ tục,Thời hạn,Loại phí,Thành phần hồ sơ,Cách nộp,Số quyết định"
    papers = '"Tờ khai (mẫu 1; mẫu 2)|1|0|R\nGiấy tờ tùy thân|0|0|P; Bản đồ|0|2|khi có trường hợp"'
    found = read(
        rows(f'{LISTED_ONLY},7 ngày làm việc,miễn phí,{papers},"trực tiếp, bưu chính",1/QĐ', head=head)
    )
    assert found.rejected == ()
    procedure = found.catalogue.by_code[LISTED_ONLY]
    assert (procedure.detailed, procedure.provisional) == (True, False)
    assert procedure.name_vi == shipped_data().index.by_code[LISTED_ONLY].name_vi
    assert (procedure.time.value, procedure.time.unit, procedure.fee.is_free) == (7, "working_days", True)
    assert procedure.channels == (Channel.DIRECT, Channel.POSTAL)
    assert [(c.name, c.originals, c.copies, c.condition) for c in procedure.components] == [
        ("Tờ khai (mẫu 1; mẫu 2)", 1, 0, ComponentCondition.REQUIRED),
        ("Giấy tờ tùy thân", 0, 0, ComponentCondition.PRESENT_ONLY),
        ("Bản đồ", 0, 2, ComponentCondition.CONDITIONAL),
    ]


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (";Tên;Lĩnh vực;;;;;", "code", "code_missing"),
        ("khai sinh;;;;;;;", "code", "bad_code"),
        ("1.00008;;;;;;;", "code", "code_cut"),
        ("1,00008;;;;;;;", "code", "code_cut"),
        ("=1+1;;;;;;;", "code", "formula"),
        ("1.999999;;Lĩnh vực;;;;;", "name_vi", "cell_missing"),
        ("1.999999;Tên;;;;;;", "field_vi", "cell_missing"),
        (f'{DEATH};"=HYPERLINK(""http://x"")";;;;;;', "name_vi", "formula"),
        (f"{DEATH};#REF!;;;;;;", "name_vi", "spreadsheet_error"),
        (f"{DEATH};Tên\x07;;;;;;", "name_vi", "odd_letters"),
        (f"{DEATH};;;3;tuần;;;", "time_unit", "bad_time_unit"),
        (f"{DEATH};;;ba;ngày;;;", "time_value", "bad_number"),
        (f"{DEATH};;;;ngày;;;", "time_value", "time_without_number"),
        (f"{DEATH};;;;;lạ;;", "fee_kind", "bad_fee_kind"),
        (f"{DEATH};;;;;HĐND;tám nghìn;", "fee_direct", "bad_number"),
        (f"{DEATH};;;;;HĐND;-8000;", "fee_direct", "bad_number"),
        (f"{DEATH};;;;;HĐND;0;", "fee_direct", "zero_is_not_free"),
        (f"{DEATH};;;;;HĐND;0;0", "fee_direct", "zero_is_not_free"),
        (f"{DEATH};;;;;chưa rõ;8000;", "fee_kind", "fee_needs_kind"),
        ("1.999999;Tên;Lĩnh vực;;;;8000;", "fee_kind", "fee_needs_kind"),
        (f"{DEATH};;;;;miễn phí;8000;", "fee_direct", "misfit"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_with_its_row_and_column(
    line: str, column: str, reason: str
) -> None:
    assert one_rejected(line) == (2, column, reason)


@pytest.mark.parametrize(
    ("heading", "value", "column", "reason"),
    [
        ("Thành phần hồ sơ", "Tờ khai", "components", "bad_component"),
        ("Thành phần hồ sơ", "Tờ khai|1|0|X", "components", "bad_component"),
        ("Cách nộp", "bồ câu", "channels", "bad_channel"),
        ("Trực tiếp", "có lẽ", "direct", "bad_tick"),
        ("Cấp", "cấp huyện", "levels", "bad_level"),
        ("Hiệu lực từ", "31/02/2027", "valid_from", "bad_date"),
        ("Từ khóa", "x" * 5_000, "keywords", "cell_too_long"),
    ],
)
def test_cells_of_other_columns_are_named_too(heading: str, value: str, column: str, reason: str) -> None:
    assert one_rejected(f"{DEATH}\t{value}", f"Mã\t{heading}") == (2, column, reason)


def test_a_zero_of_which_the_row_does_not_say_who_set_it_is_no_freedom() -> None:
    found = read_catalogue_file(
        rows(f"{DEATH};0", head="code;fee_online_vnd"),
        read(rows(FEE)).catalogue,
        shipped_data().index,
    )
    assert [(one.column, one.reason.code) for one in found.rejected] == [
        ("fee_online", "catalogue.zero_is_not_free")
    ]


@pytest.mark.requirement("LC-04")
def test_a_zero_is_never_taken_for_free_and_a_number_without_unit_stays_without() -> None:
    found = read(rows("1.999999;Tên;Lĩnh vực;3;;;;"))
    procedure = found.catalogue.by_code["1.999999"]
    assert (procedure.time.value, procedure.time.is_set) == (3, False)
    assert (procedure.fee.kind, procedure.fee.amount(Channel.DIRECT)) == (FeeKind.NOT_SET, None)
    assert procedure.provisional


def test_the_same_time_in_other_words_keeps_what_is_known_beside_it() -> None:
    before = shipped_data().catalogue.by_code[DEATH]
    assert before.time.note
    found = read(rows(f"{DEATH};;;0;trong ngày;;;"))
    assert found.changes.is_empty
    assert read(rows(f"{DEATH};;;2;ngày;;;")).catalogue.by_code[DEATH].time.note == ""


def test_another_kind_of_fee_drops_the_rates_of_the_old_one() -> None:
    assert shipped_data().catalogue.by_code[CERTIFIED_COPY].fee.page_rate is not None
    fee = read(rows(f"{CERTIFIED_COPY};;;;;HĐND;3.000;")).catalogue.by_code[CERTIFIED_COPY].fee
    assert (fee.kind, fee.direct_vnd, fee.page_rate, fee.note) == (FeeKind.LOCAL, 3_000, None, "")


@pytest.mark.parametrize("cell", ["KQ.G15.000031 KQ.G15.000033", "KQ.G15.000031; KQ.G15.000033;"])
def test_result_codes_are_divided_by_spaces_or_semicolons(cell: str) -> None:
    found = read(rows(f"{DEATH}\t{cell}", head="Mã\tMã kết quả"))
    assert found.catalogue.by_code[DEATH].result_codes == ("KQ.G15.000031", "KQ.G15.000033")


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    head = "Mã thủ tục;Thành phần hồ sơ"
    lines = (f'{DEATH};"Tờ khai|1|0|R\nGiấy báo tử|1|0|R"', "", "sai;")
    assert rejected(read(rows(*lines, head=head))) == [(4, "code", "bad_code")]


def test_the_second_row_of_a_code_is_rejected_and_names_the_first() -> None:
    found = read(rows(FEE, NEW, FEE))
    assert rejected(found) == [(4, "code", "repeated")]
    assert found.rejected[0].reason.params == {"row": 2}


def test_what_is_good_is_counted_beside_what_is_rejected() -> None:
    found = read(rows(FEE, "sai;;;;;;;", NEW))
    assert (found.accepted, len(found.rejected)) == (2, 1)


def test_columns_that_nobody_knows_are_named() -> None:
    assert read(rows(f"{DEATH};x", head="Mã thủ tục;Ghi chép riêng")).ignored == ("Ghi chép riêng",)


def test_a_whole_catalogue_drops_what_it_does_not_name_but_nothing_whose_row_is_rejected() -> None:
    found = read(rows(FEE, f"{MARRIAGE};;;;;lạ;;"), whole=True)
    assert set(found.catalogue.by_code) == {
        DEATH,
        MARRIAGE,
    }
    assert BIRTH in found.changes.removed
    assert len(found.changes.removed) == 76


def test_without_that_nothing_is_dropped() -> None:
    assert read(rows(FEE)).changes.removed == ()


def test_a_catalogue_document_is_taken_in_as_json_and_taken_in_again_changes_nothing() -> None:
    document = shipped_data().catalogue.to_dict()
    assert read(json.dumps(document).encode()).changes.is_empty
    changed = parse_catalogue(document)
    first = replace(changed.procedures[0], name_vi="Tên khác", keywords=("kt",), valid_from=date(2027, 3, 1))
    data = json.dumps(Catalogue("1", (first,)).to_dict()).encode()
    found = read(data)
    assert found.catalogue.by_code[first.code] == first
    published = published_version(found, 3, date(2026, 11, 22))
    assert (published.version, published.valid_from) == ("2026.07.1~3", date(2026, 11, 22))
    assert parse_catalogue(published.to_dict()) == published
    again = read_catalogue_file(data, published, shipped_data().index)
    with pytest.raises(DomainError, match=r"catalogue\.nothing_changed"):
        published_version(again, 4, date(2026, 11, 23))


def test_json_rows_that_do_not_fit_name_their_field() -> None:
    row = {"code": DEATH, "time": {"value": 3, "unit": "weeks"}}
    [found] = read(json.dumps([row, 7, {"code": 7}]).encode()).rejected[:1]
    assert (found.row, found.column, found.reason.params) == (1, "time_value", {"field": "time.unit"})


def test_nothing_that_can_be_used_makes_no_version() -> None:
    with pytest.raises(DomainError, match=r"catalogue\.nothing_accepted"):
        published_version(read(rows("sai;;;;;;;")), 1, date(2026, 11, 22))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_rows"),
        (b"\r\n \r\n", "no_rows"),
        (HEAD.encode(), "no_rows"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xff\xfe\xff", "bad_file"),
        ("Mã thủ tục;Tên".encode("utf-16-le"), "bad_file"),
        (b"code\r\n1.0011\x0093", "bad_file"),
        ("Mã thủ tục".encode("cp1258", "replace") + b"\xea", "bad_file"),
        (b"name_vi;field_vi\r\na;b", "no_columns"),
        (b'code\r\n"1.001193', "bad_file"),
        (b'{"procedures": 7}', "bad_file"),
        (b"[" * 100_000, "bad_file"),
        (b"code" + b";" * 300 + b"\r\n1.001193", "too_wide"),
        (b"code\r\n" + b"\r\n" * 20_000, "too_long"),
        (b"[" + b"0," * 20_001 + b"0]", "too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_such_table_is_refused_clearly(data: bytes, code: str) -> None:
    assert refused(data) == f"catalogue.{code}"


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(DomainError, match=r"catalogue\.too_large"):
        check_size(100 * 1024 * 1024)
    assert refused(bytes(LARGEST + 1)) == "catalogue.too_large"


def test_millions_of_columns_are_refused_without_the_memory_for_them() -> None:
    data = b"code" + b";" * (LARGEST - 100)
    tracemalloc.start()
    try:
        assert refused(data) == "catalogue.too_wide"
        assert tracemalloc.get_traced_memory()[1] < 20 * LARGEST
    finally:
        tracemalloc.stop()


@given(st.lists(st.text(max_size=12), min_size=8, max_size=8))
def test_whatever_stands_in_a_row_it_is_taken_or_rejected(cells: list[str]) -> None:
    quoted = ";".join('"' + cell.replace('"', '""').replace("\x00", "") + '"' for cell in cells)
    data = (HEAD + "\r\n" + quoted).encode("utf-8", "replace")
    if "\r" in quoted or not any(cell.strip() for cell in cells):
        assert outcome(data) in ("catalogue.no_rows", "catalogue.bad_file", 1)
    else:
        assert outcome(data) == 1


@given(st.binary(max_size=300))
def test_whatever_a_file_is_it_is_read_or_refused(data: bytes) -> None:
    assert outcome(data) is not None
