"""The kinds of entry: written and read back, lifted from older versions, kept when they are not known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import pytest

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.entries import (
    KINDS,
    UPCASTERS,
    AskedItem,
    CodeAssigned,
    Delivery,
    DeliveryMethod,
    DossierCancelled,
    DossierCorrected,
    DossierEvent,
    DossierHandedBack,
    DossierHandedOver,
    DossierReceived,
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    EntrySettled,
    FileAttached,
    HandoverStruck,
    IdentityChecked,
    IdentityGuided,
    IdentityRevealed,
    IdentitySettled,
    PaperSigned,
    SlipPrinted,
    StatusChanged,
    SupplementReceived,
    SupplementRequested,
    Unknown,
    nature_of,
    read_event,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import GuidanceOutcome, SettlementOutcome
from counter_app.domain.journal import encode_body, erase_body
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.settling import Outcome
from tests.fixtures.dossiers import MORNING, Scribe, reception

ORGANISATION = Party(
    PartyKind.ORGANISATION,
    "Công ty TNHH Mẫu",
    "0100000017",
    address="Số 1, phường Mẫu",
    representative="Lê Mẫu",
)

EVENTS: list[DossierEvent] = [
    reception(),
    replace(
        reception(),
        owner=ORGANISATION,
        submitter_role=SubmitterRole.AUTHORISED,
        submitter=Party(full_name="Lê Văn Mẫu", source="card"),
        authorisation="Giấy ủy quyền số 12/2026",
        note="Hẹn gọi trước",
        due=None,
        fee={"amount_vnd": None, "basis": "local", "note": ""},
    ),
    DossierCorrected("Gõ nhầm", "Trần Văn Mẫu", owner=ORGANISATION),
    DossierCorrected(
        "Đổi nơi nhận", "Trần Văn Mẫu", delivery=Delivery(DeliveryMethod.POSTAL, "Số 3, xã Mẫu")
    ),
    DossierCorrected("Bỏ ghi chú", "Trần Văn Mẫu", note=""),
    DossierCancelled("Nhập trùng", "Trần Văn Mẫu"),
    SlipPrinted("mau-01", 1, 2, "Máy in Quầy 03", "sent", "ab" * 32),
    CodeAssigned("H01.15.21-261120-9001"),
    StatusChanged(4, "Phòng Tư pháp", "chuyển hồ sơ"),
    SlipPrinted("supplement", 0, 1, "Máy in Quầy 03", "sent", "ab" * 32, "tt-01-2018", "0001-03"),
    SupplementRequested(
        (AskedItem("Giấy chứng sinh", 1, 0, 2, "bản đã nộp bị mờ"), AskedItem("Tờ khai")),
        "Thiếu giấy tờ",
        MORNING,
        "0001-03",
        "tt-01-2018",
        "Trần Văn Mẫu",
        MORNING,
        "Giấy tờ mới theo kết quả thẩm định",
        "Phạm Thị Trưởng",
    ),
    SupplementReceived("0001-03", {"due_at": None}, "restart", "Trần Văn Mẫu", "đủ"),
    DossierRefused(
        9, "not_eligible", "Không đủ điều kiện", "Điều 19", "0001-03", "tt-01-2018", "Trần Văn Mẫu"
    ),
    DossierStopped("asked", "Theo đề nghị", "", "Tờ khai", "0001-03", "tt-03-2025", "Trần Văn Mẫu"),
    DossierStopped("asked", "Theo đề nghị", "", "Tờ khai", "", "", "Trần Văn Mẫu", "15/TB-UBND"),
    DossierResumed("Tranh chấp đã hòa giải", "Phạm Thị Trưởng", "Trần Văn Mẫu", "16/TB-UBND"),
    DueReappointed(
        MORNING,
        {"due_at": None},
        "consulting",
        "Chờ ý kiến",
        "12/PXL",
        "UBND phường",
        "Lê Văn Mẫu",
        1,
        "0001-03",
        "tt-01-2018",
        "Trần Văn Mẫu",
    ),
    DossierHandedOver(
        "Trung tâm",
        "Trần Văn Mẫu",
        "Phòng Mẫu",
        "Lê Thị Mẫu",
        MORNING,
        "on_time",
        MORNING,
        "Trần Văn Mẫu",
        "0002-03",
        "gồm 2 bản vẽ",
    ),
    DossierHandedBack("Phòng Mẫu", "Lê Thị Mẫu", "Trung tâm", "Trần Văn Mẫu", None, "", True, "Trần Văn Mẫu"),
    HandoverStruck("station-b", 2, 31, "Ghi nhầm hồ sơ", "Trần Văn Mẫu"),
    FileAttached(0, "cd" * 32, "application/pdf", 48_211, 2),
    EntrySettled("station-b", 2, 31, Outcome.REPLACED, "Ghi chú quá dài", "Trần Văn Mẫu"),
    IdentityChecked(IdentityState.LEVEL_2, MORNING, "C06-1", "0123456789abcdef"),
    IdentityGuided(GuidanceOutcome.CREATED, ("install", "number"), "", "0123456789abcdef", "Trần Văn Mẫu"),
    IdentitySettled(SettlementOutcome.COME_BACK, "", "0123456789abcdef", MORNING, "Trần Văn Mẫu"),
    IdentityRevealed("owner", "detail", "Đối chiếu sổ", "Trần Văn Mẫu"),
    PaperSigned(
        "supplement",
        "tt-01-2018",
        "0001-03",
        "ef" * 32,
        48_211,
        "ab" * 32,
        "NGUYỄN VĂN MẪU",
        MORNING,
        clerk_name="Trần Văn Mẫu",
    ),
    PaperSigned(
        "mau-01", "", "", "ef" * 32, 52_011, "ab" * 32, "LÊ VĂN MẪU", MORNING, MORNING, replaces="cd" * 32
    ),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.KIND)
def test_what_is_written_is_read_back(event: DossierEvent) -> None:
    assert read_event(Scribe().write("dossier-1", event)) == event


def test_every_kind_is_among_the_samples() -> None:
    assert {event.KIND for event in EVENTS} == set(KINDS)


def test_every_older_version_of_every_kind_can_be_lifted() -> None:
    needed = {(kind.KIND, version) for kind in KINDS.values() for version in range(1, kind.VERSION)}
    assert set(UPCASTERS) == needed


@pytest.mark.requirement("LC-20", "AG-02")
def test_owner_and_submitter_are_two_parties_with_the_right_by_which_one_acts() -> None:
    received = read_event(Scribe().write("dossier-1", EVENTS[1]))
    assert isinstance(received, DossierReceived)
    assert received.owner == ORGANISATION
    assert received.submitter == Party(full_name="Lê Văn Mẫu", source="card")
    assert received.submitter_role is SubmitterRole.AUTHORISED
    assert received.authorisation == "Giấy ủy quyền số 12/2026"


def test_fields_of_a_newer_program_are_no_obstacle() -> None:
    body = StatusChanged(4).to_body() | {"colour": "blue"}
    assert read_event(Scribe().write("dossier-1", body, kind="dossier.status_changed")) == StatusChanged(4)


@pytest.mark.parametrize(
    ("kind", "version"), [("dossier.blessed", 1), ("dossier.status_changed", 2), ("dossier.received", 99)]
)
def test_a_kind_or_version_that_is_not_known_is_kept_and_not_guessed(kind: str, version: int) -> None:
    entry = Scribe().write("dossier-1", {"status": 4}, kind=kind, kind_version=version)
    assert read_event(entry) == Unknown(kind, version)
    assert entry.body == b'{"status":4}'


def test_an_entry_whose_body_was_erased_says_nothing_more() -> None:
    entry = erase_body(Scribe().write("dossier-1", reception()))
    assert read_event(entry) == Unknown("dossier.received", 1)


@dataclass(frozen=True, slots=True)
class _StatusOfTomorrow:
    """The same kind three versions on: the unit became a code with a name."""

    KIND: ClassVar[str] = StatusChanged.KIND
    VERSION: ClassVar[int] = 3
    NATURE: ClassVar[Nature] = Nature.DECISION

    status: int
    unit_code: str
    unit_name: str

    def to_body(self) -> dict[str, object]:
        return {"status": self.status, "unit": {"code": self.unit_code, "name": self.unit_name}}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        read = BodyReader(cls.KIND, body)
        unit = read.mapping("unit")
        return read.whole(lambda: cls(read.number("status"), str(unit["code"]), str(unit["name"])))


def _unit_to_name(body: dict[str, object]) -> dict[str, object]:
    return {**body, "unit": {"name": body["unit"]}}


def _name_to_code(body: dict[str, object]) -> dict[str, object]:
    unit = body["unit"]
    assert isinstance(unit, dict)
    return {**body, "unit": {"code": "", **unit}}


TOMORROW: dict[str, type[DossierEvent]] = {StatusChanged.KIND: _StatusOfTomorrow}  # type: ignore[dict-item]
LIFTS = {(StatusChanged.KIND, 1): _unit_to_name, (StatusChanged.KIND, 2): _name_to_code}


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (1, {"status": 4, "unit": "Phòng Tư pháp", "note": ""}),
        (2, {"status": 4, "unit": {"name": "Phòng Tư pháp"}}),
        (3, {"status": 4, "unit": {"code": "", "name": "Phòng Tư pháp"}}),
    ],
)
def test_a_body_of_an_older_version_is_lifted_step_by_step(version: int, body: dict[str, object]) -> None:
    entry = Scribe().write("dossier-1", body, kind=StatusChanged.KIND, kind_version=version)
    read: object = read_event(entry, kinds=TOMORROW, upcasters=LIFTS)
    assert read == _StatusOfTomorrow(4, "", "Phòng Tư pháp")


@pytest.mark.parametrize(("version", "body"), [(1, {"status": 4}), (0, {"status": 4, "unit": ""})])
def test_a_body_that_cannot_be_lifted_does_not_fit_its_kind(version: int, body: dict[str, object]) -> None:
    entry = Scribe().write("dossier-1", body, kind=StatusChanged.KIND, kind_version=1)
    entry = replace(entry, kind_version=version)
    with pytest.raises(DomainError) as caught:
        read_event(entry, kinds=TOMORROW, upcasters=LIFTS)
    assert caught.value.code == "entry.bad_body"


@pytest.mark.parametrize(
    "changes",
    [
        {"code": None},
        {"set_count": True},
        {"channel": "pigeon"},
        {"owner": []},
        {"owner": {"kind": "ghost"}},
        {"submitter": "Lê Văn Mẫu"},
        {"components": [["Tờ khai"]]},
        {"components": [["Tờ khai", "required", "original", float("1e999"), 0, True]]},
        {"components": [7]},
        {"delivery": {"method": "counter"}},
        {"ledger": []},
        {"ledger": ["03/2026", "forty-seven"]},
        {"versions": {}},
        {"due": "tomorrow"},
    ],
    ids=str,
)
def test_a_reception_that_does_not_fit_is_one_error_that_names_the_kind(changes: dict[str, object]) -> None:
    entry = Scribe().write("dossier-1", reception())
    # As JSON has it: a number too large for a float comes back as infinity.
    body = json.dumps(reception().to_body() | changes).replace("Infinity", "1e999").encode()
    with pytest.raises(DomainError) as caught:
        read_event(replace(entry, body=body))
    assert caught.value.code == "entry.bad_body"
    assert caught.value.params["kind"] == "dossier.received"


def test_what_happened_is_a_fact_and_what_was_decided_can_be_refused() -> None:
    natures = {kind: nature_of(kind) for kind in KINDS}
    assert {kind for kind, nature in natures.items() if nature is Nature.DECISION} == {
        "dossier.corrected",
        "dossier.cancelled",
        "dossier.status_changed",
        "dossier.refused",
        "dossier.stopped",
        "dossier.resumed",
        "due.reappointed",
        "identity.settled",
    }
    assert nature_of("dossier.blessed") is Nature.FACT


def test_a_party_without_values_takes_no_room() -> None:
    assert encode_body(Party(full_name="Lê Văn Mẫu").to_body()) == (
        '{"full_name":"Lê Văn Mẫu","kind":"citizen","source":"typed"}'.encode()
    )


def test_the_texts_of_a_party_are_composed_and_tidied() -> None:
    typed = Party(full_name="  Nguye\u0302\u0303n   Thi\u0323 Ma\u0302\u0303u\u200b", address="Ấp Mẫu\n")
    assert typed.tidied() == Party(full_name="Nguyễn Thị Mẫu", address="Ấp Mẫu")
