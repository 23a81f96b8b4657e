"""Errors of the domain: a code and parameters, worded by i18n under ``error.<code>``."""

from __future__ import annotations

from collections.abc import Mapping

Param = str | int | None


class DomainError(Exception):
    """Something the rules do not allow; carries no text for people.

    ``code`` is a dotted, stable identifier such as ``"draft.owner_missing"``; ``params`` fill the
    placeholders of its wording. Parameters never hold personal data, so that errors can be logged.
    """

    def __init__(self, code: str, **params: Param) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Param] = params

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in sorted(self.params.items()))
        return f"{self.code}({shown})"
