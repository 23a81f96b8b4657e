"""A clock that fell back gives no number; a person can say that it is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.clock_check import BUILD_DATE, SLACK
from tests.builders import MARRIAGE, Counter, clerk, put_document
from tests.fakes.clock import MORNING

FLAT_BATTERY = datetime(2000, 1, 1, tzinfo=UTC)


def test_a_clock_behind_the_program_gives_no_number(station: Counter) -> None:
    draft = station.draft()
    station.clock.set(BUILD_DATE - timedelta(seconds=1))
    with pytest.raises(DomainError, match=r"clock\.behind_program"):
        station.reception.accept(draft, clerk())
    with pytest.raises(DomainError, match=r"clock\.behind_program"):
        station.reception.confirm_clock(clerk())
    station.clock.set(BUILD_DATE)
    assert station.reception.accept(draft, clerk()).ledger_line == 1


def test_small_steps_back_as_time_synchronisation_makes_them_are_no_matter(station: Counter) -> None:
    station.accept()
    station.clock.move(-SLACK)
    assert station.accept().ledger_line == 2


def test_a_clock_behind_the_journal_gives_no_number_and_the_draft_stays(station: Counter) -> None:
    station.accept()
    station.clock.move(-SLACK - timedelta(seconds=1))
    draft = station.draft()
    station.reception.save(draft)
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.reception.accept(draft, clerk())
    assert station.reception.drafts(clerk()) == [draft]
    station.clock.set(MORNING)
    assert station.reception.accept(draft, clerk()).ledger_line == 2


def test_a_clerk_may_confirm_the_clock_when_an_earlier_one_ran_ahead(station: Counter) -> None:
    station.clock.move(timedelta(days=365))
    station.accept()
    station.clock.set(MORNING)
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.accept()
    station.reception.confirm_clock(clerk())
    assert station.accept().code == "H01.15.21-261123-0001"
    assert station.accept().code == "H01.15.21-261123-0002"


def test_a_confirmation_holds_for_this_end_of_the_journal_only(station: Counter) -> None:
    station.clock.move(timedelta(days=30))
    station.accept()
    station.clock.set(MORNING)
    station.reception.confirm_clock(clerk())
    station.restart()
    station.accept()
    station.clock.move(timedelta(days=2))
    station.accept()
    station.clock.set(MORNING)
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.accept()


def test_a_confirmation_does_not_cover_a_clock_that_falls_back_further(station: Counter) -> None:
    station.clock.move(timedelta(days=30))
    station.accept()
    station.clock.set(MORNING)
    station.reception.confirm_clock(clerk())
    station.clock.move(-timedelta(days=3))
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.accept()


@pytest.mark.parametrize("spoilt", [b"{", b"[]", b'{"head":7}'])
def test_a_confirmation_that_cannot_be_read_confirms_nothing(station: Counter, spoilt: bytes) -> None:
    station.accept()
    station.clock.move(-timedelta(hours=1))
    put_document(station.database, "clock", spoilt)
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.accept()


def test_a_decision_needs_a_clock_that_can_be_believed(station: Counter) -> None:
    dossier = station.accept()
    station.clock.move(-timedelta(days=1))
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.dossiers.cancel(dossier.id, clerk(), "Nhập trùng")


def test_a_print_is_recorded_all_the_same_and_does_not_make_a_wrong_clock_look_right(
    station: Counter,
) -> None:
    dossier = station.accept(MARRIAGE)
    station.clock.set(FLAT_BATTERY)
    station.printing.print_form(dossier.id, clerk())
    assert [entry.recorded_at for entry in station.database.chain()] == [MORNING, MORNING]
    station.clock.set(MORNING - timedelta(days=1))
    with pytest.raises(DomainError, match=r"clock\.behind_journal"):
        station.accept()
