"""Signing with a PKCS#11 token: SoftHSM2 stands in for the USB token of an officer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.bootstrap.form_samples import sample_contents
from counter_app.documents.forms.official import OfficialForms
from counter_app.documents.signing.papers import Signed, state_of
from counter_app.paths import resources
from tests.fixtures.signing_keys import made

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(sys.platform == "win32", reason="SoftHSM2 comes from Debian here"),
]

LABEL, PIN = "TOKEN MAU", "123456"
_LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
_FILL = """
import sys
import pkcs11
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate
library, label, pin, key, certificate = sys.argv[1:]
token = pkcs11.lib(library).get_token(token_label=label)
with token.open(rw=True, user_pin=pin) as session:
    private = decode_rsa_private_key(open(key, "rb").read())
    private.update({pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "ky", pkcs11.Attribute.ID: b"1"})
    session.create_object(private)
    shown = decode_x509_certificate(open(certificate, "rb").read())
    shown.update({pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "ky", pkcs11.Attribute.ID: b"1"})
    session.create_object(shown)
"""


@pytest.fixture
def library() -> str:
    found = next((path for path in _LIBRARIES if Path(path).exists()), None)
    assert found is not None, "softhsm2 is missing: installers/linux/setup.sh prove"
    assert shutil.which("softhsm2-util") is not None
    return found


@pytest.fixture
def token(tmp_path: Path, library: str) -> dict[str, str]:
    """The environment in which a token with a key and a certificate is plugged in."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: PLC0415

    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    environment = {**os.environ, "SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}
    initialise = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        LABEL,
        "--pin",
        PIN,
        "--so-pin",
        "654321",
    ]
    subprocess.run(initialise, env=environment, check=True, capture_output=True)
    key, certificate = made("LÊ VĂN MẪU")
    (tmp_path / "key.der").write_bytes(
        key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    (tmp_path / "certificate.der").write_bytes(certificate.public_bytes(Encoding.DER))
    fill = [
        sys.executable,
        "-c",
        _FILL,
        library,
        LABEL,
        PIN,
        str(tmp_path / "key.der"),
        str(tmp_path / "certificate.der"),
    ]
    subprocess.run(fill, env=environment, check=True)
    return environment


def command(environment: dict[str, str], pin: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "counter_app", "sign", *arguments],
        env={**environment, "COUNTER_APP_SIGNING_SECRET": pin},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.requirement("N-25")
def test_a_token_signs_and_a_wrong_pin_or_a_missing_token_is_named(
    tmp_path: Path, library: str, token: dict[str, str]
) -> None:
    paper = tmp_path / "mau.pdf"
    paper.write_bytes(OfficialForms(resources()).pdf("tt-01-2018", "refusal", sample_contents()["refusal"]))
    with_token = ("--token", LABEL, "--library", library)
    done = command(token, PIN, str(paper), *with_token)
    assert done.returncode == 0, done.stderr
    state = state_of((tmp_path / "mau-signed.pdf").read_bytes())
    assert state.state is Signed.LOCALLY
    assert state.signer == "LÊ VĂN MẪU"
    wrong = command(token, "000000", str(paper), *with_token)
    assert wrong.returncode == 1
    assert "PIN" in wrong.stderr
    away = command(token, PIN, str(paper), "--token", "KHÁC", "--library", library)
    assert away.returncode == 1
    assert "KHÁC" in away.stderr


_AT_THE_COUNTER = """
import json
import sys
from counter_app.domain.errors import DomainError
from counter_app.services.signing_settings import SigningSettings, SigningWay
from tests.builders import clerk
from tests.fixtures.signing_counter import administrator, signing_counter
library, label, pin = sys.argv[1:]
def refused(act):
    try:
        act()
    except DomainError as error:
        return error.code
settings = SigningSettings(SigningWay.TOKEN, library=library, token=label)
station = signing_counter(settings)
signing, dossier, other = station.services.signing, station.accept(), station.accept()
told = {"wrong": refused(lambda: signing.sign(dossier.id, "mau-01", clerk(), "000000"))}
told["not_kept"] = refused(lambda: signing.sign(dossier.id, "mau-01", clerk()))
told["signer"] = signing.sign(dossier.id, "mau-01", clerk(), pin).signer
told["again"] = signing.sign(other.id, "mau-01", clerk()).signer
told["state"] = signing.papers(other.id, verify=True)[0].state
signing.change(administrator(), SigningSettings(SigningWay.TOKEN, library=library, token="KHAC"))
told["pulled"] = refused(lambda: signing.sign(dossier.id, "control", clerk(), pin))
print(json.dumps(told))
"""


@pytest.mark.requirement("AG-27")
def test_a_token_signs_at_the_counter_with_its_pin_asked_once(library: str, token: dict[str, str]) -> None:
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", _AT_THE_COUNTER, library, LABEL, PIN],
        cwd=root,
        env={**token, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {
        "wrong": "signing.wrong_pin",
        "not_kept": "signing.secret_needed",
        "signer": "LÊ VĂN MẪU",
        "again": "LÊ VĂN MẪU",
        "state": "signed",
        "pulled": "signing.token_missing",
    }
