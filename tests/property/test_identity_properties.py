"""Words about an owner's identity from two stations fold to the same, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.dossier import Dossier, fold
from counter_app.domain.entries import (
    Body,
    DossierCorrected,
    IdentityChecked,
    IdentityGuided,
    IdentitySettled,
)
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import GuidanceOutcome, SettlementOutcome, asked_digest
from counter_app.domain.identity_view import IdentityTask, identity_view
from counter_app.domain.journal import Entry
from tests.fixtures.dossiers import MORNING, Scribe, reception

DOSSIER = "dossier-1"
OWNERS = tuple(
    replace(reception().owner, number=number) for number in ("092190000001", "092190000002", "092190000003")
)
DIGESTS = tuple(asked_digest(DOSSIER, owner) for owner in OWNERS)

digests = st.sampled_from(DIGESTS)
instants = st.integers(0, 5).map(lambda hours: MORNING + timedelta(hours=hours))
"""Few, so that the same moment comes twice."""
answers = st.builds(
    IdentityChecked,
    st.sampled_from(IdentityState),
    instants,
    st.sampled_from(["", "C06-1", "C06-2"]),
    digests,
)
guidances = st.builds(
    IdentityGuided,
    st.sampled_from(GuidanceOutcome),
    st.just(()),
    st.just(""),
    digests,
    st.sampled_from(["Trần Văn Mẫu", "Lê Thị Mẫu"]),
)
settlements = st.builds(
    IdentitySettled, st.sampled_from(SettlementOutcome), st.just(""), digests, instants, st.just("Lê Thị Mẫu")
)
words = st.lists(answers | guidances | settlements, max_size=7)


def written(scribe: Scribe, bodies: list[Body]) -> list[Entry]:
    return [scribe.write(DOSSIER, body) for body in bodies]


def folded(entries: list[Entry]) -> Dossier:
    dossier = fold(entries)
    assert dossier is not None
    return dossier


@given(words, words, st.sampled_from(OWNERS), st.data())
def test_two_stations_in_any_order_fold_to_the_same(
    here: list[Body], there: list[Body], owner: object, data: st.DataObject
) -> None:
    first, second = Scribe(), Scribe("station-b")
    received = first.write(DOSSIER, reception())
    corrected = second.write(DOSSIER, DossierCorrected("Gõ nhầm", "Lê Thị Mẫu", owner=owner))  # type: ignore[arg-type]
    told = [*written(first, here), *written(second, there), corrected]
    shuffled = data.draw(st.permutations(told))
    one, other = folded([received, *told]), folded([received, *shuffled])
    assert one == other
    assert identity_view(one) == identity_view(other)


@given(words, st.sampled_from(OWNERS))
def test_a_mismatch_of_the_present_data_is_a_task_if_and_only_if_nobody_settled_it(
    bodies: list[Body], owner: object
) -> None:
    """Said again in the plainest way: from the latest answer that says something."""
    scribe = Scribe()
    correction = DossierCorrected("Gõ nhầm", "Lê Thị Mẫu", owner=owner)  # type: ignore[arg-type]
    dossier = folded(written(scribe, [reception(), correction, *bodies]))
    asked = asked_digest(DOSSIER, dossier.owner)
    about = [body for body in bodies if getattr(body, "asked", "") == asked]
    said = [body for body in about if isinstance(body, IdentityChecked) and body.state.answered]
    latest = max(said, key=lambda body: (body.at, body.state.value), default=None)
    settled: list[datetime] = [body.answer_at for body in about if isinstance(body, IdentitySettled)]
    view = identity_view(dossier)
    open_ = latest is not None and latest.state is IdentityState.MISMATCH
    expected = open_ and latest is not None and not any(at >= latest.at for at in settled)
    assert (view.task is IdentityTask.MISMATCH) is expected
    assert (view.state is not None and view.state.answered) is bool(said)
