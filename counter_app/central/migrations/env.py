"""Runs migrations on the connection that ``database.upgrade`` hands over."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from counter_app.central.tables import metadata


def run() -> None:
    """Migrate inside the caller's transaction."""
    connection = context.config.attributes["connection"]
    assert isinstance(connection, Connection)
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run()
