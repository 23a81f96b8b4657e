"""Printers in a dossier's timeline: by the name that people know, never by an address."""

from __future__ import annotations

import pytest

from counter_app.ui.counter.dossiers.dossier_state import DetailState
from tests.builders import MARRIAGE, clerk
from tests.ui.counter.dossiers.looking import detail, opened
from tests.ui.counter.record_desk import Desk


def details(state: DetailState) -> list[str]:
    return [entry.detail for entry in state.timeline if entry.title.startswith("In ")]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Máy in phiếu Quầy 03", "Máy in phiếu Quầy 03"),
        ("Quầy 3", "Quầy 3"),
        ("127.0.0.1:33987", "máy in phiếu"),
        ("may-in-quay-3.local:9100", "máy in phiếu"),
        ("[fe80::1]:9100", "máy in phiếu"),
        ("192.168.1.50", "máy in phiếu"),
    ],
)
def test_a_slip_printer_is_told_by_its_name_and_never_by_its_address(
    desk: Desk, given: str, told: str
) -> None:
    desk.counter.slip.name = given
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.printing.print_slip(dossier.id, clerk())
    (said,) = details(detail(opened(desk, dossier)))
    assert said.endswith(f" · {told}: đã in xong")


def test_a_page_printer_that_was_given_no_name_is_told_by_what_it_prints(desk: Desk) -> None:
    desk.counter.page.name = "system"
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.printing.print_form(dossier.id, clerk())
    (said,) = details(detail(opened(desk, dossier)))
    assert said.endswith(" · máy in giấy: đã in xong")
