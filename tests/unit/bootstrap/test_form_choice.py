"""The package that the office chose reaches every paper: receipts, other forms, and the station at work."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from counter_app.bootstrap.form_samples import sample_receipt_content
from counter_app.bootstrap.form_shelf import InstalledForms, OfficeReceipts
from counter_app.bootstrap.station_forms import StationForms
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.work_calendar import VIETNAM
from counter_app.paths import resources
from tests.builders import clerk, counter

ADMINISTRATOR = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "")
TODAY = date(2026, 11, 22)


def test_receipts_and_forms_follow_the_choice_and_its_end() -> None:
    made = counter()
    shelf = InstalledForms(resources(), made.office)
    receipts = OfficeReceipts(resources(), shelf, made.clock)
    content = sample_receipt_content()
    before = receipts.pdf(content, layout="a5")
    made.services.forms.choose(ADMINISTRATOR, "tt-03-2025")
    chosen = made.office.current().form_package
    assert StationForms(resources()).package_on(TODAY, profile="an-giang", chosen=chosen) == "tt-03-2025"
    assert receipts.pdf(content, layout="a5") != before
    made.services.forms.choose(ADMINISTRATOR, "")
    assert receipts.pdf(content, layout="a5") == before


def test_a_day_before_the_chosen_package_is_printed_with_the_one_of_that_day() -> None:
    made = counter()
    made.services.forms.choose(ADMINISTRATOR, "tt-03-2025")
    shelf = made.services.forms.shelf
    assert shelf.used_on(datetime(2024, 3, 1, tzinfo=VIETNAM).date()) == "tt-01-2018"


def test_only_an_administrator_chooses_and_only_what_is_installed() -> None:
    forms = counter().services.forms
    with pytest.raises(DomainError, match=r"forms\.not_allowed"):
        forms.choose(clerk(), "tt-03-2025")
    with pytest.raises(DomainError, match=r"forms\.unknown_package"):
        forms.choose(ADMINISTRATOR, "moon")


@pytest.mark.parametrize("package", ["tt-01-2018", "tt-03-2025"])
def test_every_form_that_is_offered_can_be_made_blank(package: str) -> None:
    shelf = counter().services.forms.shelf
    offered = next(one for one in shelf.packages() if one.key == package)
    for form in offered.forms:
        assert shelf.blank(package, form.key).startswith(b"%PDF")
