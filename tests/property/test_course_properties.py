"""What two stations do with a dossier folds to the same, in whatever order it becomes known."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import Dossier, apply, fold
from counter_app.domain.entries import (
    DossierHandedBack,
    DossierHandedOver,
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    HandoverStruck,
    StatusChanged,
    SupplementReceived,
    SupplementRequested,
)
from counter_app.domain.journal import Entry, instant_text
from counter_app.domain.statuses import Status
from counter_app.storage.dossier_json import dossier_from_json, dossier_to_json
from tests.fixtures.dossiers import MORNING, Scribe, reception

DOSSIER = "dossier-1"
CLERK = "Trần Văn Mẫu"
slips = st.sampled_from(["0001-03", "0002-03", "0001-04"])
dues = st.integers(1, 9).map(lambda days: {"due_at": instant_text(MORNING + timedelta(days=days))})
acts: st.SearchStrategy[Body] = st.one_of(
    st.builds(StatusChanged, st.sampled_from([4, 7, 9, 10])),
    st.builds(
        SupplementRequested, st.just(()), st.just("Thiếu"), st.none(), slips, st.just("p"), st.just(CLERK)
    ),
    st.builds(SupplementReceived, slips, st.none() | dues, st.just("restart"), st.just(CLERK)),
    st.builds(
        DossierRefused,
        st.sampled_from([3, 9]),
        *[st.just(text) for text in ("other", "Không đủ", "")],
        slips,
        *[st.just(text) for text in ("p", CLERK)],
    ),
    st.builds(
        DossierStopped,
        *[st.just(text) for text in ("other", "Thôi", "", "")],
        slips,
        st.just("p"),
        st.just(CLERK),
    ),
    st.just(DossierResumed("Làm tiếp", "Phạm Thị Trưởng", CLERK)),
    st.builds(
        DueReappointed,
        st.just(MORNING),
        dues,
        *[st.just(text) for text in ("other", "Chờ ý kiến", "12/PXL", "", "")],
        st.just(1),
        slips,
        *[st.just(text) for text in ("p", CLERK)],
    ),
    st.builds(
        DossierHandedOver,
        *[st.just(text) for text in ("Trung tâm", CLERK, "Phòng Mẫu", "")],
        st.just(MORNING),
        st.sampled_from(["on_time", "late"]),
        st.none(),
        st.just(CLERK),
    ),
    st.builds(
        DossierHandedBack,
        *[st.just(text) for text in ("Phòng Mẫu", "", "Trung tâm", CLERK)],
        st.none(),
        st.just(""),
        st.booleans(),
        st.just(CLERK),
    ),
    st.builds(
        HandoverStruck,
        st.sampled_from(["station-a", "station-b"]),
        st.just(1),
        st.integers(1, 8),
        st.just("Ghi nhầm"),
        st.just(CLERK),
    ),
)
steps = st.lists(st.tuples(acts, st.integers(-2, 4)), max_size=6)
"""What is done, and how many seconds the clock moves before: also back."""


def written(scribe: Scribe, told: list[tuple[Body, int]]) -> list[Entry]:
    entries = []
    for body, seconds in told:
        scribe.now += timedelta(seconds=seconds)
        entries.append(scribe.write(DOSSIER, body))
    return entries


def folded(entries: list[Entry]) -> Dossier:
    dossier = fold(entries)
    assert dossier is not None
    return dossier


@given(steps, steps, st.data())
def test_acts_of_two_stations_in_any_order_fold_to_the_same(
    here: list[tuple[Body, int]], there: list[tuple[Body, int]], data: st.DataObject
) -> None:
    first, second = Scribe(), Scribe("station-b")
    received = first.write(DOSSIER, reception())
    told = [*written(first, here), *written(second, there)]
    shuffled = data.draw(st.permutations(told))
    one, other = folded([received, *told]), folded([received, *shuffled])
    assert one == other
    assert dossier_from_json(dossier_to_json(one)) == one


@given(steps)
def test_folding_on_is_applying_and_every_act_counts_or_is_named(told: list[tuple[Body, int]]) -> None:
    scribe = Scribe()
    received = scribe.write(DOSSIER, reception())
    entries = written(scribe, told)
    dossier = folded([received])
    for entry in entries:
        dossier = apply(dossier, entry)
    assert dossier == folded([received, *entries])
    assert len(dossier.acts) == len(entries)
    course = dossier.course
    assert len(course.misfits) == len(dossier.conflicts) <= len(entries)
    assert len(course.reappointed) <= 1
    assert list(course.legs) == sorted(course.legs, key=lambda leg: (leg.at, leg.id))
    assert (course.awaited is not None) <= (dossier.status is Status.SUPPLEMENT_ASKED)
    assert dossier.first_due == received_due(received)


def received_due(entry: Entry) -> object:
    return folded([entry]).due
