"""When each stage of the internal process is due, for the control sheet (phiếu kiểm soát, Mẫu 05).

Decision of Hà Tĩnh Đ1.3 (Đ3 k1b): keep to the process, the progress and the time split per stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.domain.due_time import DueTime
from counter_app.domain.processing_time import Stage
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.worked_time import effective_start
from counter_app.domain.working_time import due_time


@dataclass(frozen=True, slots=True)
class StageTime:
    """A stage, from when it runs and until when; ``beyond_term`` if that is after the whole is due."""

    stage: Stage
    starts_at: datetime
    due: DueTime
    beyond_term: bool = False


def stage_times(
    calendar: WorkCalendar,
    received_at: datetime,
    stages: Sequence[Stage],
    *,
    due_at: datetime | None = None,
) -> tuple[StageTime, ...]:
    """The times of all stages, each following the one before; ``due_at`` is when the whole is due.

    Stages in the same unit are counted together from where the unit began, so that no rounding at a closing
    time adds up and their sum ends where the whole term ends.
    """
    times: list[StageTime] = []
    anchor = starts_at = effective_start(calendar, received_at)
    counted, unit = 0, None
    for stage in stages:
        if stage.unit != unit:
            anchor, counted, unit = starts_at, 0, stage.unit
        counted += stage.value
        due = due_time(calendar, anchor, counted, stage.unit)
        assert due.due_at is not None
        beyond = due_at is not None and due.due_at > due_at
        times.append(StageTime(stage, starts_at, due, beyond))
        starts_at = due.due_at
    return tuple(times)
