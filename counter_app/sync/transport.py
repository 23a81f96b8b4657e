"""The central system over HTTPS: packs and signs what goes out, understands what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import ValidationError

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, parse_instant
from counter_app.services.sync_ports import FeedItem, FeedPage
from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import Answer, Caller, HttpCaller
from counter_app.sync.link import Fetched, LinkError, Pushed, ServerTimes, Trouble
from counter_app.sync.packing import Packing
from counter_app.sync.pages import without_collecting
from counter_app.sync.policy import LARGEST_PAGE, Pace
from counter_app.sync.signing import StationKey
from counter_app.sync.wire import (
    SERVICE,
    Document,
    FeedAnswer,
    Health,
    Problem,
    PushAnswer,
    ReturnAnswer,
    ReturnRequest,
    WireModel,
    from_wire,
    id_from_wire,
    marks_from_wire,
    to_push,
    to_wire,
    verdict_from_wire,
)

_Model = TypeVar("_Model", bound=WireModel)

_BY_STATUS: Final = {
    401: Trouble.UNKNOWN_STATION,
    403: Trouble.REVOKED,
    413: Trouble.TOO_LARGE,
    422: Trouble.REJECTED,
    426: Trouble.PROTOCOL,
    429: Trouble.RATE_LIMITED,
}
_BY_PROBLEM: Final = {"push.gap": Trouble.GAP, "push.new_life": Trouble.NEW_LIFE, "push.fork": Trouble.FORK}

_JSON: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A batch that was signed and written ahead."""

    ids: Sequence[EntryId]
    epoch: str
    content: bytes

    def of(self, entries: Sequence[Entry], epoch: str) -> bool:
        """Whether it is this batch."""
        return self.epoch == epoch and self.ids == [entry.id for entry in entries]


