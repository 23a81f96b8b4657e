"""Official forms made from their packages: size, words, overflow, validity, and a province of its own."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from counter_app.bootstrap.form_samples import SamplePaper, sample_contents, sample_papers
from counter_app.documents.flow import register_fonts
from counter_app.documents.forms.official import OfficialForms
from counter_app.documents.forms.pdf import form_pdf
from counter_app.documents.preview import render_pages
from counter_app.domain.errors import DomainError
from counter_app.domain.form_content import FormContent, FormRow
from counter_app.paths import resources

MM = 72 / 25.4
A5, A4_LANDSCAPE = (148 * MM, 210 * MM), (297 * MM, 210 * MM)
CODE = "H01.15.21-261120-0017"
OLD, NEW = "tt-01-2018", "tt-03-2025"

PAPERS = list(sample_papers())
FORMS = OfficialForms(resources())


def named(paper: SamplePaper) -> str:
    return f"{paper.package}-{paper.form}{'-blank' if paper.blank else ''}"


every_paper = pytest.mark.parametrize("paper", PAPERS, ids=named)


def pages(pdf: bytes) -> list[str]:
    """The text of each page on one line."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def on_one_line(text: str) -> str:
    return "".join(text.split())


@pytest.mark.requirement("N-24", "N-74")
def test_both_regimes_bring_all_their_forms_under_their_own_numbers() -> None:
    numbers = {
        package.key: {key: form.form.number for key, form in package.forms.items()}
        for package in FORMS.packages()
    }
    assert numbers[OLD] == {
        "supplement": "02",
        "refusal": "03",
        "apology": "04",
        "control": "05",
        "ledger": "06",
        "handover": "riêng",
    }
    assert numbers[NEW] == {**numbers[OLD], "stop": "05", "control": "06", "ledger": "07"}


@pytest.mark.requirement("N-24")
@every_paper
def test_a_form_has_exactly_the_paper_that_the_circular_gives_it(paper: SamplePaper) -> None:
    size = {"ledger": A4_LANDSCAPE, "handover": A4_LANDSCAPE}.get(paper.form, A5)
    document = pypdfium2.PdfDocument(paper.pdf)
    assert len(document) > 0
    for page in document:
        assert page.get_size() == pytest.approx(size, abs=0.01)
    document.close()


@every_paper
def test_only_embedded_fonts_are_used(paper: SamplePaper) -> None:
    document = pypdfium2.PdfDocument(paper.pdf)
    for page in document:
        for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            assert pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(found.raw)) == 1
    document.close()


@pytest.mark.requirement("PT-15", "PT-16", "N-12")
@pytest.mark.parametrize("package", [OLD, NEW])
def test_every_value_of_a_dossier_comes_out_of_the_pdf_as_it_went_in(package: str) -> None:
    for key, form in FORMS.package(package).forms.items():
        content = sample_contents()[key]
        text = on_one_line("".join(pages(FORMS.pdf(package, key, content))))
        assert unicodedata.is_normalized("NFC", text)
        for name in form.fields:
            value = content.values.get(name)
            shown = any(f"{{{name}" in repr(block) for block in form.blocks)
            if shown and isinstance(value, str) and name not in ("agency_parent", "center_name", "agency"):
                assert on_one_line(value) in text, (key, name)
        assert on_one_line(form.form.title) in text


@every_paper
def test_the_code_on_a_filled_form_reads_as_its_dossier_and_a_blank_form_has_none(paper: SamplePaper) -> None:
    first = next(iter(render_pages(paper.pdf, dpi=200)))
    image = Image.frombytes("RGB", (first.width, first.height), first.rgb)
    found = [code.text for code in zxingcpp.read_barcodes(image)]
    assert found == ([] if paper.blank or paper.form in ("ledger", "handover") else [CODE])


def test_a_blank_form_keeps_every_label_and_names_the_office() -> None:
    blank = {paper.form: paper for paper in PAPERS if paper.blank and paper.package == OLD}
    for key, form in FORMS.package(OLD).forms.items():
        text = on_one_line("".join(pages(blank[key].pdf)))
        for block in form.blocks:
            label = getattr(block, "label", "")
            assert on_one_line(label.replace("{center_name}", "Trung tâm Phục vụ hành chính công")) in text
        assert on_one_line("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG") in text


def with_items(count: int) -> FormContent:
    content = sample_contents()["supplement"]
    rows = [
        FormRow({"name": f"Giấy tờ số {number:03d} của hồ sơ", "originals": 1}) for number in range(count)
    ]
    return replace(content, rows={"items": rows})


