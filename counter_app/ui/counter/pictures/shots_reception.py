"""Poses of the reception, with invented people."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.fee_rules import FeeKind, FeeRule
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.procedures import ComponentCondition, ComponentSpec
from counter_app.domain.processing_time import ProcessingTime
from counter_app.services.draft import Draft
from counter_app.services.ports import Scan
from counter_app.services.scans import CardScanned
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.pictures.stage import Stage
from counter_app.ui.counter.reception.reception_screen import ReceptionScreen

CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, phường Long Xuyên, tỉnh An Giang|01082021"
OTHER_CARD = "089080000021||LÊ VĂN MẪU|02071980|Nam|Khóm Mẫu 2, phường Long Xuyên, tỉnh An Giang|01082021"
BIRTH, CERTIFIED_COPY, NOT_SET, LOCAL_FEE = "1.001193", "2.000815", "1.014027", "1.000656"


def empty(stage: Stage) -> None:
    """Nothing is in hand."""
    stage.sign_in()


def card(stage: Stage) -> None:
    """A card was scanned."""
    scan(stage, stage.sign_in(), CARD)


def filled(stage: Stage) -> None:
    """Everything is there."""
    screen = stage.sign_in()
    _fill(stage, screen)
    screen.view.go_to("procedure")
    stage.settle()


def missing(stage: Stage) -> None:
    """F12 was pressed too early."""
    screen = stage.sign_in()
    scan(stage, screen, CARD)
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
    paper = "Giấy chứng nhận đăng ký doanh nghiệp"
    _other(stage, owner, SubmitterRole.LEGAL_REPRESENTATIVE, second, paper, CERTIFIED_COPY)


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
    scan(stage, screen, OTHER_CARD)


def card_of_whom(stage: Stage) -> None:
    """Somebody brings a dossier for an owner who is not named yet, and a card was scanned."""
    screen = stage.sign_in()
    screen.presenter.edit_party("submitter_role", SubmitterRole.AUTHORISED.value)
    scan(stage, screen, OTHER_CARD)


def procedure_search(stage: Stage) -> None:
    """A procedure is looked for without marks."""
    screen = stage.sign_in()
    scan(stage, screen, CARD)
    screen.view.go_to("procedure")
    screen.view.procedure.edit.setText("dk khai sinh")
    screen.view.procedure.open_list()
    stage.settle()


def number_doubtful(stage: Stage) -> None:
    """A number of the wrong length, a name of few letters, and a birth that is still to come."""
    screen = stage.sign_in()
    for place, value in (
        ("owner.number", "08919000001"),
        ("owner.full_name", "NGUYỄN THỊ MẪU"),
        ("owner.birth_date", "3456-12-09"),
    ):
        screen.presenter.edit_party(place, value)
        screen.presenter.left(place)
    stage.settle()


def many_notices(stage: Stage) -> None:
    """Four messages that stay: two are shown, the others are folded away."""
    filled(stage)
    text = stage.wording.text
    stage.frame.notices.warning(text("finding.card_cut_off"))
    stage.frame.notices.error(text("reception.saved.failed_notice"))
    stage.frame.notices.error(text("error.storage.full"))
    stage.frame.notices.warning(text("finding.card_letters_broken"))
    stage.settle()


def many_notices_unfolded(stage: Stage) -> None:
    """The same with all of them shown over the page."""
    many_notices(stage)
    stage.frame.notices.fold.click()
    stage.settle()


def many_drafts(stage: Stage) -> None:
    """A reception in hand beside two others."""
    screen = stage.sign_in()
    for name in ("LÊ VĂN MẪU", "TRẦN VĂN MẪU", "NGUYỄN THỊ MẪU"):
        screen.presenter.new()
        screen.presenter.edit_party("owner.full_name", name)
        screen.presenter.leave()
        stage.settle()


def not_detailed(stage: Stage) -> None:
    """A procedure of which only the name is known."""
    screen = stage.sign_in()
    scan(stage, screen, CARD)
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


def scan(stage: Stage, screen: ReceptionScreen, text: str) -> None:
    """A gun reads a code; where there is a line, the e-ID system answers too."""
    meaning = stage.services.scans.interpret(text)
    assert isinstance(meaning, CardScanned)
    screen.learn_scan(Scan(text, "serial", stage.services.clock.now()), meaning)
    screen.take_card(meaning)
    stage.settle()
    _check(stage, screen)


def _check(stage: Stage, screen: ReceptionScreen) -> None:
    """What the program does by itself a moment later, where there is a line."""
    if stage.services.sync.status().state is LineState.ONLINE:
        screen.identity.check_now()
        stage.settle()


def procedure_changed(stage: Stage) -> None:
    """The procedure became another one since it was chosen: time, fee and papers."""
    screen = stage.sign_in()
    _fill(stage, screen)
    draft = screen.presenter.draft
    assert draft.chosen is not None
    components = draft.chosen.components
    older = replace(
        draft.chosen,
        time=ProcessingTime(1, "working_days"),
        fee=FeeRule(FeeKind.LOCAL),
        components=(
            replace(components[0], copies=1),
            *components[2:],
            ComponentSpec("Sổ hộ khẩu", 0, 1, ComponentCondition.REQUIRED),
        ),
    )
    screen.presenter.change(replace(draft, chosen=older))
    stage.settle()
    screen.view.go_to("procedure")
    stage.settle()


def procedure_closed(stage: Stage) -> None:
    """The procedure left the catalogue since it was chosen."""
    screen = stage.sign_in()
    _fill(stage, screen)
    draft = screen.presenter.draft
    screen.presenter.change(replace(draft, procedure_code="1.999999"))
    stage.settle()


def _fill(stage: Stage, screen: ReceptionScreen, code: str = BIRTH) -> None:
    scan(stage, screen, CARD)
    screen.presenter.edit_party("owner.phone", "0901 234 567")
    screen.presenter.choose_procedure(code)
    screen.presenter.tick_required()
    _check(stage, screen)
    screen.presenter.leave()
    stage.settle()


def _other(
    stage: Stage,
    owner: Party,
    role: SubmitterRole,
    second: Party | None,
    paper: str,
    code: str = BIRTH,
) -> None:
    screen = stage.sign_in()
    draft: Draft = replace(
        screen.presenter.draft, owner=owner, submitter_role=role, submitter=second, authorisation=paper
    )
    screen.presenter.change(draft)
    screen.presenter.choose_procedure(code)
    screen.presenter.tick_required()
    _check(stage, screen)
    screen.presenter.leave()
    stage.settle()
