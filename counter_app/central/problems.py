"""A request that is not carried out: status, code and parameters, in one shape (``wire.Problem``)."""

from __future__ import annotations

from counter_app.domain.errors import DomainError, Param


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
