"""The devices: a card each, with its true state."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.services.settings import ROLES, DeviceRole
from counter_app.ui.settings.device_card import DeviceCard
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.state import DeviceState


class DevicesPage(Page):
    """``cards_of`` holds the card of each role."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(
            wording.text("settings.section.devices"), wording.text("settings.device.text"), parent
        )
        self.cards_of: dict[DeviceRole, DeviceCard] = {role: DeviceCard(wording, role) for role in ROLES}
        for card in self.cards_of.values():
            self.cards.addWidget(card)

    def show_device(self, role: DeviceRole, state: DeviceState) -> None:
        """Draw one device."""
        self.cards_of[role].show_state(state)
