"""Identity checks at the central system: who may ask what, asked once, logged without personal data."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from counter_app.central import admin
from counter_app.central.app import create_app
from counter_app.central.identity.national import BadSubjectError, NoAnswerError, Verification
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.tables import identity_lookups
from counter_app.domain.identity import IdentityState
from counter_app.domain.office import Role
from tests.fakes.asgi_client import AsgiClient
from tests.fakes.clock import MORNING
from tests.fakes.national_service import SetService
from tests.fixtures.central import OFFICE, add_office
from tests.fixtures.identity_checks import (
    BORN,
    CLERK,
    NAME,
    NUMBER,
    ask,
    logged,
    path,
    put_clerk,
    question,
    told,
)
from tests.fixtures.identity_desk import Desk, open_desk
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

OTHER = "chau-doc"


@pytest.fixture
def desk(centre: Centre) -> Iterator[Desk]:
    with open_desk(centre) as opened:
        yield opened


# --- answers -----------------------------------------------------------------------------------------


@pytest.mark.requirement("LC-18", "AG-68")
def test_what_the_service_says_is_answered_with_time_and_transaction(
    desk: Desk, station: SigningStation
) -> None:
    for state in (state for state in IdentityState if state.answered):
        desk.service.say(Verification(state, "XT-42"))
        assert ask(desk.client, station, question()).json() == {
            "state": state.value,
            "at": "2026-11-23T01:30:00.000000Z",
            "transaction": "XT-42",
            "retry_after_s": None,
            "reason": "",
        }


def test_the_service_is_told_who_is_asked_for_by_which_agency_and_for_which_dossier(
    desk: Desk, station: SigningStation
) -> None:
    asked = question()
    ask(desk.client, station, asked)
    (lookup,) = desk.service.asked
    assert (lookup.id, lookup.agency, lookup.dossier) == (asked["question"], "H01.15.21", "dossier-1")
    assert (lookup.subject.number, lookup.subject.full_name, lookup.subject.birth_date) == (
        NUMBER,
        NAME,
        BORN,
    )
    assert NAME not in repr(lookup)
    assert NUMBER not in repr(lookup)


@pytest.mark.requirement("LC-18")
def test_foreigners_and_organisations_are_asked_for_by_their_own_numbers(
    desk: Desk, station: SigningStation
) -> None:
    numbers = {
        "X0000001": "travel_document",
        "0300588569": "organisation_code",
        "0300588569-001": "organisation_code",
        "H01.15.21": "organisation_code",
    }
    for number, kind in numbers.items():
        plain = question(kind=kind, number=number, birth_date="", sex="", nationality="")
        assert told(ask(desk.client, station, plain)) == "level_2"
    assert {lookup.subject.number: lookup.subject.kind for lookup in desk.service.asked} == numbers


@pytest.mark.requirement("AG-68")
def test_service_that_does_not_answer_is_an_answer_with_its_reason(
    desk: Desk, station: SigningStation
) -> None:
    desk.service.say(NoAnswerError("maintenance", retry_after=119.2))
    answer = ask(desk.client, station, question())
    assert answer.status_code == httpx.codes.OK
    assert {name: answer.json()[name] for name in ("state", "reason", "retry_after_s", "transaction")} == {
        "state": "unavailable", "reason": "maintenance", "retry_after_s": 120, "transaction": "",
    }  # fmt: skip


def test_centre_without_a_service_says_so(centre: Centre, station: SigningStation) -> None:
    put_clerk(centre.database)
    app = create_app(centre.settings, centre.clock)
    answer = ask(AsgiClient(app, {"Sync-Protocol": "1"}), station, question())
    app.state.service.close()
    assert (answer.status_code, answer.json()["state"]) == (200, "unavailable")
    assert answer.json()["reason"] == "not_connected"


def test_question_that_the_service_cannot_read_is_refused_now_and_when_it_is_repeated(
    desk: Desk, station: SigningStation
) -> None:
    desk.service.say(BadSubjectError("full_name"))
    asked = question()
    for _ in range(2):
        assert told(ask(desk.client, station, asked)) == "422 identity.bad_question full_name"
    assert len(desk.service.asked) == 1


# --- once --------------------------------------------------------------------------------------------


def test_repeated_question_is_answered_alike_without_asking_again(
    desk: Desk, station: SigningStation
) -> None:
    asked = question()
    first = ask(desk.client, station, asked)
    desk.service.say(IdentityState.MISMATCH)
    desk.centre.clock.move(timedelta(hours=3))
    assert ask(desk.client, station, asked).json() == first.json()
    assert len(desk.service.asked) == 1
    assert [row.tries for row in logged(desk.centre.database)] == [1]


def test_unavailable_was_no_answer_so_that_the_repeated_question_is_asked(
    desk: Desk, station: SigningStation
) -> None:
    asked = question()
    desk.service.say(NoAnswerError("down"))
    assert told(ask(desk.client, station, asked)) == "unavailable"
    desk.service.say(IdentityState.LEVEL_1)
    assert told(ask(desk.client, station, asked)) == "level_1"
    (row,) = logged(desk.centre.database)
    assert (row.state, row.reason, row.transaction, row.tries) == ("level_1", "", "XT-1", 2)
    assert {lookup.id for lookup in desk.service.asked} == {asked["question"]}


@pytest.mark.requirement("LC-47")
def test_same_id_cannot_stand_for_another_content(desk: Desk, station: SigningStation) -> None:
    asked = question()
    ask(desk.client, station, asked)
    for change in (
        {"number": "001200000001"},
        {"full_name": "TRẦN VĂN MẪU"},
        {"birth_date": "1990-03-16"},
        {"dossier": "dossier-2"},
        {"kind": "organisation_code"},
    ):
        assert told(ask(desk.client, station, {**asked, **change})) == "409 identity.question_reused"
    assert len(desk.service.asked) == 1
    kept = {row.reason: row.tries for row in logged(desk.centre.database)}
    assert kept == {"": 1, "question_reused": 5}


def test_answer_is_not_given_again_after_the_life_of_a_question(desk: Desk, station: SigningStation) -> None:
    desk.use(IdentitySettings(question_life=timedelta(days=1)))
    asked = question()
    ask(desk.client, station, asked)
    desk.centre.clock.move(timedelta(days=2))
    desk.use(IdentitySettings(question_life=timedelta(days=1)))  # another process, which looks what is old
    ask(desk.client, station, question())
    assert told(ask(desk.client, station, asked)) == "409 identity.question_reused"


def test_question_that_found_no_answer_may_be_repeated_for_as_long_as_it_is_logged(
    desk: Desk, station: SigningStation
) -> None:
    asked = question()
    desk.service.say(NoAnswerError("down"))
    ask(desk.client, station, asked)
    desk.centre.clock.move(timedelta(days=90))
    desk.use(IdentitySettings())  # another process, which looks what is old
    ask(desk.client, station, question())
    desk.service.say(IdentityState.LEVEL_2)
    assert told(ask(desk.client, station, asked)) == "level_2"


def test_same_question_asked_at_the_same_moment_is_asked_once(desk: Desk, station: SigningStation) -> None:
    desk.service = SetService(takes=0.3)
    desk.use(IdentitySettings())
    asked = question()
    states = [answer.json() for answer in asyncio.run(_at_once(desk.app, station, [asked] * 5))]
    assert [state["state"] for state in states] == ["level_2"] * 5
    assert all(state == states[0] for state in states)
    assert len(desk.service.asked) == 1


def test_question_of_a_process_that_died_while_asking_is_asked_again(
    desk: Desk, station: SigningStation
) -> None:
    asked = question()
    ask(desk.client, station, asked)
    with desk.centre.database.write() as connection:
        connection.execute(identity_lookups.update().values(state="asking", answered_at=None))
    desk.centre.clock.move(timedelta(seconds=9))
    assert told(ask(desk.client, station, asked)) == "level_2"
    assert len(desk.service.asked) == 2


async def _at_once(
    app: FastAPI, station: SigningStation, questions: list[dict[str, object]]
) -> list[httpx.Response]:
    transport = httpx.ASGITransport(app)
    headers = {"Sync-Protocol": "1", "Authorization": station.authorization}
    async with httpx.AsyncClient(transport=transport, base_url="http://central", headers=headers) as client:
        return await asyncio.gather(*(client.post(path(), json=plain) for plain in questions))


# --- who may ask -------------------------------------------------------------------------------------


@pytest.mark.requirement("LC-47")
def test_look_up_without_a_dossier_or_a_clerk_who_may_is_denied_and_logged(
    desk: Desk, station: SigningStation
) -> None:
    put_clerk(desk.centre.database, replace(CLERK, id="away", active=False))
    put_clerk(desk.centre.database, replace(CLERK, id="gone", valid_until=MORNING))
    put_clerk(desk.centre.database, replace(CLERK, id="admin", role=Role.ADMINISTRATOR))
    denied = {
        ("", CLERK.id): "no_dossier",
        ("  ", CLERK.id): "no_dossier",
        ("dossier-3", ""): "unknown_clerk",
        ("dossier-4", "nobody"): "unknown_clerk",
        ("dossier-5", "away"): "inactive_clerk",
        ("dossier-6", "gone"): "expired_clerk",
        ("dossier-7", "admin"): "no_right",
    }
    for (dossier, clerk), reason in denied.items():
        asked = question(dossier=dossier, clerk=clerk)
        for _ in range(2):
            assert told(ask(desk.client, station, asked)) == f"403 identity.denied {reason}"
    assert desk.service.asked == []
    rows = logged(desk.centre.database)
    assert {(row.dossier, row.clerk): row.reason for row in rows} == denied
    assert {(row.state, row.tries, row.station) for row in rows} == {("denied", 2, station.id)}


def test_supervisor_may_look_up_for_a_dossier(desk: Desk, station: SigningStation) -> None:
    put_clerk(desk.centre.database, replace(CLERK, role=Role.SUPERVISOR))
    assert told(ask(desk.client, station, question())) == "level_2"


def test_revoked_station_looks_nobody_up(desk: Desk, station: SigningStation) -> None:
    with desk.centre.database.write() as connection:
        admin.revoke(connection, station.id, MORNING)
    assert told(ask(desk.client, station, question())) == "403 auth.revoked"
    assert desk.service.asked == []
    assert [(row.state, row.reason) for row in logged(desk.centre.database)] == [
        ("denied", "revoked_station")
    ]


@pytest.mark.requirement("LC-47")
def test_station_of_another_office_is_denied_in_the_log_of_its_own(
    desk: Desk, station: SigningStation
) -> None:
    add_office(desk.centre.database, OTHER, "H01.15.22")
    put_clerk(desk.centre.database, office=OTHER)
    assert told(ask(desk.client, station, question(), OTHER)) == "403 auth.wrong_office"
    assert desk.service.asked == []
    assert logged(desk.centre.database, office=OTHER) == []
    assert [row.reason for row in logged(desk.centre.database)] == ["wrong_office"]


def test_strangers_look_nobody_up(desk: Desk) -> None:
    strangers: Sequence[tuple[dict[str, str], str]] = (
        ({}, "401 auth.missing"),
        ({"Authorization": f"Bearer {OFFICE}.wrong"}, "401 auth.unknown_station"),
        ({"Sync-Protocol": "9"}, "426 protocol.unsupported"),
    )
    for headers, expected in strangers:
        assert told(desk.client.post(path(), json=question(), headers=headers)) == expected
    assert desk.service.asked == []


# --- what is asked -----------------------------------------------------------------------------------


BAD_QUESTIONS: Sequence[tuple[dict[str, object], str]] = (
    ({"number": "08919000001"}, "422 identity.bad_question number"),
    ({"number": "X0000001"}, "422 identity.bad_question number"),
    ({"kind": "travel_document", "number": "B1"}, "422 identity.bad_question number"),
    ({"number": ""}, "422 wire.invalid number"),
    ({"number": "089 190"}, "422 wire.invalid number"),
    ({"full_name": ""}, "422 wire.invalid full_name"),
    ({"full_name": "A\nB"}, "422 wire.invalid full_name"),
    ({"full_name": 7}, "422 wire.invalid full_name"),
    ({"birth_date": "15/03/1990"}, "422 wire.invalid birth_date"),
    ({"birth_date": "2026-02-29"}, "422 wire.invalid birth_date"),
    ({"sex": "Nữ"}, "422 wire.invalid sex"),
    ({"nationality": "Việt Nam"}, "422 wire.invalid nationality"),
    ({"kind": "phone"}, "422 wire.invalid kind"),
    ({"question": "7"}, "422 wire.invalid question"),
    ({"dossier": "x" * 65}, "422 wire.invalid dossier"),
)


def test_bad_question_is_refused_by_the_name_of_its_field_and_never_repeated(
    desk: Desk, station: SigningStation
) -> None:
    for change, expected in BAD_QUESTIONS:
        answer = ask(desk.client, station, question(**change))
        assert told(answer) == expected, change
        assert NAME not in answer.text
    assert desk.service.asked == []
    assert logged(desk.centre.database) == []


def test_too_many_checks_are_told_when_to_come_back(desk: Desk, station: SigningStation) -> None:
    desk.use(IdentitySettings(checks_per_minute=2))
    answers = [ask(desk.client, station, question()) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 31
