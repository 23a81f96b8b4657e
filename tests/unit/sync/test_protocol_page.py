"""The examples of docs/protocol.md are what the program says and understands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from counter_app.domain.journal import Head
from counter_app.sync import wire
from counter_app.sync.signing import StationKey
from counter_app.sync.wire import identity

PAGE = Path(__file__).resolve().parents[3] / "docs" / "protocol.md"
EXAMPLES = re.findall(r"<!-- (\w+) -->\n```json\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def model_of(name: str) -> type[wire.WireModel]:
    model: type[wire.WireModel] = getattr(wire, name, None) or getattr(identity, name)
    assert issubclass(model, wire.WireModel)
    return model


def example(name: str) -> wire.WireModel:
    ((_, text),) = [found for found in EXAMPLES if found[0] == name]
    return model_of(name).model_validate_json(text)


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_example_is_understood_and_says_nothing_unknown(name: str, text: str) -> None:
    assert json.loads(model_of(name).model_validate_json(text).model_dump_json()) == json.loads(text)


def test_every_message_has_an_example() -> None:
    messages = {
        "WireEntry",
        "PushRequest",
        "PushAnswer",
        "FeedAnswer",
        "Document",
        "EnrolRequest",
        "EnrolAnswer",
        "ReturnRequest",
        "ReturnAnswer",
        "IdentityCheckRequest",
        "IdentityCheckAnswer",
    }
    assert {name for name, _ in EXAMPLES} == messages | {"Health", "Problem"}


def test_chain_and_signatures_of_the_examples_hold() -> None:
    key = StationKey(bytes(range(32)))
    push = example("PushRequest")
    assert isinstance(push, wire.PushRequest)
    (entry,) = wire.from_push(push)
    assert entry.prev_hash == Head.start(push.station, push.incarnation).hash
    statement = wire.push_statement(push.station, push.incarnation, entry.seq, entry.seq, entry.hash)
    assert push.signature == key.sign(statement)
    enrol = example("EnrolRequest")
    assert isinstance(enrol, wire.EnrolRequest)
    assert enrol.public_key == key.public_hex
    assert enrol.proof == key.sign(wire.enrol_statement(enrol.code, enrol.public_key))
