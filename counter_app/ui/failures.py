"""What nobody expected: logged with a number, told to the clerk, the draft kept, the window alive."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from counter_app.domain.errors import DomainError
from counter_app.ui.shared.notices import Notices

_log = logging.getLogger(__name__)


class Failures:
    """The last net; ``keep`` is called first, so that what is in hand is kept whatever happened."""

    def __init__(self) -> None:
        self.notices: Notices | None = None
        self.keep: Callable[[], object] | None = None

    def install(self) -> None:
        """Take over what Python would only print."""
        sys.excepthook = self._hook

    def report(self, raised: BaseException) -> None:
        """Log it and tell it; a rule's own words need no report number."""
        if self.keep is not None:
            self.keep()
        if isinstance(raised, DomainError):
            _log.warning("not handled by the screen: %s", raised)
            number = ""
        else:
            number = os.urandom(3).hex().upper()
            # The message may hold what a citizen told; type and place are enough to mend it.
            places = "".join(traceback.format_tb(raised.__traceback__))
            _log.error("report %s: %s\n%s", number, type(raised).__qualname__, places)
        if self.notices is not None:
            self.notices.raised(raised, report=number)

    def _hook(self, kind: type[BaseException], raised: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, raised, trace)
        else:
            self.report(raised)
