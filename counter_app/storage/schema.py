"""Which schema this program knows; ``tables`` says what it is, and is loaded only when it is raised."""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 1
"""The number of the newest migration; ``PRAGMA user_version`` of a database that needs none."""
