"""Received offline with a card scan; the central system comes back, and the check is made by itself.

A real counter, a real central system, and the simulated national service behind it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.simulators.vneid.conditions import Conditions, Mode
from counter_app.central.simulators.vneid.server import CLIENT_ID, CLIENT_SECRET, VneidSimulator
from counter_app.config import Config
from counter_app.domain.dossier import Dossier
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import EvidenceFinding, IdentityEvidence
from counter_app.domain.identity_view import IdentityTask, IdentityView, identity_view
from counter_app.domain.parties import Party
from counter_app.services.draft import Draft
from counter_app.services.identity_ports import LookUp
from counter_app.services.reception import fill_owner
from counter_app.services.scans import CardScanned
from counter_app.services.sync_ports import LineState
from tests.builders import clerks
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter, enrolled, found_office

pytestmark = pytest.mark.prove

CARD = "089190000017||{name}|15031990|Nữ|Số 12, đường Mẫu, phường Long Xuyên, tỉnh An Giang|01012022"
WITHIN_S = 60.0


@pytest.fixture
def national() -> Iterator[VneidSimulator]:
    with VneidSimulator(conditions=Conditions(latency_ms=0)) as simulator:
        yield simulator


@pytest.fixture
def centre(national: VneidSimulator, tmp_path: Path) -> Iterator[CentralServer]:
    server = CentralServer(tmp_path / "central")
    found_office(server)
    identity = IdentitySettings(national.url, CLIENT_ID, CLIENT_SECRET, pause=0.5, longest_pause=1.0)
    server.settings = replace(server.settings, identity=identity)
    server.start()
    yield server
    server.close()


@pytest.fixture
def offline(centre: CentralServer, tmp_path: Path) -> Config:
    """A station with its numbers whose central system is away now."""
    config = enrolled(centre, tmp_path / "station")
    with RealCounter(config) as counter:
        counter.wait_until_sent()
        counter.wait_for_numbers()
    centre.stop()
    return config


def scanned(counter: RealCounter, name: str = "Nguyễn Thị Mẫu") -> Draft:
    """A reception whose owner was read from a card by a gun and compared by eye."""
    draft = replace(counter.draft(), owner=Party())
    card = counter.running.services.scans.interpret(CARD.format(name=name))
    assert isinstance(card, CardScanned)
    findings = tuple(EvidenceFinding(one.code, one.severity.value) for one in card.findings)
    evidence = IdentityEvidence("card_2021", "wedge", findings)
    draft = fill_owner(draft, card.party, tuple(one.code for one in findings), evidence)
    return replace(draft, evidence=replace(draft.evidence, sighted=True))


def received(counter: RealCounter, draft: Draft) -> Dossier:
    """Asked for in vain, and accepted all the same."""
    services = counter.running.services
    counter.wait_for(lambda status: status.state is LineState.OFFLINE)
    answer = services.identity.check_draft(draft, counter.clerk)
    assert answer.state is IdentityState.NOT_CHECKED
    dossier = services.reception.accept(replace(draft, answer=answer), counter.clerk)
    view = identity_view(dossier)
    assert (view.state, view.due) == (IdentityState.NOT_CHECKED, True)
    assert (view.evidence.document, view.evidence.source, view.evidence.sighted) == (
        "card_2021",
        "wedge",
        True,
    )
    return dossier


def soon(what: Callable[[], bool]) -> None:
    """Wait until it holds."""
    until, pause = time.monotonic() + WITHIN_S, threading.Event()
    while not what():
        assert time.monotonic() < until, "it did not come to be"
        pause.wait(0.05)


def view(counter: RealCounter, dossier: Dossier) -> IdentityView:
    return identity_view(counter.running.services.dossiers.detail(dossier.id).dossier)


def log(counter: RealCounter) -> list[LookUp]:
    return list(reversed(counter.running.services.identity_acts.look_ups(clerks()[2])))


@pytest.mark.requirement("O8", "LC-18", "AG-68")
def test_once_the_centre_is_back_the_check_is_made_and_matches(
    offline: Config, centre: CentralServer
) -> None:
    with RealCounter(offline) as counter:
        dossier = received(counter, scanned(counter))
        centre.start()
        soon(lambda: view(counter, dossier).state is IdentityState.LEVEL_2)
        now = view(counter, dossier)
        assert (now.due, now.task) == (False, None)
        assert now.answer is not None
        assert now.answer.transaction
        assert [(one.automatic, one.outcome) for one in log(counter)] == [
            (False, "not_checked_offline"),
            (True, "level_2"),
        ]
        counter.wait_until_sent()


@pytest.mark.requirement("O8", "LC-18", "LC-47")
def test_a_mismatch_becomes_a_task_and_the_dossier_stays_as_it_is(
    offline: Config, centre: CentralServer
) -> None:
    with RealCounter(offline) as counter:
        dossier = received(counter, scanned(counter, "Nguyễn Thị Mậu"))
        centre.start()
        acts = counter.running.services.identity_acts
        soon(lambda: acts.counts().mismatch == 1)
        assert [row.id for row in acts.tasks()] == [dossier.id]
        assert view(counter, dossier).task is IdentityTask.MISMATCH
        assert counter.running.services.dossiers.detail(dossier.id).dossier.owner == dossier.owner


@pytest.mark.requirement("O8", "AG-68")
def test_while_the_service_is_down_the_check_waits_and_is_tried_again(
    offline: Config, centre: CentralServer, national: VneidSimulator
) -> None:
    national.conditions.change(mode=Mode.DOWN)
    with RealCounter(offline) as counter:
        dossier = received(counter, scanned(counter))
        centre.start()
        soon(lambda: "unavailable" in [one.outcome for one in log(counter)])
        assert view(counter, dossier).due
        national.conditions.change(mode=Mode.UP)
        soon(lambda: view(counter, dossier).state is IdentityState.LEVEL_2)
        outcomes = [one.outcome for one in log(counter)]
        assert outcomes[0] == "not_checked_offline"
        assert outcomes[-1] == "level_2"
        assert set(outcomes[1:-1]) == {"unavailable"}
