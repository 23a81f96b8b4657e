"""Invented dossiers for pictures of the screens: entries of one station, folded as everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from counter_app.domain.dossier import fold
from counter_app.domain.due_time import DueTime, Rule, Step
from counter_app.domain.entries import (
    Body,
    Channel,
    CodeAssigned,
    CodeKind,
    Delivery,
    DeliveryMethod,
    DossierCancelled,
    DossierCorrected,
    DossierReceived,
    EntrySettled,
    FileAttached,
    ReceivedComponent,
    SlipPrinted,
    StatusChanged,
    read_event,
)
from counter_app.domain.journal import Basis, Entry, EntryDraft, Head, chain, encode_body
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.settling import Outcome
from counter_app.domain.statuses import Status
from counter_app.services.attaching import FileOfDossier
from counter_app.services.dossiers import DossierDetail, TimelineItem
from counter_app.services.scan_ports import FileState
from counter_app.services.store_ports import PENDING, Verdict, VerdictState

NOW: Final = datetime(2026, 11, 23, 2, 17, 12, tzinfo=UTC)
"""09:17 on Monday 23/11/2026 in Vietnam; the day after is a holiday."""

ACCEPTED: Final = Verdict(VerdictState.ACCEPTED)
CLERK: Final = "Trần Thị Mẫu"
HOLIDAY_ON: Final = date(2026, 11, 24)
_HOLIDAY: Final = Step(
    "skip_holiday",
    on=HOLIDAY_ON,
    params={"name_vi": "Ngày Văn hóa Việt Nam", "name_en": "Vietnam Culture Day"},
)
PROCEDURES: Final = (
    ("2.000815", "Thủ tục chứng thực bản sao từ bản chính giấy tờ, văn bản", "Chứng thực"),
    ("1.000894", "Thủ tục đăng ký kết hôn", "Hộ tịch"),
    ("2.000884", "Thủ tục chứng thực chữ ký trong các giấy tờ, văn bản", "Chứng thực"),
    ("1.004873", "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân", "Hộ tịch"),
    ("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch"),
    ("2.000635", "Thủ tục cấp bản sao trích lục hộ tịch", "Hộ tịch"),
    ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch"),
    ("2.001019", "Thủ tục chứng thực hợp đồng, giao dịch", "Chứng thực"),
)


@dataclass(frozen=True, slots=True)
class Written:
    """One entry with what the centre said of it."""

    entry: Entry
    verdict: Verdict = PENDING
    own: bool = True


class Book:
    """Writes entries about one dossier and folds them."""

    def __init__(self, subject: str = "sample", at: datetime = NOW - timedelta(minutes=20)) -> None:
        self._subject, self._at = subject, at
        self._head = Head.start("0198c0de000070008000000000000003", 1)
        self.written: list[Written] = []

    def write(
        self,
        body: Body,
        *,
        verdict: Verdict = PENDING,
        after: timedelta = timedelta(minutes=1),
        own: bool = True,
    ) -> Book:
        """One more entry."""
        self._at += after
        draft = EntryDraft(
            kind=body.KIND,
            kind_version=body.VERSION,
            subject=self._subject,
            audience=("long-xuyen",),
            actor="tran-thi-mau",
            occurred_at=self._at,
            basis=Basis.COUNTER,
            body=encode_body(body.to_body()),
        )
        entry = chain(self._head, draft, self._at, None)
        self._head = Head.after(entry)
        self.written.append(Written(entry, verdict, own))
        return self

    def detail(self) -> DossierDetail:
        """The dossier with its timeline, newest first."""
        dossier = fold(each.entry for each in self.written if each.verdict.state is not VerdictState.REFUSED)
        assert dossier is not None
        return DossierDetail(dossier, tuple(_item(each) for each in reversed(self.written)))


def _item(written: Written) -> TimelineItem:
    entry, event = written.entry, read_event(written.entry)
    name = str(getattr(event, "clerk_name", "")) or (CLERK if written.own else "")
    return TimelineItem(
        entry.kind,
        event,
        entry.occurred_at,
        entry.recorded_at,
        name,
        entry.basis,
        written.verdict,
        written.own,
        entry.id,
    )


def reception(
    *,
    code: str = "H01.15.21-261123-5306",
    kind: CodeKind = CodeKind.LEASED,
    due_at: datetime = NOW + timedelta(days=2, minutes=-20),
) -> DossierReceived:
    """The reception of a marriage registration."""
    due = DueTime(
        due_at,
        Rule.WORKING_DAYS,
        1,
        "working_days",
        (
            Step("working_days", params={"value": 1}),
            *((_HOLIDAY,) if due_at.date() > HOLIDAY_ON else ()),
            Step("due", on=due_at.date()),
        ),
        "2026",
    )
    code_, name, field = PROCEDURES[1]
    return DossierReceived(
        code=code,
        code_kind=kind,
        office="long-xuyen",
        office_name="UBND phường Long Xuyên",
        counter="Quầy 03",
        clerk_name=CLERK,
        channel=Channel.DIRECT,
        owner=Party(
            PartyKind.CITIZEN,
            "LÊ THỊ MẪU",
            "089190000017",
            "1990-03-15",
            "female",
            "",
            "Ấp Mẫu, phường Long Xuyên, tỉnh An Giang",
            "0901234567",
        ),
        submitter_role=SubmitterRole.OWNER,
        submitter=None,
        authorisation="",
        procedure={"code": code_, "name": name, "field": field},
        components=(
            ReceivedComponent("Tờ khai đăng ký kết hôn", "required", "original", 1, 0, present=True),
            ReceivedComponent(
                "Giấy xác nhận tình trạng hôn nhân", "required", "original", 2, 0, present=True
            ),
            ReceivedComponent("Giấy tờ tùy thân", "present_only", "sighted", 0, 0, present=True),
        ),
        set_count=1,
        fee={"amount_vnd": 0, "basis": "free", "note": ""},
        due=due.to_plain(),
        delivery=Delivery(DeliveryMethod.COUNTER, ""),
        ledger_book="03/2026",
        ledger_line=1423,
        slip_number="03-001423/TNHS",
        identity={},
        profile_version="1",
        calendar_version="2026",
    )


def printed(form: str = "mau-01", copy_no: int = 0, result: str = "printed") -> SlipPrinted:
    """A paper that came out."""
    return SlipPrinted(form, copy_no, 2 if form == "mau-01" else 1, "Máy in Quầy 03", result, "0" * 64)


def pending() -> DossierDetail:
    """Received and printed offline; nothing sent yet."""
    return Book().write(reception()).write(printed()).write(printed("slip")).detail()


def synced() -> DossierDetail:
    """Sent, corrected, in process."""
    book = Book(at=NOW - timedelta(days=3))
    owner = replace(reception().owner, phone="0901234576")
    book.write(reception(code="H01.15.21-261120-5299", due_at=NOW + timedelta(hours=6)), verdict=ACCEPTED)
    book.write(printed(), verdict=ACCEPTED)
    corrected = DossierCorrected("Gõ nhầm số điện thoại", CLERK, owner=owner)
    book.write(corrected, verdict=ACCEPTED, after=timedelta(hours=2))
    book.write(printed(copy_no=1), verdict=ACCEPTED)
    status = StatusChanged(int(Status.IN_PROCESS), "Bộ phận Hộ tịch")
    return book.write(status, verdict=ACCEPTED, after=timedelta(hours=20), own=False).detail()


def provisional() -> DossierDetail:
    """Received where no number could be had; then the centre gave one."""
    code = "TAM-H01.15.21-Q03-261123-0001"
    return Book().write(reception(code=code, kind=CodeKind.PROVISIONAL)).write(printed()).detail()


def renamed() -> DossierDetail:
    """The official code has come; the provisional one stays an alias."""
    book = Book()
    book.write(reception(code="TAM-H01.15.21-Q03-261123-0001", kind=CodeKind.PROVISIONAL), verdict=ACCEPTED)
    book.write(printed(), verdict=ACCEPTED)
    return book.write(CodeAssigned("H01.15.21-261123-0217"), verdict=ACCEPTED, own=False).detail()


def cancelled() -> DossierDetail:
    """Struck through, with the reason."""
    book = Book().write(reception(), verdict=ACCEPTED).write(printed(), verdict=ACCEPTED)
    return book.write(DossierCancelled("Tiếp nhận trùng với hồ sơ 261123-5301", CLERK)).detail()


def late() -> DossierDetail:
    """Three days over its time."""
    book = Book(at=NOW - timedelta(days=4))
    book.write(reception(code="H01.15.21-261119-0102", due_at=NOW - timedelta(days=3)), verdict=ACCEPTED)
    return book.write(printed(), verdict=ACCEPTED).detail()


def in_conflict() -> DossierDetail:
    """Its code was another dossier's already; the centre gave it one more, and the old one stays."""
    taken = Verdict(VerdictState.CONFLICT, "code_taken", {"code": "H01.15.21-261123-5306"})
    book = Book().write(reception(), verdict=taken).write(printed(), verdict=ACCEPTED)
    return book.write(CodeAssigned("H01.15.21-261123-0217"), verdict=ACCEPTED, own=False).detail()


