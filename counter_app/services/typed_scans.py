"""What a gun typed when an input method changed it: told by which of the possible texts makes sense."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.domain.identifiers.finding import Severity
from counter_app.domain.identifiers.identify import kind_of
from counter_app.domain.identifiers.scan import ScanRead, identify_scan
from counter_app.domain.identifiers.scan_kinds import ScanKind, SlipCode
from counter_app.services.ports import Scan

_NOT_PROVED: Final = (
    ScanKind.UNKNOWN,
    ScanKind.CHANGED_BY_INPUT_METHOD,
    ScanKind.CARD_CUT_OFF,
    ScanKind.VNEID,
    ScanKind.WEB_ADDRESS,
)


def usable_text(scan: Scan) -> str | None:
    """The text of a changed scan that may be interpreted, or ``None`` if it is not certain what was typed.

    It is certain when only one text is possible, or when only one reading is a code that we know and without
    an error; texts that read the same are one. Where only dossier codes are left the text stays as it is:
    whoever interprets it knows which of them there are. Pure; a gun gives at most about a hundred texts.
    """
    if len(scan.typed) == 1:
        return scan.typed[0]
    reads = _proved(scan.typed)
    if len(reads) == 1:
        return next(iter(reads.values()))
    only_codes = bool(reads) and all(isinstance(read, SlipCode) for read in reads)
    return scan.text if only_codes and not scan.text.isascii() else None


def _proved(texts: Sequence[str]) -> dict[ScanRead, str]:
    reads: dict[ScanRead, str] = {}
    for text in texts:
        read = identify_scan(text)
        if _is_proved(read):
            reads.setdefault(read, text)
    return reads


def _is_proved(read: ScanRead) -> bool:
    wrong = any(finding.severity is Severity.ERROR for finding in read.findings)
    undone = any(finding.code == "scan_input_method_undone" for finding in read.findings)
    return kind_of(read) not in _NOT_PROVED and not wrong and not undone
