"""How this station looks after unsent and old work: retention, backups, when to warn; set by the office."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.services.store_ports import Database

DOCUMENT: Final = "care_settings"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CareSettings:
    """Settings of the station, kept in its database.

    ``closed_days``: how long a closed dossier stays readable here after its last entry, 0 for ever.
    ``safety_days``: how long at least after the central system is known to have an entry; longer than
    the age of the oldest backup that the centre might be restored from. ``drafts_days``: after how long a
    reception that was never accepted is dropped, 0 never. ``look_up_days``: how long the log of questions to
    the e-ID system is kept here, 0 for ever. ``backup_folder`` and ``backup_medium``: where backups of unsent
    work go, and the mark of that medium; ``backup_keep``: how many stay there.
    ``notice_minutes`` counts while the line is up; ``warning_minutes`` always; unsent work is urgent after
    ``urgent_hours``, at the latest when the working day after it ends, or from ``urgent_entries`` on.
    """

    closed_days: int = 400
    safety_days: int = 45
    drafts_days: int = 0
    look_up_days: int = 730
    backup_folder: str = ""
    backup_medium: str = ""
    backup_keep: int = 10
    notice_minutes: int = 30
    warning_minutes: int = 4 * 60
    urgent_hours: int = 24
    urgent_entries: int = 1000

    @property
    def erases_nothing(self) -> bool:
        """Whether everything is kept for ever."""
        return not (self.closed_days or self.drafts_days or self.look_up_days)


BOUNDS: Final[Mapping[str, range]] = {
    "closed_days": range(36_501),
    "safety_days": range(7, 3_651),
    "drafts_days": range(3_651),
    "look_up_days": range(36_501),
    "backup_keep": range(1, 101),
    "notice_minutes": range(5, 24 * 60 + 1),
    "warning_minutes": range(10, 7 * 24 * 60 + 1),
    "urgent_hours": range(1, 31 * 24 + 1),
    "urgent_entries": range(10, 1_000_001),
}
"""What each number may be; both ends count."""


class CareSettingsService:
    """Loads and keeps them; safe to use from any thread, for they are replaced whole."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current = self.load()

    def current(self) -> CareSettings:
        """The settings as last loaded or saved; reads no disk."""
        return self._current

    def load(self) -> CareSettings:
        """The kept settings; each that is not there or makes no sense is the default."""
        with self._database.read() as reads:
            stored = reads.document(DOCUMENT)
        return CareSettings() if stored is None else _read(stored[1])

    def save(self, settings: CareSettings) -> None:
        """Keep them, or nothing: raises ``DomainError("settings.out_of_range", setting, min, max)``.

        A notice comes before a warning, and a warning before what is urgent: else
        ``DomainError("settings.warnings_out_of_order")``.
        """
        for name, bounds in BOUNDS.items():
            if getattr(settings, name) not in bounds:
                raise DomainError("settings.out_of_range", setting=name, min=bounds[0], max=bounds[-1])
        if not settings.notice_minutes <= settings.warning_minutes <= settings.urgent_hours * 60:
            raise DomainError("settings.warnings_out_of_order")
        with self._database.begin() as work:
            stored = work.documents.get(DOCUMENT)
            version = 1 if stored is None else stored[0] + 1
            work.documents.put(DOCUMENT, version, json.dumps(asdict(settings)).encode())
        self._current = settings


def _read(data: bytes) -> CareSettings:
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        _log.warning("the settings for unsent and old work cannot be read; the defaults hold")
        return CareSettings()
    known = {field.name for field in fields(CareSettings)}
    kept = {name: value for name, value in plain.items() if name in known and _fits(name, value)}
    return replace(CareSettings(), **kept)


def _fits(name: str, value: object) -> bool:
    bounds = BOUNDS.get(name)
    if bounds is None:
        return isinstance(value, str)
    return type(value) is int and value in bounds
