"""CUPS through its own programs (``lp``, ``lpstat``, ``cancel``), as they were seen to answer (CUPS 2.4).

Observed with CUPS 2.4.2 and an IPP printer: a job that the printer refused stands among the completed ones,
with the same reason as a printed one; only its status message tells. A warning such as
``media-empty-warning`` stays on the queue after its cause is gone. Hence: warnings do not block a queue,
and a finished job with a message has failed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from enum import Enum
from typing import Final

from counter_app.services.ports import Paper, PrinterCondition

PROGRAM_S: Final = 4.0
"""How long a program of the print service may take to answer."""
_JOB_ID: Final = re.compile(r"request id is (\S+-\d+)")
_ALERTS: Final = re.compile(r"^\s*Alerts:[ \t]*(.*)$", re.MULTILINE)
_STATUS: Final = re.compile(r"^\s*Status:[ \t]*(.*)$", re.MULTILINE)
_CANCELLED: Final = ("job-canceled", "aborted-by-system", "job-completed-with-errors")
_GONE: Final = ("may not exist or is unavailable", "Unable to connect", "not responding", "Unable to locate")
_CONDITIONS: Final = (
    (PrinterCondition.COVER_OPEN, ("cover-open", "door-open", "interlock-open")),
    (PrinterCondition.PAPER_OUT, ("media-empty", "media-needed")),
    (PrinterCondition.OFFLINE, ("offline", "shutdown", "paused")),
    (PrinterCondition.FAULT, ("media-jam", "fuser", "marker-supply-empty", "toner-empty", "other")),
)


class QueueUnreachableError(Exception):
    """The print service does not run, or does not know the queue."""


class QueueMuteError(Exception):
    """The print service did not answer in time."""


class JobState(Enum):
    """What the queue knows of a job."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


def is_present() -> bool:
    """Whether the programs are on the path."""
    return shutil.which("lp") is not None and shutil.which("lpstat") is not None


@dataclass(frozen=True)
class QueueState:
    """The queue now: ``alerts`` are IPP printer-state-reasons, ``message`` is what the printer or a person
    wrote.
    """

    enabled: bool
    accepting: bool
    printing: bool
    alerts: tuple[str, ...]
    message: str

    def condition(self, *, strict: bool = False) -> PrinterCondition:
        """The printer's condition; with ``strict`` (a job does not get on) its warnings count like errors."""
        # On a queue without a job such a message is old news, and only a job can make it go away.
        if self.printing and any(text in self.message for text in _GONE):
            return PrinterCondition.UNREACHABLE
        for condition, reasons in _CONDITIONS:
            if any(_blocks(alert, reasons, strict=strict) for alert in self.alerts):
                return condition
        if not self.enabled or not self.accepting:
            return PrinterCondition.OFFLINE
        low = any(alert.startswith(("media-low", "media-empty")) for alert in self.alerts)
        return PrinterCondition.PAPER_LOW if low else PrinterCondition.READY


def _blocks(alert: str, reasons: tuple[str, ...], *, strict: bool) -> bool:
    if not alert.startswith(reasons):
        return False
    return strict or not alert.endswith(("-warning", "-report"))


