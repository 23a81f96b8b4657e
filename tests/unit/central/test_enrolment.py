"""Enrolment: one code, one station, one key."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from counter_app.central.problems import ProblemError
from counter_app.central.tables import metadata
from counter_app.domain.office import directory_from_plain
from counter_app.sync.signing import StationKey, new_private_key
from counter_app.sync.wire import EnrolRequest, enrol_statement
from tests.fixtures.central import OFFICE
from tests.unit.central.conftest import Centre


def request(code: str, key: StationKey, *, signer: StationKey | None = None) -> EnrolRequest:
    plain = code.replace("-", "")
    proof = (signer or key).sign(enrol_statement(plain, key.public_hex))
    return EnrolRequest(code=plain, public_key=key.public_hex, proof=proof)


def refused(centre: Centre, asked: EnrolRequest) -> str:
    with pytest.raises(ProblemError) as caught:
        centre.service.enrol(asked, "10.0.0.1")
    return caught.value.code


@pytest.fixture
def key() -> StationKey:
    return StationKey(new_private_key())


def test_new_station_is_told_everything_that_it_needs(centre: Centre, key: StationKey) -> None:
    answer = centre.service.enrol(request(centre.code("07"), key), "10.0.0.1")
    assert (answer.office, answer.number, answer.name) == (OFFICE, "07", "Quầy 07")
    assert directory_from_plain(json.loads(answer.directory.content)).version == answer.directory.version == 1
    feed = centre.service.feed(OFFICE, 0, f"Bearer {answer.token}")
    assert (feed.epoch, feed.last, feed.high_water) == (answer.epoch, 0, [])
    assert feed.documents.model_dump() == {
        "directory": 1, "catalogue": 1, "lease": 1, "calendar": 1, "notes": 0,
    }  # fmt: skip


def test_code_works_once(centre: Centre, key: StationKey) -> None:
    code = centre.code()
    centre.service.enrol(request(code, key), "10.0.0.1")
    assert refused(centre, request(code, StationKey(new_private_key()))) == "enrol.used_code"


def test_answer_lost_on_the_way_can_be_asked_for_again_with_the_same_key(
    centre: Centre, key: StationKey
) -> None:
    code = centre.code()
    lost = centre.service.enrol(request(code, key), "10.0.0.1")
    again = centre.service.enrol(request(code, key), "10.0.0.1")
    assert again.station == lost.station
    with pytest.raises(ProblemError, match=r"auth\.unknown_station"):
        centre.service.feed(OFFICE, 0, f"Bearer {lost.token}")
    centre.service.feed(OFFICE, 0, f"Bearer {again.token}")
    assert refused(centre, request(code, key)) == "enrol.used_code"


def test_code_expires(centre: Centre, key: StationKey) -> None:
    code = centre.code()
    centre.clock.move(timedelta(hours=1, seconds=1))
    assert refused(centre, request(code, key)) == "enrol.expired_code"


def test_key_that_the_caller_does_not_hold_is_not_enrolled(centre: Centre, key: StationKey) -> None:
    stranger = StationKey(new_private_key())
    assert refused(centre, request(centre.code(), key, signer=stranger)) == "enrol.bad_proof"


def test_guessing_codes_is_slowed_down(centre: Centre, key: StationKey) -> None:
    wrong = request("AAAABBBBCCCC", key)
    codes = [refused(centre, wrong) for _ in range(centre.settings.enrolments_per_minute + 1)]
    assert set(codes[:-1]) == {"enrol.unknown_code"}
    assert codes[-1] == "rate.limited"


def test_neither_token_nor_code_is_stored(centre: Centre, key: StationKey) -> None:
    code = centre.code()
    answer = centre.service.enrol(request(code, key), "10.0.0.1")
    with centre.database.read() as connection:
        rows = [tuple(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert answer.station in str(rows)
    for secret in (code.replace("-", ""), answer.token.partition(".")[2]):
        assert secret not in str(rows)
