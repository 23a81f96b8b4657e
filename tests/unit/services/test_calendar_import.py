"""Tables of overrides as people send them: every row is taken, or rejected with its reason."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import DayEffect
from counter_app.services.calendar_import import LARGEST, ImportReport, read_override_file
from tests.fixtures.calendars import usual_calendar

HEAD = "Từ ngày;Đến ngày;Hiệu lực;Số quyết định;Ngày quyết định;Nội dung;Giờ làm việc"
SWAP = "02/01/2026;;Nghỉ;12729/VPCP-KGVX;25/12/2025;Nghỉ hoán đổi;"
MADE_UP = "10/01/2026;;Làm bù;12729/VPCP-KGVX;25/12/2025;Làm bù;7h30 - 11h30, 13:30-17:00"


def rows(*lines: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *lines]).encode()


def rejected(report: ImportReport) -> list[tuple[int, str]]:
    return [(one.row, one.reason.code) for one in report.rejected]


@pytest.mark.requirement("N-52")
@pytest.mark.parametrize(
    "data",
    [
        rows(SWAP, MADE_UP),
        b"\xef\xbb\xbf" + rows(SWAP, MADE_UP),
        rows(SWAP, MADE_UP).decode().encode("utf-16"),
        rows(SWAP, MADE_UP).decode().replace(";", "\t").encode(),
        rows("", SWAP, ";;;;;;", MADE_UP, ""),
        rows(SWAP, MADE_UP, head="TU NGAY;den ngay;HIEU LUC;so van ban;ngay van ban;noi dung;gio"),
        rows(SWAP, MADE_UP, head="from;to;effect;decision;decided_on;name_vi;hours"),
        rows(SWAP.replace("02/01/2026", "2026-01-02 00:00:00"), MADE_UP.replace("Làm bù;1", "làm  việc;1")),
    ],
    ids=["csv", "bom", "utf16", "tabs", "empty lines", "no marks", "english", "spreadsheet dates"],
)
def test_a_spreadsheets_table_is_read_however_it_was_saved(data: bytes) -> None:
    report = read_override_file(data)
    assert rejected(report) == []
    off, worked = report.accepted
    assert (off.first, off.last, off.effect) == (date(2026, 1, 2), date(2026, 1, 2), DayEffect.OFF)
    assert (off.decision, off.decided_on) == ("12729/VPCP-KGVX", date(2025, 12, 25))
    assert worked.effect is DayEffect.WORK
    assert worked.to_plain()["hours"] == ["07:30-11:30", "13:30-17:00"]


def test_quoted_cells_may_hold_the_delimiter() -> None:
    head = "from,to,effect,decision,name_vi"
    report = read_override_file(rows('2026-01-02,,off,1/QĐ,"Nghỉ, do bão"', head=head))
    assert report.accepted[0].name_vi == "Nghỉ, do bão"


@pytest.mark.requirement("N-52")
def test_a_json_table_or_a_whole_calendar_document_is_read() -> None:
    row = {"from": "2026-01-02", "effect": "off", "decision": "1/QĐ", "name_vi": "Nghỉ"}
    for document in ([row], {"kind": "holidays", "overrides": [row]}):
        assert len(read_override_file(json.dumps(document).encode()).accepted) == 1


def test_every_rejected_row_says_where_it_stands_and_why() -> None:
    report = read_override_file(
        rows(
            "31/11/2026;;Nghỉ;1/QĐ;;Bão;",
            SWAP,
            "02/01/2026;;Nghỉ;2/QĐ;;Lại ngày ấy;",
            "05/01/2026;;nửa ngày;1/QĐ;;Bão;",
            "06/01/2026;;Nghỉ;;;Không có số;",
            "07/01/2026;06/01/2026;Nghỉ;1/QĐ;;Ngược;",
            "08/01/2026;;Làm bù;1/QĐ;;Giờ lạ;buổi sáng",
            "09/01/2026;;Nghỉ;1/QĐ;;Nghỉ có giờ;07:30-11:30",
            "12/01/2026;;Nghỉ",
        )
    )
    assert len(report.accepted) == 1
    assert rejected(report) == [
        (2, "calendar.bad_date"),
        (4, "calendar.duplicate_day"),
        (5, "calendar.bad_effect"),
        (6, "calendar.decision_missing"),
        (7, "calendar.range_backwards"),
        (8, "calendar.bad_hours"),
        (9, "calendar.hours_on_day_off"),
        (10, "calendar.decision_missing"),
    ]
    assert report.rejected[1].reason.params == {"day": "02/01/2026", "row": 3}
    assert report.rejected[0].text.startswith("31/11/2026 · Nghỉ")


def test_a_json_row_that_is_none_is_rejected_by_itself() -> None:
    row = {"from": "2026-01-02", "effect": "off", "decision": "1/QĐ", "name_vi": "Nghỉ"}
    report = read_override_file(json.dumps([row, "02/02", None, row | {"from": 3}]).encode())
    assert rejected(report) == [(2, "calendar.bad_row"), (3, "calendar.bad_row"), (4, "calendar.bad_date")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_rows"),
        (b"\xff\xfe\x00", "bad_file"),
        (b"\x80\x81", "bad_file"),
        (b"a\x00b", "bad_file"),
        (b"{", "bad_file"),
        (b'{"days": []}', "bad_file"),
        (b"[]", "no_rows"),
        (b"[" * 100_000, "bad_file"),
        (HEAD.encode(), "no_rows"),
        (b'from;effect\r\n"', "bad_file"),
        (b"some text", "no_columns"),
        (b" " * (LARGEST + 1), "too_large"),
    ],
)
def test_what_is_no_table_at_all_is_said_to_be_none(data: bytes, code: str) -> None:
    with pytest.raises(DomainError, match=rf"calendar\.{code}\("):
        read_override_file(data)


def test_missing_columns_are_named_as_they_would_be_written() -> None:
    with pytest.raises(DomainError) as caught:
        read_override_file(b"from;name_vi\r\n2026-01-02;x")
    assert caught.value.params == {"missing": "Hiệu lực, Số quyết định"}


def test_what_changes_nothing_or_half_is_remarked() -> None:
    report = read_override_file(
        rows(
            "22/11/2026;;Nghỉ;1/QĐ;;Chủ nhật;",
            "23/11/2026;;Làm việc;1/QĐ;;Thứ Hai;",
            "25/11/2026;;Bình thường;1/QĐ;;Không có gì;",
            "10/01/2026;;Nghỉ;2/QĐ;;Khác quyết định;",
            "28/11/2026;;Làm bù;3/QĐ;;Một nửa;",
        ),
        usual_calendar(),
    )
    assert [(one.row, one.code) for one in report.remarks] == [
        (2, "closed_already"),
        (3, "open_already"),
        (4, "no_effect"),
        (5, "replaces"),
        (6, "no_swap_off"),
    ]
    assert report.remarks[3].decision == "12729/VPCP-KGVX"


@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(rows)))
def test_no_file_however_odd_breaks_the_reading(data: bytes) -> None:
    try:
        report = read_override_file(data, usual_calendar())
    except DomainError as error:
        code = error.code
    else:
        code = "calendar.read"
        assert report.accepted or report.rejected
    assert code.startswith("calendar.")
