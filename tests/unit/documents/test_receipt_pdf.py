from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import combinations

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from PIL import Image

from counter_app.documents import receipt_papers
from counter_app.documents.preview import render_pages
from counter_app.domain.receipt import ReceiptContent
from counter_app.paths import resources
from counter_app.services.ports import Layout, ReceiptPapers
from tests.unit.documents.receipts import (
    BLANK,
    EVERY_KIND,
    LONG_NAME,
    PROVISIONAL,
    RECEIPT,
    with_components,
)

MM = 72 / 25.4
PRINTABLE_MARGIN = 5 * MM
LAYOUTS: tuple[Layout, ...] = ("a5", "a4_two_up")

# The elements of the form in the order of its appendix; the 27th is the QR code, which has tests of its own.
ELEMENTS = {
    "agency_parent": "ỦY BAN NHÂN DÂN PHƯỜNG LONG XUYÊN",
    "center_name": "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
    "national_heading": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
    "slip_number": "Số: 0123/TTPVHCC",
    "place_date": "Long Xuyên, ngày 20 tháng 11 năm 2026",
    "title": "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    "dossier_code": "Mã hồ sơ: H01.15.21-261120-0001",
    "copy_label": "(Liên {copy})",
    "center_phone": "Trung tâm Phục vụ hành chính công/Bộ phận Tiếp nhận và Trả kết quả: Trung tâm Phục vụ "
    "hành chính công – Quầy 03. Số điện thoại: 0296 3000 000",
    "owner_name": "Tiếp nhận hồ sơ của ông/bà: NGUYỄN THỊ MẪU",
    "owner_address": "Địa chỉ: Số 12, đường Mẫu, khóm Mẫu, phường Long Xuyên, tỉnh An Giang",
    "phone": "Số điện thoại: 0900 000 017",
    "email": "Email: mau@example.com",
    "procedure_content": "Nội dung yêu cầu giải quyết: Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh "
    "(Mã thủ tục: 2.000635)",
    "components": "Thành phần hồ sơ nộp gồm: 1. Tờ khai cấp bản sao trích lục hộ tịch (01 bản chính) "
    "2. Văn bản ủy quyền (01 bản chính, 02 bản sao) 3. Giấy tờ tùy thân (xuất trình)",
    "set_count": "Số lượng hồ sơ: 01 (bộ)",
    "legal_time": "Thời gian giải quyết hồ sơ theo quy định là: 3 ngày làm việc",
    "received_at": "Thời gian nhận hồ sơ: 16 giờ 20 phút, ngày 20 tháng 11 năm 2026",
    "due_at": "Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 20 phút, ngày 26 tháng 11 năm 2026",
    "return_place": "Đăng ký nhận kết quả tại: nhà, qua dịch vụ bưu chính",
    "ledger_book_no": "Vào Sổ theo dõi hồ sơ, Quyển số: Q03/2026",
    "ledger_line_no": "Số thứ tự: 47",
    "sign_submitter": "NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Lê Văn Mẫu",
    "sign_receiver": "NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) (Chữ ký số của Người tiếp nhận hồ sơ nếu "
    "là biểu mẫu điện tử) Trần Thị Mẫu",
    "note_1": "- Trường hợp chưa thiết lập được Hệ thống thông tin một cửa điện tử, Giấy tiếp nhận và hẹn "
    "trả kết quả được lập thành 2 liên; một liên giao cho tổ chức, cá nhân nộp hồ sơ trong trường hợp nộp "
    "trực tiếp, nộp qua dịch vụ bưu chính công ích theo Quyết định số 45/2016/QĐ-TTg; một liên chuyển kèm "
    "theo Phiếu kiểm soát quá trình giải quyết hồ sơ và được lưu tại Trung tâm Phục vụ hành chính công/Bộ "
    "phận Một cửa;",
    "note_2": "- Tổ chức, cá nhân có thể đăng ký nhận kết quả tại Bộ phận Một cửa hoặc tại nhà (trụ sở tổ "
    "chức) qua dịch vụ bưu chính.",
}
COPIES = ("(Liên 1: Lưu tại Bộ phận Một cửa)", "(Liên 2: Giao cho công dân)")


