"""A request that is not carried out: status, code and parameters, in one shape (``wire.Problem``)."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from counter_app.domain.errors import DomainError, Param

RETRY_AFTER: Final = 3
"""Seconds after which to call again when the database is away."""
_SQLITE_AWAY: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
    }
)


class ProblemError(DomainError):
    """Answered with ``status`` and ``Problem(code, params)``; ``alarm`` also tells an administrator."""

    def __init__(self, status: int, code: str, *, alarm: bool = False, **params: Param) -> None:
        super().__init__(code, **params)
        self.status = status
        self.alarm = alarm

    @classmethod
    def of(cls, status: int, error: DomainError) -> ProblemError:
        """A domain error as the answer to a request."""
        problem = cls(status, error.code)
        problem.params = error.params
        return problem

    @property
    def headers(self) -> dict[str, str]:
        """``Retry-After`` when the caller is asked to come back."""
        retry_after = self.params.get("retry_after")
        return {} if retry_after is None else {"Retry-After": str(retry_after)}


def database_away() -> ProblemError:
    """The answer while the database cannot be used: nothing was acknowledged, so nothing is lost."""
    return ProblemError(503, "database.away", retry_after=RETRY_AFTER)


def is_database_away(error: BaseException) -> bool:
    """Whether an error means that the database is away, full, locked or overrun, and not a fault of ours."""
    if isinstance(error, NoFreeConnection | InterfaceError):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if not isinstance(error, OperationalError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return (error.orig.sqlite_errorcode & 0xFF) in _SQLITE_AWAY
    return True
