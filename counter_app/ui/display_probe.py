"""Starts Qt on the display as the counter would; ``doctor`` runs it in a process of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication


def opened_platform() -> str:
    """The platform that Qt opened (``xcb``, ``wayland``, ``windows``); ends the process where it cannot."""
    application = QApplication(["counter-app"])
    try:
        return application.platformName()
    finally:
        application.quit()
