"""The stores of one transaction."""

from __future__ import annotations

from counter_app.storage.connection import Connection
from counter_app.storage.dossier_store import Dossiers
from counter_app.storage.draft_store import Drafts
from counter_app.storage.journal_store import Journal
from counter_app.storage.look_up_store import LookUps
from counter_app.storage.scan_store import FilesToSend
from counter_app.storage.small_stores import Counters, Documents


class OpenWork:
    """``services.store_ports.UnitOfWork``: the stores of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.journal = Journal(connection)
        self.dossiers = Dossiers(connection)
        self.counters = Counters(connection)
        self.drafts = Drafts(connection)
        self.documents = Documents(connection)
        self.files_to_send = FilesToSend(connection)
        self.look_ups = LookUps(connection)
