"""The same thing at the same moment: it happens once, and nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Final

import pytest
from sqlalchemy import func, select

from counter_app.central.database import open_database
from counter_app.central.problems import ProblemError
from counter_app.central.projection import dossier_of
from counter_app.central.service import CentralService
from counter_app.central.tables import dossiers, entries, leases, stations
from counter_app.domain.entries import CodeKind, DossierCancelled, SlipPrinted, StatusChanged
from counter_app.domain.journal import Entry
from counter_app.sync.signing import StationKey, new_private_key
from counter_app.sync.wire import EnrolAnswer, EnrolRequest, PushAnswer, enrol_statement
from tests.fixtures.central import OFFICE, add_office, draft
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.integration.central.together import answers, at_once
from tests.unit.central.conftest import Centre

pytestmark = pytest.mark.prove

OTHER: Final = "chau-doc"
LEASED: Final = 600
PRINTED: Final = SlipPrinted("mau-01", 0, 2, "HP", "printed", "0" * 64)
MISTAKE: Final = DossierCancelled("nhầm", "Trần Văn Mẫu")


def count(centre: Centre, table: object) -> int:
    with centre.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def projected(centre: Centre, office: str = OFFICE) -> dict[str, tuple[int, bool, int]]:
    """What people are shown of each dossier: status, whether cancelled, how many entries."""
    with centre.database.read() as connection:
        rows = connection.execute(select(dossiers).where(dossiers.c.office == office)).all()
    return {row.dossier: (row.status, row.cancelled, row.entry_count) for row in rows}


def folded(centre: Centre, office: str = OFFICE) -> dict[str, tuple[int, bool, int]]:
    """The same, folded from the entries now."""
    shown = projected(centre, office)
    with centre.database.read() as connection:
        known = {subject: dossier_of(connection, office, subject) for subject in shown}
    return {
        subject: (int(one.status), one.cancelled, one.entry_count)
        for subject, one in known.items()
        if one is not None
    }


# --- pushes ------------------------------------------------------------------------------------------


@pytest.mark.requirement("AG-17")
def test_the_same_batch_sent_several_times_at_once_is_stored_once_and_answered_alike(
    centre: Centre, station: SigningStation
) -> None:
    # Another program on the same database, as another process is.
    other = CentralService(open_database(centre.settings), centre.settings, centre.clock)
    for begin in (1, 5, 9):
        batch = [station.write(f"dossier-{n}", reception(n)) for n in range(begin, begin + 4)]
        request = station.request(batch)
        calls = [partial(service.push, request, station.authorization) for service in (centre.service, other)]
        given = answers(at_once(calls * 3))
        assert {tuple(one.verdicts[0].model_dump().items())[1:3] for one in given} == {
            (("state", "accepted"), ("code", ""))
        }
        assert all(one.verdicts == given[0].verdicts for one in given)
        assert all(one.high_water == given[0].high_water for one in given)
    other.close()
    assert count(centre, entries) == 12
    assert [item.no for item in centre.feed(station).items] == list(range(1, 13))


def test_overlapping_batches_at_once_are_stored_once(centre: Centre, station: SigningStation) -> None:
    batch = [station.write(f"dossier-{n}", reception(n)) for n in range(1, 9)]
    calls: list[Callable[[], PushAnswer]] = [partial(station.push, *batch[:end]) for end in (2, 4, 6, 8)]
    answers(at_once(calls))
    assert count(centre, entries) == len(batch)
    assert [item.entry_id.seq for item in centre.feed(station).items] == list(range(1, 9))


@pytest.mark.requirement("AG-14")
def test_of_two_entries_with_the_same_identity_at_once_one_is_stored_and_the_other_is_a_fork(
    centre: Centre, station: SigningStation
) -> None:
    before = station.head
    rivals = []
    for number in range(1, 5):
        station.head = before
        rivals.append(station.write(f"dossier-{number}", reception(number)))
    outcomes = at_once([partial(station.push, rival) for rival in rivals])
    codes = Counter(one.code if isinstance(one, ProblemError) else type(one).__name__ for one in outcomes)
    assert codes == {"PushAnswer": 1, "push.fork": len(rivals) - 1}
    assert count(centre, entries) == 1


def test_of_many_decisions_about_a_dossier_at_once_one_is_first_and_the_others_are_judged_by_it(
    centre: Centre, station: SigningStation
) -> None:
    others = [centre.station(f"{n:02d}") for n in range(11, 19)]
    for number in range(1, 7):
        subject = f"dossier-{number}"
        station.push(station.write(subject, reception(number)))
        decisions = [partial(one.verdicts, one.write(subject, MISTAKE)) for one in others]
        verdicts = Counter(verdict for (verdict,) in answers(at_once(decisions)))
        assert verdicts == {("accepted", ""): 1, ("refused", "already_cancelled"): len(others) - 1}
    assert projected(centre) == folded(centre)


def test_what_waits_for_a_reception_is_released_although_both_come_at_once(centre: Centre) -> None:
    receiving, deciding = centre.station("01"), centre.station("02")
    for number in range(1, 16):
        subject = f"dossier-{number}"
        received = receiving.write(subject, reception(number))
        decided = deciding.write(subject, StatusChanged(4))
        answers(at_once([partial(receiving.push, received), partial(deciding.push, decided)]))
    with centre.database.read() as connection:
        held = connection.scalar(select(func.count()).select_from(entries).where(entries.c.state == "held"))
    assert held == 0
    assert {shown[0] for shown in projected(centre).values()} == {4}
    assert projected(centre) == folded(centre)


def test_offices_that_tell_each_other_in_opposite_order_do_not_lock_each_other_out(centre: Centre) -> None:
    add_office(centre.database, OTHER, "H01.15.22")
    here, there = centre.station("01"), centre.station("01", OTHER)
    subjects = [f"dossier-{n}" for n in range(1, 7)]
    here.push(*(told(here, subject, number) for number, subject in enumerate(subjects, start=1)))

    def printing(one: SigningStation, order: list[str]) -> PushAnswer:
        return one.push(*(one.append(draft(subject, PRINTED, audience=audience(one))) for subject in order))

    for _ in range(8):
        calls = [partial(printing, here, subjects), partial(printing, there, subjects[::-1])]
        for answer in answers(at_once(calls)):
            assert {verdict.state for verdict in answer.verdicts} == {"accepted"}
    for office, one in ((OFFICE, here), (OTHER, there)):
        items = [no for after in (0, 60, 120) for no in numbers(centre, one, after)]
        assert sorted(set(items)) == list(range(1, 6 + 2 * 8 * 6 + 1))
        assert projected(centre, office) == folded(centre, office)
        assert {shown[2] for shown in projected(centre, office).values()} == {17}


def audience(station: SigningStation) -> tuple[str, ...]:
    """Both offices, the station's own first."""
    return tuple(sorted((OFFICE, OTHER), key=lambda office: office != station.office))


