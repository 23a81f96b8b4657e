"""The dossier screen in its states: see ``shots_records``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QWidget

from counter_app.domain.identity_view import identity_now
from counter_app.domain.pressing import PressingSpans
from counter_app.domain.work_calendar import VIETNAM
from counter_app.i18n import Wording
from counter_app.services.alerts import AlertTimes, DossierAlerts
from counter_app.services.attaching import FileOfDossier
from counter_app.services.dossiers import DossierDetail
from counter_app.services.printing import FORM, SLIP
from counter_app.services.store_ports import DossierFilter, DossierRow, VerdictState
from counter_app.services.sync_care import Ailment
from counter_app.ui.counter.dossiers.attach_dialog import AttachDialog
from counter_app.ui.counter.dossiers.attached_words import AttachedWords
from counter_app.ui.counter.dossiers.correction_dialog import CorrectionDialog
from counter_app.ui.counter.dossiers.dossier_cells import DossierCells
from counter_app.ui.counter.dossiers.dossier_words import DossierWords
from counter_app.ui.counter.dossiers.dossiers_list_state import ListState, Nothing
from counter_app.ui.counter.dossiers.dossiers_model import PAGE, DossiersModel
from counter_app.ui.counter.dossiers.dossiers_view import DossiersView
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.dossiers.warned_words import ailing_items
from counter_app.ui.counter.identity.guide_dialog import GuideDialog
from counter_app.ui.counter.identity.guide_words import GuideWords
from counter_app.ui.counter.identity.settle_dialog import SettleDialog
from counter_app.ui.counter.parts.shown import PaperRow, PaperStage, Sign
from counter_app.ui.counter.pictures import sample_dossiers as sample
from counter_app.ui.counter.pictures import (
    sample_identity,
    sample_processing,
    sample_rows,
    shots_handover,
    shots_signing,
)
from counter_app.ui.shared.dialogs import ReasonQuestion
from counter_app.ui.shared.tokens import Tone

_COUNTS = {
    DossierFilter.MINE_TODAY: "23",
    DossierFilter.DUE_SOON: "4",
    DossierFilter.OVERDUE: "4",
    DossierFilter.TO_RETURN: "6",
    DossierFilter.UNSENT: "9",
    DossierFilter.IDENTITY: "2",
}


_LAST_DAYS = {DossierFilter.APOLOGY: "1", DossierFilter.SUPPLEMENT: "2", DossierFilter.NOTICE: "5"}


_DAY = timedelta(days=1)
_MIDNIGHT = datetime.combine(sample.NOW.astimezone(VIETNAM).date(), time(), VIETNAM)
_SPANS = PressingSpans(
    _MIDNIGHT + _DAY,
    _MIDNIGHT + 3 * _DAY,
    _MIDNIGHT - 3 * _DAY,
    _MIDNIGHT - 2 * _DAY,
    _MIDNIGHT - _DAY,
    _MIDNIGHT + _DAY,
    _MIDNIGHT + 3 * _DAY,
)
_TIMES = AlertTimes(sample.NOW, _MIDNIGHT + _DAY, _MIDNIGHT + 3 * _DAY, _MIDNIGHT + 4 * _DAY, _SPANS)


class _Page:
    """A dossier screen with invented rows and, if given, a dossier on the right."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        cells = DossierCells(wording, lambda: sample.NOW, lambda: _TIMES)
        self.model = DossiersModel(cells.wide())
        self.view = DossiersView(wording, cells, self.model)
        self.model.setParent(self.view)

    def rows(self, rows: list[DossierRow], **changes: object) -> _Page:
        """Fill the list."""
        self.model.start(rows, more=len(rows) == PAGE)
        self.view.list.show_state(replace(self._state(), **changes))  # type: ignore[arg-type]
        return self

    def shows(self, detail: DossierDetail, alerts: DossierAlerts | None = None) -> _Page:
        """Open a dossier, which is the second row."""
        self.view.list.keep(detail.dossier.id)
        state = DossierWords(self.wording).detail(detail, sample.NOW, alerts)
        self.view.panel.show_detail(state)
        return self.has(detail)

    def has(self, detail: DossierDetail, files: tuple[FileOfDossier, ...] = ()) -> _Page:
        """The files of the dossier."""
        state = DossierWords(self.wording).detail(detail, sample.NOW)
        words = AttachedWords(self.wording)
        self.view.panel.files.show_files(words.state(detail.dossier, files, state.locked, busy=False))
        return self

    def _state(self) -> ListState:
        text = self.wording.text
        age = Sign("cloud-off", text("dossiers.age.offline", time="08:42"), Tone.NEUTRAL)
        return ListState(chips=self.chips(), age=age)

    def chips(self, more: Mapping[DossierFilter, str] | None = None) -> dict[DossierFilter, str]:
        """The selections with their counts; those of last days only where ``more`` counts them."""
        counts = {**_COUNTS, **(more or {})}
        return {
            each: f"{self.wording.text(f'dossiers.filter.{each.value}')} {counts.get(each, '')}".strip()
            for each in DossierFilter
            if each in counts or each not in _LAST_DAYS
        }


