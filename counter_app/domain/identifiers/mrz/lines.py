"""From what was typed or scanned to the lines of a machine-readable zone.

Spaces, lower case, missing line breaks, other signs for the filler and missing fillers are all met; what was
changed for it is said by findings. Letters and digits are never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from counter_app.domain.identifiers.finding import Finding, error, info
from counter_app.domain.identifiers.mrz.layout import FILLER, Layout, MrzFormat, holds, layout_of

_OTHER_FILLERS: Final = str.maketrans(
    {"«": "<<", "≪": "<<", "‹": "<", "˂": "<", "〈": "<", "⟨": "<", "(": "<", "[": "<", "{": "<"}
)
_LONGEST: Final = 200
_MOST_TOO_LONG: Final = 3
_SIZES: Final = {MrzFormat.TD1: (3, 30), MrzFormat.TD3: (2, 44), MrzFormat.TD2: (2, 36)}
_LIKE_DIGIT: Final = "0-9OQDILZSGB<"
_DATES: Final = re.compile(rf"(?=[{_LIKE_DIGIT}]{{7}}[MFX<][{_LIKE_DIGIT}]{{7}}[A-Z<0-9])")
"""Birth, sex and expiry, which stand side by side in every format; a digit may have been read as a letter."""
_DATES_AT: Final = {MrzFormat.TD1: 0, MrzFormat.TD2: 13, MrzFormat.TD3: 13}


@dataclass(frozen=True, slots=True)
class MrzLines:
    """The lines at their full width, in upper case, and what was done to get them."""

    layout: Layout
    lines: tuple[str, ...]
    findings: tuple[Finding, ...]


def cleaned(line: str) -> str:
    """One line in upper case, without spaces, with ``<`` for what stands in for it (``(``, ``«``)."""
    plain = unicodedata.normalize("NFKC", line).translate(_OTHER_FILLERS).upper()
    return "".join(plain.split()).strip("\ufeff\u200b")


def lines_of(text: str) -> MrzLines | None:
    """The lines of a machine-readable zone; ``None`` if ``text`` is nothing like one."""
    if len(text) > 4 * _LONGEST:
        return None
    raw = [line for line in (cleaned(line) for line in text.splitlines()) if line]
    run = "".join(raw)
    if not 40 <= len(run) <= _LONGEST or run[0] not in "PIACV" or not run.isascii():
        return None
    if FILLER * 2 not in run and "KK" not in run:
        return None
    whole = len(run)
    best: MrzLines | None = None
    least = (2, 0, 0)
    for format_, lines in _layings(text, raw, run):
        found = _fitted(format_, lines)
        if found is None or not _looks_right(found):
            continue
        failing = sum(not holds(check, found.lines) for check in found.layout.checks)
        # Lines that are whole settle the format, whatever is misread in them.
        doubts = (int(tuple(lines) != found.lines), failing, sum(map(len, found.lines)))
        if doubts < least:
            best, least = found, doubts
    if best is None:
        return None
    findings = list(best.findings)
    if any(sign in "«≪‹˂〈⟨([{" for sign in text):
        findings.insert(0, info("mrz_fillers_replaced"))
    if sum(map(len, best.lines)) > whole:
        findings.append(info("mrz_fillers_added"))
    return MrzLines(best.layout, best.lines, tuple(findings))


def is_proved(text: str) -> bool:
    """Whether this is a zone without a sign too few or too many in which every check digit fits."""
    run = "".join(text.split()).upper()
    for format_, (count, width) in _SIZES.items():
        if len(run) == count * width:
            lines = tuple(run[at : at + width] for at in range(0, len(run), width))
            return all(holds(check, lines) for check in layout_of(format_, lines[0]).checks)
    return False


def _layings(text: str, raw: Sequence[str], run: str) -> Iterator[tuple[MrzFormat, Sequence[str]]]:
    """The ways in which the text may be cut into lines."""
    chunks = [line for line in (cleaned(chunk) for chunk in text.split()) if line]
    for format_, (count, width) in _SIZES.items():
        for lines in (raw, chunks):
            if len(lines) == count:
                yield format_, lines
        if len(run) == count * width:
            yield format_, tuple(run[at : at + width] for at in range(0, len(run), width))
    yield from _laid_by_dates(run)


def _laid_by_dates(run: str) -> Iterator[tuple[MrzFormat, Sequence[str]]]:
    """One run whose fillers are missing: birth, sex and expiry show where the second line stands."""
    for match in _DATES.finditer(run):
        for format_, (count, width) in _SIZES.items():
            second = match.start() - _DATES_AT[format_]
            if not 5 <= second <= width:
                continue
            rest = run[second:]
            if count == 2:
                yield format_, (run[:second], rest)
            elif len(rest) > width:
                yield format_, (run[:second], rest[:width], rest[width:])


def _fitted(format_: MrzFormat, lines: Sequence[str]) -> MrzLines | None:
    """The lines brought to their width; missing fillers stand where the check digits agree best."""
    width = _SIZES[format_][1]
    findings = []
    choices = []
    for number, line in enumerate(lines, start=1):
        if len(line) > width:
            line = line[:width] + line[width:].rstrip(FILLER)  # noqa: PLW2901 - too many fillers do no harm
        if len(line) > width:
            if len(line) > width + _MOST_TOO_LONG:
                return None
            findings.append(error("mrz_line_too_long", line=number, length=len(line), expected=width))
        choices.append(_padded(line[:width], width))
    layout = layout_of(format_, choices[0][0])
    best = max(product(*choices), key=lambda fitted: sum(holds(check, fitted) for check in layout.checks))
    return MrzLines(layout, best, tuple(findings))


def _padded(line: str, width: int) -> tuple[str, ...]:
    missing = FILLER * (width - len(line))
    if not missing:
        return (line,)
    # At the end, or before the last check digit or two.
    return tuple(line[: len(line) - tail] + missing + line[len(line) - tail :] for tail in range(3))


def _looks_right(found: MrzLines) -> bool:
    layout, lines = found.layout, found.lines
    birth = layout.take(lines, "birth")
    states = layout.take(lines, "issuing_state") + layout.take(lines, "nationality")
    if sum(sign.isdigit() or sign in "OQDILZSGB<" for sign in birth) < 5:
        return False
    return sum(sign.isalpha() or sign in "01<" for sign in states) >= 5 and any(map(str.isdigit, birth))
