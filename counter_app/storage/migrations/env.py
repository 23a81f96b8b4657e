"""What alembic runs around the revisions: they go over the connection that ``schema`` hands in."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
