"""What the clerks were told, kept outside of everything that is tried: by it the promises are checked."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that a clerk did. Its number stands in the entry's ``actor``, wherever the entry goes."""

    number: int
    counter: str
    office: str
    subject: str
    kind: str
    odd: bool = False
    """Unreadable, of an unknown kind, or not taken by the central system as it is."""

    @property
    def actor(self) -> str:
        """How the entry is known again when it was moved to another place of the chain."""
        return f"work-{self.number}"


@dataclass
class Held:
    """What one database of a station must hold: acknowledged, and cut off before it was acknowledged."""

    saved: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)

    def copy(self) -> Held:
        """As a copy of the disk holds it."""
        return Held(set(self.saved), set(self.unsure))


@dataclass
class Ledger:
    """All work. ``excused``: what no remaining disk held any more, so that nobody can promise it."""

    works: dict[int, Work] = field(default_factory=dict)
    acknowledged: set[int] = field(default_factory=set)
    excused: set[int] = field(default_factory=set)
    torn: set[str] = field(default_factory=set)
    """Dossiers of which a part is excused: other counters may know more of them than the centre."""

    def begin(self, counter: str, office: str, subject: str, kind: str, *, odd: bool = False) -> Work:
        """The next work, not acknowledged yet."""
        work = Work(len(self.works) + 1, counter, office, subject, kind, odd)
        self.works[work.number] = work
        return work

    def excuse(self, lost: set[int]) -> None:
        """These were on a disk that is gone, and nowhere else."""
        self.excused |= lost
        self.torn |= {self.works[number].subject for number in lost}

    def promised(self) -> set[int]:
        """What must be at the centre in the end."""
        return self.acknowledged - self.excused


def number_of(actor: str) -> int | None:
    """The work that an entry is of, from its actor; ``None`` for the central system's own."""
    name, _, number = actor.rpartition("-")
    return int(number) if name == "work" and number.isdecimal() else None