def screens(wording: Wording) -> Iterator[tuple[str, QWidget]]:
    """The screen by name."""
    text = wording.text
    yield "dossiers-empty", _Page(wording).rows([], nothing=_nothing_yet(wording)).view
    searching = _Page(wording).rows(sample_rows.rows(9), text="mẫu", searching=True)
    searching.view.list.search.setText("mẫu")
    yield "dossiers-searching", searching.view
    title = text("dossiers.nothing.title", text="nguyen van khong")
    only = text("dossiers.nothing.only", filter=text("dossiers.filter.overdue"))
    tried = f"{only}\n{text('dossiers.nothing.tried')}"
    nothing = Nothing("search", title, tried, "all", text("dossiers.nothing.everywhere"))
    page = _Page(wording).rows(
        [],
        text="nguyen van khong",
        selection=DossierFilter.OVERDUE,
        nothing=nothing,
        found=wording.count("dossiers.found", 0),
    )
    page.view.list.search.setText("nguyen van khong")
    yield "dossiers-nothing-found", page.view
    yield "dossiers-50-rows", _Page(wording).rows(sample_rows.rows()).view
    page = _Page(wording)
    yield "dossiers-last-days", page.rows(sample_rows.on_last_days(), chips=page.chips(_LAST_DAYS)).view
    late = [row for row in sample_rows.rows() if row.id == "row-7"]
    page = _Page(wording).rows(late, selection=DossierFilter.OVERDUE).shows(sample.late())
    yield "dossiers-overdue", page.view
    details = sample.DETAILS | sample_identity.DETAILS | sample_processing.DETAILS | shots_handover.DETAILS
    for name, make in details.items():
        detail = make()
        yield f"dossier-{name}", _Page(wording).rows(_beside(detail)).shows(detail).view
    detail = shots_handover.waiting()
    page = _Page(wording).rows(_beside(detail))
    yield "dossier-not-handed-over", page.shows(detail, shots_handover.late_alerts()).view
    detail = sample.pending()
    for name in ("dossier-files", "dossier-files-dropping"):
        page = _Page(wording).rows(_beside(detail)).shows(detail).has(detail, sample.FILES)
        page.view.panel.files.set_dropping(name.endswith("dropping"))
        yield name, page.view
    page = _Page(wording).rows(_beside(detail)).shows(detail)
    page.view.panel.signing.show_rows(shots_signing.rows(wording))
    yield "dossier-signed", page.view
    yield "dossier-revealed-and-printed", _printed(wording).view


