"""The feed of an office: every number, in order, page by page, to those whom it concerns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest

from counter_app.central.packing import understands_zstd
from counter_app.central.problems import ProblemError
from counter_app.central.service import CentralService
from counter_app.sync.wire import WireFeedItem
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, add_office, draft
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

OTHER = "chau-doc"


def read_all(service: CentralService, station: SigningStation) -> list[WireFeedItem]:
    items: list[WireFeedItem] = []
    after = 0
    while True:
        page = service.feed(station.office, after, station.authorization)
        items += page.items
        if not page.items or page.next_after >= page.last:
            return items
        after = page.next_after


def test_feed_is_paged_by_count_and_by_size(centre: Centre, station: SigningStation) -> None:
    station.push(*(station.write(f"dossier-{n}", reception(n)) for n in range(1, 12)))
    whole = read_all(centre.service, station)
    assert [item.no for item in whole] == list(range(1, 12))
    for count, size in ((2, 10**6), (200, 2500), (200, 1)):
        settings = replace(centre.settings, feed_page_entries=count, feed_page_bytes=size)
        narrow = CentralService(centre.database, settings, centre.clock)
        assert len(narrow.feed(OFFICE, 0, station.authorization).items) < 5
        assert read_all(narrow, station) == whole


def test_numbers_have_no_holes_when_many_stations_write_at_once(centre: Centre) -> None:
    many = [centre.station(f"{n:02d}") for n in range(1, 6)]

    def work(station: SigningStation) -> None:
        first = int(station.enrolled.number) * 100
        for n in range(first, first + 8):
            station.push(station.write(f"dossier-{n}", reception(n)))

    with ThreadPoolExecutor(len(many)) as pool:
        list(pool.map(work, many))
    items = read_all(centre.service, many[0])
    assert [item.no for item in items] == list(range(1, 41))
    for station in many:
        own = [item.entry_id.seq for item in items if item.entry_id.station == station.id]
        assert own == list(range(1, 9))
        assert all(one < two for one, two in pairwise(own))


def test_entry_reaches_every_office_of_its_audience_and_no_other(
    centre: Centre, station: SigningStation
) -> None:
    add_office(centre.database, OTHER, "H01.15.22")
    add_office(centre.database, "tan-chau", "H01.15.23")
    there, elsewhere = centre.station("01", OTHER), centre.station("01", "tan-chau")
    entry = station.append(draft("dossier-1", reception(1), at=MORNING, audience=(OFFICE, OTHER, "nowhere")))
    station.push(entry)
    assert [item.entry_id.station for item in read_all(centre.service, there)] == [station.id]
    assert read_all(centre.service, elsewhere) == []
    assert centre.dossier("dossier-1", OTHER) == centre.dossier("dossier-1", OFFICE)


def test_office_only_reads_its_own_feed_and_documents(centre: Centre, station: SigningStation) -> None:
    add_office(centre.database, OTHER, "H01.15.22")
    for call in (
        lambda: centre.service.feed(OTHER, 0, station.authorization),
        lambda: centre.service.document(OTHER, "directory", station.authorization),
    ):
        with pytest.raises(ProblemError) as caught:
            call()
        assert (caught.value.status, caught.value.code) == (403, "auth.wrong_office")


@pytest.mark.parametrize(
    ("accepted", "understood"),
    [
        ("zstd", True),
        ("gzip, deflate, ZSTD;q=0.9", True),
        ("gzip, zstd;q=0", False),
        ("zstd; q=0.0", False),
        ("gzip", False),
        ("", False),
        ("xzstd", False),
    ],
)
def test_answers_are_packed_for_those_who_can_unpack_them(accepted: str, understood: bool) -> None:
    assert understands_zstd(accepted) is understood
