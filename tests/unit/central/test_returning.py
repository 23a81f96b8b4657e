"""What the central system wrote before it was restored comes back from the counters, and only that."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from counter_app.central.life import begin_anew
from counter_app.central.problems import ProblemError
from counter_app.central.tables import chains, code_days, codes, dossiers, entries, feed, feed_counters
from counter_app.domain.entries import CodeAssigned, CodeKind
from counter_app.domain.journal import Entry, Head, chain
from counter_app.sync.wire import ReturnRequest, from_wire, to_wire
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, draft
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre


def provisional(number: int) -> str:
    return f"TAM-H01.15.21-Q03-261120-{number:04d}"


def receive_provisionally(station: SigningStation, *numbers: int) -> list[Entry]:
    written = [
        station.write(f"dossier-{n}", reception(n, code=provisional(n), code_kind=CodeKind.PROVISIONAL))
        for n in numbers
    ]
    station.push(*written)
    return written


def own_entries(centre: Centre, station: SigningStation) -> list[Entry]:
    found = (item.entry for item in centre.feed(station).items)
    return [from_wire(entry) for entry in found if entry is not None and entry.station != station.id]


def forget_everything(centre: Centre) -> None:
    """As a backup from before the first entry does."""
    with centre.database.write() as connection:
        for table in (chains, code_days, codes, dossiers, entries, feed, feed_counters):
            connection.execute(table.delete())
        begin_anew(connection)


def give_back(centre: Centre, station: SigningStation, returned: Sequence[Entry]) -> list[tuple[int, int]]:
    request = ReturnRequest(entries=[to_wire(entry) for entry in returned])
    answer = centre.service.take_back(OFFICE, request, station.authorization)
    return [(mark.incarnation, mark.seq) for mark in answer.own]


@pytest.mark.requirement("AG-15")
def test_assigned_codes_come_back_and_no_second_one_is_given(centre: Centre, station: SigningStation) -> None:
    written = receive_provisionally(station, 1, 2)
    own = own_entries(centre, station)
    before = [centre.dossier(f"dossier-{n}") for n in (1, 2)]
    forget_everything(centre)
    assert give_back(centre, station, own) == [(1, 2)]
    assert give_back(centre, station, own) == [(1, 2)]
    station.push(*written)
    assert [centre.dossier(f"dossier-{n}").aliases for n in (1, 2)] == [dossier.aliases for dossier in before]
    assert len(own_entries(centre, station)) == 2


def test_codes_given_out_next_are_others_than_those_that_came_back(
    centre: Centre, station: SigningStation
) -> None:
    written = receive_provisionally(station, 1)
    own = own_entries(centre, station)
    forget_everything(centre)
    give_back(centre, station, own)
    station.push(*written)
    receive_provisionally(station, 2)
    assert centre.dossier("dossier-2").code != centre.dossier("dossier-1").code


def test_what_was_not_written_here_is_not_taken_back(centre: Centre, station: SigningStation) -> None:
    receive_provisionally(station, 1)
    (own,) = own_entries(centre, station)
    head = Head(own.station, own.incarnation, 0, own.prev_hash)
    made_up = chain(head, draft("dossier-1", CodeAssigned("H01.15.21-261120-0001", "0" * 64)), MORNING, 0)
    forget_everything(centre)
    for forged in (made_up, dataclasses.replace(made_up, station=station.id)):
        with pytest.raises(ProblemError):
            give_back(centre, station, [forged])
    assert [code for code, _ in centre.alarms()] == ["returned.not_ours"]
    assert centre.feed(station).last == 0


def test_a_hole_in_what_comes_back_is_named(centre: Centre, station: SigningStation) -> None:
    receive_provisionally(station, 1, 2)
    own = own_entries(centre, station)
    forget_everything(centre)
    with pytest.raises(ProblemError, match=r"push\.gap"):
        give_back(centre, station, own[1:])


def test_batch_for_another_life_is_not_taken_before_the_station_has_heard_of_it(
    centre: Centre, station: SigningStation
) -> None:
    entry = station.write("dossier-1", reception(1))
    request = station.request([entry]).model_copy(update={"epoch": "of another life"})
    with pytest.raises(ProblemError) as caught:
        centre.service.push(request, station.authorization)
    assert (caught.value.status, caught.value.code) == (409, "push.new_life")
    assert centre.feed(station).last == 0
