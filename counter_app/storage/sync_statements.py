"""Statements of the sync store: own entries by state, verdicts, the feed's position (``queries.sync``)."""

from __future__ import annotations

from typing import Final

from counter_app.storage.statements import Statement

STATION: Final = Statement("station.chain")
UNACCEPTED_COUNTS: Final = Statement("sync.unaccepted_counts")
SETTLED_COUNTS: Final = Statement("sync.settled_counts")
WAITING_DOSSIERS: Final = Statement("sync.waiting_dossiers")
OLDEST_WAITING: Final = Statement("sync.oldest_waiting")
NEXT_BATCH: Final = Statement("sync.next_batch")
LAST_SEQ: Final = Statement("sync.last_seq")
LAST_BEFORE: Final = Statement("sync.last_before")
ACCEPTED_AFTER: Final = Statement("sync.accepted_after")
LAST_ACCEPTED: Final = Statement("sync.last_accepted")
KNOWN: Final = Statement("sync.known")
KNOWN_BETWEEN: Final = Statement("sync.known_between")
SET_VERDICTS: Final = Statement("sync.set_verdicts")
WAITING_OF: Final = Statement("sync.waiting_of")
SET_WAITING: Final = Statement("sync.set_waiting")
SUBJECTS_THERE: Final = Statement("sync.subjects_there")
PLACES_OF: Final = Statement("sync.places_of")
SET_VERDICT: Final = Statement("sync.set_verdict")
ASK_AGAIN: Final = Statement("sync.ask_again")
SET_PLACE: Final = Statement("sync.set_place")
SET_BODY: Final = Statement("sync.set_body")
JUDGED_ABOVE: Final = Statement("sync.judged_above")
FORGET_VERDICTS: Final = Statement("sync.forget_verdicts")
NOT_THERE_FROM: Final = Statement("sync.not_there_from")
MOVED_FROM: Final = Statement("sync.moved_from")
OF_EARLIER_LIFE: Final = Statement("sync.of_earlier_life")
CHAINS_OF: Final = Statement("sync.chains_of")
CHAIN_ABOVE: Final = Statement("sync.chain_above")
DROP: Final = Statement("sync.drop")
PUT_INCARNATION: Final = Statement("sync.put_incarnation")
FEED: Final = Statement("sync.feed")
PUT_FEED: Final = Statement("sync.put_feed")
