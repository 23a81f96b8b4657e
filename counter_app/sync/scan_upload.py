"""One file to the central system by tus 1.0.0: what is there is skipped, what broke off goes on."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from counter_app.domain.errors import DomainError
from counter_app.services.scan_ports import FileToSend
from counter_app.sync.chunk_body import ChunkBody
from counter_app.sync.http_calls import Answer
from counter_app.sync.lanes import Lanes
from counter_app.sync.line_rate import ChunkPlan, LineRate
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.scan_trouble import UploadError, UploadTrouble
from counter_app.sync.upload_calls import UploadCaller
from counter_app.sync.wire import PROTOCOL_HEADER

TUS: Final = "1.0.0"
_CHUNK_TYPE: Final = "application/offset+octet-stream"
_WRONG_TRIES: Final = 5
"""Chunks in a row that may fail to bring the upload forward before it is left for later."""


class Watcher(Protocol):
    """Who wants to know how an upload goes on, and may break it off."""

    def reached(self, offset: int) -> None:
        """So many bytes are durable at the central system."""
        ...

    def paused(self, on: bool) -> None:
        """The upload makes room for others, or goes on."""
        ...

    def leave(self) -> bool:
        """Whether to break off now."""
        ...


@dataclass(frozen=True, slots=True)
class _There:
    """What the central system has of a file."""

    offset: int
    length: int


class Uploader:
    """Sends files of a vault; ``read`` gives ``length`` bytes of a file from an offset. For one thread."""

    def __init__(
        self,
        calls: UploadCaller,
        office: str,
        read: Callable[[str, int, int], bytes],
        lanes: Lanes,
        rate: LineRate | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._calls = calls
        self._folder = f"/v1/offices/{office}/scans"
        self._read = read
        self._lanes = lanes
        self.rate = rate or LineRate()
        self._monotonic = monotonic
        self._sleep = sleep
        self._round_trip = float("inf")

    def has(self, sha256: str) -> bool:
        """Whether the central system has the whole file. Raises ``LinkError``, ``UploadError``."""
        there = self._head(sha256)
        return there is not None and there.offset == there.length

    def send(self, file: FileToSend, watcher: Watcher) -> None:
        """Return once the central system has the whole file, verified.

        Raises ``LinkError`` (the line), ``UploadError`` (this file), ``BrokenOffError`` (it made room), and
        ``DomainError("vault.*")``. Nothing is lost by any of them: the next call goes on.
        """
        try:
            self._send(file, watcher)
        except LinkError:
            self.rate.forget()
            raise

    def usable_rate(self) -> float | None:
        """Bytes a second that scans use of the line, once measured."""
        return self.rate.usable

    def close(self) -> None:
        """Close the connection."""
        self._calls.close()

    def break_off(self) -> None:
        """End the call in hand, from any thread."""
        self._calls.break_off()

    # --- the calls -----------------------------------------------------------------------------------

    def _send(self, file: FileToSend, watcher: Watcher) -> None:
        offset = self._beginning(file)
        wrong = 0
        while offset < file.size:
            watcher.reached(offset)
            reached = self._chunk(file, offset, watcher)
            wrong = 0 if reached > offset else wrong + 1
            if wrong > _WRONG_TRIES:
                raise LinkError(Trouble.BAD_ANSWER)
            offset = reached
        watcher.reached(offset)

    def _beginning(self, file: FileToSend) -> int:
        there = self._head(file.sha256)
        if there is None:
            return self._create(file)
        if there.length == file.size:
            return there.offset
        # Somebody announced what cannot have this hash; nobody can ever complete it.
        answer = self._calls.call("DELETE", f"{self._folder}/{file.sha256}", {"Tus-Resumable": TUS})
        if answer.status not in (200, 204, 404):
            raise _refusal(answer)
        return self._create(file)

    def _head(self, sha256: str) -> _There | None:
        began = self._monotonic()
        answer = self._asked(f"{self._folder}/{sha256}")
        self._round_trip = min(self._round_trip, self._monotonic() - began)
        if answer.status in (404, 410) and _is_ours(answer):
            return None
        if answer.status not in (200, 204):
            raise _refusal(answer)
        return _There(_number(answer, "Upload-Offset"), _number(answer, "Upload-Length"))

    def _asked(self, path: str) -> Answer:
        """A kept connection that was closed meanwhile is opened anew, once."""
        headers = {"Tus-Resumable": TUS}
        try:
            return self._calls.call("HEAD", path, headers)
        except LinkError as error:
            if error.trouble is not Trouble.CUT:
                raise
        return self._calls.call("HEAD", path, headers)

    def _create(self, file: FileToSend) -> int:
        pairs = (("sha256", file.sha256), ("filetype", file.media_type))
        metadata = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs)
        headers = {
            "Tus-Resumable": TUS,
            "Upload-Length": str(file.size),
            "Upload-Metadata": metadata,
            "Content-Length": "0",
        }
        answer = self._calls.call("POST", self._folder, headers)
        if answer.status != 201:
            raise _refusal(answer)
        return _number(answer, "Upload-Offset") if "Upload-Offset" in answer.headers else 0

    def _chunk(self, file: FileToSend, offset: int, watcher: Watcher) -> int:
        """Send the next chunk; returns where the upload stands then."""
        plan = self.rate.plan(self._monotonic())
        data = self._read(file.sha256, offset, min(plan.size, file.size - offset))
        if not data:
            raise UploadError(UploadTrouble.FILE_DAMAGED)
        body = self._body(data, plan, file, watcher)
        checksum = base64.b64encode(hashlib.sha256(data).digest()).decode()
        headers = {
            "Tus-Resumable": TUS,
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {checksum}",
            "Content-Type": _CHUNK_TYPE,
        }
        answer = self._calls.call("PATCH", f"{self._folder}/{file.sha256}", headers, body)
        if answer.status in (200, 204):
            self._learn(plan, body)
            return _number(answer, "Upload-Offset")
        if answer.status == 460 and _is_ours(answer):
            return offset
        if answer.status in (404, 409, 410) and _is_ours(answer):
            # It stands elsewhere, or expired meanwhile: the central system says where to go on.
            return self._beginning(file)
        raise _refusal(answer)

    def _body(self, data: bytes, plan: ChunkPlan, file: FileToSend, watcher: Watcher) -> ChunkBody:
        return ChunkBody(
            data,
            plan,
            file.lane,
            self._lanes,
            leave=watcher.leave,
            paused=watcher.paused,
            fell_behind=self.rate.fell_behind,
            monotonic=self._monotonic,
            sleep=self._sleep,
        )

    def _learn(self, plan: ChunkPlan, body: ChunkBody) -> None:
        now = self._monotonic()
        if body.began_at is not None:
            seconds = now - body.began_at - body.pauses - self._round_trip
            self.rate.took(plan, len(body), seconds, now, disturbed=body.pauses > 0)


def _number(answer: Answer, name: str) -> int:
    text = answer.headers.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        raise LinkError(Trouble.NOT_OUR_SERVER if not _is_ours(answer) else Trouble.BAD_ANSWER)
    return int(text)


_BY_STATUS: Final[Mapping[int, Trouble]] = {
    401: Trouble.UNKNOWN_STATION,
    403: Trouble.REVOKED,
    408: Trouble.TIMEOUT,
    412: Trouble.PROTOCOL,
    426: Trouble.PROTOCOL,
    429: Trouble.RATE_LIMITED,
}
_OF_FILE: Final[Mapping[int, UploadTrouble]] = {
    413: UploadTrouble.TOO_LARGE,
    423: UploadTrouble.LOCKED,
    507: UploadTrouble.STORAGE_FULL,
}


def _refusal(answer: Answer) -> DomainError:
    """What an answer means that is not the one that was hoped for."""
    retry_after = _retry_after(answer)
    if not _is_ours(answer):
        # A login page or a proxy; its 429 is to be heeded all the same.
        by_proxy = Trouble.RATE_LIMITED if answer.status == 429 else Trouble.NOT_OUR_SERVER
        trouble = Trouble.SERVER_ERROR if answer.status >= 500 else by_proxy
        return LinkError(trouble, status=answer.status, retry_after=retry_after)
    if answer.status in _OF_FILE:
        return UploadError(_OF_FILE[answer.status], retry_after)
    if _problem(answer) in ("scan.bad_hash", "scan.other_length"):
        return UploadError(UploadTrouble.BAD_HASH, retry_after)
    trouble = Trouble.SERVER_ERROR if answer.status >= 500 else Trouble.BAD_ANSWER
    trouble = _BY_STATUS.get(answer.status, trouble)
    return LinkError(trouble, problem=_problem(answer), status=answer.status, retry_after=retry_after)


def _is_ours(answer: Answer) -> bool:
    return "Tus-Resumable" in answer.headers or PROTOCOL_HEADER in answer.headers


def _problem(answer: Answer) -> str:
    try:
        plain = json.loads(answer.body)
    except ValueError:
        return ""
    return str(plain.get("code", "")) if isinstance(plain, dict) else ""


def _retry_after(answer: Answer) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None