class CupsQueue:
    """One queue of the local print service; an empty ``name`` means the service's default.

    Its methods raise ``QueueUnreachableError`` or ``QueueMuteError`` (no answer within ``within_s``).
    """

    def __init__(self, name: str, within_s: float = PROGRAM_S) -> None:
        self._name = name
        self._within_s = within_s

    @property
    def name(self) -> str:
        """The queue's name; asks for the default when none was given."""
        if self._name:
            return self._name
        found = re.search(r"default destination: (\S+)", self._run("lpstat", "-d"))
        if found is None:
            raise QueueUnreachableError
        return found[1]

    def state(self) -> QueueState:
        """Ask ``lpstat``."""
        name = self.name
        shown = self._run("lpstat", "-l", "-p", name)
        first, _, rest = shown.partition("\n")
        if not first.startswith(f"printer {name} "):
            raise QueueUnreachableError
        alerts = _ALERTS.search(shown)
        words = alerts[1].split() if alerts else []
        return QueueState(
            enabled=f"printer {name} disabled" not in first,
            accepting="not accepting requests" not in self._run("lpstat", "-a", name),
            printing=f"printer {name} now printing" in first,
            alerts=tuple(word for word in words if word != "none"),
            message=rest.partition("\n")[0].strip() if not rest.startswith("\tForm mounted") else "",
        )

    def reports_back(self) -> bool:
        """Whether the printer itself tells the queue that a job is out (IPP); others only take its bytes."""
        shown = self._run("lpstat", "-v", self.name)
        return bool(re.search(r": (ipps?|dnssd|implicitclass)://", shown)) and "_pdl-datastream" not in shown

    def papers(self) -> frozenset[Paper] | None:
        """The sizes A4 and A5 as far as the queue has them; ``None`` when it does not tell."""
        if shutil.which("lpoptions") is None:
            return None
        found = re.search(
            r"^PageSize/[^:]*:(.*)$", self._run("lpoptions", "-p", self.name, "-l"), re.MULTILINE
        )
        if found is None:
            return None
        sizes = found[1].replace("*", "").split()
        return frozenset(paper for paper in ("A4", "A5") if paper in sizes)

    def submit(self, data: bytes, *, title: str, options: tuple[str, ...]) -> str:
        """Hand a job over on standard input (no file is left behind) and return its id."""
        wishes = [part for option in options for part in ("-o", option)]
        shown = self._run("lp", "-d", self.name, "-t", title, *wishes, data=data)
        found = _JOB_ID.search(shown)
        if found is None:
            raise QueueUnreachableError
        return found[1]

    def job_state(self, job: str) -> JobState:
        """Whether a job still waits, is done, or ended badly."""
        if _entry(self._run("lpstat", "-W", "not-completed", "-l", "-o", self.name), job):
            return JobState.WAITING
        entry = _entry(self._run("lpstat", "-W", "completed", "-l", "-o", self.name), job)
        if not entry:
            return JobState.UNKNOWN
        alerts, status = _ALERTS.search(entry), _STATUS.search(entry)
        if alerts and any(word.startswith(_CANCELLED) for word in alerts[1].split()):
            return JobState.FAILED
        return JobState.FAILED if status and status[1].strip() else JobState.DONE

    def cancel(self, job: str) -> bool:
        """Take a job back; ``False`` when it could not be taken back any more."""
        try:
            self._run("cancel", job)
        except QueueUnreachableError:
            return False
        return True

    def _run(self, program: str, *arguments: str, data: bytes = b"") -> str:
        return _run(program, *arguments, data=data, within_s=self._within_s)


def queue_names() -> tuple[str, ...]:
    """The queues that the print service knows, for the settings screen; empty when it does not run."""
    try:
        return tuple(_run("lpstat", "-e").split())
    except (QueueUnreachableError, QueueMuteError):
        return ()


def _entry(shown: str, job: str) -> str:
    """The lines of one job in the output of ``lpstat -l -o``."""
    for block in re.split(r"\n(?=\S)", shown):
        if block.split(maxsplit=1)[:1] == [job]:
            return block
    return ""


def _run(program: str, *arguments: str, data: bytes = b"", within_s: float = PROGRAM_S) -> str:
    path = shutil.which(program)
    if path is None:
        raise QueueUnreachableError
    try:
        done = subprocess.run(
            [path, *arguments],
            input=data,
            capture_output=True,
            timeout=within_s,
            check=False,
            env={**os.environ, "LC_ALL": "C", "LANGUAGE": "C"},
        )
    except subprocess.TimeoutExpired as late:
        raise QueueMuteError from late
    except OSError as broken:
        raise QueueUnreachableError from broken
    if done.returncode != 0:
        raise QueueUnreachableError
    return done.stdout.decode("utf-8", "replace")
