"""How papers are signed here: set by an administrator, looked at by everybody, without a secret."""

from __future__ import annotations

from counter_app.domain.office import Clerk, Role
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.ui.settings.rules.signing_card import SigningCard
from tests.builders import clerk
from tests.ui.settings.test_rules import Open, Opening, forms_page, opening

__all__ = ["opening"]

ADMINISTRATOR = Clerk("vo-thi-mau", "Võ Thị Mẫu", Role.ADMINISTRATOR, "")


def card(held: Open) -> SigningCard:
    held.settle()
    return forms_page(held).signing


def seen(shown: SigningCard) -> set[str]:
    return {name for name, field in shown.fields.items() if field.isVisible()}


def save(held: Open, shown: SigningCard) -> None:
    shown.save.click()
    held.settle()


def test_nothing_is_signed_until_an_administrator_chooses_a_way_and_only_its_fields_are_seen(
    opening: Opening,
) -> None:
    held = opening("forms")
    shown = card(held)
    assert shown.way.value() == "none"
    assert seen(shown) == set()
    shown.way.button("token").click()
    assert seen(shown) == {"library", "token", "key_label", "authority"}
    shown.way.button("key_file").click()
    assert seen(shown) == {"key_file", "authority"}


def test_a_key_file_and_an_authority_are_kept(opening: Opening) -> None:
    held = opening("forms")
    shown = card(held)
    shown.way.button("key_file").click()
    shown.put_file("key_file", "/mau/khoa.p12")
    shown.fields["authority"].set_text("http://tsa.example.vn/tsr")
    save(held, shown)
    assert shown.result.text() == "Đã lưu cách ký số của máy này."
    assert held.counter.services.signing.settings() == SigningSettings(
        SigningWay.KEY_FILE, key_file="/mau/khoa.p12", authority="http://tsa.example.vn/tsr"
    )


def test_what_is_missing_or_wrong_is_told_at_its_field(opening: Opening) -> None:
    held = opening("forms")
    shown = card(held)
    shown.way.button("key_file").click()
    save(held, shown)
    assert shown.fields["key_file"].finding_text() == "Chọn tệp khóa (.p12 hoặc .pfx)."
    shown.put_file("key_file", "/mau/khoa.p12")
    shown.fields["authority"].set_text("tsa")
    save(held, shown)
    assert shown.fields["authority"].finding_text().startswith("Địa chỉ máy chủ dấu thời gian phải")
    assert held.counter.services.signing.settings() == SigningSettings()


def test_a_clerk_sees_how_papers_are_signed_and_changes_nothing(opening: Opening) -> None:
    shown = card(opening("forms", clerk()))
    assert shown.remark.text() == "Chỉ quản trị viên được đổi cách ký số của máy này."
    assert not shown.save.isEnabled()
    assert not any(shown.way.button(way.value).isEnabled() for way in SigningWay)
