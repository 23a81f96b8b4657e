"""What can be set for a central system."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.scans.settings import ScanSettings


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """Where the central system keeps its data, and its limits.

    ``database_url`` is an SQLAlchemy address; empty means an SQLite file in ``data_dir``. Sizes are in bytes,
    ``max_unpacked_bytes`` of a request after it was unpacked. ``pool_size`` is how many connections to the
    database each process keeps; under load half as many again. Rates hold for each caller and each process.

    ``most_waiting`` callers wait for news at a time, for whom the database is looked at every ``look_every``
    seconds. A request's head has to be there within ``head_seconds``, its body within ``body_seconds``.
    Without ``metrics_token`` the metrics are told to this machine only.
    """

    data_dir: Path
    database_url: str = ""
    pool_size: int = 8
    max_request_bytes: int = 2 * 1024 * 1024
    max_unpacked_bytes: int = 8 * 1024 * 1024
    max_entries: int = 500
    feed_page_entries: int = 1000
    feed_page_bytes: int = 1024 * 1024
    enrolments_per_minute: int = 10
    pushes_per_minute: int = 1200
    feeds_per_minute: int = 600
    documents_per_minute: int = 240
    scan_calls_per_minute: int = 2400
    lease_looks_per_minute: int = 1
    most_waiting: int = 2000
    look_every: float = 0.5
    most_connections: int = 4000
    head_seconds: float = 15.0
    body_seconds: float = 120.0
    disk_low_bytes: int = 1024**3
    metrics_token: str = field(default="", repr=False)
    enrol_code_life: timedelta = timedelta(hours=24)
    scans: ScanSettings = field(default_factory=ScanSettings)
    identity: IdentitySettings = field(default_factory=IdentitySettings)

    @property
    def url(self) -> str:
        """The database's address, with the driver that we bring for PostgreSQL."""
        given = self.database_url
        if given.startswith(("postgresql://", "postgres://")):
            given = "postgresql+psycopg://" + given.partition("://")[2]
        return given or f"sqlite:///{(self.data_dir / 'central.db').absolute()}"

    @property
    def life_file(self) -> Path:
        """The small file outside the database from which a restored backup is noticed."""
        return self.data_dir / "central.life.json"


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, aware and in UTC."""
        return datetime.now(UTC)
