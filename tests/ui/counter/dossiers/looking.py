"""What the tests of the dossiers screen look at."""

from __future__ import annotations

from counter_app.domain.dossier import Dossier
from counter_app.services.store_ports import DossierRow
from counter_app.ui.counter.dossiers.dossier_state import DetailState
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.dossiers.private_facts import PrivateLine
from tests.ui.counter.record_desk import Desk


def shown(screen: DossiersScreen) -> list[DossierRow]:
    return screen.finder.model.rows()


def opened(desk: Desk, dossier: Dossier) -> DossiersScreen:
    screen = desk.dossiers()
    screen.open_dossier(dossier.id)
    desk.settle()
    return screen


def detail(screen: DossiersScreen) -> DetailState:
    state = screen.keeper.state
    assert state is not None
    return state


def facts(state: DetailState) -> dict[str, str]:
    return {fact.label: fact.value for fact in state.facts}


def private(screen: DossiersScreen, label: str = "Số định danh") -> PrivateLine:
    return screen.view.panel.private.lines[label]
