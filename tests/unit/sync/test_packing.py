"""Bodies go packed with zstd, or with gzip where zstd is not known."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

import pytest
import zstandard

from counter_app.domain.journal import Head, chain
from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import Answer
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.signing import new_private_key
from counter_app.sync.transport import HttpLink
from counter_app.sync.wire import PushAnswer, PushRequest, WireVerdict
from tests.fakes.clock import MORNING
from tests.fixtures.central import draft
from tests.fixtures.dossiers import reception

CREDENTIALS = Credentials(
    server="http://localhost",
    office="long-xuyen",
    station="st-1",
    number="03",
    name="Quầy 03",
    token="long-xuyen.x",
    private_key=new_private_key(),
    recovery_public_key=bytes(32),
)
ANSWER = PushAnswer(
    verdicts=[WireVerdict(seq=1, state="accepted")],
    high_water=[],
    epoch="e",
    t1="2026-11-23T01:30:00.000000Z",
    t2="2026-11-23T01:30:00.000000Z",
)


class Server:
    """Understands some ways of packing; ``seen`` are those that came."""

    def __init__(self, *understood: str) -> None:
        self.understood = understood
        self.seen: list[str] = []

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        form = (headers or {})["Content-Encoding"]
        self.seen.append(form)
        if form not in self.understood:
            return Answer(
                415, {"Content-Type": "application/json"}, b'{"code":"body.unknown_encoding","params":{}}'
            )
        unpack = gzip.decompress if form == "gzip" else zstandard.ZstdDecompressor().decompress
        assert PushRequest.model_validate_json(unpack(body or b"")).first == 1
        return Answer(200, {"Content-Type": "application/json"}, ANSWER.model_dump_json().encode())

    def close(self) -> None: ...


@pytest.mark.parametrize(
    ("server", "seen"),
    [(Server("zstd", "gzip"), ["zstd", "zstd"]), (Server("gzip"), ["zstd", "gzip", "gzip"])],
    ids=["knows zstd", "knows gzip only"],
)
def test_what_was_refused_once_is_not_tried_again(server: Server, seen: list[str]) -> None:
    link = HttpLink(CREDENTIALS, caller=server)
    entry = chain(Head.start("st-1"), draft("dossier-1", reception(1)), MORNING, None)
    for _ in range(2):
        assert link.push([entry]).epoch == "e"
    assert server.seen == seen


def test_server_that_understands_neither_is_said_so() -> None:
    link = HttpLink(CREDENTIALS, caller=Server())
    entry = chain(Head.start("st-1"), draft("dossier-1", reception(1)), MORNING, None)
    with pytest.raises(LinkError) as caught:
        link.push([entry])
    assert caught.value.trouble is Trouble.BAD_ANSWER