@pytest.fixture(scope="module")
def papers() -> ReceiptPapers:
    return receipt_papers(resources())


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page on one line; on A4 each half is a page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        text = page.get_textpage()
        width, height = page.get_size()
        for left in (0, width / 2) if width > height else (0,):
            half = text.get_text_bounded(left=left, right=left + (width / 2 if width > height else width))
            texts.append(" ".join(half.split()))
    document.close()
    return texts


def decoded(pdf: bytes, dpi: int = 200) -> list[list[str]]:
    """What a reader finds on each page."""
    pages = []
    for page in render_pages(pdf, dpi=dpi):
        image = Image.frombytes("RGB", (page.width, page.height), page.rgb)
        pages.append(sorted(found.text for found in zxingcpp.read_barcodes(image)))
    return pages


@pytest.mark.requirement("AG-22", "AG-23", "AG-25", "AG-26", "AG-29")
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("copy", [0, 1])
def test_every_element_of_the_form_stands_on_both_copies(
    papers: ReceiptPapers, layout: Layout, copy: int
) -> None:
    pages = page_texts(papers.pdf(RECEIPT, layout=layout))
    assert len(pages) == 2
    for name, expected in ELEMENTS.items():
        wanted = COPIES[copy] if name == "copy_label" else expected
        assert unicodedata.is_normalized("NFC", wanted)
        assert wanted in pages[copy], name


@pytest.mark.requirement("AG-24")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_copy_says_who_keeps_it_and_only_that(papers: ReceiptPapers, layout: Layout) -> None:
    first, second = page_texts(papers.pdf(RECEIPT, layout=layout))
    assert COPIES[0] in first
    assert COPIES[1] not in first
    assert COPIES[1] in second
    assert COPIES[0] not in second


