"""Every trouble and every verdict has words in both languages."""

from __future__ import annotations

import pytest

from counter_app.central import codes, judgement
from counter_app.i18n.wording import Language, Wording
from counter_app.paths import resources
from counter_app.services import projection
from counter_app.sync.link import LinkError, Trouble

LANGUAGES: tuple[Language, ...] = ("vi", "en")
VERDICTS = [
    judgement.BODY_MISSING.code,
    judgement.NOT_UNDERSTOOD.code,
    judgement.WAITS_FOR_RECEPTION.code,
    projection.UNREADABLE,
    projection.SAID_BEFORE,
    codes.BAD_CODE,
    codes.OTHER_AGENCY,
    codes.OUTSIDE_LEASE,
    codes.TAKEN,
    "already_cancelled",
    "received_twice",
    "status_does_not_follow",
    "entry.bad_body",
    "journal.body_unreadable",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_is_worded_as_a_state_and_as_an_error(language: Language) -> None:
    wording = Wording(language, resources() / "i18n")
    for trouble in Trouble:
        assert wording.text(f"sync.trouble.{trouble.value}")
        assert wording.error(LinkError(trouble, problem="x", status=500))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verdict_is_worded(language: Language) -> None:
    wording = Wording(language, resources() / "i18n")
    for code in VERDICTS:
        assert wording.text(f"verdict.{code}", code="H01.15.21-261120-0001")
