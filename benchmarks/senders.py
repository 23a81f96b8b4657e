"""Processes that push batches made beforehand, and others that read feeds meanwhile; they do little else."""

from __future__ import annotations

import http.client
import multiprocessing
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier, Event
from typing import Any, Final
from urllib.parse import urlsplit

from benchmarks.storm import Batch, Sender, at
from counter_app.domain.journal import EntryId
from counter_app.sync.transport import HttpLink
from counter_app.sync.wire import PROTOCOL, PROTOCOL_HEADER

_SPAWN: Final = multiprocessing.get_context("spawn")
_CONNECTIONS: Final = 4
"""Of each sending process."""


def push_all(
    urls: Sequence[str], batches: Sequence[Batch], tokens: Mapping[str, str], processes: int = 2
) -> float:
    """Push every batch, a station's own in their order; seconds from the first to the last answer.

    Raises ``RuntimeError`` for any answer but 200.
    """
    stations = sorted({batch.station for batch in batches})
    shares = [frozenset(stations[number::processes]) for number in range(processes)]
    barrier, answers = _SPAWN.Barrier(processes), _SPAWN.SimpleQueue()
    senders = [
        _SPAWN.Process(
            target=_send,
            args=(urls, [batch for batch in batches if batch.station in share], tokens, barrier, answers),
        )
        for share in shares
    ]
    for sender in senders:
        sender.start()
    spans = [answers.get() for _ in senders]
    for sender in senders:
        sender.join()
    for _, _, fault in spans:
        if fault:
            raise RuntimeError(fault)
    return float(max(end for _, end, _ in spans) - min(begin for begin, _, _ in spans))


def _send(
    urls: Sequence[str], batches: Sequence[Batch], tokens: Mapping[str, str], barrier: Barrier, answers: Any
) -> None:
    waiting: queue.SimpleQueue[list[Batch]] = queue.SimpleQueue()
    for station in sorted({batch.station for batch in batches}):
        waiting.put([batch for batch in batches if batch.station == station])
    got: list[tuple[int, bytes]] = []
    threads = [
        threading.Thread(target=_push, args=(urls[number % len(urls)], waiting, tokens, got))
        for number in range(_CONNECTIONS)
    ]
    barrier.wait(60)
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    end = time.monotonic()
    fault = "" if len(got) == len(batches) else f"{len(got)} answers to {len(batches)} batches"
    answers.put((begin, end, next(filter(None, map(_fault, got)), fault)))


def _push(
    url: str,
    waiting: queue.SimpleQueue[list[Batch]],
    tokens: Mapping[str, str],
    got: list[tuple[int, bytes]],
) -> None:
    """A station's next batch goes to the end of the queue, so that all stations are at work."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port)
    while True:
        try:
            left = waiting.get_nowait()
        except queue.Empty:
            break
        batch = left.pop(0)
        headers = {
            **batch.headers,
            PROTOCOL_HEADER: str(PROTOCOL),
            "Authorization": f"Bearer {tokens[batch.station]}",
        }
        connection.request("POST", batch.path, body=batch.body, headers=headers)
        answer = connection.getresponse()
        got.append((answer.status, answer.read()))
        if left:
            waiting.put(left)
    connection.close()


def _fault(answer: tuple[int, bytes]) -> str:
    status, body = answer
    if status != 200:
        return f"answered {status}: {body[:300]!r}"
    return ""


@dataclass
class Seen:
    """What a reader saw of one office: how often a number was missing or an entry came twice."""

    last: int = 0
    holes: int = 0
    doubles: int = 0
    ids: set[EntryId] = field(default_factory=set)


class Readers:
    """Two processes that read the feeds of all offices again and again, until they are told to finish."""

    def __init__(self, urls: Sequence[str], senders: Sequence[Sender], processes: int = 2) -> None:
        self._finish = _SPAWN.Event()
        self._answers = _SPAWN.SimpleQueue()
        offices = list({sender.credentials.office: sender for sender in senders}.values())
        self._processes = [
            _SPAWN.Process(
                target=_read,
                args=(urls[number % len(urls)], offices[number::processes], self._finish, self._answers),
            )
            for number in range(processes)
        ]
        for process in self._processes:
            process.start()

    def finish(self) -> dict[str, tuple[int, int, int, int]]:
        """Read on to each feed's end; by office: last number, entries, holes, doubles."""
        self._finish.set()
        seen: dict[str, tuple[int, int, int, int]] = {}
        for _ in self._processes:
            seen |= self._answers.get()
        for process in self._processes:
            process.join()
        return seen


def _read(url: str, senders: Sequence[Sender], finish: Event, answers: Any) -> None:
    links = {sender.credentials.office: HttpLink(at(sender, url)) for sender in senders}
    seen = {office: Seen() for office in links}
    finishing = False
    while not finishing:
        finishing = finish.is_set()
        for office, link in links.items():
            _follow(link, seen[office])
    answers.put({name: (one.last, len(one.ids), one.holes, one.doubles) for name, one in seen.items()})


def _follow(link: HttpLink, seen: Seen) -> None:
    while True:
        fetched = link.fetch(seen.last)
        for item in fetched.page.items:
            seen.holes += item.no != seen.last + 1
            seen.last = item.no
            if item.entry is not None:
                seen.doubles += item.entry_id in seen.ids
                seen.ids.add(item.entry_id)
        if seen.last >= fetched.last or not fetched.page.items:
            return
