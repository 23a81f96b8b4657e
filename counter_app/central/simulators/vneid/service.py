"""The simulated service itself: who may ask, what it answers, and that it answers a repetition the same."""

from __future__ import annotations

import hmac
import random
import secrets
import time
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Final

from counter_app.central.simulators.vneid.conditions import Conditions
from counter_app.central.simulators.vneid.people import Account, Kind, People, Person
from counter_app.central.simulators.vneid.questions import Question, said_of

TOKEN_LIFE: Final = 1800
_REMEMBERED: Final = 10_000

_KINDS: Final = {
    "CONG_DAN": Kind.CITIZEN,
    "NGUOI_NUOC_NGOAI": Kind.FOREIGNER,
    "TO_CHUC": Kind.ORGANISATION,
}
_LEVELS: Final = {Account.LEVEL_1: 1, Account.LEVEL_2: 2}
_WORDS: Final = {
    "00": "Thông tin khớp",
    "01": "Thông tin không khớp",
    "02": "Không tìm thấy",
    "03": "Chưa có tài khoản định danh điện tử",
    "04": "Tài khoản định danh điện tử đang bị khóa",
    "10": "Yêu cầu không đúng định dạng",
    "21": "Mã truy cập hết hiệu lực",
    "30": "Vượt hạn mức tra cứu",
    "90": "Hệ thống đang bảo trì",
    "99": "Lỗi hệ thống",
}


def result(code: str) -> dict[str, object]:
    """A result code and what it means."""
    return {"maKetQua": code, "thongDiep": _WORDS[code]}


class Service:
    """What the routes share: the people, the conditions, the tokens, and the answers that were given."""

    def __init__(
        self, people: People, conditions: Conditions, client_id: str, client_secret: str, seed: int = 1
    ) -> None:
        self.people = people
        self.conditions = conditions
        self.chance = random.Random(seed)  # noqa: S311 - it has to come out the same each time
        self.asked = 0
        self._client = (client_id.encode(), client_secret.encode())
        self._tokens: dict[str, float] = {}
        self._answers: OrderedDict[str, tuple[Question, dict[str, object]]] = OrderedDict()

    def token(self, client_id: str, client_secret: str) -> str | None:
        """A new token for the client; ``None`` for anybody else."""
        given = (client_id.encode(), client_secret.encode())
        if not all(hmac.compare_digest(*pair) for pair in zip(given, self._client, strict=True)):
            return None
        now = time.monotonic()
        self._tokens = {token: ends for token, ends in self._tokens.items() if ends > now}
        token = secrets.token_urlsafe(24)
        self._tokens[token] = now + TOKEN_LIFE
        return token

    def knows(self, authorization: str) -> bool:
        """Whether a token was given out and has not ended."""
        scheme, _, token = authorization.partition(" ")
        return scheme.lower() == "bearer" and self._tokens.get(token, 0.0) > time.monotonic()

    def forget_tokens(self) -> None:
        """As after a restart of the real one."""
        self._tokens.clear()

    def verify(self, question: Question) -> dict[str, object] | None:
        """The answer; the same to a repeated question, ``None`` to another one under its id."""
        known = self._answers.get(question.maYeuCau)
        if known is not None:
            return known[1] if known[0] == question else None
        self.asked += 1
        answer = self._looked_up(question)
        self._answers[question.maYeuCau] = (question, answer)
        if len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)
        return answer

    def _looked_up(self, question: Question) -> dict[str, object]:
        now = datetime.now(UTC)
        person = self.people.find(_KINDS[question.loaiDoiTuong], question.soDinhDanh)
        code, level = _compared(person, question)
        return {
            **result(code),
            "maGiaoDich": f"XT{now:%Y%m%d%H%M%S}{self.asked:06}",
            "thoiGian": now.isoformat(timespec="milliseconds"),
            "duLieu": {"khopThongTin": code in ("00", "03", "04"), "mucDoTaiKhoan": level},
        }


def _compared(person: Person | None, question: Question) -> tuple[str, int | None]:
    """Result code, and the account's level where it is told."""
    if person is None:
        return "02", None
    if any(person.differs(said_of(question))):
        return "01", None
    match person.account:
        case Account.NONE:
            return "03", None
        case Account.LOCKED:
            return "04", None
        case account:
            return "00", _LEVELS.get(account)
