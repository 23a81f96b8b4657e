"""The way of a scan from a reader to the screens: nothing that was changed gets through unproved."""

from __future__ import annotations

import logging

import pytest

from counter_app.bootstrap.scan_flow import ScanFlow
from counter_app.devices.scanners.source import ScanFinding, ScannerLink, ScannerState
from counter_app.devices.scanners.wedge_scanner import WedgeScanner, WedgeSettings
from counter_app.services.ports import Scan
from counter_app.services.reader_ports import Trial
from tests.fakes.clock import MORNING
from tests.fixtures.unikey import Recording, by_gun, recordings

CODE = "H01.15.21-261120-0001"


class Desk:
    """Everything that comes out of the flow."""

    def __init__(self) -> None:
        self.flow = ScanFlow()
        self.scans: list[Scan] = []
        self.troubles: list[str] = []
        self.flow.subscribe(self.scans.append)
        self.flow.subscribe_troubles(self.troubles.append)

    def shoot(self, sent: str) -> None:
        gun = WedgeScanner(WedgeSettings(), now=lambda: MORNING)
        gun.start(self.flow.take, self.flow.follow)
        for key in by_gun(sent):
            gun.feed(key)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("one", [one for one in recordings() if one.by == "gun"], ids=lambda one: one.typed)
def test_a_gun_behind_unikey_is_read_right_or_named(desk: Desk, one: Recording) -> None:
    desk.shoot(one.sent)
    changed = ScanFinding.CHANGED_BY_INPUT_METHOD.value
    if one.sent == one.typed:
        assert ([scan.text for scan in desk.scans], desk.troubles) == ([one.typed], [])
    elif desk.scans:
        # A text that is no code at all may stay as it is: it is named where it is interpreted.
        [scan] = desk.scans
        assert scan.text == one.typed or not (scan.text.isascii() or "|" in scan.text)
        assert desk.troubles == [ScanFinding.READ_DESPITE_INPUT_METHOD.value]
    else:
        assert desk.troubles == [changed]


def test_a_person_who_types_scans_nothing(desk: Desk) -> None:
    gun = WedgeScanner(WedgeSettings(), now=lambda: MORNING)
    gun.start(desk.flow.take, desk.flow.follow)
    for one in recordings():
        if one.by == "person":
            for key in by_gun(one.sent, gap=0.07):
                gun.feed(key)
    assert (desk.scans, desk.troubles) == ([], [])


@pytest.mark.requirement("HT-17")
def test_a_reader_on_trial_fills_in_nothing(desk: Desk) -> None:
    trials: list[Trial] = []
    end = desk.flow.try_scan(trials.append)
    scan = Scan(CODE, "serial", MORNING)
    desk.flow.take(scan)
    desk.flow.follow(ScannerState(ScannerLink.CONNECTED, ScanFinding.WRONG_SPEED))
    desk.shoot("H01.D\bĐ-261120-0001")
    assert trials[:2] == [Trial(scan), Trial(None, "wrong_speed")]
    assert len(trials) == 3
    assert (desk.scans, desk.troubles) == ([], [])
    end()
    end()
    desk.flow.take(scan)
    assert desk.scans == [scan]


def test_why_what_came_is_no_scan_is_told(desk: Desk) -> None:
    desk.flow.follow(ScannerState(ScannerLink.CONNECTED))
    assert desk.troubles == []
    desk.flow.follow(ScannerState(ScannerLink.CONNECTED, ScanFinding.NO_TERMINATOR))
    assert desk.troubles == ["no_terminator"]


def test_nothing_that_was_read_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        desk.flow.take(Scan("H01.Đ-1", "wedge", MORNING, changed=True, typed=("H01.DD-1", "H01.D9-1")))
    assert desk.troubles == ["changed_by_input_method"]
    assert "H01" not in caplog.text
