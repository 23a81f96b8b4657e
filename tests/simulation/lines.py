"""The line between a station and the central system: it loses, doubles, delays and reorders what is sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

import zstandard

from counter_app.sync.http_calls import Answer
from counter_app.sync.link import LinkError, Trouble
from tests.simulation.centre import CentreDownError, SimulatedCentre, problem_answer
from tests.simulation.disk import PowerCut
from tests.simulation.faults import Fault, Faults
from tests.simulation.timeline import Timeline

READ_TIMEOUT: Final = 15.0
CONNECT_TIMEOUT: Final = 2.0
_MEND_ALONE: Final = frozenset({409, 413, 422})
"""Refusals that the station settles by itself: they need not show as a trouble."""
POISON: Final = "khong-nhan-duoc"
"""A body with this word is one that the central system of the day does not take."""
_LOGIN_PAGE: Final = Answer(200, {"Content-Type": "text/html"}, b"<html>Xin chao</html>")


class LineState(Enum):
    """What lies between: nothing, a wall, or a hole that swallows everything."""

    UP = "up"
    PARTITIONED = "partitioned"
    HALF_OPEN = "half-open"


@dataclass
class _Pending:
    """A call on its way; ``sent`` is its number on this line."""

    sent: int
    answer: Answer | None = None
    trouble: Trouble | None = None
    given_up: bool = False

    @property
    def done(self) -> bool:
        return self.answer is not None or self.trouble is not None


class Line:
    """One station's line. ``largest`` is what a proxy on the way lets through, in bytes of a packed body."""

    def __init__(self, name: str, timeline: Timeline, faults: Faults, centre: SimulatedCentre) -> None:
        self.name = name
        self.state = LineState.UP
        self.largest: int | None = None
        self.takes_poison = False
        """Whether the central system is mended so that it takes every body."""
        self._timeline = timeline
        self._faults = faults
        self._centre = centre
        self._sent = 0
        self._newest_arrived = 0

    def heal(self) -> None:
        """From now on everything gets through."""
        self.state = LineState.UP
        self.largest = None

    def note(self, what: str) -> None:
        """Add to the trace."""
        self._timeline.note(self.name, what)

    def call(
        self,
        token: str,
        method: str,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        timeout: float,
        cut: Callable[[], bool],
    ) -> Answer:
        """Send and wait, as long as the power is not ``cut``. Raises ``LinkError`` or ``PowerCut``."""
        pending = self._send(token, method, path, body, headers)
        self._timeline.run_until(lambda: pending.done or cut(), self._timeline.now + timeout)
        if cut():
            raise PowerCut
        if pending.answer is not None:
            return pending.answer
        pending.given_up = True
        raise LinkError(pending.trouble or Trouble.TIMEOUT)

    # --- there -------------------------------------------------------------------------------------

    def _send(
        self, token: str, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> _Pending:
        self._sent += 1
        pending = _Pending(self._sent)
        faults, random = self._faults, self._faults.random
        if self.state is LineState.PARTITIONED:
            faults.struck(Fault.PARTITION)
            self._fail(pending, random.choice((Trouble.NO_ROUTE, Trouble.REFUSED)), CONNECT_TIMEOUT)
            return pending
        if self.state is LineState.HALF_OPEN or faults.happens(faults.odds.lost / 4):
            faults.struck(Fault.HALF_OPEN)
            self.note(f"{method} {path} #{pending.sent} into a half-open connection")
            return pending
        if faults.happens(faults.odds.lost):
            faults.struck(Fault.REQUEST_DROPPED)
            self.note(f"{method} {path} #{pending.sent} is lost")
            return pending

        def arrive() -> None:
            self._arrive(pending, token, method, path, headers, body)

        self._timeline.after(self._travel(), arrive)
        if faults.happens(faults.odds.doubled):
            self._timeline.after(
                self._travel() + random.uniform(0.0, 60.0),
                lambda: self._arrive_again(pending.sent, token, method, path, headers, body),
            )
        return pending

    def _travel(self) -> float:
        """Seconds on the way."""
        random, slow = self._faults.random, self._faults.happens(self._faults.odds.slow)
        if slow:
            self._faults.struck(Fault.DELAYED)
            return random.uniform(1.0, 25.0)
        return random.uniform(0.01, 0.3)

    def _arrive(
        self,
        pending: _Pending,
        token: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> None:
        if pending.given_up:
            self._faults.struck(Fault.ARRIVED_AFTER_TIMEOUT)
        if pending.sent < self._newest_arrived:
            self._faults.struck(Fault.OVERTAKEN)
        self._newest_arrived = max(self._newest_arrived, pending.sent)
        try:
            answer = self._refusal(path, body) or self._centre.answer(method, path, headers, body, token)
        except CentreDownError:
            self.note(f"{method} {path} #{pending.sent} finds nobody")
            self._fail(pending, self._faults.random.choice((Trouble.REFUSED, Trouble.CUT)), 0.1)
            return
        self.note(f"{method} {path} #{pending.sent} is answered {answer.status}{_code(answer)}")
        self._send_back(pending, answer)

    def _arrive_again(
        self,
        sent: int,
        token: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> None:
        """A copy of a request; nobody waits for its answer."""
        self._faults.struck(Fault.REQUEST_DUPLICATED)
        if sent < self._newest_arrived and path == "/v1/journal":
            self._faults.struck(Fault.LATE_DUPLICATE)
        try:
            answer = self._centre.answer(method, path, headers, body, token)
        except CentreDownError:
            return
        self.note(f"copy of {method} {path} #{sent} is answered {answer.status}{_code(answer)}")

    def _refusal(self, path: str, body: bytes | None) -> Answer | None:
        """What a proxy, a login page, a server in trouble, or a stricter one answers instead."""
        faults, random = self._faults, self._faults.random
        if faults.happens(faults.odds.refused):
            kind = random.choice((Fault.SERVER_ERROR, Fault.RATE_LIMITED, Fault.LOGIN_PAGE))
            faults.struck(kind)
            match kind:
                case Fault.SERVER_ERROR:
                    return random.choice((Answer(502, {}, b""), problem_answer(500, "internal.error", {})))
                case Fault.RATE_LIMITED:
                    limited = problem_answer(429, "rate.limited", {"retry_after": 5})
                    return Answer(429, {**limited.headers, "Retry-After": "5"}, limited.body)
                case _:
                    return _LOGIN_PAGE
        if path != "/v1/journal" or body is None:
            return None
        if self.largest is not None and len(body) > self.largest:
            faults.struck(Fault.TOO_LARGE)
            return Answer(413, {"Content-Type": "text/html"}, b"")
        return None if self.takes_poison else self._rejection(body)

    def _rejection(self, body: bytes) -> Answer | None:
        request = json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(body))
        for seq, entry in enumerate(request["entries"], start=request["first"]):
            if POISON in (entry["body"] or ""):
                self._faults.struck(Fault.REJECTED)
                return problem_answer(422, "wire.entry_invalid", {"seq": seq, "field": "body"})
        return None

    # --- and back ----------------------------------------------------------------------------------

    def _send_back(self, pending: _Pending, answer: Answer) -> None:
        faults = self._faults
        if self.state is not LineState.UP or faults.happens(faults.odds.lost):
            faults.struck(Fault.ANSWER_DROPPED)
            self.note(f"answer #{pending.sent} is lost")
            return
        if faults.happens(faults.odds.lost / 2):
            faults.struck(Fault.CUT)
            self.note(f"answer #{pending.sent} is cut off")
            self._fail(pending, Trouble.CUT, self._travel())
            return

        def deliver() -> None:
            pending.answer = pending.answer or answer

        self._timeline.after(self._travel(), deliver)

    def _fail(self, pending: _Pending, trouble: Trouble, after: float) -> None:
        def fail() -> None:
            pending.trouble = pending.trouble or trouble

        self._timeline.after(after, fail)


class LineCaller:
    """``Caller`` of one process of a station over its line; ``failed`` tells how its last call ended."""

    def __init__(self, line: Line, token: str, cut: Callable[[], bool]) -> None:
        self._line = line
        self._token = token
        self._cut = cut
        self.failed = False
        self.calls = 0

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        """As ``Caller`` says."""
        self.calls += 1
        self.failed = True
        timeout = read_timeout or READ_TIMEOUT
        answer = self._line.call(self._token, method, path, body, headers or {}, timeout, self._cut)
        well = answer.status == 200 and answer is not _LOGIN_PAGE
        self.failed = not well and answer.status not in _MEND_ALONE
        return answer

    def close(self) -> None:
        """Nothing stays open."""


def _code(answer: Answer) -> str:
    if answer.status == 200 or not answer.body.startswith(b"{"):
        return ""
    return f" {json.loads(answer.body)['code']}"
