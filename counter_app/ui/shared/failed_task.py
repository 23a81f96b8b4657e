"""What becomes of a failed task: a rule's own words for people, anything else for the program's hook."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.domain.errors import DomainError
from counter_app.ui.shared.notices import Notices


def tell(notices: Notices) -> Callable[[Exception], None]:
    """For ``Task.failure``: domain errors become a notice, what is unexpected is raised on.

    What a callback raises reaches the hook, which logs it under a report number and tells that too.
    """

    def failed(error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        notices.raised(error)

    return failed
