"""A19: the catalogue changes while receptions are in hand: the clerk sees what changed, and decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from counter_app.domain.fee_rules import FeeKind, FeeRule
from counter_app.domain.fees import FeeBasis
from counter_app.domain.procedure_changes import ChangedPart
from counter_app.domain.procedures import Catalogue, ComponentCondition, ComponentSpec, Procedure
from counter_app.domain.processing_time import ProcessingTime
from counter_app.services.draft import from_json, to_json
from counter_app.services.office_context import CATALOGUE
from tests.builders import MARRIAGE, Counter, clerk, put_document

NEW_PAPER = ComponentSpec("Giấy khám sức khỏe", 1, 0, ComponentCondition.REQUIRED)


def publish(station: Counter, change: Callable[[Procedure], Procedure | None]) -> None:
    """The next version of the catalogue arrives, with marriage changed or gone."""
    now = station.office.current().catalogue
    version = f"{now.version}~1"
    procedures = []
    for procedure in now.procedures:
        changed = change(procedure) if procedure.code == MARRIAGE else procedure
        if changed is not None:
            procedures.append(changed)
    document = Catalogue(version, tuple(procedures), date(2026, 11, 23)).to_dict()
    put_document(station.database, CATALOGUE, document, version=2)
    station.office.refresh()


def new_rules(procedure: Procedure) -> Procedure:
    return replace(
        procedure,
        time=ProcessingTime(3, "working_days"),
        fee=FeeRule(FeeKind.FIXED, 30_000, 15_000),
        components=(*procedure.components[1:], NEW_PAPER),
    )


@pytest.mark.requirement("A19", "HT-14")
def test_a_draft_whose_procedure_changed_is_flagged_and_tells_what_changed(station: Counter) -> None:
    draft = station.draft(MARRIAGE)
    paper_gone = draft.components[0].name
    publish(station, new_rules)
    review = station.reception.review(draft)
    assert [(problem.code, problem.blocks) for problem in review.problems] == [("procedure_changed", True)]
    assert [change.part for change in review.changes] == [
        ChangedPart.TIME,
        ChangedPart.FEE,
        ChangedPart.COMPONENT_ADDED,
        ChangedPart.COMPONENT_REMOVED,
    ]
    assert review.changes[2].after == NEW_PAPER
    gone = review.changes[3].before
    assert isinstance(gone, ComponentSpec)
    assert gone.name == paper_gone


@pytest.mark.requirement("A19", "HT-14")
def test_the_difference_is_still_known_after_the_old_catalogue_is_gone_and_the_program_was_restarted(
    station: Counter,
) -> None:
    station.reception.save(station.draft(MARRIAGE))
    publish(station, new_rules)
    station.restart()
    [draft] = station.reception.drafts(clerk())
    assert len(station.reception.review(draft).changes) == 4


@pytest.mark.requirement("A19", "HT-14")
def test_the_clerk_takes_the_change_over_and_what_was_ticked_stays_ticked(station: Counter) -> None:
    draft = station.draft(MARRIAGE)
    draft = replace(draft, components=tuple(replace(one, present=True) for one in draft.components))
    publish(station, new_rules)
    renewed = station.reception.choose_procedure(draft, MARRIAGE)
    review = station.reception.review(renewed)
    assert review.changes == ()
    assert [problem.params for problem in review.problems if problem.code == "component_missing"] == [
        (("name", NEW_PAPER.name),)
    ]
    assert sum(one.present for one in renewed.components) == len(draft.components)
    whole = replace(renewed, components=tuple(replace(one, present=True) for one in renewed.components))
    dossier = station.reception.accept(whole, clerk())
    assert dossier.procedure["catalogue_version"] == station.office.current().catalogue.version
    assert dossier.fee["amount_vnd"] == 30_000


@pytest.mark.requirement("A19", "HT-14", "AG-12")
def test_the_clerk_keeps_what_the_applicant_was_told_and_the_dossier_names_the_old_version(
    station: Counter,
) -> None:
    draft, old = station.draft(MARRIAGE), station.office.current().catalogue
    publish(station, new_rules)
    kept = from_json(to_json(station.reception.keep_procedure(draft)))
    review = station.reception.review(kept)
    assert (review.changes, review.can_accept) == ((), True)
    assert review.procedure == old.by_code[MARRIAGE]
    dossier = station.reception.accept(kept, clerk())
    assert dossier.procedure["catalogue_version"] == old.version
    assert dossier.fee["basis"] == FeeBasis.FREE.value


@pytest.mark.requirement("A19", "HT-14")
def test_a_procedure_that_was_closed_can_only_be_received_as_it_was(station: Counter) -> None:
    draft = station.draft(MARRIAGE)
    publish(station, lambda procedure: replace(procedure, valid_to=date(2026, 11, 22)))
    codes = [problem.code for problem in station.reception.review(draft).problems]
    assert codes == ["procedure_changed", "procedure_ended"]


@pytest.mark.requirement("A19", "AG-12")
def test_a_received_dossier_keeps_everything_of_the_version_under_which_it_was_received(
    station: Counter,
) -> None:
    before = station.accept(MARRIAGE)
    old = station.office.current().catalogue
    publish(station, lambda procedure: replace(new_rules(procedure), name_vi="Đăng ký kết hôn (mới)"))
    station.restart()
    dossier = station.dossiers.detail(before.id).dossier
    assert dossier.procedure == {
        "code": MARRIAGE,
        "name": old.by_code[MARRIAGE].name_vi,
        "field": old.by_code[MARRIAGE].field_vi,
        "decision": old.by_code[MARRIAGE].publishing_decision,
        "catalogue_version": old.version,
    }
    assert (dossier.components, dossier.fee, dossier.due) == (before.components, before.fee, before.due)


def test_a_new_version_without_a_change_of_this_procedure_says_nothing(station: Counter) -> None:
    draft = station.draft(MARRIAGE)
    publish(station, lambda procedure: replace(procedure, office_note="Phòng 2"))
    review = station.reception.review(draft)
    assert (review.changes, review.problems) == ((), ())


def test_a_change_that_asks_nothing_else_of_the_applicant_does_not_stop_the_reception(
    station: Counter,
) -> None:
    draft = station.draft(MARRIAGE)
    publish(station, lambda procedure: replace(procedure, publishing_decision="999/QĐ-BTP"))
    review = station.reception.review(draft)
    assert [change.part for change in review.changes] == [ChangedPart.DECISION]
    assert review.can_accept


def test_a_procedure_that_holds_later_is_named_so_on_the_day_of_reception(station: Counter) -> None:
    publish(station, lambda procedure: replace(procedure, valid_from=date(2027, 3, 1)))
    [problem] = station.reception.review(station.draft(MARRIAGE)).problems
    assert (problem.code, problem.params, problem.blocks) == (
        "procedure_not_yet",
        (("day", "01/03/2027"),),
        False,
    )
