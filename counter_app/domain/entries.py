"""The kinds of entry about a dossier, past tense: what happened, with everything that was decided.

An entry carries its decided values (due time and its steps, fee, versions), so that folding it needs
no configuration and no clock. Every kind has a version; ``UPCASTERS`` lift older bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol, Self, TypeVar

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, decode_body
from counter_app.domain.parties import Party, SubmitterRole

_T = TypeVar("_T")


class Nature(StrEnum):
    """A fact physically happened and is never refused; a decision can be."""

    FACT = "fact"
    DECISION = "decision"


class Channel(StrEnum):
    """How a dossier was filed (KenhThucHien 1, 2, 3; NĐ 61/2018 Đ16)."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class CodeKind(StrEnum):
    """Where a dossier code comes from."""

    LEASED = "leased"
    OVERFLOW = "overflow"
    PROVISIONAL = "provisional"
    CENTRAL = "central"


class DeliveryMethod(StrEnum):
    """How the result reaches the applicant (Mẫu 01, note 2)."""

    COUNTER = "counter"
    POSTAL = "postal"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class ReceivedComponent:
    """One paper of the dossier as it was handed over. ``copy_kind``: original, copy, sighted, electronic."""

    name: str
    condition: str
    copy_kind: str
    originals: int
    copies: int
    present: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the result goes; ``place`` is the address for the post, or the office."""

    method: DeliveryMethod = DeliveryMethod.COUNTER
    place: str = ""


class Body(Protocol):
    """What an entry says; one frozen class per kind."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int]
    NATURE: ClassVar[Nature]

    def to_body(self) -> dict[str, object]: ...

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self: ...


@dataclass(frozen=True, slots=True)
class DossierReceived:
    """A dossier was accepted at a counter (NĐ 61/2018 Đ17 k1)."""

    KIND: ClassVar[str] = "dossier.received"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    code: str
    code_kind: CodeKind
    office: str
    office_name: str
    counter: str
    clerk_name: str
    channel: Channel
    owner: Party
    submitter_role: SubmitterRole
    submitter: Party | None
    authorisation: str
    procedure: Mapping[str, object]
    """``code``, ``name``, ``field``, ``decision``, ``catalogue_version``."""
    components: tuple[ReceivedComponent, ...]
    set_count: int
    fee: Mapping[str, object]
    """``amount_vnd`` (``None``: not set), ``basis``, ``note``."""
    due: Mapping[str, object] | None
    """The due time with its steps, as ``working_time`` writes it; ``None`` when no time is set."""
    delivery: Delivery
    ledger_book: str
    ledger_line: int
    slip_number: str
    identity: Mapping[str, object]
    """``source``, ``findings``, ``check`` (``not_checked_offline`` until the centre was asked)."""
    profile_version: str
    calendar_version: str
    note: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data, as it is hashed and sent."""
        body: dict[str, object] = {
            "code": self.code,
            "code_kind": self.code_kind.value,
            "office": self.office,
            "office_name": self.office_name,
            "counter": self.counter,
            "clerk_name": self.clerk_name,
            "channel": self.channel.value,
            "owner": self.owner.to_body(),
            "submitter_role": self.submitter_role.value,
            "procedure": dict(self.procedure),
            "components": [
                [c.name, c.condition, c.copy_kind, c.originals, c.copies, c.present] for c in self.components
            ],
            "set_count": self.set_count,
            "fee": dict(self.fee),
            "due": None if self.due is None else dict(self.due),
            "delivery": {"method": self.delivery.method.value, "place": self.delivery.place},
            "ledger": [self.ledger_book, self.ledger_line],
            "slip_number": self.slip_number,
            "identity": dict(self.identity),
            "versions": {"profile": self.profile_version, "calendar": self.calendar_version},
        }
        if self.submitter is not None:
            body["submitter"] = self.submitter.to_body()
        if self.authorisation:
            body["authorisation"] = self.authorisation
        if self.note:
            body["note"] = self.note
        return body

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``; raises ``DomainError("entry.bad_body")``."""
        read = _Reader(cls.KIND, body)
        delivery = read.mapping("delivery")
        ledger = read.items("ledger")
        versions = read.mapping("versions")
        return read.whole(
            lambda: cls(
                code=read.text("code"),
                code_kind=CodeKind(read.text("code_kind")),
                office=read.text("office"),
                office_name=read.text("office_name"),
                counter=read.text("counter"),
                clerk_name=read.text("clerk_name"),
                channel=Channel(read.text("channel")),
                owner=Party.from_body(read.mapping("owner")),
                submitter_role=SubmitterRole(read.text("submitter_role")),
                submitter=Party.from_body(read.mapping("submitter")) if "submitter" in body else None,
                authorisation=read.text("authorisation", ""),
                procedure=read.mapping("procedure"),
                components=tuple(_component(item) for item in read.items("components")),
                set_count=read.number("set_count"),
                fee=read.mapping("fee"),
                due=read.mapping("due") if body.get("due") is not None else None,
                delivery=Delivery(DeliveryMethod(str(delivery["method"])), str(delivery["place"])),
                ledger_book=str(ledger[0]),
                ledger_line=int(str(ledger[1])),
                slip_number=read.text("slip_number"),
                identity=read.mapping("identity"),
                profile_version=str(versions["profile"]),
                calendar_version=str(versions["calendar"]),
                note=read.text("note", ""),
            )
        )


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
        read = _Reader(cls.KIND, body)
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
        read = _Reader(cls.KIND, body)
        return read.whole(lambda: cls(read.text("reason"), read.text("clerk_name")))


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """A paper came out of a printer, or was handed to it. ``form`` names it: ``mau-01``, ``slip``.

    ``result`` is a ``PrintResult`` value: never "printed" when only "sent" is known. ``copy_no`` is 0
    for the first print and counts the reprints, which are marked so.
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

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "form": self.form,
            "copy_no": self.copy_no,
            "copies": self.copies,
            "printer": self.printer,
            "result": self.result,
            "sha256": self.sha256,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = _Reader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                read.text("form"),
                read.number("copy_no"),
                read.number("copies"),
                read.text("printer"),
                read.text("result"),
                read.text("sha256"),
            )
        )


@dataclass(frozen=True, slots=True)
class CodeAssigned:
    """The central system gave a dossier its official code; the provisional one stays an alias."""

    KIND: ClassVar[str] = "dossier.code_assigned"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    code: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {"code": self.code}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = _Reader(cls.KIND, body)
        return read.whole(lambda: cls(read.text("code")))


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A dossier came to another status (TT 22/2019/TT-BTTTT, annex I)."""

    KIND: ClassVar[str] = "dossier.status_changed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    status: int
    unit: str = ""
    note: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {"status": self.status, "unit": self.unit, "note": self.note}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = _Reader(cls.KIND, body)
        return read.whole(lambda: cls(read.number("status"), read.text("unit", ""), read.text("note", "")))


