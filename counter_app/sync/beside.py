"""Calls made beside the thread that asks for them; the program's end does not wait for one that hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Beside(Executor):
    """Each call in a daemon thread of its own, which costs nothing beside a call over the network.

    The standard library's pools are waited for when the program ends, which a call into a dead line would
    hold up for as long as its timeout.
    """

    def submit(self, call: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Begin ``call``; its result or what it raised is in the future."""
        future: Future[_T] = Future()

        def carry_out() -> None:
            try:
                future.set_result(call(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
                future.set_exception(error)

        threading.Thread(target=carry_out, name="sync-call", daemon=True).start()
        return future