def _refused() -> Book:
    """Quầy 01 struck it through, which this counter did not know when it put the telephone right."""
    book = Book(at=NOW - timedelta(days=3, hours=1))
    book.write(reception(code="H01.15.21-261120-5299", due_at=NOW + timedelta(hours=6)), verdict=ACCEPTED)
    book.write(printed(), verdict=ACCEPTED)
    cancelled_there = DossierCancelled("Người nộp xin rút, đã nhận lại giấy tờ", "Lê Văn Mẫu")
    book.write(cancelled_there, verdict=ACCEPTED, after=timedelta(hours=2), own=False)
    corrected = DossierCorrected(
        "Gõ nhầm số điện thoại", CLERK, owner=replace(reception().owner, phone="0901234576")
    )
    refused = Verdict(VerdictState.REFUSED, "already_cancelled")
    return book.write(corrected, verdict=refused, after=timedelta(minutes=26))


def refused() -> DossierDetail:
    """A correction that came after the dossier was cancelled elsewhere."""
    return _refused().detail()


def settled() -> DossierDetail:
    """The same, after a clerk looked at it."""
    book = _refused()
    entry = book.written[-1].entry
    said = EntrySettled(
        entry.station, entry.incarnation, entry.seq, Outcome.CHECKED, "Đã hỏi Quầy 01: hủy đúng", CLERK
    )
    return book.write(said, after=timedelta(days=2, hours=21)).detail()


def read_only() -> DossierDetail:
    """A newer program wrote one of its steps."""
    detail = synced()
    return DossierDetail(replace(detail.dossier, read_only=True), detail.timeline)


FILES: Final = (
    FileOfDossier(FileAttached(0, "1" * 64, "application/pdf", 1_304_576, 2), FileState.SENT, here=True),
    FileOfDossier(FileAttached(1, "2" * 64, "image/jpeg", 764_928, 1), FileState.WAITING, here=True),
    FileOfDossier(
        FileAttached(None, "3" * 64, "application/pdf", 2_064_384, 5), FileState.UNKNOWN, here=False
    ),
)
"""Scans of one dossier: sent, waiting, and one of another counter that has not arrived."""

DETAILS: Final = {
    "pending": pending,
    "synced": synced,
    "provisional": provisional,
    "renamed": renamed,
    "cancelled": cancelled,
    "conflict": in_conflict,
    "refused": refused,
    "settled": settled,
    "read_only": read_only,
}
