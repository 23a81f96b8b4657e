"""What stands on the receipt comes from the dossier as it was decided, and from the office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import Delivery, DeliveryMethod
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.receipt import ReceiptComponent, ReceiptContent
from counter_app.services.receipts import receipt_content
from tests.builders import (
    BIRTH,
    CERTIFIED_COPY,
    MARRIAGE,
    PENSION,
    SIGNATURE,
    TREES,
    Counter,
    brought_by,
    clerk,
    counter,
)
from tests.fakes.clock import MORNING


def content(station: Counter, code: str = MARRIAGE, **changes: Any) -> ReceiptContent:
    return of(station, station.accept(code, **changes))


def of(station: Counter, dossier: Dossier) -> ReceiptContent:
    return receipt_content(dossier, station.office.current(), reprint=0)


@pytest.mark.requirement("AG-25", "AG-26")
def test_every_field_of_the_form_is_filled(station: Counter) -> None:
    assert content(station, set_count=2) == ReceiptContent(
        agency_parent="Ủy ban nhân dân phường Long Xuyên",
        center_name="Trung tâm Phục vụ hành chính công phường Long Xuyên",
        center_phone="0296 3000 000",
        place="Long Xuyên",
        slip_number="0001-03/TTPVHCC",
        dossier_code="H01.15.21-261123-0001",
        provisional=False,
        qr_text="H01.15.21-261123-0001",
        owner_name="Nguyễn Thị Mẫu",
        owner_address="Số 12, đường Mẫu, phường Long Xuyên, tỉnh An Giang",
        owner_id_label="0891******17",
        phone="0900 000 017",
        email="mau@example.com",
        procedure_code=MARRIAGE,
        procedure_name="Thủ tục đăng ký kết hôn",
        components=(ReceiptComponent("Tờ khai đăng ký kết hôn theo mẫu (nộp giấy khi nộp trực tiếp)", 1, 0),),
        set_count=2,
        legal_time_value=1,
        legal_time_unit="working_days",
        received_at=MORNING,
        due_at=of(station, station.accept(MARRIAGE)).due_at,
        return_place="Trung tâm Phục vụ hành chính công phường Long Xuyên",
        fee_vnd=0,
        ledger_book="03/2026",
        ledger_line=1,
        submitter_name="Nguyễn Thị Mẫu",
        receiver_name="Trần Thị Mẫu",
        counter_name="Quầy 03",
        portal_url="https://example.org",
    )


def test_a_provisional_code_says_so() -> None:
    shown = content(counter(numbers=None))
    assert shown.provisional
    assert shown.qr_text == shown.dossier_code == "TAM-H01.15.21-Q03-261123-0001"


@pytest.mark.parametrize(("code", "fee"), [(MARRIAGE, 0), (SIGNATURE, 10_000), (TREES, None)])
def test_free_is_nought_and_not_set_is_nothing(station: Counter, code: str, fee: int | None) -> None:
    assert content(station, code).fee_vnd == fee


def test_where_no_time_is_set_none_is_shown(station: Counter) -> None:
    shown = content(station, PENSION)
    assert (shown.due_at, shown.legal_time_value, shown.legal_time_unit) == (None, None, "not_set")


def test_who_came_signs_and_not_the_owner(station: Counter) -> None:
    shown = content(station, **brought_by(SubmitterRole.AUTHORISED))
    assert (shown.owner_name, shown.submitter_name) == ("Nguyễn Thị Mẫu", "Lê Văn Mẫu")


def test_only_papers_that_are_ticked_are_listed_and_only_those_that_stay_are_counted(
    station: Counter,
) -> None:
    draft = station.draft(BIRTH)
    kinds = ("original", "sighted", "on_record", "electronic", "copy", "certified_copy")
    components = tuple(
        replace(component, copy_kind=kind, originals=1, copies=1, present=place != 4)
        for place, (component, kind) in enumerate(zip(draft.components, kinds, strict=True))
    )
    dossier = station.reception.accept(replace(draft, components=components), clerk())
    shown = of(station, dossier).components
    assert [(paper.originals, paper.copies) for paper in shown] == [(1, 1), (0, 0), (0, 0), (0, 0), (1, 1)]
    assert [paper.name for paper in shown] == [
        component.name for component in components if component.present
    ]


@pytest.mark.requirement("AG-29")
@pytest.mark.parametrize(
    ("delivery", "place"),
    [
        (Delivery(), "Trung tâm Phục vụ hành chính công phường Long Xuyên"),
        (Delivery(DeliveryMethod.COUNTER, "Quầy 05"), "Quầy 05"),
        (Delivery(DeliveryMethod.POSTAL, "Số 3, xã Mẫu"), "Số 3, xã Mẫu"),
        (Delivery(DeliveryMethod.ONLINE), "mau@example.com"),
    ],
)
def test_the_place_of_return_follows_the_choice(station: Counter, delivery: Delivery, place: str) -> None:
    assert content(station, delivery=delivery).return_place == place


def test_the_number_of_a_person_is_masked_and_that_of_an_organisation_is_public(station: Counter) -> None:
    company = Party(PartyKind.ORGANISATION, "Công ty TNHH Mẫu", "0100000017", address="Số 1")
    assert content(station, owner=company).owner_id_label == "0100000017"
    assert content(station).owner_id_label == "0891******17"
    assert content(station, owner=replace(company, number="")).owner_id_label == ""


def test_a_dossier_of_another_program_with_gaps_can_still_be_shown(station: Counter) -> None:
    dossier = replace(station.accept(CERTIFIED_COPY), procedure={}, first_due=None, fee={})
    shown = of(station, dossier)
    assert (shown.procedure_code, shown.due_at, shown.fee_vnd) == ("", None, None)
