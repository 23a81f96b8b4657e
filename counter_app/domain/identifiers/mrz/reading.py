"""Reading a machine-readable zone: who the holder is, as far as the check digits prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.domain.identifiers.finding import Finding, error, info, warning
from counter_app.domain.identifiers.mrz.confusions import changed, proposed_changes, told
from counter_app.domain.identifiers.mrz.dates import Birth, read_birth, read_expiry
from counter_app.domain.identifiers.mrz.layout import FILLER, VISA, MrzFormat, check_digit, holds
from counter_app.domain.identifiers.mrz.lines import MrzLines, lines_of
from counter_app.domain.identifiers.mrz.names import may_be_cut, surname_and_given
from counter_app.domain.identifiers.personal_number import parse_personal_number, read_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.sex import Sex

VIETNAM: Final = "VNM"
_SEXES: Final = {"M": Sex.MALE, "F": Sex.FEMALE}
_WRONG: Final = {
    "number": error("mrz_number_check_digit"),
    "personal_number": error("mrz_personal_number_check_digit"),
    "birth": error("mrz_birth_check_digit"),
    "composite": error("mrz_composite_check_digit"),
}


@dataclass(frozen=True, slots=True)
class MrzRead:
    """What a machine-readable zone gave.

    A value whose check digit fails is left empty and named by a finding; ``proposal`` then holds the lines as
    they probably should read (O for 0 and the like), for a person to accept and have read again, or nothing.
    Names have no Vietnamese marks and no check digit. ``personal_number`` is the field of that name, twelve
    digits on Vietnamese documents. States are codes of three letters (one for Germany). ``expires_on`` is
    ``None`` for a document without expiry.

    The year of birth has two digits. Its century is the one of the personal number where that agrees, else
    the latest in which the day of birth does not lie in the future.
    """

    format: MrzFormat
    document_code: str
    issuing_state: str
    number: str
    personal_number: str
    surname: str
    given_names: str
    birth_date: date | None
    birth_year: int | None
    sex: Sex | None
    expires_on: date | None
    nationality: str
    proposal: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def full_name(self) -> str:
        """Surname first, as Vietnamese papers write it."""
        return f"{self.surname} {self.given_names}".strip()

    @property
    def is_vietnamese(self) -> bool:
        """Whether the holder is a Vietnamese citizen."""
        return (self.nationality or self.issuing_state) == VIETNAM


def read_mrz(text: str, *, places: Places | None = None, today: date | None = None) -> MrzRead | None:
    """Read TD1, TD2 or TD3; ``None`` if ``text`` is nothing like one.

    With ``today`` an expired document is named and centuries are certain; ``places`` and the declared sex
    and year check the personal number as on a card.
    """
    found = lines_of(text)
    return None if found is None else _Reader(found, places, today).read()


class _Reader:
    """Collects findings while it goes through the fields once."""

    def __init__(self, found: MrzLines, places: Places | None, today: date | None) -> None:
        self._layout, self._lines = found.layout, found.lines
        self._places, self._today = places, today
        self._findings = list(found.findings)
        self._changes = proposed_changes(self._layout, self._lines)
        self._mended = changed(self._lines, self._changes)
        self._trusted = {check.name for check in self._layout.checks if holds(check, self._lines)}

    def read(self) -> MrzRead:
        self._tell_checks()
        issuing, nationality = self._state("issuing_state"), self._state("nationality")
        personal = self._personal_number()
        expires_on = self._expiry()
        birth = self._birth(personal, expires_on)
        sex = self._sex()
        surname, given = self._names(VIETNAM in (issuing, nationality))
        if VIETNAM in (issuing, nationality):
            self._check_personal_number(personal, sex, birth.year)
        number = self._number()
        if self._layout is VISA:
            self._findings.append(warning("mrz_is_visa"))
            number = ""
        return MrzRead(
            format=self._layout.format,
            document_code=self._take("document").strip(FILLER),
            issuing_state=issuing,
            number=number,
            personal_number=personal,
            surname=surname,
            given_names=given,
            birth_date=birth.day,
            birth_year=birth.year,
            sex=sex,
            expires_on=expires_on,
            nationality=nationality,
            proposal=self._proposal(),
            findings=tuple(self._findings),
        )

    def _take(self, name: str) -> str:
        return self._layout.take(self._lines, name)

    # --- check digits --------------------------------------------------------------------------

    def _tell_checks(self) -> None:
        self._findings += told(self._changes)
        names = [check.name for check in self._layout.checks]
        mended = {check.name for check in self._layout.checks if holds(check, self._mended)}
        wrong = [name for name in names if name not in mended]
        if wrong == ["number"] and self._long_number():
            wrong = []
        for name in wrong:
            # The composite covers all of them: it tells something of its own only if they are right.
            if name in _WRONG and (name != "composite" or wrong == ["composite"]):
                self._findings.append(_WRONG[name])

    def _proposal(self) -> tuple[str, ...]:
        proved = all(holds(check, self._mended) for check in self._layout.checks)
        return self._mended if self._changes and proved else ()

    # --- fields --------------------------------------------------------------------------------

    def _number(self) -> str:
        if "number" in self._trusted:
            return self._take("number").strip(FILLER)
        return self._long_number()

    def _long_number(self) -> str:
        """A number of more than nine signs, which runs on into the optional data (ICAO Doc 9303-5)."""
        span = self._layout.fields["number"]
        optional = self._layout.fields.get("optional")
        if optional is None or self._lines[span.line][span.end] != FILLER:
            return ""
        rest = self._take("optional").partition(FILLER)[0]
        number = self._take("number") + rest[:-1]
        return number if rest and FILLER not in number and check_digit(number) == rest[-1] else ""

    def _personal_number(self) -> str:
        if "personal_number" not in self._trusted:
            return ""
        return self._take("personal_number").strip(FILLER)

    def _check_personal_number(self, personal: str, sex: Sex | None, year: int | None) -> None:
        if parse_personal_number(personal) is None:
            if "personal_number" in self._trusted:
                self._findings.append(info("mrz_without_personal_number"))
            return
        read = read_personal_number(
            personal, places=self._places, sex=sex, birth_year=year, today=self._today
        )
        self._findings += read.findings
        card = self._layout.format is MrzFormat.TD1
        if card and "number" in self._trusted and self._take("number") != personal[-9:]:
            self._findings.append(warning("mrz_number_not_of_personal_number"))

    def _birth(self, personal: str, expires_on: date | None) -> Birth:
        signs = self._take("birth")
        if "birth" not in self._trusted:
            return Birth(None, None)
        birth = read_birth(signs, parse_personal_number(personal), self._today, expires_on)
        if birth.finding is not None:
            self._findings.append(birth.finding)
        return birth

    def _expiry(self) -> date | None:
        if "expiry" not in self._trusted and self._is_confused("expiry"):
            return None
        day, finding = read_expiry(self._take("expiry"), "expiry" in self._trusted, self._today)
        if finding is not None:
            self._findings.append(finding)
        return day

    def _is_confused(self, name: str) -> bool:
        """Whether a change is proposed in that field or its check digit."""
        span = self._layout.fields[name]
        return any(
            change.line == span.line and span.start <= change.place <= span.end for change in self._changes
        )

    def _sex(self) -> Sex | None:
        sign = self._take("sex")
        if sign not in "MFX<":
            self._findings.append(warning("mrz_sex_unreadable"))
        return _SEXES.get(sign)

    def _state(self, name: str) -> str:
        code = self._take(name).strip(FILLER)
        return code if code.isalpha() else ""

    def _names(self, vietnamese: bool) -> tuple[str, str]:
        field = self._take("names")
        span = self._layout.fields["names"]
        if any(
            change.line == span.line and span.start <= change.place < span.end for change in self._changes
        ):
            return "", ""
        surname, given = surname_and_given(field)
        if not surname:
            self._findings.append(warning("mrz_name_unreadable"))
            return "", ""
        if vietnamese:
            self._findings.append(info("mrz_name_without_marks"))
        if may_be_cut(field):
            self._findings.append(info("mrz_name_may_be_cut"))
        return surname, given
