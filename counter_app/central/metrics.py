"""What the central system counts, for Prometheus: figures and codes, never a person, a dossier or a station.

With several processes each writes into files of ``PROMETHEUS_MULTIPROC_DIR``; the one that is asked adds up.
"""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes of one server put their counts; set before any of them begins."""

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ENTRIES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Metrics:
    """The counts of one process."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.calls = Counter(
            "quaymotcua_calls", "Calls answered", ("route", "method", "status"), registry=registry
        )
        self.call_seconds = Histogram(
            "quaymotcua_call_seconds",
            "Time to answer, without calls that wait for news",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.rejects = Counter("quaymotcua_rejects", "Calls not carried out", ("code",), registry=registry)
        self.received_bytes = Counter(
            "quaymotcua_received_bytes", "Bodies of requests", ("form",), registry=registry
        )
        self.verdicts = Counter("quaymotcua_verdicts", "Verdicts answered", ("state",), registry=registry)
        self.push_entries = Histogram(
            "quaymotcua_push_entries", "Entries in a push", buckets=_ENTRIES, registry=registry
        )
        self.push_seconds = Histogram(
            "quaymotcua_push_seconds",
            "Time to take in a push, durably",
            buckets=_SECONDS,
            registry=registry,
        )
        self.scans = Counter("quaymotcua_scans", "Scans received whole", registry=registry)
        self.scan_bytes = Counter("quaymotcua_scan_bytes", "Bytes of whole scans", registry=registry)
        self.identity_checks = Counter(
            "quaymotcua_identity_checks", "Look-ups of identities", ("state", "reason"), registry=registry
        )
        self.identity_seconds = Histogram(
            "quaymotcua_identity_seconds",
            "Time until a look-up ended, repetitions included",
            buckets=_SECONDS,
            registry=registry,
        )
        self.waits = Counter("quaymotcua_feed_waits", "Waits for news", ("ended",), registry=registry)
        self.waiting = Gauge(
            "quaymotcua_feed_waiting",
            "Stations that wait for news",
            multiprocess_mode="livesum",
            registry=registry,
        )

    def pushed(self, states: Iterable[str], seconds: float) -> None:
        """Count a push that was taken in; one state for each of its entries."""
        counted = Tally(states)
        for state, number in counted.items():
            self.verdicts.labels(state).inc(number)
        self.push_entries.observe(counted.total())
        self.push_seconds.observe(seconds)

    def looked_up(self, state: str, reason: str, seconds: float) -> None:
        """Count a look-up at the national e-ID service that ended."""
        self.identity_checks.labels(state, reason).inc()
        self.identity_seconds.observe(seconds)

    def exposition(self, *figures: Collector) -> bytes:
        """Everything that was counted, by all processes together, and ``figures`` of now."""
        counted = self._registry
        if os.environ.get(FOLDER_VARIABLE):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        asked = CollectorRegistry()
        for collector in figures:
            asked.register(collector)
        return generate_latest(counted) + generate_latest(asked)
