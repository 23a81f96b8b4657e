"""Pictures of the sign-in, the lock and the reception in their states, with invented people.

``python -m counter_app.ui.screenshots`` takes them; every function puts a window into one state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from counter_app.domain.office import Role
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.draft import Draft
from counter_app.services.ports import PrinterCondition, PrintResult
from counter_app.services.scans import CardScanned
from counter_app.services.session import SignedIn
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.frame import Frame
from counter_app.ui.counter.posed import posed
from counter_app.ui.counter.reception_screen import ReceptionScreen
from counter_app.ui.counter.screens import Factories
from counter_app.ui.counter.window import CounterWindow
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.tokens import ThemeName
from counter_app.ui.tasks import Tasks

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, phường Long Xuyên, tỉnh An Giang|01082021"
OTHER_CARD = "089080000021||LÊ VĂN MẪU|02071980|Nam|Khóm Mẫu 2, phường Long Xuyên, tỉnh An Giang|01082021"
BIRTH, CERTIFIED_COPY, NOT_SET, LOCAL_FEE = "1.001193", "2.000815", "1.014027", "1.000656"


class Stage:
    """One window over posed services; ``settle`` waits until nothing is under way."""

    def __init__(
        self,
        services: CounterServices,
        wording: Wording,
        factories: Callable[[Frame], Factories] | None = None,
    ) -> None:
        self.services, self.wording = services, wording
        self.tasks = Tasks()
        self._factories = factories
        self.frame = Frame(wording, self.tasks, self._make)
        self.frame.resize(1366, 696)
        self.frame.show()
        self.frame.activateWindow()
        self.settle()

    def ready(self) -> None:
        """The door knows its office."""
        self.frame.ready(self.services)
        self.settle()

    def sign_in(self) -> ReceptionScreen:
        """A clerk sits down; gives the reception."""
        self.ready()
        clerk = next(one for one in self.services.sign_in.clerks() if one.role is Role.CLERK)
        self.frame.guard.signed_in.emit(SignedIn(clerk, self.services.clock.now()))
        self.settle()
        assert self.frame.counter is not None
        return self.frame.counter.reception()

    def settle(self) -> None:
        """Let work and paint finish; for pictures only, a program never does this."""
        for _ in range(500):
            QApplication.processEvents()
            if self.tasks.idle():
                QApplication.processEvents()
                QApplication.processEvents()
                return
            QApplication.processEvents()

    def close(self) -> None:
        """Take the window away."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.reject()
        self.frame.close()
        self.tasks.shutdown()
        self.frame.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _make(self, frame: Frame, services: CounterServices) -> CounterWindow:
        factories = self._factories(frame) if self._factories is not None else {}
        return CounterWindow(services, self.wording, self.tasks, frame.notices, frame.seat, factories)


Pose = Callable[[Stage], None]


@dataclass(frozen=True)
class Shot:
    """A picture: its name, what puts the window into the state, and the outside it needs."""

    name: str
    pose: Pose
    line: LineState = LineState.ONLINE
    printer: PrinterCondition = PrinterCondition.READY
    result: PrintResult = PrintResult.PRINTED
    full_disk: bool = False
    theme: ThemeName = "light"
    scale: float = 1.0
    language: str = "vi"

    def services(self, services: CounterServices) -> CounterServices:
        """The services with the outside of this picture."""
        offline = self.line is not LineState.ONLINE
        return posed(
            services,
            state=self.line,
            since=services.clock.now() - timedelta(minutes=35),
            waiting=12 if offline else 0,
            printer=self.printer,
            result=self.result,
            full_disk=self.full_disk,
        )


# --- the door -------------------------------------------------------------------------------------


def door_opening(stage: Stage) -> None:
    """The first paint: nothing is known yet, keys are taken already."""
    stage.frame.door.pin.edit.setText("24")
    stage.settle()


def door_empty(stage: Stage) -> None:
    """A name is looked for."""
    stage.ready()
    stage.frame.door.person.setFocus()
    stage.settle()


def _door(stage: Stage, **changes: object) -> None:
    stage.ready()
    state = replace(stage.frame.guard.state, chosen=stage.frame.guard.state.people[0].id)
    stage.frame.door.show_state(replace(state, **changes))  # type: ignore[arg-type]
    stage.frame.door.pin.setFocus()
    stage.settle()


def door_wrong_pin(stage: Stage) -> None:
    """A wrong PIN, with the tries that are left."""
    said = stage.wording.text("error.sign_in.wrong_pin", left=5)
    _door(stage, finding=Finding.ERROR, said=said)


def door_waiting(stage: Stage) -> None:
    """A try has to wait; seconds count down."""
    span = stage.wording.duration(timedelta(seconds=12))
    _door(stage, finding=Finding.ERROR, said=stage.wording.text("sign_in.wait_for", span=span), seconds=12)


def door_locked_name(stage: Stage) -> None:
    """The name is locked; a supervisor may lift it."""
    span = stage.wording.duration(timedelta(minutes=15))
    said = stage.wording.text("sign_in.locked_for", span=span)
    _door(stage, finding=Finding.ERROR, said=said, seconds=900, can_unlock=True)


