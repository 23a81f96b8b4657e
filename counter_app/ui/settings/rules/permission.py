"""Who may change the rules: everybody looks, an administrator acts."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.domain.office import Clerk, Role

WhoSits = Callable[[], Clerk | None]
"""The clerk who is signed in, if anybody is."""


def may_change(clerk: Clerk | None) -> bool:
    """Whether this clerk may change what the office decided."""
    return clerk is not None and clerk.active and clerk.role is Role.ADMINISTRATOR
