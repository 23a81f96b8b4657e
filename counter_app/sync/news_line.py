"""Asks the central system whether there is news, and lets it wait with the answer until there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import HttpCaller
from counter_app.sync.policy import Pace
from counter_app.sync.transport import read_answer
from counter_app.sync.watch import Standing
from counter_app.sync.wire import FeedAnswer

_SLACK: Final = 10.0
"""Seconds that an answer may take beyond the time for which it was asked to wait."""


class HttpNewsLine:
    """``NewsLine`` over HTTP."""

    def __init__(self, credentials: Credentials, pace: Pace | None = None) -> None:
        pace = pace or Pace()
        self._office = credentials.office
        self._pace = replace(pace, whole_answer=pace.whole_answer + _SLACK)
        self._http = HttpCaller(
            credentials.server, credentials.token, self._pace, credentials.ca_file or None
        )

    def ask(self, known: Standing | None, seconds: int) -> Standing:
        """As ``NewsLine`` says; with nothing known the answer comes at once."""
        path = f"/v1/offices/{self._office}/feed?limit=0"
        if known is not None:
            path += f"&after={known.last}&known={known.state}&wait={seconds}"
        answer = read_answer(self._http.call("GET", path, read_timeout=seconds + _SLACK), FeedAnswer)
        return Standing(answer.last, answer.state)

    def break_off(self) -> None:
        """As ``NewsLine`` says."""
        self._http.break_off()

    def close(self) -> None:
        """As ``NewsLine`` says."""
        self._http.close()
