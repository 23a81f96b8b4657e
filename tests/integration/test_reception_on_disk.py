"""The services on the encrypted store: one commit each, everything there after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap.shipped import shipped_data
from counter_app.domain.dossier import fold
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head, verify_chain
from counter_app.domain.parties import SubmitterRole
from counter_app.services.dossiers import Dossiers
from counter_app.services.office_context import DIRECTORY, LEASE, OfficeSource, load_context
from counter_app.services.reception import Reception
from counter_app.services.session import SignIn
from counter_app.services.store_ports import DossierFilter
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.builders import (
    ENROLLED,
    MARRIAGE,
    PINS,
    STATION,
    Counter,
    brought_by,
    citizen,
    clerk,
    counter,
    directory_document,
    lease,
    put_document,
)
from tests.fakes.clock import SetClock


class Station:
    """Services on an open store."""

    def __init__(self, store: StationStore, clock: SetClock) -> None:
        database = store.database
        self.store = store
        self.office = OfficeSource(lambda: load_context(database, STATION, shipped_data()))
        self.reception = Reception(database, self.office, clock, lambda _: None)
        self.dossiers = Dossiers(database, self.office, clock, lambda _: None)
        self.sign_in = SignIn(database, self.office, clock)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    keys = FolderKeys(tmp_path / "keys")
    store = create_station(folder, keys, station=STATION, enrolled_at=ENROLLED)
    put_document(store.database, DIRECTORY, directory_document())
    put_document(store.database, LEASE, lease().to_plain())
    store.close()
    return folder


@pytest.fixture
def desk() -> Counter:
    """Where drafts are filled in; what is received there stays there."""
    return counter()


@contextmanager
def opened(folder: Path, clock: SetClock | None = None) -> Iterator[Station]:
    store = open_station(folder, FolderKeys(folder.parent / "keys"))
    try:
        yield Station(store, clock or SetClock())
    finally:
        store.close()


@pytest.mark.requirement("N-14", "N-26")
def test_what_was_received_is_there_after_a_restart_and_numbers_go_on(folder: Path, desk: Counter) -> None:
    drafts = [
        desk.draft(MARRIAGE, note="Hẹn gọi trước", **brought_by(role))
        for role in (SubmitterRole.AUTHORISED, SubmitterRole.POSTMAN)
    ]
    with opened(folder) as station:
        station.reception.save(drafts[0])
        first = station.reception.accept(drafts[0], clerk())
    with opened(folder) as station:
        assert station.dossiers.detail(first.id).dossier == first
        assert station.reception.drafts(clerk()) == []
        assert station.dossiers.id_of_code(first.code) == first.id
        second = station.reception.accept(drafts[1], clerk())
        entries = [station.dossiers.detail(one.id).dossier for one in (first, second)]
        with station.store.database.read() as reads:
            chain = [reads.timeline(one.id)[0].entry for one in (first, second)]
    assert entries == [first, second]
    assert verify_chain(Head.start(STATION.id), chain) is None
    assert [fold([entry]) for entry in chain] == [first, second]
    assert (second.code[-4:], second.ledger_line, second.slip_number[:4]) == ("0002", 2, "0002")


def test_a_reception_that_fails_in_the_middle_leaves_nothing_but_its_draft(
    folder: Path, desk: Counter
) -> None:
    draft = desk.draft(MARRIAGE)
    with opened(folder) as station:
        station.reception.save(draft)
        too_large = replace(draft, note="a" * 70_000)
        with pytest.raises(DomainError, match=r"journal\.too_large"):
            station.reception.accept(too_large, clerk())
    with opened(folder) as station:
        assert station.reception.drafts(clerk()) == [draft]
        assert station.dossiers.count("", DossierFilter.ALL) == 0
        assert station.reception.accept(draft, clerk()).ledger_line == 1


def test_a_correction_and_its_reason_are_there_after_a_restart(folder: Path, desk: Counter) -> None:
    with opened(folder) as station:
        dossier = station.reception.accept(desk.draft(MARRIAGE), clerk())
        owner = citizen(full_name="Nguyễn Thị Mẫu Mới")
        changed = station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", owner=owner)
    with opened(folder) as station:
        detail = station.dossiers.detail(dossier.id)
        assert detail.dossier == changed
        assert [item.kind for item in detail.timeline] == ["dossier.corrected", "dossier.received"]
        assert [row.id for row in station.dossiers.find("mau moi")] == [dossier.id]
        with station.store.database.read() as reads:
            assert fold(recorded.entry for recorded in reads.timeline(dossier.id)) == changed


def test_wrong_pins_are_counted_over_restarts(folder: Path) -> None:
    codes = []
    for _ in range(4):
        with opened(folder) as station, pytest.raises(DomainError) as caught:
            station.sign_in.attempt(clerk().id, "0000")
        codes.append(caught.value.code)
    assert codes == ["sign_in.wrong_pin"] * 3 + ["sign_in.wait"]
    with opened(folder) as station:
        assert station.sign_in.attempt("le-van-mau", PINS["le-van-mau"]).clerk.name == "Lê Văn Mẫu"
