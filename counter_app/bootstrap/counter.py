"""The counter's program: what the window is given."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from counter_app.bootstrap.first_setup import setup_of
from counter_app.bootstrap.logs import keep_logs
from counter_app.config import Config
from counter_app.i18n import Wording
from counter_app.i18n.wording import Language
from counter_app.paths import resources
from counter_app.services.appearance import Appearance, AppearanceStore
from counter_app.ui.app import CounterParts, EntranceHall, OpenStation, run_counter
from counter_app.ui.pages import PageParts, factories_of
from counter_app.ui.shared.tokens import ThemeName

if TYPE_CHECKING:
    from counter_app.bootstrap.checks.row import Check
    from counter_app.ui.shared.wedge_filter import KeyGate


def counter_parts(config: Config) -> CounterParts:
    """Everything that the window needs; nothing is opened yet."""
    appearance = AppearanceStore(config.data_dir, Appearance(config.language, config.theme))
    now = appearance.load()
    return _parts_in(config, appearance, now, now.language)


def open_counter(config: Config) -> int:
    """Show the counter until it is closed; returns the exit status."""
    keep_logs(config)
    return run_counter(counter_parts(config))


def _parts_in(config: Config, appearance: AppearanceStore, now: Appearance, language: str) -> CounterParts:
    wording = Wording(cast("Language", language), resources() / "i18n", strict=False)
    pages = PageParts(wording, _pictures, partial(_checks_of, config), appearance)
    return CounterParts(
        wording=wording,
        open_station=partial(_open_station, config),
        theme=cast("ThemeName", now.theme),
        scale=now.scale,
        factories=factories_of(pages),
        setup=setup_of(config, wording),
        in_language=lambda other: _parts_in(config, appearance, appearance.load(), other),
        key_gate=_key_gate,
    )


# What follows imports late: the sign-in page is to be there before the rest is loaded.


def _open_station(config: Config) -> EntranceHall:
    from counter_app.bootstrap.entrance import open_entrance  # noqa: PLC0415

    return open_entrance(config)


def _pictures(pdf: bytes) -> list[bytes]:
    from counter_app.documents.preview import render_pages  # noqa: PLC0415

    return [page.png() for page in render_pages(pdf)]


def _checks_of(config: Config, station: OpenStation) -> Callable[[], list[Check]]:
    def checks() -> list[Check]:
        from counter_app.bootstrap.doctor import run_checks  # noqa: PLC0415
        from counter_app.bootstrap.station import RunningStation  # noqa: PLC0415

        return run_checks(config, station if isinstance(station, RunningStation) else None)

    return checks


def _key_gate(station: OpenStation) -> KeyGate | None:
    from counter_app.bootstrap.station import RunningStation  # noqa: PLC0415

    return station.devices.key_gate() if isinstance(station, RunningStation) else None
