"""Making a new station known to its central system, with a one-time code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import HttpCaller
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import Pace
from counter_app.sync.signing import StationKey, new_private_key
from counter_app.sync.transport import read_answer
from counter_app.sync.wire import EnrolAnswer, EnrolRequest, enrol_statement

__all__ = ["Enrolled", "enrol", "new_private_key"]

_CODE: Final = re.compile(r"[A-Z0-9]{8,36}")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What storage must keep after enrolment: the credentials, and the office's directory as a document."""

    credentials: Credentials
    directory_version: int
    directory: bytes
    epoch: str


def enrol(
    server: str, code: str, private_key: bytes, *, ca_file: str | None = None, pace: Pace | None = None
) -> Enrolled:
    """Spend a one-time code. Slow: never on the GUI thread.

    Keep ``private_key`` (from ``new_private_key``) until this succeeded: when the answer was lost on the
    way, the same code and the same key are answered again. Raises ``LinkError`` when the line fails, and
    ``DomainError`` with ``enrol.code_shape``, ``enrol.unknown_code``, ``enrol.used_code``,
    ``enrol.expired_code`` or ``sync.insecure_address``.
    """
    tidy = re.sub(r"[\s-]", "", code).upper()
    if not _CODE.fullmatch(tidy):
        raise DomainError("enrol.code_shape")
    key = StationKey(private_key)
    request = EnrolRequest(
        code=tidy, public_key=key.public_hex, proof=key.sign(enrol_statement(tidy, key.public_hex))
    )
    http = HttpCaller(server, "", pace or Pace(), ca_file)
    try:
        answer = _ask(http, request)
    finally:
        http.close()
    return Enrolled(
        credentials=Credentials(
            server=server.strip().rstrip("/"),
            office=answer.office,
            station=answer.station,
            number=answer.number,
            name=answer.name,
            token=answer.token,
            private_key=private_key,
            recovery_public_key=bytes.fromhex(answer.recovery_public_key),
            ca_file=ca_file or "",
        ),
        directory_version=answer.directory.version,
        directory=answer.directory.content.encode(),
        epoch=answer.epoch,
    )


def _ask(http: HttpCaller, request: EnrolRequest) -> EnrolAnswer:
    body = request.model_dump_json().encode()
    answer = http.call("POST", "/v1/enrol", body=body, headers={"Content-Type": "application/json"})
    try:
        return read_answer(answer, EnrolAnswer)
    except LinkError as error:
        if error.problem.startswith("enrol."):
            raise DomainError(error.problem) from None
        if error.trouble is Trouble.REVOKED:
            raise DomainError("enrol.unknown_code") from None
        raise