@pytest.mark.requirement("N-12")
def test_a_long_list_goes_on_on_further_sheets_with_nothing_left_out_or_twice() -> None:
    sheets = pages(FORMS.pdf(OLD, "supplement", with_items(90)))
    assert len(sheets) > 2
    whole = " ".join(sheets)
    for number in range(90):
        assert whole.count(f"Giấy tờ số {number:03d} của hồ sơ") == 1
    for index, sheet in enumerate(sheets, start=1):
        assert f"Tờ {index}/{len(sheets)}" in sheet
        assert ("Thành phần hồ sơ" in sheet) == ("Giấy tờ số" in sheet)
    assert "NGƯỜI HƯỚNG DẪN" in sheets[-1]
    assert "NGƯỜI HƯỚNG DẪN" not in " ".join(sheets[:-1])
    assert all(CODE in sheet for sheet in sheets)


def test_a_text_longer_than_a_sheet_goes_on_on_the_next_one() -> None:
    reason = " ".join(f"câu{number}" for number in range(160))
    content = sample_contents()["apology"]
    pattern = "Lý do: " + "{reason} " * 8
    form = FORMS.form(OLD, "apology")
    long = form.model_copy(
        update={
            "blocks": tuple(
                block.model_copy(update={"text": pattern}) if getattr(block, "id", "") == "apology" else block
                for block in form.blocks
            )
        }
    )
    register_fonts(resources())
    values = {**content.values, "reason": reason}
    sheets = pages(form_pdf(long, FORMS.package(OLD).wording, replace(content, values=values)))
    assert len(sheets) > 1
    assert " ".join(sheets).count("câu159") == 9


def ledger_lines(count: int, struck: int) -> FormContent:
    at = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    rows = [
        FormRow(
            {"line_no": number, "owner_name": f"NGƯỜI MẪU {number:04d}", "received_at": at, "note": ""},
            struck=number == struck,
        )
        for number in range(1, count + 1)
    ]
    return replace(sample_contents()["ledger"], rows={"lines": rows})


@pytest.mark.requirement("N-26")
def test_a_cancelled_line_of_the_ledger_keeps_its_place_struck_through_and_readable() -> None:
    plain, struck = (FORMS.pdf(OLD, "ledger", ledger_lines(8, number)) for number in (0, 5))
    assert pages(plain) == pages(struck)
    assert "NGƯỜI MẪU 0005" in " ".join(pages(struck))
    assert plain != struck


def test_a_ledger_of_many_lines_has_each_once_under_the_head_of_its_columns() -> None:
    sheets = pages(FORMS.pdf(OLD, "ledger", ledger_lines(200, 0)))
    whole = " ".join(sheets)
    assert all(whole.count(f"NGƯỜI MẪU {number:04d}") == 1 for number in range(1, 201))
    assert all("Tên thủ tục hành chính" in sheet for sheet in sheets if "NGƯỜI MẪU" in sheet)
    assert "Khóa sổ ngày 31 tháng 12 năm 2026" in sheets[-1]


@pytest.mark.requirement("AG-24")
def test_a_reprint_says_so_on_every_sheet() -> None:
    again = replace(with_items(60), reprint=2)
    for sheet in pages(FORMS.pdf(OLD, "supplement", again)):
        assert "IN LẠI" in sheet
        assert "LẦN 2" in sheet


def test_equal_content_gives_equal_bytes() -> None:
    content = sample_contents()["refusal"]
    assert FORMS.pdf(OLD, "refusal", content) == FORMS.pdf(OLD, "refusal", content)


# --- which package -----------------------------------------------------------------------------


PROVINCE = """
[package]
name = "Quyết định số 99/2026/QĐ-UBND tỉnh Mẫu"
legal_basis = ["Quyết định số 99/2026/QĐ-UBND của Ủy ban nhân dân tỉnh Mẫu"]
valid_from = 2026-09-01
valid_to = 2027-08-31
profiles = ["tinh-mau"]
extends = "tt-01-2018"
"""
SUPPLEMENT = """
[form]
title = "PHIẾU HƯỚNG DẪN CỦA TỈNH MẪU"
legal_basis = ["Quyết định số 99/2026/QĐ-UBND, Mẫu số 2A"]

[fields]
hotline = "Đường dây nóng"

[changes]
without = ["until"]
block = [{ id = "contact", text = "Đường dây nóng của tỉnh Mẫu: {hotline}." }]
add = [{ after = "contact", id = "thanks", kind = "text", text = "Trân trọng cảm ơn." }]
"""


def province(folder: Path, package: str = PROVINCE, supplement: str = SUPPLEMENT) -> Path:
    (folder / "tinh-mau").mkdir(parents=True)
    (folder / "tinh-mau" / "package.toml").write_text(package, encoding="utf-8")
    (folder / "tinh-mau" / "supplement.toml").write_text(supplement, encoding="utf-8")
    return folder


