"""What the settings screen shows, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from counter_app.services.appearance import Appearance
from counter_app.services.settings import DeviceChoice, DriverInfo
from counter_app.ui.shared.tokens import Tone


@dataclass(frozen=True, slots=True)
class Told:
    """An icon with words in a tone."""

    icon: str
    text: str
    tone: Tone = Tone.NEUTRAL
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device: what is chosen, how it truly is, and how saving or testing went.

    ``errors`` are worded by the name of the field; ``problem`` belongs to none of them.
    """

    drivers: tuple[DriverInfo, ...] = ()
    choice: DeviceChoice = field(default_factory=DeviceChoice)
    condition: Told | None = None
    result: Told | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    saving: bool = False
    testing: bool = False


class CheckRow(Protocol):
    """What a check of the machine found: ``state`` is ``ok``, ``warning`` or ``error``."""

    @property
    def state(self) -> str: ...  # noqa: D102

    @property
    def title_key(self) -> str: ...  # noqa: D102

    @property
    def text_key(self) -> str: ...  # noqa: D102

    @property
    def advice_key(self) -> str | None: ...  # noqa: D102

    @property
    def params(self) -> Mapping[str, str | int]: ...  # noqa: D102


class AppearanceKeeper(Protocol):
    """Where language, theme and text size are kept; may be slow."""

    def load(self) -> Appearance:
        """What is kept."""
        ...

    def save(self, appearance: Appearance) -> None:
        """Keep it; raises ``DomainError``."""
        ...
