"""Figures that the database and the machine know, asked when the metrics are: alike in every process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from counter_app import __version__
from counter_app.central.database import Database
from counter_app.central.readiness import Readiness
from counter_app.central.tables import alarms, chains, dossiers, feed_counters, offices, stations
from counter_app.domain.journal import instant_text
from counter_app.services.ports import Clock

_RECENTLY: Final = timedelta(minutes=5)


class Figures(Collector):
    """Asks anew at each collection."""

    def __init__(self, database: Database, readiness: Readiness, clock: Clock) -> None:
        self._database = database
        self._readiness = readiness
        self._clock = clock

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database when this is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures of now; without the database only that it is away."""
        yield _gauge("build_info", "The program's version", 1, version=__version__)
        yield _gauge("disk_free_bytes", "Room where the data lie", self._readiness.disk_free())
        found: list[Metric] = []
        try:
            if self._readiness.prepared:
                with self._database.read() as connection:
                    found = list(self._of_database(connection))
        except SQLAlchemyError:
            found = []
        yield _gauge("database_up", "Whether the database answers", int(bool(found)))
        yield from found

    def _of_database(self, connection: Connection) -> Iterator[Metric]:
        recently = instant_text(self._clock.now() - _RECENTLY)
        working = stations.c.revoked_at.is_(None)
        for name, text, query in (
            ("entries_stored", "Entries of all stations", select(func.sum(chains.c.seq))),
            ("feed_numbers", "Feed numbers given out", select(func.sum(feed_counters.c.last_no))),
            ("offices", "Offices", select(func.count()).select_from(offices)),
            ("dossiers", "Dossiers", select(func.count()).select_from(dossiers)),
            ("stations", "Stations that may send", select(func.count()).where(working)),
            (
                "stations_seen",
                "Stations that called within five minutes",
                select(func.count()).where(working, stations.c.seen_at >= recently),
            ),
        ):
            yield _gauge(name, text, float(connection.scalar(query) or 0))
        family = GaugeMetricFamily("quaymotcua_alarms", "Alarms not settled", labels=["code"])
        open_alarms = (
            select(alarms.c.code, func.count().label("number"))
            .where(alarms.c.settled_at.is_(None))
            .group_by(alarms.c.code)
        )
        for row in connection.execute(open_alarms):
            family.add_metric([row.code], row.number)
        yield family


def _gauge(name: str, text: str, value: float, **labels: str) -> Metric:
    family = GaugeMetricFamily(f"quaymotcua_{name}", text, labels=list(labels))
    family.add_metric(list(labels.values()), value)
    return family