DossierEvent = (
    DossierReceived | DossierCorrected | DossierCancelled | SlipPrinted | CodeAssigned | StatusChanged
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


def read_event(entry: Entry) -> DossierEvent | Unknown:
    """What ``entry`` says, lifted to the newest version of its kind.

    Raises ``DomainError("entry.bad_body")`` when a body of a known kind does not fit it.
    """
    kind = KINDS.get(entry.kind)
    if entry.body is None or kind is None or entry.kind_version > kind.VERSION:
        return Unknown(entry.kind, entry.kind_version)
    body = decode_body(entry.body)
    for version in range(entry.kind_version, kind.VERSION):
        body = UPCASTERS[entry.kind, version](body)
    return kind.from_body(body)


def nature_of(kind: str) -> Nature:
    """Whether a kind is a fact or a decision; what is not known is taken for a fact, so that it is kept."""
    known = KINDS.get(kind)
    return known.NATURE if known is not None else Nature.FACT


def _component(item: object) -> ReceivedComponent:
    name, condition, copy_kind, originals, copies, present = list(item)  # type: ignore[call-overload]
    return ReceivedComponent(
        str(name), str(condition), str(copy_kind), int(originals), int(copies), bool(present)
    )


class _Reader:
    """Reads a body and turns every misfit into one ``DomainError`` that names the kind."""

    def __init__(self, kind: str, body: Mapping[str, object]) -> None:
        self._kind = kind
        self._body = body

    def text(self, name: str, default: str | None = None) -> str:
        value = self._body.get(name, default)
        if not isinstance(value, str):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def number(self, name: str) -> int:
        value = self._body.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def mapping(self, name: str) -> Mapping[str, object]:
        value = self._body.get(name)
        if not isinstance(value, dict):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def items(self, name: str) -> list[object]:
        value = self._body.get(name)
        if not isinstance(value, list):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def whole(self, build: Callable[[], _T]) -> _T:
        try:
            return build()
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise DomainError("entry.bad_body", kind=self._kind, field="") from error
