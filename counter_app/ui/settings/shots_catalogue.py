"""The section of the catalogue in its states, with the program's own catalogue: see ``shots``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from counter_app.domain.procedure_search import ProcedureFinder
from counter_app.domain.procedures import Catalogue, Procedure
from counter_app.i18n import Wording
from counter_app.services.catalogue_import import read_catalogue_file
from counter_app.ui.settings.catalogue_page import MOST, CataloguePage
from counter_app.ui.settings.catalogue_words import CatalogueWords

_FILE: Final = (
    "Mã thủ tục;Loại phí;Phí tại quầy;Thời hạn;Đơn vị thời hạn;Ghi chép riêng\n"
    "1.000656;HĐND;8.000;;;\n"
    "1.00008;;;7;ngày làm việc;\n"
    "1.001193;HĐND;0;;;\n"
    "1.004873;;;3;tuần;\n"
    "2.000884;;=5000*2;;;\n"
    "1.000894;cố định;30.000;3;ngày làm việc;\n"
)


def show(wording: Wording, page: CataloguePage, catalogue: Catalogue, code: str = "1.001193") -> None:
    """Draw the catalogue and one of its procedures."""
    words = CatalogueWords(wording)
    page.show_catalogue(words.catalogue(catalogue))
    page.show_rows(ProcedureFinder(catalogue.procedures).find("khai sinh", limit=MOST))
    page.show_procedure(words.procedure(catalogue.by_code[code]), may_write=True)
    page.imports.show_source(from_centre=False)


def states(wording: Wording, catalogue: Catalogue) -> Iterator[tuple[str, Callable[[CataloguePage], None]]]:
    """With a note; what is not known; known by its name only; a file with rows that cannot be used."""
    words = CatalogueWords(wording)
    noted = _noted(catalogue.by_code["1.001193"])

    def note(page: CataloguePage) -> None:
        show(wording, page, catalogue)
        page.show_procedure(words.procedure(noted), may_write=True)
        page.verticalScrollBar().setValue(480)

    def unknown(page: CataloguePage) -> None:
        show(wording, page, catalogue, "1.000656")

    def listed(page: CataloguePage) -> None:
        show(wording, page, catalogue, next(one.code for one in catalogue.procedures if not one.detailed))

    def file(page: CataloguePage) -> None:
        show(wording, page, catalogue)
        full = tuple(one for one in catalogue.procedures if one.detailed)
        found = read_catalogue_file(_FILE.encode(), replace(catalogue, procedures=full), catalogue)
        page.imports.show_import(words.imported(found, can_store=True))

    def refused(page: CataloguePage) -> None:
        show(wording, page, catalogue)
        page.imports.show_source(from_centre=True)
        page.imports.refuse(wording.text("error.catalogue.workbook"))

    yield "settings-catalogue", lambda page: show(wording, page, catalogue)
    yield "settings-catalogue-note", note
    yield "settings-catalogue-unknown", unknown
    yield "settings-catalogue-listed", listed
    yield "settings-catalogue-file", file
    yield "settings-catalogue-refused", refused


def _noted(procedure: Procedure) -> Procedure:
    note = "Nhắc công dân mang theo giấy chứng sinh bản chính; phòng 2 kiểm tra trước khi nhận."
    return replace(procedure, office_note=note, keywords=("ks", "giấy khai sinh"))
