"""The entry with which a dossier begins, and the values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.parties import Party, SubmitterRole


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
    """``IdentityEvidence`` as plain data, and ``check``: ``not_checked_offline`` if the e-ID system was not
    asked by then, else a state with ``at``, ``transaction`` and ``asked`` as in ``CheckAnswer``."""
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
        read = BodyReader(cls.KIND, body)
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


def _component(item: object) -> ReceivedComponent:
    name, condition, copy_kind, originals, copies, present = list(item)  # type: ignore[call-overload]
    return ReceivedComponent(
        str(name), str(condition), str(copy_kind), int(originals), int(copies), bool(present)
    )