def told(station: SigningStation, subject: str, number: int) -> Entry:
    return station.append(draft(subject, reception(number), audience=audience(station)))


def numbers(centre: Centre, station: SigningStation, after: int) -> list[int]:
    return [item.no for item in centre.feed(station, after).items]


# --- enrolment and numbers ---------------------------------------------------------------------------


def asked(code: str, key: StationKey) -> EnrolRequest:
    plain = code.replace("-", "")
    proof = key.sign(enrol_statement(plain, key.public_hex))
    return EnrolRequest(code=plain, public_key=key.public_hex, proof=proof)


def test_a_code_that_several_keys_spend_at_once_makes_one_station(centre: Centre) -> None:
    code = centre.code()
    keys = [StationKey(new_private_key()) for _ in range(8)]
    outcomes = at_once([partial(centre.service.enrol, asked(code, key), key.public_hex) for key in keys])
    codes = Counter(one.code if isinstance(one, ProblemError) else type(one).__name__ for one in outcomes)
    assert codes == {"EnrolAnswer": 1, "enrol.used_code": len(keys) - 1}
    assert (count(centre, stations), count(centre, leases)) == (1, 1)


def test_a_code_spent_again_by_the_same_key_at_once_makes_one_station(centre: Centre) -> None:
    code, key = centre.code(), StationKey(new_private_key())
    calls: list[Callable[[], EnrolAnswer]] = [
        partial(centre.service.enrol, asked(code, key), f"address {n}") for n in range(6)
    ]
    given = answers(at_once(calls))
    assert len({one.station for one in given}) == 1
    assert count(centre, stations) == 1


@pytest.mark.requirement("AG-15")
def test_stations_enrolled_at_once_get_numbers_apart(centre: Centre) -> None:
    codes = [centre.code(f"{n:02d}") for n in range(1, 11)]
    answers(at_once([partial(SigningStation, centre.service, code) for code in codes]))
    with centre.database.read() as connection:
        rows = connection.execute(select(leases).order_by(leases.c.first)).all()
    assert [(row.first, row.overflow_last) for row in rows] == [
        (n * LEASED + 1, (n + 1) * LEASED) for n in range(len(codes))
    ]


@pytest.mark.requirement("AG-15", "PT-23")
def test_official_codes_assigned_at_once_are_given_once_and_without_gaps(centre: Centre) -> None:
    many, each = [centre.station(f"{n:02d}") for n in range(1, 9)], 5

    def receive(index: int) -> None:
        for n in range(each):
            number = index * each + n + 1
            code = f"TAM-H01.15.21-Q{index + 1:02d}-261123-{n + 1:04d}"
            event = reception(number, code=code, code_kind=CodeKind.PROVISIONAL)
            many[index].push(many[index].write(f"dossier-{number}", event))

    answers(at_once([partial(receive, index) for index in range(len(many))]))
    with centre.database.read() as connection:
        given = connection.scalars(select(dossiers.c.code).order_by(dossiers.c.code)).all()
        own = connection.scalars(
            select(entries.c.seq).where(entries.c.station == "central-long-xuyen").order_by(entries.c.seq)
        ).all()
    total = len(many) * each
    assert given == [f"H01.15.21-261123-{number}" for number in range(9001, 9001 + total)]
    assert own == list(range(1, total + 1))
    assert numbers(centre, many[0], 0) == list(range(1, 2 * total + 1))
