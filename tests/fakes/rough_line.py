"""A line between stations and a real central system that delays, cuts, halves and repeats what it carries."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections import Counter
from enum import StrEnum
from typing import Final

from tests.fakes.odd_servers import SocketServer, read_request

_WITHIN_S: Final = 30.0
_LONGEST_DELAY_S: Final = 0.4


class Mishap(StrEnum):
    """What becomes of one request and its answer."""

    NONE = "none"
    REQUEST_LATE = "the request is late"
    REQUEST_CUT = "cut before the request"
    REQUEST_HALVED = "half of the request arrives"
    ANSWER_LATE = "the answer is late"
    ANSWER_CUT = "cut before the answer"
    ANSWER_HALVED = "half of the answer arrives"
    TWICE = "the request arrives twice"
    AGAIN_LATER = "the request arrives again after later ones"


class RoughLine:
    """A proxy in front of ``port``; each request draws a mishap from a deck that ``seed`` shuffles.

    Calls that send and other calls have decks of their own, so that each mishap comes to either. ``met``
    counts what happened to calls that send. ``heal`` ends it all.
    """

    def __init__(self, port: int, seed: int) -> None:
        self._port = port
        self._chance = random.Random(seed)
        self._decks: dict[bool, list[Mishap]] = {True: [], False: []}
        self._healed = False
        self._kept: list[bytes] = []
        self._lock = threading.Lock()
        self.met: Counter[Mishap] = Counter()
        self._server = SocketServer(self._serve)

    @property
    def url(self) -> str:
        return self._server.url

    def heal(self) -> None:
        """From now on everything goes through; what was kept for later arrives now."""
        with self._lock:
            self._healed = True
            kept, self._kept = self._kept, []
        for request in kept:
            self._ask(request)

    def close(self) -> None:
        self._server.close()

    # --- one connection --------------------------------------------------------------------------

    def _serve(self, client: socket.socket) -> None:
        while request := read_request(client):
            mishap, delay = self._draw(sends=request.startswith(b"POST /v1/journal"))
            answer = self._suffer(request, mishap, delay)
            client.sendall(answer)
            if mishap in _ENDS:
                return

    def _draw(self, *, sends: bool) -> tuple[Mishap, float]:
        with self._lock:
            if self._healed:
                return Mishap.NONE, 0.0
            deck = self._decks[sends]
            if not deck:
                deck += [*Mishap, Mishap.NONE, Mishap.NONE]
                self._chance.shuffle(deck)
            mishap = deck.pop()
            self.met[mishap] += sends
            return mishap, self._chance.uniform(0.0, _LONGEST_DELAY_S)

    def _suffer(self, request: bytes, mishap: Mishap, delay: float) -> bytes:
        """Carry a request; what of the answer the caller gets."""
        match mishap:
            case Mishap.REQUEST_CUT:
                return b""
            case Mishap.REQUEST_HALVED:
                self._say(request[: len(request) // 2])
                return b""
            case Mishap.REQUEST_LATE:
                _wait(delay)
            case Mishap.TWICE:
                twin = threading.Thread(target=self._ask, args=(request,), daemon=True)
                twin.start()
                answer = self._ask(request)
                twin.join(_WITHIN_S)
                return answer
            case Mishap.AGAIN_LATER:
                self._keep(request)
        answer = self._ask(request)
        match mishap:
            case Mishap.ANSWER_CUT:
                return b""
            case Mishap.ANSWER_HALVED:
                return answer[: len(answer) // 2]
            case Mishap.ANSWER_LATE:
                _wait(delay)
        return answer

    def _keep(self, request: bytes) -> None:
        """Keep a request; the one that was kept before arrives now."""
        with self._lock:
            earlier, self._kept = self._kept, [request]
        for one in earlier:
            self._ask(one)

    def _ask(self, request: bytes) -> bytes:
        """The central system's answer on a connection of its own; empty when it does not answer."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._port), timeout=_WITHIN_S) as server,
        ):
            server.sendall(request)
            return read_answer(server)
        return b""

    def _say(self, part: bytes) -> None:
        """Send part of a request and hang up."""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self._port), timeout=_WITHIN_S) as server,
        ):
            server.sendall(part)


_ENDS: Final = frozenset({Mishap.REQUEST_CUT, Mishap.REQUEST_HALVED, Mishap.ANSWER_CUT, Mishap.ANSWER_HALVED})
"""After these the connection is closed."""


def read_answer(server: socket.socket) -> bytes:
    """One answer's head and body, as long as it says; what there is when the server hangs up."""
    data = b""
    while b"\r\n\r\n" not in data:
        if not (piece := server.recv(65536)):
            return data
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            length = int(value)
    while len(body) < length:
        if not (piece := server.recv(65536)):
            break
        body += piece
    return head + b"\r\n\r\n" + body


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)
