"""The guidance to an account, in words."""

from __future__ import annotations

from counter_app.domain.identity_status import Guidance, GuidanceOutcome
from counter_app.domain.parties import PartyKind
from counter_app.i18n import Wording
from counter_app.services.account_guidance import AccountGuidance
from counter_app.ui.counter.identity.identity_state import GuideShown, GuideStep


class GuideWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording, guidance: AccountGuidance) -> None:
        self._text = wording.text
        self._guidance = guidance

    def offered(self, kind: PartyKind) -> bool:
        """Whether there is anything to guide to at the counter."""
        return bool(self._guidance.steps(kind))

    def shown(self, kind: PartyKind, given: Guidance | None, *, offline: bool) -> GuideShown:
        """The steps for a kind of applicant; without a line only what can be told and handed over."""
        text = self._text
        steps = [step for step in self._guidance.steps(kind) if not (offline and step.needs_line)]
        usual = GuidanceOutcome.OFFLINE if offline else GuidanceOutcome.GUIDED
        return GuideShown(
            title=text("identity_panel.guide.title"),
            lead=text("identity_panel.guide.offline" if offline else "identity_panel.guide.lead"),
            steps=tuple(GuideStep(step.code, text(f"identity.step.{step.code}")) for step in steps),
            outcomes=tuple(
                (outcome.value, text(f"identity_panel.outcome.{outcome.value}"))
                for outcome in GuidanceOutcome
            ),
            done=given.steps if given is not None else (),
            outcome=(given.outcome if given is not None else usual).value,
            note=given.note if given is not None else "",
        )
