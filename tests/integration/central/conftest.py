"""A central system on a database that several processes share: SQLite and PostgreSQL."""

from __future__ import annotations

from tests.fixtures.central_databases import all_databases, databases
from tests.unit.central.conftest import centre, station

__all__ = ["all_databases", "centre", "databases", "station"]
