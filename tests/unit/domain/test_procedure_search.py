"""Finding a procedure by what a clerk types, over the catalogue that is shipped."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from counter_app.domain.procedure_search import ProcedureFinder
from counter_app.domain.procedures import Catalogue, Procedure, parse_catalogue

CATALOGUES = Path(__file__).resolve().parents[3] / "resources" / "catalogues"


@cache
def catalogue() -> Catalogue:
    full, index = (
        parse_catalogue(json.loads((CATALOGUES / name).read_text(encoding="utf-8")))
        for name in ("procedures.json", "procedures-index.json")
    )
    return full.extended_by(index)


@cache
def finder() -> ProcedureFinder:
    return ProcedureFinder(catalogue().procedures)


def first(typed: str, *recent: str) -> str:
    found = finder().find(typed, recent=recent)
    return found[0].name_vi if found else ""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dk khai sinh", "Thủ tục đăng ký khai sinh"),
        ("dang ky khai sinh", "Thủ tục đăng ký khai sinh"),
        ("Thủ tục đăng ký khai sinh", "Thủ tục đăng ký khai sinh"),
        ("thu tuc dk khai sinh", "Thủ tục đăng ký khai sinh"),
        ("DKKS", "Thủ tục đăng ký khai sinh"),
        ("khai sinh", "Thủ tục đăng ký khai sinh"),
        ("khaisinh", "Thủ tục đăng ký khai sinh"),
        ("dk kh", "Thủ tục đăng ký kết hôn"),
        ("ket hon", "Thủ tục đăng ký kết hôn"),
        ("dk ket hon nuoc ngoai", "Thủ tục đăng ký kết hôn có yếu tố nước ngoài"),
        ("đk khai tử", "Thủ tục đăng ký khai tử"),
        ("xn tthn", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"),
        ("thuong tru", "Đăng ký thường trú"),
        ("xoa thuong tru", "Xóa đăng ký thường trú"),
        ("tach ho", "Tách hộ"),
        ("doi the can cuoc", "Cấp đổi thẻ căn cước"),
        ("ho tich khai tu", "Thủ tục đăng ký khai tử"),
        ("  dk   khai  SINH ", "Thủ tục đăng ký khai sinh"),
        ("1.001193", "Thủ tục đăng ký khai sinh"),
        ("001193", "Thủ tục đăng ký khai sinh"),
        ("1193", "Thủ tục đăng ký khai sinh"),
        ("khai sinh 1193", "Thủ tục đăng ký khai sinh"),
        ("1.001193.000.00.00.H01", "Thủ tục đăng ký khai sinh"),
    ],
)
def test_what_is_typed_finds_the_procedure_that_is_meant(typed: str, name: str) -> None:
    assert first(typed) == name


def test_initials_of_certifying_copies_find_the_certification() -> None:
    assert first("ct ban sao").startswith("Chứng thực bản sao từ bản chính")


def test_decomposed_letters_find_the_same() -> None:
    typed = "đăng ký thường trú"
    assert finder().find(unicodedata.normalize("NFD", typed)) == finder().find(typed)


@pytest.mark.parametrize("typed", ["khai sinh zzz", "zzz", "9.999999", "khai sinh 9999999"])
def test_nothing_is_found_when_a_typed_word_fits_nowhere(typed: str) -> None:
    assert finder().find(typed) == ()


@pytest.mark.parametrize("typed", ["", "   ", "...", "thủ tục"])
def test_nothing_typed_gives_the_recent_ones_first(typed: str) -> None:
    found = finder().find(typed, recent=["1.004222", "1.001193", "no such code"], limit=5)
    assert [procedure.code for procedure in found[:2]] == ["1.004222", "1.001193"]
    assert len(found) == 5


def test_a_recent_procedure_comes_before_others_that_fit_as_well() -> None:
    assert first("dang ky") != "Đăng ký thường trú"
    assert first("dang ky", "1.004222") == "Đăng ký thường trú"
    assert first("khai sinh nuoc ngoai", "1.000893", "2.000528").startswith(
        "Thủ tục đăng ký khai sinh có yếu tố"
    )


def test_a_recent_procedure_does_not_hide_the_one_whose_whole_name_was_typed() -> None:
    assert first("dk khai sinh", "2.000528") == "Thủ tục đăng ký khai sinh"


def test_the_newest_of_several_recent_ones_comes_first_even_when_named_twice() -> None:
    found = finder().find("dang ky", recent=["1.004194", "1.004194", "1.004222", "1.004194"])
    assert [procedure.code for procedure in found[:2]] == ["1.004194", "1.004222"]


def test_every_procedure_is_found_by_its_name_without_marks_and_by_its_code() -> None:
    for procedure in catalogue().procedures:
        assert procedure in finder().find(procedure.name_vi, limit=500), procedure.name_vi
        assert finder().find(procedure.code)[0] == procedure


def test_no_more_than_asked_for_are_given() -> None:
    assert len(finder().find("d", limit=7)) == 7


@pytest.mark.parametrize("page", ["a" * 10_000, "a " * 10_000, "nh " * 10_000, "nhan hau " * 10_000])
def test_a_pasted_page_of_text_is_answered_at_once(page: str) -> None:
    began = perf_counter()
    finder().find(page)
    assert perf_counter() - began < 0.1


def test_an_answer_takes_less_than_five_milliseconds_for_422_procedures() -> None:
    """78 described and 344 listed: as many as the catalogue and the index have rows."""
    rows: list[Procedure] = list(catalogue().procedures)
    many = ProcedureFinder((rows + rows)[:422])
    for typed in (
        "d",
        "dk",
        "dk khai sinh",
        "ct ban sao",
        "dang ky nuoc ngoai",
        "cap lai giay chung nhan dang ky",
    ):
        spent = []
        for _ in range(9):
            began = perf_counter()
            many.find(typed)
            spent.append(perf_counter() - began)
        assert min(spent) < 0.005, (typed, spent)
