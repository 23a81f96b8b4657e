"""Entries that the centre did not take as they were: shown with what can be done, and mended for all."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import EntrySettled, StatusChanged
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, erase_body
from counter_app.domain.settling import Outcome
from counter_app.domain.statuses import Status
from counter_app.services.projection import refold
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from counter_app.services.sync_care import Ailing, Ailment, LongText, Remedy
from tests.builders import Counter, clerk, counter
from tests.fixtures.dossiers import Scribe

BARE = Verdict(VerdictState.HELD, "body_missing")
WAITS = Verdict(VerdictState.HELD, "waits_for_reception")
REFUSED = Verdict(VerdictState.REFUSED, "status_does_not_follow")
CONFLICT = Verdict(VerdictState.CONFLICT, "code_outside_lease")
LONG_NOTE = "Người nộp kể rất dài. " * 60


@pytest.fixture
def desk() -> Counter:
    return counter()


def last(desk: Counter) -> Entry:
    return desk.database.chain()[-1]


def ailing(desk: Counter) -> list[Ailing]:
    return list(desk.services.care.mending.ailing())


def correct(desk: Counter, dossier: Dossier) -> Entry:
    desk.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", note="Gọi trước")
    return last(desk)


@pytest.mark.parametrize(
    ("verdict", "ailment", "remedies"),
    [
        (REFUSED, Ailment.REFUSED, (Remedy.SETTLE,)),
        (CONFLICT, Ailment.CONFLICT, (Remedy.SETTLE,)),
        (BARE, Ailment.QUARANTINED, (Remedy.RESEND, Remedy.REWRITE)),
        (WAITS, Ailment.HELD, (Remedy.RESEND,)),
    ],
)
def test_each_ailing_entry_says_why_and_what_can_be_done(
    desk: Counter, verdict: Verdict, ailment: Ailment, remedies: tuple[Remedy, ...]
) -> None:
    dossier = desk.accept()
    entry = correct(desk, dossier)
    assert ailing(desk) == []
    desk.database.judge(verdict, entry.id)
    [found] = ailing(desk)
    assert (found.ailment, found.remedies) == (ailment, remedies)
    assert (found.row.id, found.row.verdict, found.row.dossier_code) == (entry.id, verdict, dossier.code)


@pytest.mark.parametrize("verdict", [REFUSED, CONFLICT])
def test_what_is_settled_shouts_no_more_and_says_who_and_why(desk: Counter, verdict: Verdict) -> None:
    dossier = desk.accept()
    entry = correct(desk, dossier)
    desk.database.judge(verdict, entry.id)
    desk.recorded.clear()
    desk.services.care.mending.settle(entry.id, clerk(), "  Đã gọi trung tâm, giữ nguyên  ")
    said = last(desk)
    event = EntrySettled.from_body(json.loads(said.body or b""))
    assert event.entry_id == entry.id
    assert (event.outcome, event.reason) == (Outcome.CHECKED, "Đã gọi trung tâm, giữ nguyên")
    assert (event.clerk_name, said.actor, said.subject) == (clerk().name, clerk().id, dossier.id)
    assert ailing(desk) == []
    assert desk.recorded == [dossier.id]
    [row] = desk.dossiers.find(dossier.code)
    assert (row.refused, row.conflicts) == (0, 0)
    kinds = [item.kind for item in desk.dossiers.detail(dossier.id).timeline]
    assert kinds.count("dossier.corrected") == kinds.count("entry.settled") == 1
    with pytest.raises(DomainError, match=r"mend\.not_possible"):
        desk.services.care.mending.settle(entry.id, clerk(), "Lần nữa")


def test_settling_needs_a_reason_and_something_to_settle(desk: Counter) -> None:
    dossier = desk.accept()
    entry = correct(desk, dossier)
    mending = desk.services.care.mending
    for entry_id, reason, code in (
        (entry.id, " ", "mend.reason_missing"),
        (entry.id, "Đã xem", "mend.not_possible"),
        (EntryId("elsewhere", 1, 1), "Đã xem", "mend.not_possible"),
    ):
        with pytest.raises(DomainError) as caught:
            mending.settle(entry_id, clerk(), reason)
        assert caught.value.code == code
    assert last(desk) == entry


def test_a_conflict_that_folding_finds_is_settled_at_every_counter(desk: Counter) -> None:
    dossier = desk.accept()
    [received] = desk.database.chain()
    there = Scribe("station-b")
    misfit = there.write(dossier.id, StatusChanged(int(Status.RETURNED)))
    settled = there.write(
        dossier.id, EntrySettled("station-b", 1, 1, Outcome.CHECKED, "Đã đối chiếu", "Lê Văn Mẫu")
    )
    accepted = Verdict(VerdictState.ACCEPTED)
    conflict = Verdict(VerdictState.CONFLICT, "status_does_not_follow")
    reception = Recorded(received, accepted, 1, own=True)
    misfitting = Recorded(misfit, conflict, 2, own=False)
    before = refold([reception, misfitting])
    assert before is not None
    assert len(before.conflicts) == 1
    for place in (3, None):
        after = refold([reception, misfitting, Recorded(settled, accepted, place, own=False)])
        assert after is not None
        assert after.conflicts == ()
    early = refold(
        [
            Recorded(settled, accepted, 1, own=False),
            replace(reception, feed_no=2),
            replace(misfitting, feed_no=3),
        ]
    )
    assert early is not None
    assert early.conflicts == ()


# --- quarantine ------------------------------------------------------------------------------------


def quarantined(desk: Counter) -> tuple[Dossier, Entry]:
    """A reception whose body the centre did not take."""
    dossier = desk.accept(note=LONG_NOTE)
    [entry] = desk.database.chain()
    desk.database.judge(BARE, entry.id)
    return dossier, entry


def test_a_quarantined_entry_is_sent_again_whole(desk: Counter) -> None:
    _, entry = quarantined(desk)
    desk.services.care.mending.resend(entry.id)
    assert desk.database.state.entries[entry.id].verdict.state is VerdictState.PENDING
    assert ailing(desk) == []
    with pytest.raises(DomainError, match=r"mend\.not_possible"):
        desk.services.care.mending.resend(entry.id)


def test_its_long_texts_may_be_shortened_and_the_dossier_stays_one(desk: Counter) -> None:
    dossier, entry = quarantined(desk)
    mending = desk.services.care.mending
    assert mending.long_texts(entry.id) == [LongText("note", LONG_NOTE.strip())]
    mending.rewrite(entry.id, clerk(), "Ghi chú quá dài", {"note": "Người nộp kể rất dài."})
    again, said = desk.database.chain()[-2:]
    assert (again.kind, again.subject, again.occurred_at) == (entry.kind, entry.subject, entry.occurred_at)
    assert len(again.body or b"") < len(entry.body or b"")
    assert EntrySettled.from_body(json.loads(said.body or b"")).outcome is Outcome.REPLACED
    now = desk.dossiers.detail(dossier.id).dossier
    assert now == replace(dossier, note="Người nộp kể rất dài.", entry_count=now.entry_count)
    assert ailing(desk) == []
    [row] = desk.dossiers.find(dossier.code)
    assert row.pending == 2


def test_the_other_counters_see_the_same_dossier(desk: Counter) -> None:
    """They never get the long body; whether or not it comes later makes no difference."""
    dossier, entry = quarantined(desk)
    desk.services.care.mending.rewrite(entry.id, clerk(), "Ghi chú quá dài", {"note": "Ngắn"})
    again, said = desk.database.chain()[-2:]
    accepted = Verdict(VerdictState.ACCEPTED)
    rest = [Recorded(again, accepted, 2, own=False), Recorded(said, accepted, 3, own=False)]
    bare = refold([Recorded(erase_body(entry), BARE, 1, own=False), *rest])
    assert bare is not None
    assert (bare.note, bare.conflicts, bare.code) == ("Ngắn", (), dossier.code)
    whole = refold([Recorded(entry, accepted, 4, own=False), *rest])
    assert whole == bare


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"note": LONG_NOTE + "!"}, "mend.not_shorter"),
        ({"note": LONG_NOTE.strip()}, "mend.not_shorter"),
        ({"nothing.here": "x"}, "mend.not_shorter"),
        ({}, "mend.not_shorter"),
        ({"channel": ""}, "entry.bad_body"),
    ],
)
def test_what_is_not_shorter_or_makes_no_sense_is_not_recorded(
    desk: Counter, texts: dict[str, str], code: str
) -> None:
    _, entry = quarantined(desk)
    with pytest.raises(DomainError) as caught:
        desk.services.care.mending.rewrite(entry.id, clerk(), "Thử", texts)
    assert caught.value.code == code
    assert last(desk) == entry


def test_only_a_quarantined_entry_is_written_again(desk: Counter) -> None:
    dossier = desk.accept()
    entry = correct(desk, dossier)
    desk.database.judge(REFUSED, entry.id)
    mending = desk.services.care.mending
    assert mending.long_texts(entry.id) == []
    with pytest.raises(DomainError, match=r"mend\.not_possible"):
        mending.rewrite(entry.id, clerk(), "Thử", {"note": ""})
    assert last(desk) == entry
