"""Signatures on papers: made without a line, stamped later, broken by any change."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.sign.timestamps import DummyTimeStamper

from counter_app.bootstrap.form_samples import sample_contents
from counter_app.cli import main
from counter_app.cli.sign import SECRET
from counter_app.documents.forms.official import OfficialForms
from counter_app.documents.signing.keys import KeyFile, Token, opened
from counter_app.documents.signing.papers import Signed, authority_at, sign, stamp, state_of
from counter_app.domain.errors import DomainError
from counter_app.paths import resources
from tests.fixtures.signing_keys import PASSPHRASE, authority, key_file
from tests.fixtures.time_authority import served

NAME = "NGUYỄN VĂN MẪU"


@pytest.fixture(scope="module")
def paper() -> bytes:
    return OfficialForms(resources()).pdf("tt-01-2018", "refusal", sample_contents()["refusal"])


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return KeyFile(key_file(tmp_path_factory.mktemp("key") / "mau.p12"), PASSPHRASE)


@pytest.fixture(scope="module")
def signed(paper: bytes, key: KeyFile) -> bytes:
    with opened(key) as signer:
        return sign(paper, signer, reason="Từ chối tiếp nhận hồ sơ", place="Long Xuyên")


@pytest.fixture(scope="module")
def times() -> DummyTimeStamper:
    return authority()


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = document[0].get_textpage().get_text_bounded()
    document.close()
    return str(found)


@pytest.mark.requirement("N-25")
def test_a_paper_is_signed_without_a_line_and_says_by_whom(paper: bytes, signed: bytes) -> None:
    state = state_of(signed)
    assert state.state is Signed.LOCALLY
    assert state.signer == NAME
    assert state.signed_at is not None
    assert state.stamped_at is None
    assert signed.startswith(paper)
    assert text(signed) == text(paper)


def test_the_time_stamp_comes_later_and_leaves_what_was_signed_as_it_was(
    signed: bytes, times: DummyTimeStamper
) -> None:
    stamped = stamp(signed, times)
    state = state_of(stamped)
    assert state.state is Signed.STAMPED
    assert state.signer == NAME
    assert state.stamped_at is not None
    assert stamped.startswith(signed)


def test_two_people_can_sign_one_paper(signed: bytes, tmp_path: Path) -> None:
    head = KeyFile(key_file(tmp_path / "head.p12", "TRẦN THỊ MẪU"), PASSPHRASE)
    with opened(head) as signer:
        both = sign(signed, signer, reason="", place="")
    assert state_of(both).state is Signed.LOCALLY
    assert state_of(both).signer == "TRẦN THỊ MẪU"


def test_a_paper_that_nobody_signed_says_so(paper: bytes) -> None:
    assert state_of(paper).state is Signed.NOT


def test_any_changed_byte_of_what_was_signed_breaks_the_signature(paper: bytes, signed: bytes) -> None:
    for at in range(200, len(paper) - 200, len(paper) // 12):
        changed = bytearray(signed)
        changed[at] ^= 1
        assert state_of(bytes(changed)).state is Signed.BROKEN, at


@pytest.mark.parametrize("cut", [0, 10, 5000, -300])
def test_whatever_is_no_whole_pdf_is_told_and_never_fails(signed: bytes, cut: int) -> None:
    assert state_of(signed[:cut]).state in (Signed.NOT, Signed.BROKEN)


def test_what_is_no_pdf_is_not_signed(key: KeyFile) -> None:
    with opened(key) as signer, pytest.raises(DomainError, match=r"signing\.failed"):
        sign(b"%PDF-1.7 nothing", signer, reason="", place="")


def test_a_key_file_that_is_missing_or_locked_is_named(tmp_path: Path, key: KeyFile) -> None:
    with (
        pytest.raises(DomainError, match=r"signing\.key_file_missing"),
        opened(KeyFile(tmp_path / "none.p12", "")),
    ):
        pass
    with (
        pytest.raises(DomainError, match=r"signing\.key_file_unreadable"),
        opened(KeyFile(key.path, "wrong")),
    ):
        pass
    (tmp_path / "no.p12").write_bytes(b"no key")
    with (
        pytest.raises(DomainError, match=r"signing\.key_file_unreadable"),
        opened(KeyFile(tmp_path / "no.p12", "")),
    ):
        pass


def test_a_token_without_its_driver_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(DomainError, match=r"signing\.token_missing"),
        opened(Token(tmp_path / "driver.so", "MAU", "1234")),
    ):
        pass


def test_an_authority_is_asked_over_http(signed: bytes, times: DummyTimeStamper) -> None:
    with served(times) as url:
        assert state_of(stamp(signed, authority_at(url))).state is Signed.STAMPED


def test_an_authority_that_is_away_is_to_be_asked_again(signed: bytes) -> None:
    with pytest.raises(DomainError, match=r"signing\.authority_silent"):
        stamp(signed, authority_at("http://127.0.0.1:9"))


def test_the_command_signs_now_and_stamps_when_there_is_a_line(
    tmp_path: Path,
    paper: bytes,
    key: KeyFile,
    times: DummyTimeStamper,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(SECRET, PASSPHRASE)
    (tmp_path / "mau.pdf").write_bytes(paper)
    made = tmp_path / "mau-signed.pdf"

    def told(*arguments: str, status: int = 0) -> str:
        assert main(["sign", *arguments, "--json"]) == status
        return str(json.loads(capsys.readouterr().out)["state"])

    assert told(str(tmp_path / "mau.pdf")) == "not_signed"
    # The authority is away: the command fails, the signature is kept.
    arguments = [str(tmp_path / "mau.pdf"), "--key-file", str(key.path), "--stamp", "http://127.0.0.1:9"]
    assert main(["sign", *arguments]) == 1
    assert "dấu thời gian" in capsys.readouterr().err
    assert told(str(made)) == "signed"
    with served(times) as url:
        assert told(str(made), "--stamp", url, "--out", str(made)) == "signed_and_stamped"
    changed = bytearray(made.read_bytes())
    changed[3000] ^= 1
    made.write_bytes(changed)
    assert told(str(made), status=1) == "broken"