class HttpLink:
    """``CentralLink`` over HTTP. For one thread. ``caller`` makes the calls; by default over the network."""

    def __init__(
        self, credentials: Credentials, pace: Pace | None = None, caller: Caller | None = None
    ) -> None:
        self._credentials = credentials
        self._pace = pace or Pace()
        self._key = StationKey(credentials.private_key)
        self._packing = Packing()
        self._prepared: _Prepared | None = None
        self._most_items = LARGEST_PAGE
        self._http = caller or HttpCaller(
            credentials.server, credentials.token, self._pace, credentials.ca_file or None
        )

    @property
    def office(self) -> str:
        """The office that the station belongs to."""
        return self._credentials.office

    def probe(self) -> None:
        """Ask ``/health``; raises ``LinkError`` unless our server answers that it is well."""
        answer = self._http.call("GET", "/health", read_timeout=self._pace.probe_read)
        health = read_answer(answer, Health)
        if health.service != SERVICE:
            raise LinkError(Trouble.NOT_OUR_SERVER, status=answer.status)

    def push(self, entries: Sequence[Entry], *, epoch: str = "", with_bodies: bool = True) -> Pushed:
        """Send a batch, signed; the answer has a verdict for each of its entries or counts as broken."""
        last = entries[-1]
        prepared, self._prepared = self._prepared, None
        if prepared is not None and with_bodies and prepared.of(entries, epoch):
            content = prepared.content
        else:
            content = self._content(entries, epoch, with_bodies)
        answer = read_answer(self._post("/v1/journal", content), PushAnswer)
        verdicts = {
            EntryId(last.station, last.incarnation, verdict.seq): verdict_from_wire(verdict)
            for verdict in answer.verdicts
        }
        if verdicts.keys() != {entry.id for entry in entries}:
            raise LinkError(Trouble.BAD_ANSWER)
        return Pushed(
            verdicts, marks_from_wire(answer.high_water), answer.epoch, _times(answer.t1, answer.t2)
        )

    def prepare(self, entries: Sequence[Entry], *, epoch: str) -> None:
        """Sign and write what ``push`` will send next; may be called while a push is under way."""
        try:
            content = self._content(entries, epoch, with_bodies=True)
        except LinkError:  # push says so, when it is asked
            return
        self._prepared = _Prepared([entry.id for entry in entries], epoch, content)

    def _content(self, entries: Sequence[Entry], epoch: str, with_bodies: bool) -> bytes:
        try:
            request = to_push(entries, self._key.sign, epoch=epoch, with_bodies=with_bodies)
        except DomainError as error:
            seq = error.params.get("seq")
            at = seq if isinstance(seq, int) else None
            raise LinkError(Trouble.REJECTED, problem=error.code, entry_seq=at) from None
        return request.model_dump_json().encode()

    def fetch(self, after: int) -> Fetched:
        """The page of the office's feed after a number; every entry's own hashes are checked."""
        answer = self._page(f"/v1/offices/{self._credentials.office}/feed?after={after}")
        with without_collecting():
            return _read_page(answer)

    def _page(self, path: str) -> Answer:
        """A page of the feed; half as large each time that one did not come through."""
        most = self._most_items
        try:
            answer = self._http.call("GET", path if most == LARGEST_PAGE else f"{path}&limit={most}")
        except LinkError as error:
            if error.trouble in (Trouble.TIMEOUT, Trouble.CUT):
                self._most_items = max(1, most // 2)
            raise
        self._most_items = min(LARGEST_PAGE, most * 2)
        return answer

    def give_back(self, entries: Sequence[Entry]) -> Mapping[int, int]:
        """Give a restored server what it wrote itself; how far it has it then."""
        request = ReturnRequest(entries=[to_wire(entry) for entry in entries])
        path = f"/v1/offices/{self._credentials.office}/returned"
        return marks_from_wire(
            read_answer(self._post(path, request.model_dump_json().encode()), ReturnAnswer).own
        )

    def _post(self, path: str, content: bytes) -> Answer:
        while True:
            headers = {**_JSON, "Content-Encoding": self._packing.form}
            answer = self._http.call("POST", path, body=self._packing.pack(content), headers=headers)
            if answer.status != 415 or not self._packing.refused():
                return answer

    def document(self, name: str) -> tuple[int, bytes]:
        """The newest version of a document and its content."""
        path = f"/v1/offices/{self._credentials.office}/documents/{name}"
        document = read_answer(self._http.call("GET", path), Document)
        return document.version, document.content.encode()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()


def read_answer(answer: Answer, model: type[_Model]) -> _Model:
    """The answer as ``model``; raises the ``LinkError`` that any other answer means."""
    if answer.status == 200 and _says_json(answer):
        try:
            return model.model_validate_json(answer.body)
        except ValidationError:
            # Looked at once more only now: a page of the feed is large.
            if _is_json(answer):
                raise LinkError(Trouble.BAD_ANSWER, status=answer.status) from None
    raise _refusal(answer)


def _read_page(given: Answer) -> Fetched:
    answer = read_answer(given, FeedAnswer)
    try:
        items = [
            FeedItem(
                no=item.no,
                entry_id=id_from_wire(item.entry_id),
                entry=None if item.entry is None else from_wire(item.entry),
                verdict=verdict_from_wire(item.verdict),
            )
            for item in answer.items
        ]
    except DomainError:
        raise LinkError(Trouble.BAD_ANSWER) from None
    return Fetched(
        page=FeedPage(items, answer.next_after, answer.epoch),
        last=answer.last,
        high_water=marks_from_wire(answer.high_water),
        times=_times(answer.t1, answer.t2),
        documents=answer.documents.model_dump(),
        own=marks_from_wire(answer.own),
    )


def _refusal(answer: Answer) -> LinkError:
    problem = _problem(answer)
    if answer.status >= 500:
        return _error(Trouble.SERVER_ERROR, answer, problem)
    if problem is None:
        # A login page, a proxy or another program answered: it may say anything, even 401 or 403. A proxy's
        # 413 and 429 are to be heeded all the same.
        by_proxy = {413: Trouble.TOO_LARGE, 429: Trouble.RATE_LIMITED}
        return _error(by_proxy.get(answer.status, Trouble.NOT_OUR_SERVER), answer, None)
    trouble = _BY_PROBLEM.get(problem.code) or _BY_STATUS.get(answer.status, Trouble.BAD_ANSWER)
    return _error(trouble, answer, problem)


def _error(trouble: Trouble, answer: Answer, problem: Problem | None) -> LinkError:
    params = {} if problem is None else problem.params
    seq = params.get("at" if trouble is Trouble.FORK else "seq")
    incarnation = params.get("incarnation")
    return LinkError(
        trouble,
        problem="" if problem is None else problem.code,
        status=answer.status,
        entry_seq=seq if isinstance(seq, int) else None,
        entry_incarnation=incarnation if isinstance(incarnation, int) else None,
        retry_after=_retry_after(answer.headers),
    )


def _problem(answer: Answer) -> Problem | None:
    if not _is_json(answer):
        return None
    try:
        return Problem.model_validate_json(answer.body)
    except ValidationError:
        return None


def _says_json(answer: Answer) -> bool:
    return answer.headers.get("Content-Type", "").partition(";")[0].strip().lower() == "application/json"


def _is_json(answer: Answer) -> bool:
    if not _says_json(answer):
        return False
    try:
        return isinstance(json.loads(answer.body), dict)
    except ValueError:
        # Says that it is JSON and is not: cut or mangled on the way; a 200 of this kind is a broken answer.
        return answer.status == 200


def _retry_after(headers: Mapping[str, str]) -> float | None:
    text = headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _times(t1: str, t2: str) -> ServerTimes:
    try:
        return ServerTimes(parse_instant(t1).timestamp(), parse_instant(t2).timestamp())
    except DomainError:
        raise LinkError(Trouble.BAD_ANSWER) from None