def door_unlock(stage: Stage) -> None:
    """A supervisor lifts the lock."""
    stage.ready()
    stage.frame.guard.choose(stage.frame.guard.state.people[0].id)
    stage.frame.guard.ask_supervisor()
    stage.settle()


def lock(stage: Stage) -> None:
    """The counter is locked in the middle of a reception."""
    filled(stage)
    assert stage.frame.counter is not None
    stage.frame.counter.lock()
    stage.settle()


# --- the reception --------------------------------------------------------------------------------


def empty(stage: Stage) -> None:
    """Nothing is in hand."""
    stage.sign_in()


def card(stage: Stage) -> None:
    """A card was scanned."""
    _scan(stage, stage.sign_in(), CARD)


def filled(stage: Stage) -> None:
    """Everything is there."""
    screen = stage.sign_in()
    _fill(stage, screen)
    screen.view.go_to("procedure")
    stage.settle()


def missing(stage: Stage) -> None:
    """F12 was pressed too early."""
    screen = stage.sign_in()
    _scan(stage, screen, CARD)
    screen.presenter.edit_party("owner.address", "")
    screen.presenter.edit_party("owner.phone", "0901")
    screen.presenter.choose_procedure(BIRTH)
    screen.presenter.left("owner.phone")
    screen.presenter.accept()
    stage.settle()


def fee_not_set(stage: Stage) -> None:
    """The province sets the fee and its table is not here; the clerk types it."""
    screen = stage.sign_in()
    _fill(stage, screen, LOCAL_FEE)
    screen.presenter.open_editor("fee")
    stage.settle()


def fee_counted(stage: Stage) -> None:
    """The fee is by page and copy."""
    screen = stage.sign_in()
    _fill(stage, screen, CERTIFIED_COPY)
    screen.presenter.count_for_fee(3, 4)
    stage.settle()


def due_not_set(stage: Stage) -> None:
    """The catalogue sets no time; the clerk sets one, too early."""
    screen = stage.sign_in()
    _fill(stage, screen, NOT_SET)
    screen.presenter.open_editor("due")
    stage.settle()
    editor = screen.view.summary.due_editor
    editor.day.set_text("20/11/2026")
    editor.reason.set_text("Theo quy trình nội bộ")
    editor.try_apply()
    stage.settle()


def received_editor(stage: Stage) -> None:
    """A time of reception in the future is refused."""
    screen = stage.sign_in()
    _fill(stage, screen)
    screen.presenter.open_editor("received")
    stage.settle()
    screen.view.summary.received_editor.time.set_text("23:10")
    screen.view.summary.received_editor.try_apply()
    stage.settle()


def organisation(stage: Stage) -> None:
    """An enterprise with its legal representative."""
    owner = Party(
        kind=PartyKind.ORGANISATION,
        full_name="CÔNG TY TNHH MẪU LONG XUYÊN",
        number="0300588569",
        representative="Võ Văn Mẫu",
        address="12 đường Mẫu, phường Long Xuyên, tỉnh An Giang",
        phone="0296 3000 012",
    )
    second = Party(full_name="VÕ VĂN MẪU", number="089075000033", phone="0905 000 033")
    _other(stage, owner, SubmitterRole.LEGAL_REPRESENTATIVE, second, "Giấy chứng nhận đăng ký doanh nghiệp")


def authorised(stage: Stage) -> None:
    """Somebody else brings the dossier."""
    owner = Party(
        full_name="LÊ VĂN MẪU",
        number="089080000021",
        birth_date="1980-07-02",
        sex="male",
        address="Khóm Mẫu 2, phường Long Xuyên, tỉnh An Giang",
        phone="0912 000 021",
    )
    second = Party(full_name="PHẠM THỊ MẪU", number="089185000021", phone="0903 000 021")
    _other(stage, owner, SubmitterRole.AUTHORISED, second, "Giấy ủy quyền số 12/UQ ngày 20/11/2026")


def foreigner(stage: Stage) -> None:
    """A foreigner with a passport."""
    owner = Party(
        kind=PartyKind.FOREIGNER,
        full_name="MARIA SAMPLE",
        number="X0000001",
        birth_date="1988-02-29",
        sex="female",
        nationality="Pháp",
        address="Khách sạn Mẫu, phường Long Xuyên, tỉnh An Giang",
        email="maria.sample@example.org",
    )
    _other(stage, owner, SubmitterRole.OWNER, None, "")


def card_differs(stage: Stage) -> None:
    """Another person's card was scanned: both are shown."""
    screen = stage.sign_in()
    _fill(stage, screen)
    _scan(stage, screen, OTHER_CARD)


def procedure_search(stage: Stage) -> None:
    """A procedure is looked for without marks."""
    screen = stage.sign_in()
    _scan(stage, screen, CARD)
    screen.view.go_to("procedure")
    screen.view.procedure.edit.setText("dk khai sinh")
    screen.view.procedure.open_list()
    stage.settle()


