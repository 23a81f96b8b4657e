"""``counter-app sign``: sign a paper with a key file or a token, stamp it with the time, or look at it."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from counter_app.cli.words import complain, say, wording
from counter_app.config import Config, load_config
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text
from counter_app.storage.files import os_error, write_durably

SECRET = "COUNTER_APP_SIGNING_SECRET"  # noqa: S105 - a name
"""The environment's name for the passphrase or PIN, for programs; people are asked."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, help="a PDF")
    parser.add_argument("--out", type=Path, help="where the signed file goes (default: beside it)")
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--key-file", type=Path, metavar="P12", help="sign with a PKCS#12 file")
    key.add_argument("--token", metavar="LABEL", help="sign with the token of this label")
    parser.add_argument("--library", type=Path, help="the driver of the token (a .so or .dll)")
    parser.add_argument("--key-label", default="", help="which key of the token, if it has several")
    parser.add_argument("--reason", default="", help="stands in the signature")
    parser.add_argument("--place", default="", help="stands in the signature")
    parser.add_argument("--stamp", metavar="URL", help="add the time of this authority (RFC 3161)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Sign, stamp, or only tell; 1 if that could not be done or the signature is broken."""
    config = load_config(options.data_dir, file=options.config)
    try:
        return _run(options, config)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pyhanko", "pkcs11", "pyhanko_certvalidator"):
            raise
        return complain(config, DomainError("signing.not_installed"))
    except DomainError as error:
        return complain(config, error)


def _run(options: argparse.Namespace, config: Config) -> int:
    from counter_app.documents.signing import keys, papers  # noqa: PLC0415 - pyHanko is an extra

    try:
        pdf = options.file.read_bytes()
    except OSError as error:
        raise DomainError("signing.file_missing", file=options.file.name) from error
    changed = False
    key = _key(options, keys)
    if key is not None:
        with keys.opened(key) as signer:
            keys.refuse_outside_validity(signer, datetime.now(UTC))
            pdf = papers.sign(pdf, signer, reason=options.reason, place=options.place)
        changed = True
        _keep(options, pdf)  # signed is signed, whatever becomes of the time-stamp
    if options.stamp:
        pdf = papers.stamp(pdf, papers.authority_at(options.stamp))
        changed = True
        _keep(options, pdf)
    state = papers.state_of(pdf)
    told = {
        "state": state.state.value,
        "signer": state.signer,
        "signed_at": None if state.signed_at is None else instant_text(state.signed_at),
        "stamped_at": None if state.stamped_at is None else instant_text(state.stamped_at),
        "file": str(_target(options) if changed else options.file),
    }
    if options.json:
        say(json.dumps(told, ensure_ascii=False))
    else:
        say(wording(config).text(f"signing.state.{state.state.value}"))
    return 1 if state.state is papers.Signed.BROKEN else 0


def _key(options: argparse.Namespace, keys: Any) -> Any:
    if options.key_file is not None:
        return keys.KeyFile(options.key_file, _secret("Mật khẩu của tệp khóa: "))
    if options.token is not None:
        if options.library is None:
            raise DomainError("signing.token_missing", token=options.token)
        return keys.Token(options.library, options.token, _secret("PIN: "), options.key_label)
    return None


def _secret(prompt: str) -> str:
    """From the environment, or asked for; never an argument, which every user of the machine could read."""
    given = os.environ.get(SECRET)
    if given is not None:
        return given
    return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _target(options: argparse.Namespace) -> Path:
    file: Path = options.file
    return options.out or file.with_name(f"{file.stem}-signed.pdf")


def _keep(options: argparse.Namespace, pdf: bytes) -> None:
    try:
        write_durably(_target(options), pdf, mode=0o644)
    except OSError as error:
        raise os_error(error, "file") from error
