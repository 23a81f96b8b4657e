"""The national e-ID service over HTTP, as the simulator publishes it (``counter-app simulate vneid``).

A real service will differ in names and codes: no public description exists. What has to be filled in then is
this module, with a mapping of its codes to states (see ``docs/operations.md``).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from counter_app.central.identity.http_call import CallError, HttpAnswer, HttpServer
from counter_app.central.identity.national import (
    BadSubjectError,
    Lookup,
    NoAnswerError,
    Subject,
    Verification,
)
from counter_app.central.identity.settings import IdentitySettings
from counter_app.domain.identity import IdentityState, SubjectKind

_TOKEN_PATH: Final = "/oauth2/token"  # noqa: S105 - a path, no secret
_VERIFY_PATH: Final = "/v1/tra-cuu/xac-thuc"
_EARLY: Final = 30.0
"""Seconds before its end at which a token is renewed."""

_KINDS: Final = {
    SubjectKind.PERSONAL_NUMBER: "CONG_DAN",
    SubjectKind.TRAVEL_DOCUMENT: "NGUOI_NUOC_NGOAI",
    SubjectKind.ORGANISATION_CODE: "TO_CHUC",
}
_SEXES: Final = {"male": "NAM", "female": "NU", "": ""}
_FIELDS: Final = {
    "soDinhDanh": "number",
    "hoTen": "full_name",
    "ngaySinh": "birth_date",
    "gioiTinh": "sex",
    "quocTich": "nationality",
    "loaiDoiTuong": "kind",
}

_AGREES: Final = "00"
_STATES: Final = {
    "01": IdentityState.MISMATCH,
    "02": IdentityState.NO_ACCOUNT,  # nobody is known under this number
    "03": IdentityState.NO_ACCOUNT,
    "04": IdentityState.MATCHED,  # the account is locked: the data agree, its level does not count
}
_LEVELS: Final = {
    0: IdentityState.NO_ACCOUNT,
    1: IdentityState.LEVEL_1,
    2: IdentityState.LEVEL_2,
}
_BAD_QUESTION: Final = "10"
_REASONS: Final = {"20": "not_allowed", "30": "quota", "90": "maintenance", "99": "service_error"}
_ALIVE: Final = frozenset({"20", "30"})
"""Codes of a service that works: leaving it alone would put nothing right."""


class HttpNationalService:
    """``NationalService`` with a client's credentials; keeps the token in memory only."""

    def __init__(self, settings: IdentitySettings) -> None:
        self._server = HttpServer(settings.url, ca_file=settings.ca_file, connect=settings.connect)
        self._client_id = settings.client_id
        self._client_secret = settings.client_secret
        self._token = ""
        self._token_ends = 0.0
        self._renewing = asyncio.Lock()

    async def verify(self, lookup: Lookup) -> Verification:
        """As ``NationalService`` says; the look-up's id makes a repetition harmless on the other side."""
        content = json.dumps(_question(lookup), ensure_ascii=False).encode()
        token = await self._valid_token()
        answer = await self._post(_VERIFY_PATH, content, _headers(lookup, token))
        if answer.status == 401:
            self._forget(token)
            token = await self._valid_token()
            answer = await self._post(_VERIFY_PATH, content, _headers(lookup, token))
        return _verification(answer)

    async def _valid_token(self) -> str:
        async with self._renewing:
            if not self._token or time.monotonic() >= self._token_ends:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        asked = urlencode(
            {
                "grant_type": "client_credentials",
                "client_id": self._client_id,
                "client_secret": self._client_secret,
            }
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await self._post(_TOKEN_PATH, asked.encode(), headers)
        plain = _plain(answer)
        if answer.status in (400, 401, 403):
            raise NoAnswerError("not_allowed", its_fault=False)
        token, lasts = plain.get("access_token"), plain.get("expires_in")
        if answer.status != 200 or not isinstance(token, str) or not _is_number(lasts):
            raise _trouble(answer, plain)
        self._token = token
        self._token_ends = time.monotonic() + max(1.0, float(str(lasts)) - _EARLY)

    def _forget(self, token: str) -> None:
        if self._token == token:
            self._token = ""

    async def _post(self, path: str, content: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        try:
            return await self._server.post(path, content, headers)
        except CallError as error:
            raise NoAnswerError(error.reason, repeatable=True) from None


def _headers(lookup: Lookup, token: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "X-Ma-Yeu-Cau": lookup.id,
    }


def _question(lookup: Lookup) -> dict[str, str]:
    """The body of a question; what is not to be compared is left out."""
    subject: Subject = lookup.subject
    compared = {
        "ngaySinh": subject.birth_date,
        "gioiTinh": _SEXES.get(subject.sex, ""),
        "quocTich": subject.nationality,
    }
    return {
        "maYeuCau": lookup.id,
        "maDonVi": lookup.agency,
        "maHoSo": lookup.dossier,
        "mucDich": "TIEP_NHAN_HO_SO",
        "loaiDoiTuong": _KINDS[subject.kind],
        "soDinhDanh": subject.number,
        "hoTen": subject.full_name,
        **{name: value for name, value in compared.items() if value},
    }


def _verification(answer: HttpAnswer) -> Verification:
    plain = _plain(answer)
    code, transaction = plain.get("maKetQua"), plain.get("maGiaoDich", "")
    if code == _BAD_QUESTION and (field := _FIELDS.get(str(plain.get("truong")))) is not None:
        raise BadSubjectError(field)
    if answer.status != 200 or not isinstance(code, str):
        raise _trouble(answer, plain)
    if not isinstance(transaction, str) or len(transaction) > 64 or not transaction.isprintable():
        raise NoAnswerError("not_understood")
    if code == _AGREES:
        return Verification(_LEVELS.get(_level(plain), IdentityState.MATCHED), transaction)
    if code in _STATES:
        return Verification(_STATES[code], transaction)
    raise NoAnswerError("not_understood")


def _level(plain: Mapping[str, object]) -> int:
    """The account's level; -1 when the answer does not tell it."""
    data = plain.get("duLieu")
    level = data.get("mucDoTaiKhoan") if isinstance(data, dict) else None
    return level if isinstance(level, int) and not isinstance(level, bool) else -1


def _trouble(answer: HttpAnswer, plain: Mapping[str, object]) -> NoAnswerError:
    code = str(plain.get("maKetQua"))
    reason = _REASONS.get(code, "down" if answer.status >= 500 else "not_understood")
    return NoAnswerError(
        reason,
        repeatable=reason in ("service_error", "down"),
        its_fault=code not in _ALIVE,
        retry_after=_seconds(answer.headers.get("retry-after", "")),
    )


def _seconds(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(answer: HttpAnswer) -> dict[str, object]:
    """The answer's object; empty for a page of some gateway."""
    try:
        plain = json.loads(answer.body)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}
