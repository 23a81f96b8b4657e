"""Signing at the counter: without a line, once, and with a secret that nobody keeps."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.entries import PaperSigned, SlipPrinted, read_event
from counter_app.domain.errors import DomainError
from counter_app.services.scan_ports import Lane
from counter_app.services.signing_ports import SignedState
from counter_app.services.signing_settings import SigningSettings, SigningWay
from tests.builders import Counter, clerk, clerks
from tests.fixtures.signing_counter import AWAY, administrator, sign_receipt, signing_counter
from tests.fixtures.signing_keys import PASSPHRASE, key_file

SIGNER = "NGUYỄN VĂN MẪU"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return key_file(tmp_path_factory.mktemp("key") / "mau.p12", quick=True)


@pytest.fixture
def with_key(key: Path) -> SigningSettings:
    return SigningSettings(SigningWay.KEY_FILE, key_file=str(key))


@pytest.fixture
def station(with_key: SigningSettings) -> Counter:
    return signing_counter(with_key)


def signatures(station: Counter, dossier_id: str, *, verify: bool = False) -> dict[str, SignedState]:
    return {one.name: one.state for one in station.signing.signing.papers(dossier_id, verify=verify)}


def told(station: Counter) -> list[PaperSigned]:
    events = [read_event(entry) for entry in station.database.chain()]
    return [event for event in events if isinstance(event, PaperSigned)]


def refusal(station: Counter, dossier_id: str, secret: str | None = PASSPHRASE, name: str = "mau-01") -> str:
    with pytest.raises(DomainError) as caught:
        station.signing.signing.sign(dossier_id, name, clerk(), secret)
    return caught.value.code


@pytest.mark.requirement("N-25", "AG-27")
def test_a_paper_is_signed_without_a_line_kept_recorded_and_sent_with_the_papers(station: Counter) -> None:
    dossier = station.accept()
    assert signatures(station, dossier.id)["mau-01"] is SignedState.NOT_SIGNED
    event = station.signing.signing.sign(dossier.id, "mau-01", clerk(), PASSPHRASE)
    assert told(station) == [event]
    assert (event.form, event.signer, event.clerk_name) == ("mau-01", SIGNER, clerk().name)
    assert (event.stamped_at, event.replaces) == (None, "")
    pdf = station.signing.signing.read(event.sha256)
    assert (len(pdf), pdf[:5]) == (event.size, b"%PDF-")
    (file,) = [one for one in station.database.state.files.values() if one[0].sha256 == event.sha256]
    assert file[0].lane is Lane.PAPERS
    (shown,) = [one for one in station.signing.signing.papers(dossier.id, verify=True) if one.sha256]
    assert (shown.state, shown.signer, shown.here) == (SignedState.SIGNED, SIGNER, True)


@pytest.mark.requirement("AG-24")
def test_signing_is_no_print_and_the_signed_paper_bears_no_mark_of_one(station: Counter) -> None:
    dossier = station.accept()
    station.printing.print_form(dossier.id, clerk())
    station.printing.print_form(dossier.id, clerk())
    sign_receipt(station, dossier.id)
    assert station.dossiers.detail(dossier.id).dossier.prints == {"mau-01": 2}
    assert told(station)[0].source == _first_print(station)


def _first_print(station: Counter) -> str:
    events = [read_event(entry) for entry in station.database.chain()]
    return next(event.sha256 for event in events if isinstance(event, SlipPrinted))


def test_the_passphrase_is_asked_for_once_and_forgotten_when_the_clerk_leaves_or_another_sits_down(
    station: Counter,
) -> None:
    first, second, third = station.accept(), station.accept(), station.accept()
    signing = station.signing.signing
    assert signing.needs_secret(clerk())
    sign_receipt(station, first.id)
    assert not signing.needs_secret(clerk())
    signing.sign(second.id, "mau-01", clerk())
    assert signing.needs_secret(clerks()[1])
    signing.forget()
    assert refusal(station, third.id, None) == "signing.secret_needed"


def test_a_secret_that_opened_the_key_after_the_clerk_left_is_not_kept(with_key: SigningSettings) -> None:
    leave: list[Callable[[], None]] = []
    station = signing_counter(with_key, lambda _step: leave[0](), at="opened")
    leave.append(station.signing.signing.forget)
    dossier = station.accept()
    sign_receipt(station, dossier.id)
    assert station.signing.signing.needs_secret(clerk())
    assert signatures(station, dossier.id)["mau-01"] is SignedState.SIGNED


def test_a_wrong_passphrase_is_named_not_kept_and_tried_once(station: Counter) -> None:
    dossier = station.accept()
    sign_receipt(station, dossier.id)
    other = station.accept()
    assert refusal(station, other.id, "sai") == "signing.key_file_unreadable"
    assert station.signing.signing.needs_secret(clerk())
    assert signatures(station, other.id)["mau-01"] is SignedState.NOT_SIGNED
    assert len(told(station)) == 1


def test_the_same_content_is_signed_once_and_signed_anew_after_a_correction(station: Counter) -> None:
    dossier = station.accept()
    before = sign_receipt(station, dossier.id)
    assert refusal(station, dossier.id) == "signing.already"
    owner = station.dossiers.detail(dossier.id).dossier.owner
    station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", owner=replace(owner, full_name="Trần Thị Mẫu"))
    after = sign_receipt(station, dossier.id)
    assert after != before
    (shown,) = [one for one in station.signing.signing.papers(dossier.id) if one.name == "mau-01"]
    assert shown.sha256 == after


def test_a_paper_that_is_changed_in_the_vault_is_broken_cannot_be_opened_and_is_signed_anew(
    station: Counter,
) -> None:
    dossier = station.accept()
    sha256 = sign_receipt(station, dossier.id)
    station.vault.damage(sha256)
    assert signatures(station, dossier.id, verify=True)["mau-01"] is SignedState.BROKEN
    with pytest.raises(DomainError, match=r"signing\.broken"):
        station.signing.signing.read(sha256)
    station.vault.files.clear()
    with pytest.raises(DomainError, match=r"signing\.not_here"):
        station.signing.signing.read(sha256)


def test_what_stops_a_signature_is_named_and_nothing_is_recorded(tmp_path: Path, station: Counter) -> None:
    dossier, signing = station.accept(), station.signing.signing
    before = len(station.database.chain())

    def with_file(file: Path) -> str:
        signing.change(administrator(), SigningSettings(SigningWay.KEY_FILE, key_file=str(file)))
        return refusal(station, dossier.id)

    assert with_file(tmp_path / "none.p12") == "signing.key_file_missing"
    assert (
        with_file(key_file(tmp_path / "old.p12", begins=-9, ends=-1, quick=True))
        == "signing.certificate_expired"
    )
    assert (
        with_file(key_file(tmp_path / "new.p12", begins=1, ends=9, quick=True)) == "signing.certificate_early"
    )
    token = SigningSettings(SigningWay.TOKEN, library=str(tmp_path / "driver.so"), token="MAU")
    signing.change(administrator(), token)
    assert refusal(station, dossier.id) == "signing.token_missing"
    signing.change(administrator(), SigningSettings())
    assert refusal(station, dossier.id) == "signing.not_set_up"
    assert refusal(station, dossier.id) == "signing.not_set_up"
    assert len(station.database.chain()) == before


def test_a_full_disk_leaves_the_paper_unsigned_and_it_is_signed_again(station: Counter) -> None:
    dossier = station.accept()
    station.vault.full = True
    assert refusal(station, dossier.id) == "vault.full"
    station.vault.full = False
    station.database.fail()
    assert refusal(station, dossier.id, None) == "storage.full"
    assert signatures(station, dossier.id)["mau-01"] is SignedState.NOT_SIGNED
    station.signing.signing.sign(dossier.id, "mau-01", clerk())
    assert len(told(station)) == 1


def test_a_dossier_that_was_struck_through_is_signed_no_more_but_shows_what_was(station: Counter) -> None:
    dossier = station.accept()
    sha256 = sign_receipt(station, dossier.id)
    station.dossiers.cancel(dossier.id, clerk(), "Nhập trùng")
    assert refusal(station, dossier.id) == "dossier.cancelled"
    (shown,) = station.signing.signing.papers(dossier.id)
    assert (shown.sha256, shown.signable) == (sha256, False)


def test_only_an_administrator_sets_how_papers_are_signed_and_no_secret_is_kept(
    station: Counter, with_key: SigningSettings
) -> None:
    signing = station.signing.signing
    with pytest.raises(DomainError, match=r"signing\.not_allowed"):
        signing.change(clerk(), SigningSettings())
    sign_receipt(station, station.accept().id)
    assert signing.settings() == with_key
    kept = b"".join(data for _, data in station.database.state.documents.values())
    assert PASSPHRASE.encode() not in kept


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (SigningSettings(SigningWay.KEY_FILE, key_file="  "), "signing.need.key_file"),
        (SigningSettings(SigningWay.TOKEN, token="MAU"), "signing.need.library"),
        (SigningSettings(SigningWay.TOKEN, library="driver.so"), "signing.need.token"),
        (SigningSettings(authority="tsa.example"), "signing.bad_authority"),
        (SigningSettings(authority="http://"), "signing.bad_authority"),
        (SigningSettings(authority="http://a:99999"), "signing.bad_authority"),
        (SigningSettings(authority="http://a b"), "signing.bad_authority"),
        (SigningSettings(key_label="x" * 2000), "signing.too_long"),
    ],
)
def test_settings_that_make_no_sense_are_named(
    station: Counter, settings: SigningSettings, code: str
) -> None:
    before = station.signing.signing.settings()
    with pytest.raises(DomainError) as caught:
        station.signing.signing.change(administrator(), settings)
    assert caught.value.code == code
    assert station.signing.signing.settings() == before


@pytest.mark.parametrize("data", [b"", b"[]", b'{"way":"magic"}', b'{"way":"token","token":5}', b"[" * 9999])
def test_settings_that_cannot_be_read_sign_nothing(station: Counter, data: bytes) -> None:
    with station.database.begin() as work:
        work.documents.put("signing_settings", 9, data)
    assert station.signing.signing.settings() == SigningSettings()


def test_a_paper_of_before_the_authority_was_set_may_be_let_wait_for_its_time_stamp(
    station: Counter, with_key: SigningSettings
) -> None:
    dossier, signing = station.accept(), station.signing.signing
    with pytest.raises(DomainError, match=r"signing\.no_authority"):
        signing.ask_stamp(dossier.id, "mau-01")
    sign_receipt(station, dossier.id)
    signing.change(administrator(), replace(with_key, authority=AWAY))
    assert signing.waiting().waiting == 0
    signing.ask_stamp(dossier.id, "mau-01")
    signing.ask_stamp(dossier.id, "mau-01")
    assert signing.waiting().waiting == 1
    assert signatures(station, dossier.id)["mau-01"] is SignedState.WAITING
    with pytest.raises(DomainError, match=r"signing\.nothing_signed"):
        signing.ask_stamp(dossier.id, "refusal")


def test_nobody_is_named_in_the_log(station: Counter, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    dossier = station.accept()
    refusal(station, dossier.id, "sai")
    sign_receipt(station, dossier.id)
    signatures(station, dossier.id, verify=True)
    for secret in (SIGNER, PASSPHRASE, "mau.p12", dossier.owner.full_name):
        assert secret not in caplog.text


def test_nothing_that_signs_is_loaded_before_a_paper_is_signed() -> None:
    program = (
        "import sys, counter_app.bootstrap.station, counter_app.ui.counter.dossiers.dossiers_screen\n"
        "print(sorted({'pyhanko', 'pkcs11', 'pyhanko_certvalidator', 'asn1crypto'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