def dialogs(wording: Wording, pages: Sequence[bytes] = ()) -> Iterator[tuple[str, QWidget]]:
    """Correction, striking through, preview of ``pages`` (PNG files; without any, blank ones are drawn)."""
    dialog = CorrectionDialog(wording, sample.pending().dossier)
    yield "correction-blank", dialog
    dialog = CorrectionDialog(wording, sample.pending().dossier)
    field = dialog.party.fields["phone"]
    field.edit.setText("0901234576")
    dialog.agree()
    yield "correction-changed", dialog
    dossier = sample.pending().dossier
    question = ReasonQuestion(
        wording,
        wording.text("dossiers.cancel.title", code="261123-5306", name=dossier.owner.full_name),
        wording.text("dossiers.cancel.text", line=dossier.ledger_line, book=dossier.ledger_book),
        act=wording.text("dossiers.cancel.act"),
        label=wording.text("dossiers.cancel.reason"),
        placeholder=wording.text("dossiers.cancel.example"),
    )
    yield "cancel", question
    yield "signing-ask", shots_signing.question(wording)
    yield "identity-settle", SettleDialog(wording, "261123-5306", dossier.owner.full_name)
    guide = GuideWords(wording, sample_identity.GUIDANCE).shown(dossier.owner.kind, None, offline=False)
    yield "identity-guide", GuideDialog(wording, guide)
    attached = AttachedWords(wording).state(dossier, (), "", busy=False)
    names = [Path("to-khai-ket-hon.pdf"), Path("xac-nhan-hon-nhan.jpg")]
    yield "attach", AttachDialog(wording, attached, "261123-5306", names)
    title = wording.text("dossiers.preview.title", code=dossier.code)
    shown = pages or [_page_picture(1), _page_picture(2)]
    preview = PaperPreview(wording, title, shown, print_words=wording.text("dossiers.act.form_again"))
    preview.resize(860, 672)
    yield "preview", preview


def _nothing_yet(wording: Wording) -> Nothing:
    text = wording.text
    words = text("dossiers.empty.title"), text("dossiers.empty.text")
    return Nothing("folders", *words, "receive", text("dossiers.empty.receive"))


def _beside(detail: DossierDetail) -> list[DossierRow]:
    states = [item.verdict.state for item in detail.timeline if item.own]
    pending = states.count(VerdictState.PENDING)
    refused = sum(ailment is Ailment.REFUSED for _, ailment in ailing_items(detail.timeline))
    rows = sample_rows.rows(9, detail.dossier, pending=pending, refused=refused)
    now = identity_now(detail.dossier)
    return [
        replace(row, identity=now.state, identity_task=now.task) if row.id == detail.dossier.id else row
        for row in rows
    ]


def _printed(wording: Wording) -> _Page:
    detail = sample.pending()
    page = _Page(wording).rows(_beside(detail)).shows(detail)
    text = wording.text
    failed = Sign("printer-x", text("reception.paper.condition.paper_out"), Tone.RED)
    done = Sign("printer-check", text("reception.paper.stage.printed"), Tone.GREEN)
    again = text("reception.paper.reprint", count=1)
    page.view.panel.acts.show_papers(
        (
            PaperRow(FORM, text("reception.paper.form"), PaperStage.PRINTED, done, again, ""),
            PaperRow(
                SLIP,
                text("reception.paper.slip"),
                PaperStage.FAILED,
                failed,
                text("reception.paper.kept"),
                "",
            ),
        )
    )
    private = page.view.panel.private
    private.wanted.connect(private.show_whole)
    next(iter(private.lines.values())).eye.click()
    return page


def _page_picture(number: int) -> bytes:
    """A sheet of A5 across with a few lines: the real one is laid out by ``documents``."""
    image = QImage(1240, 874, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    font = QFont("Tinos")
    font.setPixelSize(34)
    painter.setFont(font)
    painter.drawText(
        QRectF(0, 60, 1240, 60), Qt.AlignmentFlag.AlignCenter, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
    )
    font.setPixelSize(24)
    painter.setFont(font)
    painter.drawText(80, 180, f"Mã hồ sơ: H01.15.21-261123-5306 (Liên {number})")
    painter.drawRect(60, 40, 1120, 794)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
