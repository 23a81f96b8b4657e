"""Receiving a dossier: what is recorded, that it happens once, that nothing is lost when it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.domain.entries import Channel, Delivery, DeliveryMethod, DossierReceived, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head, decode_body, verify_chain
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import PENDING, Verdict, VerdictState
from tests.builders import (
    BIRTH,
    MARRIAGE,
    STATION,
    Counter,
    brought_by,
    citizen,
    clerk,
    clerks,
    second_person,
)
from tests.fakes.clock import MORNING


def received(station: Counter) -> DossierReceived:
    """What the last entry of the journal says."""
    event = read_event(station.database.chain()[-1])
    assert isinstance(event, DossierReceived)
    return event


# --- one reception, one commit -------------------------------------------------------------------


@pytest.mark.requirement("N-14", "NA-07")
def test_a_reception_is_one_commit_of_an_entry_and_its_dossier(station: Counter) -> None:
    draft = station.draft()
    station.reception.save(draft)
    commits = station.database.commits
    dossier = station.reception.accept(draft, clerk())
    assert station.database.commits == commits + 1
    (entry,) = station.database.chain()
    assert verify_chain(Head.start(STATION.id), [entry]) is None
    assert (entry.subject, entry.actor, entry.basis) == (draft.dossier_id, clerk().id, "counter")
    assert (entry.occurred_at, entry.recorded_at) == (MORNING, MORNING)
    assert entry.audience == ("long-xuyen",)
    detail = station.dossiers.detail(dossier.id)
    assert detail.dossier == dossier
    assert detail.timeline[0].verdict.state is VerdictState.PENDING
    assert (dossier.status, dossier.received_at) == (Status.RECEIVED, MORNING)
    assert station.reception.drafts(clerk()) == []
    assert station.recorded == [dossier.id]


def test_the_entry_carries_what_was_decided_and_by_which_versions(station: Counter) -> None:
    station.office.set_clock_offset(400)
    station.accept(MARRIAGE, note="Hẹn gọi trước", set_count=2)
    entry, event = station.database.chain()[0], received(station)
    assert entry.clock_offset_ms == 400
    assert event.procedure == {
        "code": MARRIAGE,
        "name": "Thủ tục đăng ký kết hôn",
        "field": "Hộ tịch",
        "decision": "163/QĐ-BTP",
        "catalogue_version": station.office.current().catalogue.version,
    }
    assert (event.owner, event.set_count, event.note) == (citizen(), 2, "Hẹn gọi trước")
    assert (event.clerk_name, event.counter, event.office) == ("Trần Thị Mẫu", "Quầy 03", "long-xuyen")
    assert event.calendar_version == "2026.11.1/1"
    assert event.profile_version == "an-giang/1"
    # Tuesday 24/11 is the new public holiday.
    assert event.due is not None
    assert event.due["due_at"] == "2026-11-25T01:30:00.000000Z"


@pytest.mark.requirement("O6")
def test_what_was_received_offline_waits_to_be_sent_and_says_nothing_more(station: Counter) -> None:
    dossier = station.accept()
    (row,) = station.dossiers.find("")
    assert (row.id, row.pending, row.refused) == (dossier.id, 1, 0)
    assert station.dossiers.detail(dossier.id).timeline[0].verdict == PENDING
    assert decode_body(station.database.chain()[0].body or b"")["identity"] == {
        "source": "typed",
        "findings": [],
        "check": "not_checked_offline",
    }
    station.database.judge(Verdict(VerdictState.ACCEPTED), station.database.chain()[0].id)
    (row,) = station.dossiers.find("")
    assert row.pending == 0


def test_accepting_the_same_draft_twice_gives_one_dossier(station: Counter) -> None:
    draft = station.draft()
    first = station.reception.accept(draft, clerk())
    station.reception.save(draft)
    assert station.reception.accept(draft, clerk()) == first
    assert len(station.database.chain()) == 1
    assert station.recorded == [first.id]
    assert station.reception.drafts(clerk()) == []


def test_accepting_again_gives_the_dossier_even_when_the_draft_is_no_longer_complete(
    station: Counter,
) -> None:
    draft = station.draft()
    first = station.reception.accept(draft, clerk())
    assert station.reception.accept(replace(draft, owner=Party()), clerk()) == first


def test_a_draft_that_is_saved_late_does_not_come_back(station: Counter) -> None:
    draft = station.draft()
    station.reception.save(draft)
    station.reception.accept(draft, clerk())
    station.reception.save(draft)
    assert station.reception.drafts(clerk()) == []


def test_two_receptions_are_two_dossiers_in_one_chain(station: Counter) -> None:
    first, second = station.accept(), station.accept(MARRIAGE)
    assert first.id != second.id
    assert verify_chain(Head.start(STATION.id), station.database.chain()) is None


@pytest.mark.requirement("NA-21")
def test_one_procedure_is_one_dossier_with_all_its_components(station: Counter) -> None:
    draft = station.draft(MARRIAGE)
    dossier = station.reception.accept(draft, clerk())
    listed = station.office.current().catalogue.by_code[MARRIAGE].components
    assert [component.name for component in dossier.components] == [spec.name for spec in listed]
    assert len(station.dossiers.find("")) == 1


# --- parties -------------------------------------------------------------------------------------

OWNERS = [
    citizen(),
    citizen(
        kind=PartyKind.FOREIGNER,
        full_name="Maria Mau",
        number="X1234567",
        nationality="Lào",
    ),
    Party(
        PartyKind.ORGANISATION,
        "Công ty TNHH Mẫu",
        "0100000017",
        address="Số 1, đường Mẫu",
        phone="0296 3000 001",
        representative="Lê Văn Mẫu",
    ),
    Party(PartyKind.HOUSEHOLD_BUSINESS, "Hộ kinh doanh Mẫu", "8000000017", address="Chợ Mẫu"),
    Party(PartyKind.STATE_BODY, "Trường Tiểu học Mẫu", address="Số 2, đường Mẫu"),
]


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.kind.value)
def test_every_kind_of_owner_can_be_received(station: Counter, owner: Party) -> None:
    dossier = station.accept(owner=owner)
    assert dossier.owner == owner
    assert station.printing.preview(dossier.id)


@pytest.mark.requirement("AG-02", "LC-20", "PT-12")
@pytest.mark.parametrize("role", [role for role in SubmitterRole if role is not SubmitterRole.OWNER])
def test_who_brings_it_for_the_owner_is_a_party_of_its_own(station: Counter, role: SubmitterRole) -> None:
    dossier = station.accept(**brought_by(role))
    assert dossier.owner == citizen()
    assert (dossier.submitter, dossier.submitter_role) == (second_person(), role)
    event = received(station)
    assert event.authorisation == ("" if role is SubmitterRole.POSTMAN else "Giấy ủy quyền số 12/2026")


def test_the_owner_in_person_has_no_submitter_whatever_was_typed_before(station: Counter) -> None:
    leftover = brought_by(SubmitterRole.AUTHORISED) | {"submitter_role": SubmitterRole.OWNER}
    dossier = station.accept(**leftover)
    assert (dossier.submitter, dossier.authorisation) == (None, "")
    station.printing.print_form(dossier.id, clerk())
    assert station.papers.laid_out[-1].submitter_name == "Nguyễn Thị Mẫu"


def test_names_are_composed_and_tidied_before_they_are_hashed(station: Counter) -> None:
    station.accept(owner=citizen(full_name=" Nguye\u0302\u0303n  Thi\u0323 Ma\u0302\u0303u\u200b "))
    assert received(station).owner.full_name == "Nguyễn Thị Mẫu"


@pytest.mark.parametrize(
    ("channel", "basis"),
    [(Channel.DIRECT, "counter"), (Channel.ONLINE, "counter"), (Channel.POSTAL, "postal")],
)
@pytest.mark.requirement("N-13", "PT-11")
def test_the_way_of_filing_is_recorded(station: Counter, channel: Channel, basis: str) -> None:
    dossier = station.accept(channel=channel)
    assert dossier.channel == channel.value
    assert station.database.chain()[0].basis == basis


@pytest.mark.requirement("AG-29")
@pytest.mark.parametrize(
    "delivery",
    [
        Delivery(),
        Delivery(DeliveryMethod.POSTAL, "Số 12, đường Mẫu, phường Long Xuyên"),
        Delivery(DeliveryMethod.ONLINE),
    ],
    ids=lambda delivery: delivery.method.value,
)
def test_how_the_result_reaches_the_applicant_is_recorded(station: Counter, delivery: Delivery) -> None:
    assert station.accept(delivery=delivery).delivery == delivery


# --- time ----------------------------------------------------------------------------------------


@pytest.mark.requirement("N-43", "NA-29", "O3", "PT-12")
def test_a_postal_dossier_counts_from_the_handover_that_the_minutes_name(station: Counter) -> None:
    handover = MORNING - timedelta(days=3, hours=-1)  # Friday 20/11, 09:30
    dossier = station.accept(
        MARRIAGE, channel=Channel.POSTAL, received_at=handover, **brought_by(SubmitterRole.POSTMAN)
    )
    entry = station.database.chain()[0]
    assert (entry.occurred_at, entry.recorded_at) == (handover, MORNING)
    assert dossier.received_at == handover
    assert dossier.due_at == MORNING + timedelta(hours=1)  # Monday 23/11, 09:30


@pytest.mark.requirement("NA-29")
def test_a_time_of_reception_in_the_future_is_refused(station: Counter) -> None:
    draft = station.draft(received_at=MORNING + timedelta(minutes=1))
    with pytest.raises(DomainError, match=r"reception\.incomplete"):
        station.reception.accept(draft, clerk())


@pytest.mark.requirement("N-53")
@pytest.mark.parametrize(
    ("local", "due"),
    [
        ("15:00", "2026-11-23T10:00:00.000000Z"),
        ("15:01", "2026-11-25T10:00:00.000000Z"),  # 24/11 is a holiday
    ],
)
def test_what_is_due_the_same_day_is_due_the_next_working_day_after_three(
    station: Counter, local: str, due: str
) -> None:
    hours, minutes = map(int, local.split(":"))
    station.clock.set(MORNING.replace(hour=hours - 7, minute=minutes))
    dossier = station.accept(BIRTH)
    assert dossier.due is not None
    assert dossier.due["due_at"] == due


def test_due_time_and_time_of_reception_come_from_one_look_at_the_clock(station: Counter) -> None:
    class Ticking:
        """A second passes between two looks."""

        at = MORNING.replace(hour=7, minute=59, second=58)

        def now(self) -> datetime:
            self.at += timedelta(seconds=1)
            return self.at

    station.clock = Ticking()  # type: ignore[assignment]
    station.restart()
    dossier = station.accept(BIRTH)  # at 15:00:00 in Vietnam, a second before it is too late
    assert dossier.received_at == MORNING.replace(hour=8, minute=0, second=0)
    assert dossier.due is not None
    assert dossier.due["due_at"] == "2026-11-23T10:00:00.000000Z"
    assert station.database.chain()[0].recorded_at == dossier.received_at


# --- what fails ----------------------------------------------------------------------------------


def test_what_is_incomplete_is_refused_with_the_number_of_problems(station: Counter) -> None:
    draft = replace(station.draft(), owner=Party())
    with pytest.raises(DomainError) as caught:
        station.reception.accept(draft, clerk())
    assert (caught.value.code, caught.value.params) == ("reception.incomplete", {"count": 2})
    assert station.database.chain() == []


@pytest.mark.parametrize("code", ["storage.full", "storage.io"])
def test_when_the_commit_fails_the_draft_stays_and_nothing_was_received(station: Counter, code: str) -> None:
    draft = station.draft()
    station.reception.save(draft)
    station.database.fail(code)
    with pytest.raises(DomainError) as caught:
        station.reception.accept(draft, clerk())
    assert caught.value.code == code
    assert station.reception.drafts(clerk()) == [draft]
    assert (station.database.chain(), station.recorded) == ([], [])
    assert station.reception.accept(draft, clerk()).code.endswith("-0001")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda draft: replace(draft, owner=Party()),
        lambda draft: replace(draft, received_at=MORNING + timedelta(days=1)),
        lambda draft: replace(draft, note="a" * 70_000),
        lambda draft: replace(draft, note="\ud83d"),
    ],
    ids=["incomplete", "future", "too large", "half a character"],
)
def test_whatever_is_refused_the_draft_stays_and_no_number_is_used_up(
    station: Counter, spoil: object
) -> None:
    good = station.draft()
    draft = spoil(good)  # type: ignore[operator]
    station.reception.save(draft)
    with pytest.raises(DomainError):
        station.reception.accept(draft, clerk())
    assert station.reception.drafts(clerk()) == [draft]
    dossier = station.reception.accept(good, clerk())
    assert (dossier.code[-4:], dossier.ledger_line, dossier.slip_number[:4]) == ("0001", 1, "0001")


def test_a_reception_too_large_for_an_entry_says_so(station: Counter) -> None:
    with pytest.raises(DomainError, match=r"journal\.too_large"):
        station.accept(note="a" * 70_000)


def test_a_procedure_that_the_catalogue_does_not_know_cannot_be_chosen(station: Counter) -> None:
    with pytest.raises(DomainError) as caught:
        station.reception.choose_procedure(station.reception.open(clerk()), "9.999999")
    assert (caught.value.code, caught.value.params) == (
        "reception.unknown_procedure",
        {"procedure": "9.999999"},
    )


def test_a_procedure_that_left_the_catalogue_has_to_be_chosen_again(station: Counter) -> None:
    draft = replace(station.draft(), procedure_code="9.999999")
    review = station.reception.review(draft)
    assert [(problem.code, problem.field) for problem in review.problems] == [
        ("procedure_missing", "procedure")
    ]
    assert (review.procedure, review.due, review.fee, review.can_accept) == (None, None, None, False)


def test_the_entry_names_the_catalogue_that_decided_and_not_the_one_the_draft_began_with(
    station: Counter,
) -> None:
    draft = replace(station.draft(), catalogue_version="2025.1", chosen=None)
    review = station.reception.review(draft)
    assert ("catalogue_changed", False) in [(problem.code, problem.blocks) for problem in review.problems]
    dossier = station.reception.accept(draft, clerk())
    assert dossier.procedure["catalogue_version"] == station.office.current().catalogue.version


def test_the_review_changes_nothing(station: Counter) -> None:
    station.reception.review(station.draft())
    assert station.database.commits == 0


def test_drafts_belong_to_the_clerk_who_opened_them(station: Counter) -> None:
    mine, others = station.draft(), replace(station.draft(), clerk=clerks()[1].id)
    for draft in (mine, others):
        station.reception.save(draft)
    assert station.reception.drafts(clerk()) == [mine]
    station.reception.discard(mine)
    assert station.reception.drafts(clerk()) == []
    assert station.reception.drafts(clerks()[1]) == [others]
