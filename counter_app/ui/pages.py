"""The screens beside the reception; each is imported when it is first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.services.appearance import AppearanceStore
from counter_app.ui.app import FactoriesOf, OpenStation
from counter_app.ui.counter.window.frame import Frame
from counter_app.ui.counter.window.screens import Factories
from counter_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from counter_app.ui.counter.dossiers.dossier_presenter import RenderPages
    from counter_app.ui.settings.settings_screen import RunChecks


@dataclass(frozen=True)
class PageParts:
    """What the screens need and only bootstrap knows: pictures of a PDF, checks of the machine, the look."""

    wording: Wording
    render_pages: RenderPages
    run_checks: Callable[[OpenStation], RunChecks]
    appearance: AppearanceStore


def factories_of(parts: PageParts) -> FactoriesOf:
    """Makes the factories once a station is open."""

    def factories(
        frame: Frame, station: OpenStation, tasks: Tasks, change_language: Callable[[str], None]
    ) -> Factories:
        services, wording = station.services, parts.wording

        def dossiers(window: QWidget) -> QWidget:
            from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen  # noqa: PLC0415
            from counter_app.ui.counter.window.counter_window import CounterWindow  # noqa: PLC0415

            assert isinstance(window, CounterWindow)
            return DossiersScreen(
                services, tasks, wording, frame.notices, frame.seat, window, parts.render_pages, window
            )

        def ledger(window: QWidget) -> QWidget:
            from counter_app.ui.counter.ledger.ledger_screen import LedgerScreen  # noqa: PLC0415
            from counter_app.ui.counter.window.counter_window import CounterWindow  # noqa: PLC0415

            assert isinstance(window, CounterWindow)
            return LedgerScreen(services, tasks, wording, frame.notices, frame.seat, window, window)

        def sync(window: QWidget) -> QWidget:
            from counter_app.ui.counter.sync.sync_screen import SyncScreen  # noqa: PLC0415
            from counter_app.ui.counter.window.counter_window import CounterWindow  # noqa: PLC0415

            assert isinstance(window, CounterWindow)
            return SyncScreen(services, tasks, wording, frame.notices, frame.seat, window, window)

        def settings(window: QWidget) -> QWidget:
            from counter_app.ui.settings.settings_screen import SettingsScreen  # noqa: PLC0415

            checks, seat = parts.run_checks(station), frame.seat
            return SettingsScreen(
                *(services, tasks, wording, frame.notices, parts.appearance, checks, change_language, window),
                who=lambda: seat.clerk if seat.signed_in is not None else None,
                render=parts.render_pages,
            )

        return {"dossiers": dossiers, "ledger": ledger, "sync": sync, "settings": settings}

    return factories
