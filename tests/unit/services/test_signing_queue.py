"""Time-stamps that come later: by themselves, once each, with pauses that grow, never given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pyhanko.sign.timestamps import DummyTimeStamper

from counter_app.domain.entries import PaperSigned, read_event
from counter_app.domain.errors import DomainError
from counter_app.services.identity import STATION
from counter_app.services.signing_ports import SignedState
from counter_app.services.signing_queue import AT_ONCE, DOCUMENT, IDLE
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.services.sync_ports import LineState
from tests.builders import Counter
from tests.fakes.clock import SystemClock
from tests.fixtures.signing_counter import AWAY, administrator, sign_receipt, signing_counter
from tests.fixtures.signing_keys import authority, key_file
from tests.fixtures.time_authority import refusal, served

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningSettings:
    file = key_file(tmp_path_factory.mktemp("key") / "mau.p12", quick=True)
    return SigningSettings(SigningWay.KEY_FILE, key_file=str(file), authority=AWAY)


@pytest.fixture(scope="module")
def times() -> DummyTimeStamper:
    return authority()


@pytest.fixture
def station(key: SigningSettings) -> Counter:
    return signing_counter(key)


def ask(station: Counter, url: str) -> None:
    signing = station.signing.signing
    signing.change(administrator(), replace(signing.settings(), authority=url))


def pass_time(station: Counter, by: timedelta) -> None:
    assert isinstance(station.clock, SystemClock)
    station.clock.offset += by


def state(station: Counter, dossier_id: str) -> SignedState:
    return station.signing.signing.papers(dossier_id, verify=True)[0].state


@pytest.mark.requirement("AG-27")
def test_without_a_line_the_paper_waits_and_with_one_it_is_stamped_once_by_itself(
    station: Counter, times: DummyTimeStamper
) -> None:
    dossier, queue = station.accept(), station.signing.queue
    signed = sign_receipt(station, dossier.id)
    assert state(station, dossier.id) is SignedState.WAITING
    assert 2.0 <= queue.step() <= 10.0
    assert (queue.status().waiting, queue.status().trouble) == (1, "signing.authority_silent")
    with served(times) as url:
        ask(station, url)
        assert queue.step() == AT_ONCE
        assert queue.step() == IDLE
    assert state(station, dossier.id) is SignedState.STAMPED
    assert (queue.status().waiting, queue.status().trouble) == (0, "")
    entry = station.database.chain()[-1]
    event = read_event(entry)
    assert isinstance(event, PaperSigned)
    assert (event.replaces, event.clerk_name, entry.actor) == (signed, "", STATION)
    assert event.stamped_at is not None
    assert station.vault.get(event.sha256).startswith(station.vault.get(signed))


def test_pauses_grow_are_kept_and_end_when_the_line_comes_back(station: Counter) -> None:
    queue, worker = station.signing.queue, station.signing.worker
    sign_receipt(station, station.accept().id)
    for _ in range(12):
        assert queue.step() <= 900.0
        pass_time(station, timedelta(seconds=901))
    queue.step()
    station.restart()
    again = station.signing.queue
    before = again.status().next_try_at
    assert before is not None
    assert again.step() > 0
    assert again.status().next_try_at == before
    assert queue.status().next_try_at == before
    worker.line_is_back()
    worker.step()
    after = queue.status().next_try_at
    assert after is not None
    assert after <= station.clock.now() + timedelta(seconds=10)


def test_the_worker_hears_of_the_line_from_the_engine(station: Counter, times: DummyTimeStamper) -> None:
    dossier = station.accept()
    sign_receipt(station, dossier.id)
    station.signing.queue.step()
    with served(times) as url:
        with station.database.begin() as work:
            stored = work.documents.get("signing_settings")
            assert stored is not None
            work.documents.put(
                "signing_settings", stored[0] + 1, stored[1].replace(AWAY.encode(), url.encode())
            )
        for line in (LineState.OFFLINE, LineState.ONLINE):
            station.line.tell(replace(station.line.status(), state=line))
        station.signing.worker.step()
    assert state(station, dossier.id) is SignedState.STAMPED


@pytest.mark.parametrize(
    "answer",
    [
        (b"<html>", "text/html"),
        (b"", "application/timestamp-reply"),
        (b"\x30\x03\x02\x01\x05", "application/timestamp-reply"),
        (refusal(), "application/timestamp-reply"),
    ],
    ids=["page", "nothing", "nonsense", "no"],
)
def test_an_authority_that_refuses_or_talks_nonsense_is_told_and_asked_again(
    station: Counter, times: DummyTimeStamper, answer: tuple[bytes, str]
) -> None:
    dossier, queue = station.accept(), station.signing.queue
    sign_receipt(station, dossier.id)
    with served(times, answer) as url:
        ask(station, url)
        assert queue.step() >= 2.0
    assert queue.status().trouble == "signing.authority_refused"
    assert state(station, dossier.id) is SignedState.WAITING
    assert station.database.chain()[-1].actor != STATION


def test_a_paper_that_is_gone_does_not_keep_the_others_from_their_time_stamp(
    station: Counter, times: DummyTimeStamper
) -> None:
    lost, fine = station.accept(), station.accept()
    del station.vault.files[sign_receipt(station, lost.id)]
    sign_receipt(station, fine.id)
    with served(times) as url:
        ask(station, url)
        for _ in range(3):
            station.signing.queue.step()
    assert state(station, fine.id) is SignedState.STAMPED
    status = station.signing.queue.status()
    assert (status.waiting, status.trouble) == (1, "signing.not_here")
    assert status.next_try_at is not None


def test_what_cannot_be_recorded_now_is_stamped_again_and_recorded_once(
    station: Counter, times: DummyTimeStamper
) -> None:
    dossier, queue = station.accept(), station.signing.queue
    sign_receipt(station, dossier.id)
    with served(times) as url:
        ask(station, url)
        station.database.fail()
        with pytest.raises(DomainError, match=r"storage\.full"):
            queue.step()
        assert state(station, dossier.id) is SignedState.WAITING
        queue.step()
        queue.step()
    assert state(station, dossier.id) is SignedState.STAMPED
    assert [entry.kind for entry in station.database.chain()].count(PaperSigned.KIND) == 2


def test_without_an_authority_nothing_waits(station: Counter) -> None:
    dossier = station.accept()
    sign_receipt(station, dossier.id)
    ask(station, "")
    assert station.signing.queue.step() == IDLE
    assert station.signing.signing.waiting().waiting == 0
    assert state(station, dossier.id) is SignedState.SIGNED
    ask(station, AWAY)
    assert station.signing.signing.waiting().waiting == 1


def test_a_clock_that_ran_ahead_does_not_put_off_the_next_try_for_ever(
    station: Counter, times: DummyTimeStamper
) -> None:
    dossier = station.accept()
    sign_receipt(station, dossier.id)
    pass_time(station, 400 * DAY)
    station.signing.queue.step()
    pass_time(station, -400 * DAY)
    with served(times) as url, station.database.begin() as work:
        stored = work.documents.get("signing_settings")
        assert stored is not None
        work.documents.put("signing_settings", stored[0] + 1, stored[1].replace(AWAY.encode(), url.encode()))
    assert station.signing.queue.step() < IDLE  # asked, though the pause ends in more than a year


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b'{"papers":[[1]]}'])
def test_a_list_that_cannot_be_read_stops_nothing(station: Counter, data: bytes) -> None:
    with station.database.begin() as work:
        work.documents.put(DOCUMENT, 9, data)
    dossier = station.accept()
    sign_receipt(station, dossier.id)
    assert station.signing.signing.waiting().waiting == 1
