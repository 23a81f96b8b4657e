"""Pictures of the sign-in, the lock and the reception in their states; ``Stage`` and ``Shot`` take them."""

from __future__ import annotations

from typing import Final

from counter_app.domain.identity import IdentityState
from counter_app.services.ports import PrinterCondition, PrintResult
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.pictures import shots_door as door
from counter_app.ui.counter.pictures import shots_identity as identity
from counter_app.ui.counter.pictures import shots_reading as reading
from counter_app.ui.counter.pictures import shots_reception as reception
from counter_app.ui.counter.pictures.stage import Shot, Stage, picture_of

__all__ = ["SHOTS", "Shot", "Stage", "picture_of"]

SHOTS: Final[tuple[Shot, ...]] = (
    Shot("sign-in-first-paint", door.door_opening),
    Shot("sign-in", door.door_empty),
    Shot("sign-in-wrong-pin", door.door_wrong_pin),
    Shot("sign-in-waiting", door.door_waiting),
    Shot("sign-in-locked", door.door_locked_name),
    Shot("sign-in-unlock", door.door_unlock),
    Shot("lock", door.lock),
    Shot("reception-empty", reception.empty),
    Shot("reception-card", reception.card),
    Shot("reception-filled-online", reception.filled),
    Shot("reception-filled-offline", reception.filled, line=LineState.OFFLINE),
    Shot("reception-missing", reception.missing),
    Shot("reception-fee-not-set", reception.fee_not_set),
    Shot("reception-fee-counted", reception.fee_counted),
    Shot("reception-due-not-set", reception.due_not_set),
    Shot("reception-received-editor", reception.received_editor),
    Shot("reception-organisation", reception.organisation),
    Shot("reception-authorised", reception.authorised),
    Shot("reception-foreigner", reception.foreigner),
    Shot("reception-card-differs", reception.card_differs),
    Shot("reception-card-of-whom", reception.card_of_whom),
    Shot("identity-checking", identity.checking),
    Shot("identity-level-1", identity.answered, identity=IdentityState.LEVEL_1, earlier=2),
    Shot("identity-no-level", identity.answered, identity=IdentityState.MATCHED),
    Shot("identity-mismatch", identity.mismatch, identity=IdentityState.MISMATCH),
    Shot("identity-no-account", identity.answered, identity=IdentityState.NO_ACCOUNT, earlier=3),
    Shot("identity-guiding", identity.guiding, identity=IdentityState.NO_ACCOUNT),
    Shot("identity-unavailable", identity.answered, identity=IdentityState.UNAVAILABLE),
    Shot("identity-not-asked", identity.not_asked, full_disk=True),
    Shot("identity-not-asked-dark", identity.not_asked, full_disk=True, theme="dark"),
    Shot("identity-not-asked-150", identity.not_asked, full_disk=True, scale=1.5),
    Shot("identity-sighted", identity.sighted, line=LineState.OFFLINE, earlier=3),
    Shot("identity-doubtful", identity.doubtful, identity=IdentityState.MISMATCH, earlier=1),
    Shot("identity-earlier", identity.earlier, earlier=4),
    Shot("identity-principal", identity.principal, identity=IdentityState.LEVEL_2),
    Shot("identity-doubtful-150", identity.doubtful, identity=IdentityState.MISMATCH, earlier=3, scale=1.5),
    Shot("identity-sighted-150", identity.sighted, line=LineState.OFFLINE, earlier=3, scale=1.5),
    Shot("identity-guiding-150", identity.guiding, identity=IdentityState.NO_ACCOUNT, scale=1.5),
    Shot("identity-earlier-150", identity.earlier, earlier=4, scale=1.5),
    Shot("identity-mismatch-dark", identity.mismatch, identity=IdentityState.MISMATCH, theme="dark"),
    Shot("identity-guiding-dark", identity.guiding, identity=IdentityState.NO_ACCOUNT, theme="dark"),
    Shot("identity-earlier-contrast", identity.earlier, earlier=4, theme="contrast"),
    Shot("identity-sighted-english", identity.sighted, line=LineState.OFFLINE, earlier=3, language="en"),
    Shot("identity-guiding-english", identity.guiding, identity=IdentityState.NO_ACCOUNT, language="en"),
    Shot("reception-procedure-search", reception.procedure_search),
    Shot("reception-number-doubtful", reception.number_doubtful),
    Shot("reception-number-doubtful-dark", reception.number_doubtful, theme="dark"),
    Shot("reception-number-doubtful-150", reception.number_doubtful, scale=1.5),
    Shot("reception-drafts", reception.many_drafts),
    Shot("reception-notices", reception.many_notices),
    Shot("reception-notices-dark", reception.many_notices, theme="dark"),
    Shot("reception-notices-150", reception.many_notices, scale=1.5),
    Shot("reception-notices-unfolded", reception.many_notices_unfolded),
    Shot("reception-notices-unfolded-150", reception.many_notices_unfolded, scale=1.5),
    Shot("reception-not-detailed", reception.not_detailed),
    Shot("reception-procedure-changed", reception.procedure_changed),
    Shot("reception-procedure-closed", reception.procedure_closed),
    Shot("reception-procedure-changed-150", reception.procedure_changed, scale=1.5),
    Shot("reception-procedure-changed-dark", reception.procedure_changed, theme="dark"),
    Shot("reception-accepted", reception.accepted),
    Shot(
        "reception-accepted-no-paper",
        reception.accepted,
        line=LineState.OFFLINE,
        printer=PrinterCondition.PAPER_OUT,
        result=PrintResult.FAILED,
    ),
    Shot(
        "reception-accepted-sent", reception.accepted, printer=PrinterCondition.MUTE, result=PrintResult.SENT
    ),
    Shot("reception-disk-full", reception.disk_full, full_disk=True),
    Shot("reception-keys", reception.keys),
    Shot("reception-filled-150", reception.filled, scale=1.5, line=LineState.OFFLINE),
    Shot("reception-missing-150", reception.missing, scale=1.5),
    Shot("reception-accepted-150", reception.accepted, scale=1.5),
    Shot("sign-in-150", door.door_wrong_pin, scale=1.5),
    Shot("reception-filled-dark", reception.filled, theme="dark", line=LineState.OFFLINE),
    Shot("reception-missing-dark", reception.missing, theme="dark"),
    Shot("sign-in-dark", door.door_empty, theme="dark"),
    Shot("reception-filled-contrast", reception.filled, theme="contrast", line=LineState.OFFLINE),
    Shot("reception-missing-contrast", reception.missing, theme="contrast"),
    Shot("reception-filled-english", reception.filled, language="en"),
    Shot("reception-missing-english", reception.missing, language="en"),
    Shot("reception-accepted-english", reception.accepted, language="en"),
    Shot("sign-in-english", door.door_wrong_pin, language="en"),
    *reading.SHOTS,
)
