"""What the services need of the official forms: which package counts on a day, and a form as a PDF."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from counter_app.domain.form_content import FormContent
from counter_app.services.ports import Paper


class FormPapers(Protocol):
    """The form packages that are installed; a package and a form are named by their keys."""

    def package_on(self, day: date, *, profile: str, chosen: str) -> str:
        """The package to print with on a day: the office's choice if it is valid then, else the newest.

        Raises ``DomainError("forms.none_valid", day)``.
        """
        ...

    def has(self, package: str, form: str) -> bool:
        """Whether that package has that form."""
        ...

    def paper(self, package: str, form: str) -> Paper:
        """What it is printed on; raises ``DomainError("forms.unknown_form")`` or ``.unknown_package``."""
        ...

    def pdf(self, package: str, form: str, content: FormContent) -> bytes:
        """The form with all its copies; errors as for ``paper``."""
        ...
