"""Poses of the identity line: what was answered, what is doubtful, the guidance, earlier dossiers."""

from __future__ import annotations

from dataclasses import replace

from counter_app.ui.counter.pictures.shots_reception import CARD, authorised, filled, scan
from counter_app.ui.counter.pictures.stage import Stage
from counter_app.ui.counter.reception.reception_screen import ReceptionScreen

PLAIN_CARD = (
    "089190000017|350000017|NGUYEN THI MAU|15031990|Nam|Ap Mau, phuong Long Xuyen, tinh An Giang|01082021"
)
CUT_ZONE = "P<VNMNGUYEN<<THI<MAU<<<<<<<<<<<<<<<<<<<<<<<<"


def answered(stage: Stage) -> None:
    """Everything is there, and the e-ID system said what this picture is about."""
    filled(stage)


def checking(stage: Stage) -> None:
    """The question is on its way."""
    filled(stage)
    screen = _screen(stage)
    presenter = screen.presenter
    presenter.change(replace(presenter.draft, answer=None))
    identity = replace(presenter.facts.identity, checking=True)
    presenter.remark(replace(presenter.facts, identity=identity))
    stage.settle()


def not_asked(stage: Stage) -> None:
    """The disk of this machine is full: nobody could be asked, a notice tells why."""
    filled(stage)
    presenter = _screen(stage).presenter
    presenter.change(replace(presenter.draft, answer=None))
    said = stage.wording.text("error.storage.full")
    identity = replace(presenter.facts.identity, hindered=said)
    presenter.remark(replace(presenter.facts, identity=identity))
    stage.settle()


def doubtful(stage: Stage) -> None:
    """A card whose letters lost their marks and whose sex does not fit its number; all doubts are listed."""
    screen = stage.sign_in()
    scan(stage, screen, PLAIN_CARD)
    screen.view.applicant.identity.doubts.click()
    stage.settle()


def mismatch(stage: Stage) -> None:
    """The e-ID system knows other data: told with what to do, and nothing is stopped."""
    filled(stage)
    _screen(stage).view.applicant.identity.doubts.click()
    stage.settle()


def guiding(stage: Stage) -> None:
    """No account: the steps are open, two are done."""
    filled(stage)
    screen = _screen(stage)
    screen.identity.open_guide(True)
    stage.settle()
    for tick in list(screen.view.applicant.guide.steps.values())[:2]:
        tick.click()
    stage.settle()


def sighted(stage: Stage) -> None:
    """Without a line the clerk compared paper and person."""
    filled(stage)
    _screen(stage).view.applicant.identity.eye.click()
    stage.settle()


def earlier(stage: Stage) -> None:
    """The same person's earlier dossiers, one key away."""
    screen = stage.sign_in()
    scan(stage, screen, CARD)
    screen.view.applicant.identity.earlier.click()
    stage.settle()


def principal(stage: Stage) -> None:
    """Somebody else brings the dossier: the check is the owner's."""
    authorised(stage)


def _screen(stage: Stage) -> ReceptionScreen:
    assert stage.frame.counter is not None
    return stage.frame.counter.reception()
