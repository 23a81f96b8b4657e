"""A card read fills what is empty and claims nothing that it did not say."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.parties import Party
from counter_app.services.reception import fill_owner
from tests.builders import Counter, citizen, clerk

CARD = replace(citizen(phone="", email=""), source="card")


def test_a_card_fills_an_empty_owner(station: Counter) -> None:
    draft = fill_owner(station.reception.open(clerk()), CARD, ("card_issued_before_birth",))
    assert draft.owner == CARD
    assert draft.findings == ("card_issued_before_birth",)


def test_a_card_overwrites_nothing_that_was_typed(station: Counter) -> None:
    typed = Party(full_name="Nguyễn Thị Mẫu", address="Số 99, xã Khác", phone="0900 000 099")
    draft = fill_owner(replace(station.reception.open(clerk()), owner=typed), CARD, ())
    assert (draft.owner.address, draft.owner.phone) == ("Số 99, xã Khác", "0900 000 099")
    assert (draft.owner.number, draft.owner.birth_date) == (CARD.number, CARD.birth_date)


def test_an_owner_counts_as_read_from_the_card_only_where_number_and_name_are_the_cards(
    station: Counter,
) -> None:
    open_draft = station.reception.open(clerk())
    same = fill_owner(replace(open_draft, owner=Party(full_name="NGUYEN THI MAU")), CARD, ())
    other = fill_owner(replace(open_draft, owner=Party(full_name="Trần Văn Khác")), CARD, ())
    namesake = Party(full_name=CARD.full_name, number="089190000099")
    another = fill_owner(replace(open_draft, owner=namesake), CARD, ())
    sources = [draft.owner.source for draft in (same, other, another)]
    assert sources == ["card", "typed", "typed"]


def test_a_card_that_says_nothing_new_changes_nothing(station: Counter) -> None:
    draft = replace(station.reception.open(clerk()), owner=CARD)
    assert fill_owner(draft, CARD, ("x",)) is draft
