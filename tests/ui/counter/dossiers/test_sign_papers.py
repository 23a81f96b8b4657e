"""Signing a dossier's papers on the screen: asked once, told next to the act, opened and saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.documents import receipt_papers
from counter_app.paths import resources
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.dossiers.signing_question import SigningQuestion
from counter_app.ui.counter.dossiers.signing_state import SignedRow, SigningDeed
from tests.builders import clerk
from tests.fixtures.signing_counter import AWAY, administrator, signing_counter
from tests.fixtures.signing_keys import PASSPHRASE, key_file
from tests.ui.counter.conftest import MakeFront
from tests.ui.counter.dossiers.looking import opened
from tests.ui.counter.record_desk import Desk

SIGN, VIEW, SAVE = SigningDeed.SIGN, SigningDeed.VIEW, SigningDeed.SAVE


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningSettings:
    file = key_file(tmp_path_factory.mktemp("key") / "mau.p12", quick=True)
    return SigningSettings(SigningWay.KEY_FILE, key_file=str(file))


@pytest.fixture
def signing_desk(desk: Desk, key: SigningSettings) -> Desk:
    desk.counter.papers = receipt_papers(resources())  # type: ignore[assignment]
    desk.counter.restart()
    set_up(desk, key)
    return desk


def set_up(desk: Desk, settings: SigningSettings) -> None:
    desk.counter.services.signing.change(administrator(), settings)


def row(screen: DossiersScreen, name: str = "mau-01") -> SignedRow:
    return next(one for one in screen.view.panel.signing.rows() if one.name == name)


def press(desk: Desk, screen: DossiersScreen, deed: SigningDeed, name: str = "mau-01") -> None:
    screen.view.panel.signing.acts[name, deed].click()
    desk.settle()


def question(screen: DossiersScreen) -> SigningQuestion | None:
    return next((one for one in screen.findChildren(SigningQuestion) if one.isVisible()), None)


def answer(desk: Desk, screen: DossiersScreen, secret: str) -> None:
    asked = question(screen)
    assert asked is not None
    asked.secret.edit.setText(secret)
    asked.act.click()
    desk.settle()


def test_nothing_is_seen_of_signing_where_it_is_not_set_up(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    assert screen.view.panel.signing.rows() == ()
    assert not screen.view.panel.signing.isVisible()


@pytest.mark.requirement("N-25")
def test_a_paper_is_signed_from_the_dossier_and_the_passphrase_is_asked_once(signing_desk: Desk) -> None:
    desk = signing_desk
    screen = opened(desk, desk.accept())
    assert row(screen).sign.text == "Chưa ký số"
    press(desk, screen, SIGN)
    answer(desk, screen, PASSPHRASE)
    assert row(screen).sign.text == "Đã ký số, chưa có dấu thời gian"
    assert "NGUYỄN VĂN MẪU" in row(screen).detail
    assert [deed for deed, _ in row(screen).acts] == [VIEW, SAVE]
    titles = [entry.title for entry in screen.keeper.state.timeline] if screen.keeper.state else []
    assert "Ký số giấy tiếp nhận" in titles
    press(desk, screen, SIGN, "control")
    assert question(screen) is None
    assert row(screen, "control").sign.text == "Đã ký số, chưa có dấu thời gian"


def test_a_wrong_passphrase_is_told_next_to_the_paper_and_asked_for_anew(signing_desk: Desk) -> None:
    desk = signing_desk
    screen = opened(desk, desk.accept())
    press(desk, screen, SIGN)
    answer(desk, screen, "sai")
    assert row(screen).error.startswith("Không mở được tệp khóa mau.p12")
    assert question(screen) is None
    press(desk, screen, SIGN)
    answer(desk, screen, PASSPHRASE)
    assert row(screen).error == ""
    assert row(screen).sign.text == "Đã ký số, chưa có dấu thời gian"


def test_nothing_typed_is_asked_for_again(signing_desk: Desk) -> None:
    desk = signing_desk
    screen = opened(desk, desk.accept())
    press(desk, screen, SIGN)
    asked = question(screen)
    assert asked is not None
    asked.act.click()
    assert asked.isVisible()
    assert asked.secret.finding_text() == "Nhập mật khẩu hoặc PIN."


def test_a_signed_paper_is_looked_at_and_saved_byte_for_byte(signing_desk: Desk, tmp_path: Path) -> None:
    desk = signing_desk
    dossier = desk.accept()
    event = desk.counter.services.signing.sign(dossier.id, "mau-01", desk.seat.clerk, PASSPHRASE)
    screen = opened(desk, dossier)
    press(desk, screen, VIEW)
    (preview,) = screen.findChildren(PaperPreview)
    assert preview.page_count() == 2
    assert not preview.print.isVisible()
    preview.reject()
    target = tmp_path / "da-ky.pdf"
    screen.signing.presenter.save("mau-01", target)
    desk.settle()
    assert target.read_bytes() == desk.counter.vault.get(event.sha256)
    assert screen.signing.presenter.file_name("mau-01") == f"{dossier.code}-mau-01-da-ky.pdf"
    screen.signing.presenter.save("mau-01", tmp_path / "none" / "x.pdf")
    desk.settle()
    assert row(screen).error.startswith("Không lưu được vào")
    assert [one.name for one in tmp_path.iterdir()] == ["da-ky.pdf"]


def test_a_broken_file_is_told_not_opened_and_may_be_signed_anew(signing_desk: Desk) -> None:
    desk = signing_desk
    dossier = desk.accept()
    event = desk.counter.services.signing.sign(dossier.id, "mau-01", desk.seat.clerk, PASSPHRASE)
    desk.counter.vault.damage(event.sha256)
    screen = opened(desk, dossier)
    assert row(screen).sign.text.startswith("Chữ ký hỏng")
    assert [deed for deed, _ in row(screen).acts] == [SIGN]


def test_a_dossier_that_changed_since_says_so_and_offers_another_signature(signing_desk: Desk) -> None:
    desk = signing_desk
    dossier = desk.accept()
    desk.counter.services.signing.sign(dossier.id, "mau-01", desk.seat.clerk, PASSPHRASE)
    owner = replace(dossier.owner, full_name="Trần Thị Mẫu")
    desk.counter.services.dossiers.correct(dossier.id, desk.seat.clerk, "Gõ nhầm", owner=owner)
    screen = opened(desk, dossier)
    assert "hồ sơ đã đổi sau khi ký" in row(screen).detail
    assert SIGN in [deed for deed, _ in row(screen).acts]


def test_a_paper_that_waits_for_its_time_stamp_says_so(signing_desk: Desk, key: SigningSettings) -> None:
    desk = signing_desk
    dossier = desk.accept()
    desk.counter.services.signing.sign(dossier.id, "mau-01", desk.seat.clerk, PASSPHRASE)
    set_up(desk, replace(key, authority=AWAY))
    screen = opened(desk, dossier)
    press(desk, screen, SigningDeed.STAMP)
    assert row(screen).sign.text == "Đã ký số, chờ dấu thời gian"


def test_locking_the_counter_forgets_the_secret(make_front: MakeFront, key: SigningSettings) -> None:
    front = make_front(signing_counter(key))
    front.sign_in()
    signing, who = front.services.signing, clerk()
    signing.sign(front.counter.accept().id, "mau-01", who, PASSPHRASE)
    assert not signing.needs_secret(who)
    front.window.lock()
    front.settle()
    assert signing.needs_secret(who)
