"""What an earlier dossier of the same person gives to the reception in hand: only what is still empty."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from counter_app.domain.parties import Party
from counter_app.domain.vietnamese import fold
from counter_app.services.draft import Draft

_TAKEN: Final = (
    "full_name",
    "number",
    "birth_date",
    "sex",
    "nationality",
    "address",
    "phone",
    "email",
    "representative",
)


def take_earlier(draft: Draft, earlier: Party) -> Draft:
    """Fill empty fields of the owner; nothing that stands there is changed.

    Only a name or number that came from there makes the owner one "from an earlier dossier"; what was read
    from a card stays so.
    """
    owner = draft.owner
    if owner.kind is not earlier.kind:
        return draft
    taken = {
        name: getattr(earlier, name) for name in _TAKEN if not getattr(owner, name) and getattr(earlier, name)
    }
    if not taken:
        return draft
    filled = replace(owner, **taken)
    same = filled.number == earlier.number and fold(filled.full_name) == fold(earlier.full_name)
    if owner.source == "typed" and same and taken.keys() & {"full_name", "number"}:
        filled = replace(filled, source="earlier")
    return replace(draft, owner=filled)
