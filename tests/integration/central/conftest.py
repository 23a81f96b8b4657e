"""A central system on a database that several processes share: SQLite and PostgreSQL."""

from __future__ import annotations

from tests.fixtures.central_databases import databases
from tests.unit.central.conftest import centre, station

__all__ = ["centre", "databases", "station"]