def number_doubtful(stage: Stage) -> None:
    """A number of the wrong length, and a name of few letters."""
    screen = stage.sign_in()
    for place, value in (("owner.number", "08919000001"), ("owner.full_name", "NGUYỄN THỊ MẪU")):
        screen.presenter.edit_party(place, value)
        screen.presenter.left(place)
    stage.settle()


def not_detailed(stage: Stage) -> None:
    """A procedure of which only the name is known."""
    screen = stage.sign_in()
    _scan(stage, screen, CARD)
    known = stage.services.office.current().catalogue.procedures
    code = next(procedure.code for procedure in known if not procedure.detailed)
    screen.presenter.choose_procedure(code)
    screen.presenter.add_component("Đơn đề nghị theo mẫu")
    screen.presenter.add_component("Bản vẽ hiện trạng")
    stage.settle()


def accepted(stage: Stage) -> None:
    """The dossier is received; the papers went as the printers say."""
    screen = stage.sign_in()
    _fill(stage, screen)
    screen.presenter.accept()
    stage.settle()


def disk_full(stage: Stage) -> None:
    """The store has no room: nothing was received, everything is still there."""
    screen = stage.sign_in()
    _fill(stage, screen)
    screen.presenter.leave()
    screen.presenter.accept()
    stage.settle()


def keys(stage: Stage) -> None:
    """F1."""
    filled(stage)
    assert stage.frame.counter is not None
    stage.frame.counter.show_keys()
    stage.settle()


SHOTS: tuple[Shot, ...] = (
    Shot("sign-in-first-paint", door_opening),
    Shot("sign-in", door_empty),
    Shot("sign-in-wrong-pin", door_wrong_pin),
    Shot("sign-in-waiting", door_waiting),
    Shot("sign-in-locked", door_locked_name),
    Shot("sign-in-unlock", door_unlock),
    Shot("lock", lock),
    Shot("reception-empty", empty),
    Shot("reception-card", card),
    Shot("reception-filled-online", filled),
    Shot("reception-filled-offline", filled, line=LineState.OFFLINE),
    Shot("reception-missing", missing),
    Shot("reception-fee-not-set", fee_not_set),
    Shot("reception-fee-counted", fee_counted),
    Shot("reception-due-not-set", due_not_set),
    Shot("reception-received-editor", received_editor),
    Shot("reception-organisation", organisation),
    Shot("reception-authorised", authorised),
    Shot("reception-foreigner", foreigner),
    Shot("reception-card-differs", card_differs),
    Shot("reception-procedure-search", procedure_search),
    Shot("reception-number-doubtful", number_doubtful),
    Shot("reception-not-detailed", not_detailed),
    Shot("reception-accepted", accepted),
    Shot(
        "reception-accepted-no-paper",
        accepted,
        line=LineState.OFFLINE,
        printer=PrinterCondition.PAPER_OUT,
        result=PrintResult.FAILED,
    ),
    Shot("reception-accepted-sent", accepted, printer=PrinterCondition.MUTE, result=PrintResult.SENT),
    Shot("reception-disk-full", disk_full, full_disk=True),
    Shot("reception-keys", keys),
    Shot("reception-filled-150", filled, scale=1.5, line=LineState.OFFLINE),
    Shot("reception-missing-150", missing, scale=1.5),
    Shot("reception-accepted-150", accepted, scale=1.5),
    Shot("sign-in-150", door_wrong_pin, scale=1.5),
    Shot("reception-filled-dark", filled, theme="dark", line=LineState.OFFLINE),
    Shot("reception-missing-dark", missing, theme="dark"),
    Shot("sign-in-dark", door_empty, theme="dark"),
    Shot("reception-filled-contrast", filled, theme="contrast", line=LineState.OFFLINE),
    Shot("reception-missing-contrast", missing, theme="contrast"),
    Shot("reception-filled-english", filled, language="en"),
    Shot("reception-missing-english", missing, language="en"),
    Shot("reception-accepted-english", accepted, language="en"),
    Shot("sign-in-english", door_wrong_pin, language="en"),
)


def picture_of(stage: Stage) -> QWidget:
    """The widget to grab: a question over the window stands by itself."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            return widget
    return stage.frame


def _scan(stage: Stage, screen: ReceptionScreen, text: str) -> None:
    meaning = stage.services.scans.interpret(text)
    assert isinstance(meaning, CardScanned)
    screen.take_card(meaning)
    stage.settle()


def _fill(stage: Stage, screen: ReceptionScreen, code: str = BIRTH) -> None:
    _scan(stage, screen, CARD)
    screen.presenter.edit_party("owner.phone", "0901 234 567")
    screen.presenter.choose_procedure(code)
    screen.presenter.tick_required()
    screen.presenter.leave()
    stage.settle()


def _other(stage: Stage, owner: Party, role: SubmitterRole, second: Party | None, paper: str) -> None:
    screen = stage.sign_in()
    draft: Draft = replace(
        screen.presenter.draft, owner=owner, submitter_role=role, submitter=second, authorisation=paper
    )
    screen.presenter.change(draft)
    screen.presenter.choose_procedure(BIRTH)
    screen.presenter.tick_required()
    screen.presenter.leave()
    stage.settle()
