"""Who goes first on a narrow line."""

from __future__ import annotations

import threading
from time import monotonic

from counter_app.services.scan_ports import Lane
from counter_app.sync.lanes import Lanes


def test_a_lane_waits_for_those_above_it_and_not_for_those_below() -> None:
    lanes = Lanes()
    with lanes.using(Lane.PAPERS):
        assert [lane for lane in Lane if lanes.busy_above(lane)] == [Lane.SCANS]
        with lanes.using(Lane.ENTRIES):
            assert [lane for lane in Lane if lanes.busy_above(lane)] == [Lane.PAPERS, Lane.SCANS]
    assert not any(lanes.busy_above(lane) for lane in Lane)


def test_two_at_work_in_one_lane_both_count() -> None:
    lanes = Lanes()
    with lanes.using(Lane.ENTRIES):
        with lanes.using(Lane.ENTRIES):
            pass
        assert lanes.busy_above(Lane.SCANS)


def test_the_wait_ends_when_the_lane_is_free() -> None:
    lanes = Lanes()
    entered, leave, went = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        with lanes.using(Lane.CONTROL):
            entered.set()
            leave.wait(10)

    def wait() -> None:
        if lanes.wait_until_free(Lane.SCANS, 10):
            went.set()

    threads = [threading.Thread(target=work), threading.Thread(target=wait)]
    threads[0].start()
    assert entered.wait(10)
    threads[1].start()
    assert not went.is_set()
    leave.set()
    assert went.wait(10)
    for thread in threads:
        thread.join(10)


def test_the_wait_has_an_end() -> None:
    lanes = Lanes()
    with lanes.using(Lane.ENTRIES):
        began = monotonic()
        assert not lanes.wait_until_free(Lane.SCANS, 0.05)
        assert monotonic() - began < 5
        assert lanes.wait_until_free(Lane.ENTRIES, 0)
