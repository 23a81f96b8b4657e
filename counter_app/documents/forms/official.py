"""The official forms as the program uses them: found by package and key, made as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock

from counter_app.documents.forms.package import FormPackage, FormPackages
from counter_app.documents.forms.spec import FormSpec
from counter_app.domain.errors import DomainError
from counter_app.domain.form_content import FormContent


class OfficialForms:
    """All form packages that are installed: those that the program brings, then those of ``more`` folders.

    May be used from any thread; one PDF is made at a time, because reportlab's fonts keep state. Raises
    ``DomainError("forms.bad_package", file, place)`` for a package that cannot be read.
    """

    def __init__(self, resources: Path, more: Sequence[Path] = ()) -> None:
        self._resources = resources
        self._packages = FormPackages([resources / "forms", *more])
        self._one_pdf = Lock()

    def packages(self) -> tuple[FormPackage, ...]:
        """Every package, by key."""
        return tuple(self._packages)

    def package(self, key: str) -> FormPackage:
        """One package; raises ``DomainError("forms.unknown_package", package)``."""
        return self._packages.get(key)

    def valid_on(self, day: date, *, profile: str = "", chosen: str = "") -> FormPackage:
        """The package of a day; see ``FormPackages.valid_on``."""
        return self._packages.valid_on(day, profile, chosen)

    def form(self, package: str, key: str) -> FormSpec:
        """A form; raises ``DomainError("forms.unknown_form", package, form)``."""
        form = self._packages.get(package).forms.get(key)
        if form is None:
            raise DomainError("forms.unknown_form", package=package, form=key)
        return form

    def pdf(self, package: str, key: str, content: FormContent) -> bytes:
        """The form with all its copies as a PDF with embedded fonts; equal content gives equal bytes."""
        # reportlab takes up to a second to import: only who makes a PDF waits for it.
        from counter_app.documents.flow import register_fonts  # noqa: PLC0415
        from counter_app.documents.forms.pdf import form_pdf  # noqa: PLC0415

        form, words = self.form(package, key), self._packages.get(package).wording
        with self._one_pdf:
            register_fonts(self._resources)
            return form_pdf(form, words, content)
