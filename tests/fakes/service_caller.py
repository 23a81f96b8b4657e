"""A central system in this process, called as ``HttpLink`` calls one, that loses what it is told to lose."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlsplit

import zstandard
from pydantic import BaseModel

from counter_app.central.problems import ProblemError
from counter_app.central.service import CentralService
from counter_app.sync.http_calls import Answer
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.wire import PushRequest, ReturnRequest

GOOD, LOSE_REQUEST, LOSE_ANSWER = "good", "lose_request", "lose_answer"


class ServiceCaller:
    """``faults`` holds what happens to the next calls; when it is empty, all is well.

    ``service`` is asked at every call, so that the central system may be another one by then.
    """

    def __init__(self, service: Callable[[], CentralService], token: str) -> None:
        self._service = service
        self._authorization = f"Bearer {token}"
        self.faults: deque[str] = deque()

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        fault = self.faults.popleft() if self.faults else GOOD
        if fault == LOSE_REQUEST:
            raise LinkError(Trouble.NO_ROUTE)
        try:
            status, answer = 200, self._answer(path, body).model_dump_json().encode()
        except ProblemError as problem:
            status = problem.status
            answer = json.dumps({"code": problem.code, "params": dict(problem.params)}).encode()
        if fault == LOSE_ANSWER:
            raise LinkError(Trouble.TIMEOUT)
        return Answer(status, {"Content-Type": "application/json"}, answer)

    def close(self) -> None:
        self.faults.clear()

    def _answer(self, path: str, body: bytes | None) -> BaseModel:
        parts = urlsplit(path)
        match parts.path.split("/"):
            case ["", "health"]:
                return self._service().health()
            case ["", "v1", "journal"]:
                plain = zstandard.ZstdDecompressor().decompressobj().decompress(body or b"")
                return self._service().push(PushRequest.model_validate_json(plain), self._authorization)
            case ["", "v1", "offices", office, "feed"]:
                after = int(parse_qs(parts.query)["after"][0])
                return self._service().feed(office, after, self._authorization)
            case ["", "v1", "offices", office, "returned"]:
                plain = zstandard.ZstdDecompressor().decompressobj().decompress(body or b"")
                returned = ReturnRequest.model_validate_json(plain)
                return self._service().take_back(office, returned, self._authorization)
            case ["", "v1", "offices", office, "documents", name]:
                return self._service().document(office, name, self._authorization)
        raise AssertionError(f"no such path: {path}")