@pytest.mark.requirement("N-74")
def test_a_new_provinces_wording_is_a_change_of_data(tmp_path: Path) -> None:
    forms = OfficialForms(resources(), [province(tmp_path)])
    package = forms.valid_on(date(2026, 11, 22), profile="tinh-mau")
    assert package.key == "tinh-mau"
    content = sample_contents()["supplement"]
    content = replace(content, values={**content.values, "hotline": "1800 0000"})
    text = " ".join(pages(forms.pdf("tinh-mau", "supplement", content)))
    assert "PHIẾU HƯỚNG DẪN CỦA TỈNH MẪU" in text
    assert "Đường dây nóng của tỉnh Mẫu: 1800 0000." in text
    assert "Trân trọng cảm ơn." in text
    assert "Đề nghị bổ sung trước" not in text
    assert "NGUYỄN HOÀNG PHƯƠNG THẢO NGUYÊN MẪU" in text
    # What it does not change is as before, for itself and for everybody else.
    assert forms.form("tinh-mau", "refusal") == forms.form(OLD, "refusal")
    assert forms.form(OLD, "supplement") == FORMS.form(OLD, "supplement")


@pytest.mark.requirement("N-74")
@pytest.mark.parametrize(
    ("day", "profile", "chosen", "key"),
    [
        (date(2026, 8, 31), "tinh-mau", "", OLD),
        (date(2026, 9, 1), "tinh-mau", "", "tinh-mau"),
        (date(2027, 8, 31), "tinh-mau", "", "tinh-mau"),
        (date(2027, 9, 1), "tinh-mau", "", OLD),
        (date(2026, 11, 22), "an-giang", "", OLD),
        (date(2026, 11, 22), "an-giang", NEW, NEW),
        (date(2025, 6, 30), "an-giang", NEW, OLD),
        (date(2026, 11, 22), "tinh-mau", "gone", "tinh-mau"),
    ],
)
def test_the_package_of_the_day_is_printed_and_a_provisional_one_only_where_it_is_chosen(
    tmp_path: Path, day: date, profile: str, chosen: str, key: str
) -> None:
    forms = OfficialForms(resources(), [province(tmp_path)])
    assert forms.valid_on(day, profile=profile, chosen=chosen).key == key


def test_a_day_before_every_package_is_said() -> None:
    with pytest.raises(DomainError, match=r"forms\.none_valid"):
        FORMS.valid_on(date(2018, 11, 22))


def test_an_unknown_package_or_form_is_named() -> None:
    with pytest.raises(DomainError, match=r"forms\.unknown_package"):
        FORMS.package("nix")
    with pytest.raises(DomainError, match=r"forms\.unknown_form"):
        FORMS.pdf(OLD, "stop", FormContent())


@pytest.mark.parametrize(
    ("package", "supplement", "place"),
    [
        (PROVINCE + "\nnonsense = 1\n", SUPPLEMENT, "nonsense"),
        (PROVINCE.replace('"tt-01-2018"', '"tt-99"'), SUPPLEMENT, "extends"),
        (PROVINCE.replace('"tt-01-2018"', '"tinh-mau"'), SUPPLEMENT, "extends"),
        (PROVINCE.replace("2026-09-01", '"never"'), SUPPLEMENT, "valid_from"),
        (PROVINCE, "[form", "toml"),
        (PROVINCE, SUPPLEMENT.replace("{hotline}", "{hotlines}"), "hotlines"),
        (PROVINCE, SUPPLEMENT.replace('"until"', '"untill"'), "untill"),
        (PROVINCE, SUPPLEMENT.replace('kind = "text"', 'kind = "picture"'), "blocks"),
        (PROVINCE, SUPPLEMENT.replace("[changes]", '[changes]\nof = "nix"'), "changes.of"),
        (PROVINCE, SUPPLEMENT.replace("without", "withouts"), "withouts"),
        (PROVINCE, SUPPLEMENT.replace('after = "contact", ', ""), "after"),
        (PROVINCE, SUPPLEMENT.replace('["until"]', "3"), "changes"),
    ],
)
def test_a_broken_package_is_refused_with_file_and_place(
    tmp_path: Path, package: str, supplement: str, place: str
) -> None:
    with pytest.raises(DomainError) as refused:
        OfficialForms(resources(), [province(tmp_path, package, supplement)])
    assert refused.value.code == "forms.bad_package"
    assert str(refused.value.params["file"]).startswith("tinh-mau/")
    assert place in str(refused.value.params["place"])


values = st.one_of(
    st.none(), st.integers(0, 10**9), st.text(max_size=1500), st.datetimes(timezones=st.just(UTC))
)


@settings(max_examples=25, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_values_make_a_form(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(FORMS.package(NEW).forms)))
    form = FORMS.form(NEW, key)
    content = FormContent(
        values={name: data.draw(values) for name in form.fields},
        rows={
            rows: [
                FormRow({name: data.draw(values) for name in columns})
                for _ in range(data.draw(st.integers(0, 3)))
            ]
            for rows, columns in form.rows.items()
        },
    )
    assert pages(FORMS.pdf(NEW, key, content))
