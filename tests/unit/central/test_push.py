"""Taking in journals: each entry once, in order, whole, and whatever it says."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from counter_app.central.admin import revoke
from counter_app.central.problems import ProblemError
from counter_app.central.tables import entries
from counter_app.domain.entries import DossierCancelled, SlipPrinted, StatusChanged
from counter_app.domain.journal import Head, chain, encode_body, moved
from counter_app.sync.signing import StationKey, new_private_key
from counter_app.sync.wire import to_wire
from tests.fakes.clock import MORNING
from tests.fixtures.central import draft, odd_draft
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

PRINTED = SlipPrinted("mau-01", 0, 2, "HP", "printed", "0" * 64)


def stored(centre: Centre) -> int:
    with centre.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(entries)) or 0


@pytest.mark.requirement("AG-17")
def test_entries_sent_again_in_any_overlap_are_stored_once(centre: Centre, station: SigningStation) -> None:
    first, second, third = (station.write(f"dossier-{n}", reception(n)) for n in (1, 2, 3))
    station.push(first)
    for batch in ([first], [first, second], [second, third], [first, second, third], [third]):
        answer = station.push(*batch)
        assert [verdict.state for verdict in answer.verdicts] == ["accepted"] * len(batch)
    assert stored(centre) == 3
    assert centre.feed(station).last == 3
    assert [(mark.incarnation, mark.seq) for mark in answer.high_water] == [(1, 3)]


def test_a_hole_is_named_and_nothing_behind_it_is_stored(centre: Centre, station: SigningStation) -> None:
    first, second, third = (station.write(f"dossier-{n}", reception(n)) for n in (1, 2, 3))
    station.push(first)
    with pytest.raises(ProblemError) as caught:
        station.push(third)
    assert (caught.value.status, caught.value.code) == (409, "push.gap")
    assert caught.value.params == {"incarnation": 1, "expected": 2}
    assert stored(centre) == 1
    station.push(second, third)
    assert stored(centre) == 3


@pytest.mark.requirement("AG-14", "N-03")
def test_same_identity_with_another_content_is_an_alarm_and_never_a_duplicate(
    centre: Centre, station: SigningStation
) -> None:
    before = station.head
    first = station.write("dossier-1", reception(1))
    station.push(first)
    forged = chain(before, draft("dossier-1", reception(1, name="Người Khác Mẫu")), MORNING, None)
    for _ in range(2):
        with pytest.raises(ProblemError) as caught:
            station.push(forged)
        assert (caught.value.status, caught.value.code) == (409, "push.fork")
    assert stored(centre) == 1
    assert centre.dossier("dossier-1").owner.full_name == "Nguyễn Thị Mẫu"
    assert centre.alarms() == [("push.fork", {"at": 1, "incarnation": 1})]


def test_an_entry_that_does_not_follow_the_stored_chain_is_a_fork(
    centre: Centre, station: SigningStation
) -> None:
    before = station.head
    station.push(station.write("dossier-1", reception(1)))
    station.head = before
    station.write("dossier-1", reception(1, name="Người Khác Mẫu"))
    with pytest.raises(ProblemError, match=r"push\.fork"):
        station.push(station.write("dossier-2", reception(2)))
    assert stored(centre) == 1


def test_a_batch_is_stored_as_a_whole_or_not_at_all(centre: Centre, station: SigningStation) -> None:
    before = station.head
    first = station.write("dossier-1", reception(1))
    second = station.write("dossier-2", reception(2))
    station.push(first)
    station.head = before
    other = [station.write("dossier-9", reception(9)), station.write("dossier-8", reception(8))]
    with pytest.raises(ProblemError, match=r"push\.fork"):
        station.push(*other)
    assert stored(centre) == 1
    station.push(second)


@pytest.mark.requirement("AG-14", "N-03")
@pytest.mark.parametrize(
    "changes",
    [{"body": '{"code":"H01.15.21-261120-9999"}'}, {"actor": "clerk-2"}, {"subject": "dossier-7"}],
    ids=["body", "actor", "subject"],
)
def test_batch_with_a_changed_entry_is_not_what_was_signed_and_is_not_stored(
    centre: Centre, station: SigningStation, changes: dict[str, object]
) -> None:
    request = station.request([station.write(f"dossier-{n}", reception(n)) for n in (1, 2, 3)])
    changed = request.entries[1].model_copy(update=changes)
    forged = request.model_copy(update={"entries": [request.entries[0], changed, request.entries[2]]})
    with pytest.raises(ProblemError) as caught:
        centre.service.push(forged, station.authorization)
    assert (caught.value.status, caught.value.code) == (422, "push.bad_signature")
    assert stored(centre) == 0
    assert [code for code, _ in centre.alarms()] == ["push.bad_signature"]


def test_batch_signed_by_another_key_is_not_stored_and_raises_an_alarm(
    centre: Centre, station: SigningStation
) -> None:
    entry = station.write("dossier-1", reception(1))
    station.key = StationKey(new_private_key())
    with pytest.raises(ProblemError, match=r"push\.bad_signature"):
        station.push(entry)
    assert stored(centre) == 0
    assert [code for code, _ in centre.alarms()] == ["push.bad_signature"]


def test_station_cannot_send_in_the_name_of_another(centre: Centre, station: SigningStation) -> None:
    other = centre.station("04")
    request = other.request([other.write("dossier-1", reception(1))])
    with pytest.raises(ProblemError) as caught:
        centre.service.push(request, station.authorization)
    assert (caught.value.status, caught.value.code) == (403, "auth.wrong_station")


def test_entries_of_other_chains_do_not_hide_in_a_batch(centre: Centre, station: SigningStation) -> None:
    other = centre.station("04")
    request = station.request([station.write("dossier-1", reception(1))])
    foreign = other.request([other.write("dossier-2", reception(2))])
    mixed = request.model_copy(update={"entries": [*request.entries, *foreign.entries]})
    with pytest.raises(ProblemError, match=r"push\.bad_signature"):
        centre.service.push(mixed, station.authorization)
    assert stored(centre) == 0


@pytest.mark.parametrize(
    ("kind", "version", "body"),
    [
        ("ticket.called", 1, b'{"no":7}'),
        ("dossier.received", 99, b'{"everything":"else"}'),
        ("dossier.received", 1, b'{"code":1}'),
        ("dossier.received", 1, b"[1,2,3]"),
        ("dossier.status_changed", 1, b'{"status":99}'),
        ("dossier.status_changed", 1, b"[" * 30_000),
        ("dossier.status_changed", 1, b'{"status":' + b"9" * 10_000 + b"}"),
        ("dossier.corrected", 1, b'{"reason":"\\u0000","clerk_name":"\x00"}'),
        ("dossier.received", 1, encode_body(reception(9, name="Ng\0i M\0u", code="\0" * 500).to_body())),
        ("dossier.corrected", 1, b'{"reason":"\\ud800","clerk_name":""}'),
    ],
    ids=[
        "unknown kind",
        "newer version",
        "bad reception",
        "no object",
        "no such status",
        "nested",
        "huge",
        "NUL",
        "reception with NUL",
        "half a character",
    ],
)
def test_whatever_an_entry_says_it_is_stored_and_the_next_one_too(
    centre: Centre, station: SigningStation, kind: str, version: int, body: bytes
) -> None:
    odd = station.append(odd_draft(kind, body, version=version))
    good = station.write("dossier-1", reception(1))
    states = station.verdicts(odd, good)
    assert states[1] == ("accepted", "")
    assert stored(centre) == 2
    assert centre.feed(station).items[0].entry == to_wire(odd)


def test_unknown_kind_is_kept_as_it_is_and_said_so(centre: Centre, station: SigningStation) -> None:
    odd = station.append(odd_draft("ticket.called", b'{ "no" : 7 }'))
    assert station.verdicts(odd) == [("accepted", "not_understood")]
    entry = centre.feed(station).items[0].entry
    assert entry is not None
    assert entry.body == '{ "no" : 7 }'


def test_fact_that_does_not_fit_is_accepted_with_a_conflict(centre: Centre, station: SigningStation) -> None:
    first = station.write("dossier-1", reception(1))
    twice = station.write("dossier-1", reception(2))
    assert station.verdicts(first, twice) == [("accepted", ""), ("conflict", "received_twice")]
    assert centre.dossier("dossier-1").aliases == ("H01.15.21-261120-0001", "H01.15.21-261120-0002")


@pytest.mark.requirement("AG-17")
def test_refused_decision_does_not_count_and_does_not_stop_the_next(
    centre: Centre, station: SigningStation
) -> None:
    batch = [
        station.write("dossier-1", reception(1)),
        station.write("dossier-1", StatusChanged(10)),
        station.write("dossier-1", DossierCancelled("nhầm", "Trần Văn Mẫu")),
        station.write("dossier-1", DossierCancelled("nhầm", "Trần Văn Mẫu")),
        station.write("dossier-2", reception(2)),
    ]
    assert station.verdicts(*batch) == [
        ("accepted", ""),
        ("refused", "status_does_not_follow"),
        ("accepted", ""),
        ("refused", "already_cancelled"),
        ("accepted", ""),
    ]
    assert centre.dossier("dossier-1").conflicts == ()
    assert stored(centre) == 5


def test_entry_about_a_dossier_that_is_not_known_yet_is_held_until_it_is(
    centre: Centre, station: SigningStation
) -> None:
    other = centre.station("04")
    printed, refused = other.write("dossier-1", PRINTED), other.write("dossier-1", StatusChanged(10))
    assert other.verdicts(printed, refused) == [("held", "waits_for_reception")] * 2
    station.push(station.write("dossier-1", reception(1)))
    assert other.verdicts(printed, refused) == [("accepted", ""), ("refused", "status_does_not_follow")]
    told = [(item.no, item.entry is not None, item.verdict.state) for item in centre.feed(station).items]
    assert told == [
        (1, True, "held"),
        (2, True, "held"),
        (3, True, "accepted"),
        (4, False, "accepted"),
        (5, False, "refused"),
    ]
    assert centre.dossier("dossier-1").prints == {"mau-01": 1}


def test_body_that_was_kept_back_is_taken_in_later(centre: Centre, station: SigningStation) -> None:
    received, printed = station.write("dossier-1", reception(1)), station.write("dossier-1", PRINTED)
    station.push(received, with_bodies=False)
    assert station.verdicts(printed) == [("held", "waits_for_reception")]
    assert station.verdicts(received, printed) == [("accepted", ""), ("accepted", "")]
    assert station.verdicts(received, printed) == [("accepted", ""), ("accepted", "")]
    assert centre.dossier("dossier-1").prints == {"mau-01": 1}
    assert stored(centre) == 2


def test_a_new_incarnation_begins_a_chain_of_its_own(centre: Centre, station: SigningStation) -> None:
    station.push(station.write("dossier-1", reception(1)))
    station.begin_incarnation(2)
    answer = station.push(station.write("dossier-2", reception(2)))
    assert [(mark.incarnation, mark.seq) for mark in answer.high_water] == [(1, 1), (2, 1)]
    assert stored(centre) == 2


def test_revoked_station_stores_nothing_more(centre: Centre, station: SigningStation) -> None:
    station.push(station.write("dossier-1", reception(1)))
    with centre.database.write() as connection:
        revoke(connection, station.id, MORNING)
    with pytest.raises(ProblemError) as caught:
        station.push(station.write("dossier-2", reception(2)))
    assert (caught.value.status, caught.value.code) == (403, "auth.revoked")
    assert stored(centre) == 1


@pytest.mark.requirement("AG-17")
def test_what_a_station_told_before_in_another_incarnation_counts_once(
    centre: Centre, station: SigningStation
) -> None:
    received = station.write("dossier-1", reception(1))
    printed = station.write("dossier-1", SlipPrinted("mau-01", 0, 2, "HP", "printed", "0" * 64))
    station.push(received, printed)
    before = centre.dossier("dossier-1")
    station.begin_incarnation(3)
    again = [moved(station.head, received)]
    again.append(moved(Head.after(again[0]), printed))
    answer = station.push(*again)
    assert [(verdict.state, verdict.code) for verdict in answer.verdicts] == [("accepted", "said_before")] * 2
    assert centre.dossier("dossier-1") == before
    assert stored(centre) == 4
    station.head = Head.after(again[-1])
    cancelled = station.write("dossier-1", DossierCancelled("nhầm", "Trần Văn Mẫu"))
    assert station.verdicts(cancelled) == [("accepted", "")]
