"""Asking for the office's recovery key, so that it never stands in a shell's history."""

from __future__ import annotations

import getpass
import sys

from counter_app.domain.errors import DomainError


def asked_secret(file: str | None, prompt: str) -> bytes:
    """The key from ``file`` (``-`` for standard input) or as it is typed, unseen.

    Raises ``DomainError("keys.wrong_recovery_key")`` for what is no key.
    """
    if file == "-":
        text = sys.stdin.read()
    elif file:
        try:
            with open(file, encoding="ascii") as stream:  # noqa: PTH123 - a path as the person typed it
                text = stream.read()
        except (OSError, UnicodeDecodeError) as error:
            raise DomainError("keys.wrong_recovery_key") from error
    else:
        text = getpass.getpass(prompt + " ")
    try:
        secret = bytes.fromhex("".join(text.split()))
    except ValueError as error:
        raise DomainError("keys.wrong_recovery_key") from error
    if len(secret) != 32:
        raise DomainError("keys.wrong_recovery_key")
    return secret
