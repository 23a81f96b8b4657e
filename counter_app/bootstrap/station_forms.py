"""The installed form packages as the services want them; they are read when the first one is needed."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.domain.form_content import FormContent
from counter_app.services.ports import Paper

if TYPE_CHECKING:
    from counter_app.documents.forms.official import OfficialForms


class StationForms:
    """``services.form_ports.FormPapers``; raises ``DomainError("forms.*")``."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    @cached_property
    def _forms(self) -> OfficialForms:
        # Reading and checking the packages takes longer than opening the store: not at start-up.
        from counter_app.documents.forms.official import OfficialForms  # noqa: PLC0415

        return OfficialForms(self._resources)

    def package_on(self, day: date, *, profile: str, chosen: str) -> str:
        """The key of the package to print with on a day."""
        return self._forms.valid_on(day, profile=profile, chosen=chosen).key

    def has(self, package: str, form: str) -> bool:
        """Whether that package has that form."""
        return form in self._forms.package(package).forms

    def paper(self, package: str, form: str) -> Paper:
        """What it is printed on."""
        return "A5" if self._forms.form(package, form).form.paper == "A5" else "A4"

    def pdf(self, package: str, form: str, content: FormContent) -> bytes:
        """The form with all its copies."""
        return self._forms.pdf(package, form, content)
