"""The counter's program: what the window is given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from counter_app.config import Config
from counter_app.i18n import Wording
from counter_app.i18n.wording import Language
from counter_app.paths import resources
from counter_app.services.appearance import Appearance, AppearanceStore
from counter_app.ui.app import CounterParts, EntranceHall, FactoriesOf, OpenStation, run_counter
from counter_app.ui.counter.frame import Frame
from counter_app.ui.counter.screens import Factories
from counter_app.ui.shared.tokens import ThemeName
from counter_app.ui.shared.wedge_filter import KeyGate
from counter_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from counter_app.bootstrap.checks.row import Check


def counter_parts(config: Config) -> CounterParts:
    """Everything that the window needs; nothing is opened yet."""
    appearance = AppearanceStore(config.data_dir, Appearance(config.language, config.theme))
    now = appearance.load()
    return _parts_in(config, appearance, now, now.language)


def _parts_in(config: Config, appearance: AppearanceStore, now: Appearance, language: str) -> CounterParts:
    wording = Wording(cast("Language", language), resources() / "i18n", strict=False)
    return CounterParts(
        wording=wording,
        open_station=partial(_open_station, config),
        theme=cast("ThemeName", now.theme),
        scale=now.scale,
        factories=_factories(config, wording, appearance),
        in_language=lambda other: _parts_in(config, appearance, appearance.load(), other),
        key_gate=_key_gate,
    )


def open_counter(config: Config) -> int:
    """Show the counter until it is closed; returns the exit status."""
    return run_counter(counter_parts(config))


def _open_station(config: Config) -> EntranceHall:
    # Loaded on the database's thread while the sign-in page is drawn.
    from counter_app.bootstrap.entrance import open_entrance  # noqa: PLC0415

    return open_entrance(config)


def _factories(config: Config, wording: Wording, appearance: AppearanceStore) -> FactoriesOf:
    """The screens beside the reception; each is imported when it is first opened."""

    def factories(
        frame: Frame, station: OpenStation, tasks: Tasks, change_language: Callable[[str], None]
    ) -> Factories:
        services = station.services

        def dossiers(window: QWidget) -> QWidget:
            from counter_app.documents.preview import render_pages  # noqa: PLC0415
            from counter_app.ui.counter.dossiers_screen import DossiersScreen  # noqa: PLC0415
            from counter_app.ui.counter.window import CounterWindow  # noqa: PLC0415

            def pictures(pdf: bytes) -> list[bytes]:
                return [page.png() for page in render_pages(pdf)]

            assert isinstance(window, CounterWindow)
            return DossiersScreen(
                services, tasks, wording, frame.notices, frame.seat, window, pictures, window
            )

        def sync(window: QWidget) -> QWidget:
            from counter_app.ui.counter.sync_screen import SyncScreen  # noqa: PLC0415
            from counter_app.ui.counter.window import CounterWindow  # noqa: PLC0415

            assert isinstance(window, CounterWindow)
            return SyncScreen(services, tasks, wording, frame.notices, window, window)

        def settings(window: QWidget) -> QWidget:
            from counter_app.ui.settings.settings_screen import SettingsScreen  # noqa: PLC0415

            checks = partial(_checks, config, station)
            return SettingsScreen(
                services, tasks, wording, frame.notices, appearance, checks, change_language, window
            )

        return {"dossiers": dossiers, "sync": sync, "settings": settings}

    return factories


def _checks(config: Config, station: OpenStation) -> list[Check]:
    from counter_app.bootstrap.doctor import run_checks  # noqa: PLC0415
    from counter_app.bootstrap.station import RunningStation  # noqa: PLC0415

    return run_checks(config, station if isinstance(station, RunningStation) else None)


def _key_gate(station: OpenStation) -> KeyGate | None:
    from counter_app.bootstrap.station import RunningStation  # noqa: PLC0415

    return station.devices.key_gate() if isinstance(station, RunningStation) else None