@pytest.mark.requirement("AG-04", "AG-22")
@pytest.mark.parametrize("content", [RECEIPT, PROVISIONAL], ids=["official", "provisional"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_qr_code_is_readable_at_200_dpi(
    papers: ReceiptPapers, content: ReceiptContent, layout: Layout
) -> None:
    found = decoded(papers.pdf(content, layout=layout))
    assert found == ([[content.qr_text]] * 2 if layout == "a5" else [[content.qr_text] * 2])


@pytest.mark.requirement("AG-22")
def test_a_provisional_code_is_said_to_be_one(papers: ReceiptPapers) -> None:
    notice = "Mã tạm; mã chính thức sẽ được thông báo"
    assert all(notice in page for page in page_texts(papers.pdf(PROVISIONAL, layout="a5")))
    assert not any(notice in page for page in page_texts(papers.pdf(RECEIPT, layout="a5")))


@pytest.mark.requirement("AG-24")
def test_a_reprint_is_marked_with_its_number_and_a_first_print_is_not(papers: ReceiptPapers) -> None:
    again = page_texts(papers.pdf(replace(RECEIPT, reprint=2), layout="a5"))
    assert all("IN LẠI LẦN 2" in page for page in again)
    assert not any("IN LẠI" in page for page in page_texts(papers.pdf(RECEIPT, layout="a5")))


@pytest.mark.requirement("HT-01")
def test_the_portal_stands_on_both_copies(papers: ReceiptPapers) -> None:
    pages = page_texts(papers.pdf(RECEIPT, layout="a5"))
    assert all("Tra cứu tại: https://dichvucong.example.gov.vn" in page for page in pages)


@pytest.mark.parametrize(
    ("vnd", "words"), [(None, "chưa xác định"), (0, "Không thu"), (8000, "8.000 đ"), (1234567, "1.234.567 đ")]
)
def test_an_unset_fee_is_not_a_free_one(papers: ReceiptPapers, vnd: int | None, words: str) -> None:
    for page in page_texts(papers.pdf(replace(RECEIPT, fee_vnd=vnd), layout="a5")):
        assert f"Phí, lệ phí: {words}" in page


def test_identity_number_stands_behind_the_name_only_when_there_is_one(papers: ReceiptPapers) -> None:
    assert "Số định danh/Mã số: 0891******17" in page_texts(papers.pdf(RECEIPT, layout="a5"))[0]
    assert "Số định danh" not in page_texts(papers.pdf(BLANK, layout="a5"))[0]


def test_a_missing_due_time_leaves_room_to_write_it(papers: ReceiptPapers) -> None:
    page = page_texts(papers.pdf(BLANK, layout="a5"))[0]
    assert "Thời gian trả kết quả giải quyết hồ sơ: …… giờ …… phút, ngày …… tháng …… năm ………" in page


def test_empty_fields_get_dotted_lines_that_are_no_text(papers: ReceiptPapers) -> None:
    blank, filled = papers.pdf(BLANK, layout="a5"), papers.pdf(RECEIPT, layout="a5")
    assert "Địa chỉ: Số điện thoại: Email: Nội dung" in page_texts(blank)[0]
    assert dotted_lines(blank) == 10  # the centre's phone, address, phone, e-mail, 4 papers, place, book
    assert dotted_lines(filled) == 0


def dotted_lines(pdf: bytes) -> int:
    """Dashed paths on the first page."""
    document = pypdfium2.PdfDocument(pdf)
    lines = 0
    for item in document[0].get_objects():
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            lines += pdfium.FPDFPageObj_GetDashCount(item.raw) > 0
    document.close()
    return lines


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_leaves_the_printable_part_of_its_page(
    papers: ReceiptPapers, kind: str, layout: Layout
) -> None:
    document = pypdfium2.PdfDocument(papers.pdf(EVERY_KIND[kind], layout=layout))
    for page in document:
        width, height = page.get_size()
        halves = [(0.0, width / 2), (width / 2, width)] if layout == "a4_two_up" else [(0.0, width)]
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            start, end = next(half for half in halves if left < half[1])
            assert left >= start + PRINTABLE_MARGIN
            assert right <= end - PRINTABLE_MARGIN
            assert bottom >= PRINTABLE_MARGIN
            assert top <= height - PRINTABLE_MARGIN
    document.close()


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_no_line_is_printed_over_another(papers: ReceiptPapers, kind: str) -> None:
    document = pypdfium2.PdfDocument(papers.pdf(EVERY_KIND[kind], layout="a5"))
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        assert len(boxes) > 10
        for one, other in combinations(boxes, 2):
            wide = min(one[2], other[2]) - max(one[0], other[0])
            high = min(one[3], other[3]) - max(one[1], other[1])
            assert wide < 1 or high < 1, (one, other)
    document.close()


def test_a_form_of_the_usual_length_fits_on_one_sheet(papers: ReceiptPapers) -> None:
    for kind in ("plain", "provisional", "blank", "organisation", "foreigner", "reprint", "one component"):
        assert len(page_texts(papers.pdf(EVERY_KIND[kind], layout="a5"))) == 2, kind


@pytest.mark.requirement("AG-25")
@pytest.mark.parametrize("count", range(1, 26, 3))
@pytest.mark.parametrize(
    "name", ["Văn bản xác nhận tình trạng", LONG_NAME[:390]], ids=["short", "400 characters"]
)
def test_every_component_is_listed_once_on_each_copy(papers: ReceiptPapers, count: int, name: str) -> None:
    pages = page_texts(papers.pdf(with_components(count, name), layout="a5"))
    for copy in (pages[: len(pages) // 2], pages[len(pages) // 2 :]):
        whole = " ".join(copy)
        for number in range(1, count + 1):
            assert whole.count(f"{number}. {name} [{number}] (01 bản chính)") == 1


def test_a_list_that_is_too_long_goes_on_with_its_reference_and_signatures(papers: ReceiptPapers) -> None:
    content = replace(with_components(25, LONG_NAME[:390]), provisional=True, reprint=1)
    pages = page_texts(papers.pdf(content, layout="a5"))
    sheets = len(pages) // 2
    assert sheets > 1
    assert len(page_texts(papers.pdf(content, layout="a4_two_up"))) == len(pages)
    for copy, label in enumerate(COPIES):
        own = pages[copy * sheets : (copy + 1) * sheets]
        assert "Thời gian trả kết quả giải quyết hồ sơ: 16 giờ 20 phút" in own[0]
        assert "ghi tiếp ở Tờ 2)" in own[0]
        for number, page in enumerate(own, start=1):
            assert label in page
            assert f"Tờ {number}/{sheets}" in page
            assert "NGƯỜI NỘP HỒ SƠ" in page
        for page in own[1:]:
            assert "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ (tiếp theo)" in page
            assert "Số: 0123/TTPVHCC – Mã hồ sơ: H01.15.21-261120-0001" in page
            assert "Thành phần hồ sơ nộp gồm (tiếp theo):" in page
            assert "Mã tạm; mã chính thức sẽ được thông báo" in page
            assert "IN LẠI LẦN 1" in page


@pytest.mark.parametrize("layout", LAYOUTS)
def test_pages_have_the_size_of_the_circular_and_a4_is_two_of_them(
    papers: ReceiptPapers, layout: Layout
) -> None:
    document = pypdfium2.PdfDocument(papers.pdf(RECEIPT, layout=layout))
    sizes = [tuple(round(side / MM) for side in page.get_size()) for page in document]
    document.close()
    assert sizes == ([(148, 210)] * 2 if layout == "a5" else [(297, 210)])


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_font_is_embedded_and_none_is_named_that_is_not(papers: ReceiptPapers, kind: str) -> None:
    pdf = papers.pdf(EVERY_KIND[kind], layout="a5")
    named = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert named
    assert all(re.fullmatch(rb"[A-Z]{6}\+Tinos-\w+", name) for name in named)
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        used = [item.get_font() for item in page.get_objects() if item.type == pdfium.FPDF_PAGEOBJ_TEXT]
        assert used
        assert all(font.is_embedded for font in used)
    document.close()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_content_gives_the_same_bytes(papers: ReceiptPapers, layout: Layout) -> None:
    first = papers.pdf(PROVISIONAL, layout=layout)
    papers.pdf(RECEIPT, layout=layout)
    assert receipt_papers(resources()).pdf(PROVISIONAL, layout=layout) == first


def test_the_file_says_what_it_is_and_in_which_language(papers: ReceiptPapers) -> None:
    pdf = papers.pdf(RECEIPT, layout="a5")
    document = pypdfium2.PdfDocument(pdf)
    data = document.get_metadata_dict()
    document.close()
    assert data["Title"] == "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ H01.15.21-261120-0001"
    assert data["Subject"] == "Thông tư số 01/2018/TT-VPCP, Mẫu số 01"
    assert b"/Lang (vi-VN)" in pdf
    assert b"/PrintScaling /None" in pdf


def test_decomposed_letters_and_markup_in_values_come_out_as_plain_composed_text(
    papers: ReceiptPapers,
) -> None:
    name = unicodedata.normalize("NFD", "CỬA HÀNG <b>Mẫu</b> & Con\r\n\tchi nhánh")
    page = page_texts(papers.pdf(replace(RECEIPT, owner_name=name), layout="a5"))[0]
    assert "Tiếp nhận hồ sơ của ông/bà: CỬA HÀNG <b>Mẫu</b> & Con chi nhánh" in page


def test_an_instant_without_a_time_zone_is_refused(papers: ReceiptPapers) -> None:
    assert RECEIPT.received_at is not None
    naive = replace(RECEIPT, received_at=RECEIPT.received_at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        papers.pdf(naive, layout="a5")
