"""Codes without a connection: no two counters clash, and a provisional code leads to its official one."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from counter_app.central.admin import LeaseSizes
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import (
    RealCounter,
    enrolled,
    found_office,
    not_once_at_the_centre,
    receptions,
)


@pytest.mark.requirement("AG-15", "AG-23")
def test_counters_without_a_connection_give_nothing_twice(central: CentralServer, tmp_path: Path) -> None:
    configs = [enrolled(central, tmp_path / number, number) for number in ("01", "02")]
    for config in configs:
        with RealCounter(config) as counter:
            counter.wait_for_numbers()
    central.stop()
    with ExitStack() as open_counters:
        counters = [open_counters.enter_context(RealCounter(config)) for config in configs]
        for counter in counters * 4:
            counter.receive()
        received = [one for counter in counters for one in receptions(counter.entries())]
        assert len({one.code for one in received}) == 8
        assert len({one.slip_number for one in received}) == 8
        assert len({(one.ledger_book, one.ledger_line) for one in received}) == 8
        central.start()
        for counter in counters:
            counter.wait_until_sent()
        assert not_once_at_the_centre(central, [one.code for one in received]) == []


@pytest.mark.requirement("AG-15", "PT-23")
def test_where_no_numbers_are_lent_a_provisional_code_leads_to_the_official_one(tmp_path: Path) -> None:
    central = CentralServer(tmp_path / "central")
    found_office(central, LeaseSizes(standing=0))
    central.start()
    try:
        with RealCounter(enrolled(central, tmp_path / "station")) as counter:
            counter.wait_until_sent()
            central.stop()
            dossier = counter.receive()
            assert dossier.code.startswith("TAM-")
            central.start()
            counter.wait_for(partial(is_official, counter, dossier.id))
            official = counter.running.services.dossiers.detail(dossier.id).dossier.code
            for code in (dossier.code, official):
                assert counter.running.services.dossiers.id_of_code(code) == dossier.id
            assert not_once_at_the_centre(central, [official]) == []
    finally:
        central.close()


def is_official(counter: RealCounter, dossier_id: str, _status: object) -> bool:
    """Whether the counter knows the official code by now."""
    return not counter.running.services.dossiers.detail(dossier_id).dossier.code.startswith("TAM-")
