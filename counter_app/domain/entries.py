"""The kinds of entry about a dossier, past tense: what happened, with everything that was decided.

An entry carries its decided values (due time and its steps, fee, versions), so that folding it needs
no configuration and no clock. Every kind has a version; ``UPCASTERS`` lift older bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from counter_app.domain.attached import FileAttached
from counter_app.domain.bodies import MISFITS, Body, BodyReader, Nature
from counter_app.domain.errors import DomainError
from counter_app.domain.handover_entries import DossierHandedBack, DossierHandedOver, HandoverStruck
from counter_app.domain.identity_entries import (
    IdentityChecked,
    IdentityGuided,
    IdentityRevealed,
    IdentitySettled,
)
from counter_app.domain.journal import Entry, decode_body
from counter_app.domain.parties import Party
from counter_app.domain.processing_entries import DossierRefused, DossierStopped, DueReappointed
from counter_app.domain.received import (
    Channel,
    CodeKind,
    Delivery,
    DeliveryMethod,
    DossierReceived,
    ReceivedComponent,
)
from counter_app.domain.resumed_entry import DossierResumed
from counter_app.domain.settling import EntrySettled
from counter_app.domain.signing_entries import PaperSigned
from counter_app.domain.status_entry import StatusChanged
from counter_app.domain.supplement_entries import AskedItem, SupplementReceived, SupplementRequested

__all__ = [
    "KINDS",
    "UPCASTERS",
    "AskedItem",
    "Body",
    "Channel",
    "CodeAssigned",
    "CodeKind",
    "Delivery",
    "DeliveryMethod",
    "DossierCancelled",
    "DossierCorrected",
    "DossierEvent",
    "DossierHandedBack",
    "DossierHandedOver",
    "DossierReceived",
    "DossierRefused",
    "DossierResumed",
    "DossierStopped",
    "DueReappointed",
    "EntrySettled",
    "FileAttached",
    "HandoverStruck",
    "IdentityChecked",
    "IdentityGuided",
    "IdentityRevealed",
    "IdentitySettled",
    "Nature",
    "PaperSigned",
    "ReceivedComponent",
    "SlipPrinted",
    "StatusChanged",
    "SupplementReceived",
    "SupplementRequested",
    "Unknown",
    "nature_of",
    "read_event",
]


@dataclass(frozen=True, slots=True)
class DossierCorrected:
    """Fields of a dossier were put right; the old values stay in the journal (QĐ 03/2023 An Giang Đ7)."""

    KIND: ClassVar[str] = "dossier.corrected"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    reason: str
    clerk_name: str
    owner: Party | None = None
    delivery: Delivery | None = None
    note: str | None = None

    def to_body(self) -> dict[str, object]:
        """Plain data with the corrected fields only."""
        body: dict[str, object] = {"reason": self.reason, "clerk_name": self.clerk_name}
        if self.owner is not None:
            body["owner"] = self.owner.to_body()
        if self.delivery is not None:
            body["delivery"] = {"method": self.delivery.method.value, "place": self.delivery.place}
        if self.note is not None:
            body["note"] = self.note
        return body

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        delivery = read.mapping("delivery") if "delivery" in body else None
        return read.whole(
            lambda: cls(
                reason=read.text("reason"),
                clerk_name=read.text("clerk_name"),
                owner=Party.from_body(read.mapping("owner")) if "owner" in body else None,
                delivery=Delivery(DeliveryMethod(str(delivery["method"])), str(delivery["place"]))
                if delivery is not None
                else None,
                note=read.text("note") if "note" in body else None,
            )
        )


@dataclass(frozen=True, slots=True)
class DossierCancelled:
    """A reception was a mistake: its code and ledger line stay, struck through, with the reason."""

    KIND: ClassVar[str] = "dossier.cancelled"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    reason: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {"reason": self.reason, "clerk_name": self.clerk_name}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(lambda: cls(read.text("reason"), read.text("clerk_name")))


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """A paper came out of a printer, or was handed to it. ``form`` names it: ``mau-01``, ``slip``, or a form.

    ``result`` is a ``PrintResult`` value: never "printed" when only "sent" is known. ``copy_no`` is 0
    for the first print and counts the reprints, which are marked so. ``package`` is the form package that it
    was made with, ``slip_number`` its number; both are empty for the receipt.
    """

    KIND: ClassVar[str] = "slip.printed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    form: str
    copy_no: int
    copies: int
    printer: str
    result: str
    sha256: str
    package: str = ""
    slip_number: str = ""

    @property
    def paper(self) -> str:
        """What its prints are counted by: the form, and the number where a dossier may have several."""
        return f"{self.form} {self.slip_number}" if self.slip_number else self.form

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        body: dict[str, object] = {
            "form": self.form,
            "copy_no": self.copy_no,
            "copies": self.copies,
            "printer": self.printer,
            "result": self.result,
            "sha256": self.sha256,
        }
        named = {"package": self.package, "slip_number": self.slip_number}
        return body | {name: value for name, value in named.items() if value}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                read.text("form"),
                read.number("copy_no"),
                read.number("copies"),
                read.text("printer"),
                read.text("result"),
                read.text("sha256"),
                read.text("package", ""),
                read.text("slip_number", ""),
            )
        )


@dataclass(frozen=True, slots=True)
class CodeAssigned:
    """The central system gave a dossier its official code; the provisional one stays an alias.

    By ``seal`` a central system knows its own words again when they come back to it after a restore.
    """

    KIND: ClassVar[str] = "dossier.code_assigned"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    code: str
    seal: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {"code": self.code, "seal": self.seal} if self.seal else {"code": self.code}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(lambda: cls(read.text("code"), read.text("seal", "")))


DossierEvent = (
    DossierReceived
    | DossierCorrected
    | DossierCancelled
    | SlipPrinted
    | CodeAssigned
    | StatusChanged
    | SupplementRequested
    | SupplementReceived
    | DossierRefused
    | DossierStopped
    | DossierResumed
    | DueReappointed
    | DossierHandedOver
    | DossierHandedBack
    | HandoverStruck
    | FileAttached
    | EntrySettled
    | IdentityChecked
    | IdentityGuided
    | IdentitySettled
    | IdentityRevealed
    | PaperSigned
)

KINDS: dict[str, type[DossierEvent]] = {
    kind.KIND: kind
    for kind in (
        DossierReceived,
        DossierCorrected,
        DossierCancelled,
        SlipPrinted,
        CodeAssigned,
        StatusChanged,
        SupplementRequested,
        SupplementReceived,
        DossierRefused,
        DossierStopped,
        DossierResumed,
        DueReappointed,
        DossierHandedOver,
        DossierHandedBack,
        HandoverStruck,
        FileAttached,
        EntrySettled,
        IdentityChecked,
        IdentityGuided,
        IdentitySettled,
        IdentityRevealed,
        PaperSigned,
    )
}

Upcaster = Callable[[dict[str, object]], dict[str, object]]

UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""``(kind, version)`` to the function that lifts a body of that version to the next one."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An entry of a kind or version that this program does not know: kept, shown, never guessed."""

    kind: str
    version: int
    body: Mapping[str, object] = field(default_factory=dict)


def read_event(
    entry: Entry,
    *,
    kinds: Mapping[str, type[DossierEvent]] = KINDS,
    upcasters: Mapping[tuple[str, int], Upcaster] = UPCASTERS,
) -> DossierEvent | Unknown:
    """What ``entry`` says, lifted to the newest version of its kind.

    Raises ``DomainError("journal.body_unreadable")`` or ``("entry.bad_body")`` when a body of a known kind
    does not fit it, and nothing else.
    """
    kind = kinds.get(entry.kind)
    if entry.body is None or kind is None or entry.kind_version > kind.VERSION:
        return Unknown(entry.kind, entry.kind_version)
    body = decode_body(entry.body)
    try:
        for version in range(entry.kind_version, kind.VERSION):
            body = upcasters[entry.kind, version](body)
    except MISFITS as error:
        raise DomainError("entry.bad_body", kind=entry.kind, field="") from error
    return kind.from_body(body)


def nature_of(kind: str) -> Nature:
    """Whether a kind is a fact or a decision; what is not known is taken for a fact, so that it is kept."""
    known = KINDS.get(kind)
    return known.NATURE if known is not None else Nature.FACT
