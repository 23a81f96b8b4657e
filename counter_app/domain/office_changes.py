"""The kinds of entry about the office itself: what a counter decided of its days, or noted on a procedure.

Such an entry's subject is no dossier but a part of the office; every station and the central system work it
out by themselves. Each change carries a stamp. For one day, or one procedure, the change with the later stamp
counts, in whatever order they came; ``seen`` names what its writer knew, so that two who did not know of each
other are noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Final, Self
from uuid import UUID, uuid5

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, decode_body, instant_text, parse_instant

_NAMESPACE: Final = UUID("0f9a3c56-9f0e-5d0c-8a77-2b6c6f6c9a10")
_TICK: Final = timedelta(microseconds=1)


def calendar_subject(office: str) -> str:
    """The subject of what counters decide about an office's days; 32 hex digits."""
    return uuid5(_NAMESPACE, f"{office}\ncalendar").hex


def notes_subject(office: str) -> str:
    """The subject of what counters note on an office's procedures; 32 hex digits."""
    return uuid5(_NAMESPACE, f"{office}\nnotes").hex


def stamp_of(at: str, writer: str) -> str:
    """``at`` (as ``instant_text`` writes it) and who wrote it; stamps sort as texts, the later one behind."""
    return f"{at} {writer}"


def next_instant(now: datetime, seen: Mapping[str, str] | None = None) -> str:
    """When a change is said to be decided: now, yet always later than what its writer knew.

    So that a clock that is behind does not make somebody's answer look older than what it answers.
    """
    known = [parse_instant(stamp.partition(" ")[0]) for stamp in (seen or {}).values() if stamp]
    return instant_text(max([now, *(at + _TICK for at in known)]))


@dataclass(frozen=True, slots=True)
class DaysDecided:
    """A counter put overrides into the office's calendar, or took days back.

    ``at`` is the instant of its stamp. ``seen`` are the stamps, by ISO day, that its writer knew of.
    """

    KIND: ClassVar[str] = "office.days_decided"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    at: str
    clerk_name: str
    overrides: tuple[CalendarOverride, ...] = ()
    taken_back: tuple[date, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def days(self) -> frozenset[date]:
        """All days that it is about."""
        return frozenset(self.taken_back).union(*(override.dates for override in self.overrides))

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "at": self.at,
            "clerk_name": self.clerk_name,
            "overrides": [override.to_plain() for override in self.overrides],
            "taken_back": [day.isoformat() for day in self.taken_back],
            "seen": dict(self.seen),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        try:
            overrides = tuple(CalendarOverride.from_plain(row) for row in read.items("overrides"))
        except DomainError as error:
            raise DomainError("entry.bad_body", kind=cls.KIND, field="overrides") from error
        return read.whole(
            lambda: cls(
                _instant(read, cls.KIND),
                read.text("clerk_name"),
                overrides,
                tuple(date.fromisoformat(str(day)) for day in read.items("taken_back")),
                {str(day): str(stamp) for day, stamp in read.mapping("seen").items()},
            )
        )


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """A counter wrote note and keywords on a procedure; both empty: it took them back.

    ``at`` is the instant of its stamp, ``seen`` the stamp of the note that its writer knew of, or empty.
    """

    KIND: ClassVar[str] = "office.note_written"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    at: str
    clerk_name: str
    procedure: str
    note: str
    keywords: tuple[str, ...] = ()
    seen: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "at": self.at,
            "clerk_name": self.clerk_name,
            "procedure": self.procedure,
            "note": self.note,
            "keywords": list(self.keywords),
            "seen": self.seen,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        keywords = read.items("keywords")
        if not all(isinstance(word, str) and word for word in keywords):
            raise DomainError("entry.bad_body", kind=cls.KIND, field="keywords")
        return cls(
            _instant(read, cls.KIND),
            read.text("clerk_name"),
            read.text("procedure"),
            read.text("note"),
            tuple(str(word) for word in keywords),
            read.text("seen"),
        )


OfficeChange = DaysDecided | NoteWritten

OFFICE_KINDS: Final[Mapping[str, type[OfficeChange]]] = {
    kind.KIND: kind for kind in (DaysDecided, NoteWritten)
}


def read_office_change(entry: Entry) -> OfficeChange | None:
    """What ``entry`` changes; ``None`` for other kinds, newer versions, and what has no body.

    Raises ``DomainError("journal.body_unreadable")`` or ``("entry.bad_body")``.
    """
    kind = OFFICE_KINDS.get(entry.kind)
    if kind is None or entry.body is None or entry.kind_version > kind.VERSION:
        return None
    return kind.from_body(decode_body(entry.body))


def _instant(read: BodyReader, kind: str) -> str:
    """In the one form in which stamps can be compared."""
    try:
        return instant_text(parse_instant(read.text("at")))
    except DomainError as error:
        raise DomainError("entry.bad_body", kind=kind, field="at") from error
