"""Who this station is, for a central system that forgot it: no secret, only what shows that it is itself."""

from __future__ import annotations

import hashlib
import json

from counter_app.bootstrap.keys import key_store
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.services.office_context import LEASE
from counter_app.storage.chain_head import read_head
from counter_app.storage.read_only import open_read_only
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS
from counter_app.sync.credentials import Credentials
from counter_app.sync.signing import StationKey
from counter_app.sync.wire import IDENTITY


def identity_of(config: Config) -> dict[str, object]:
    """The station as ``central readmit`` reads it; reads only, so it works beside an open counter.

    ``incarnation`` and ``last_seq`` are where its journal ends, which ``central retire`` asks for.
    Raises ``DomainError``: ``storage.*``, ``keys.*``, ``enrol.needed``.
    """
    with open_read_only(config.data_dir, key_store(config)) as database:
        with database.read() as reads:
            kept, lease = reads.document(CREDENTIALS), reads.document(LEASE)
        with database.snapshot() as connection:
            head = read_head(connection)
    if kept is None:
        raise DomainError("enrol.needed")
    credentials = Credentials.from_bytes(kept[1])
    return {
        "kind": IDENTITY,
        "office": credentials.office,
        "station": credentials.station,
        "number": credentials.number,
        "name": credentials.name,
        "public_key": StationKey(credentials.private_key).public_hex,
        "token_hash": hashlib.sha256(credentials.token.encode()).hexdigest(),
        "incarnation": head.incarnation,
        "last_seq": head.seq,
        "lease": None if lease is None else json.loads(lease[1]),
    }
