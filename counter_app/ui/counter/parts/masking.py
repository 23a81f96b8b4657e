"""Personal data as it may stand on a screen that others can see: enough to recognise it, not to copy it."""

from __future__ import annotations

from counter_app.domain.identifiers.personal_number import masked
from counter_app.domain.parties import PartyKind

DOT = "•"
_TAIL = 3


def hidden_number(kind: PartyKind, number: str) -> str:
    """``0891••••••17``; the code of an organisation is public."""
    return masked(number).replace("*", DOT) if kind.is_person else number


def hidden_phone(kind: PartyKind, phone: str) -> str:
    """``•••• ••• 567``: people say the last digits to be sure; an organisation's telephone is public."""
    if not kind.is_person:
        return phone
    places = [place for place, sign in enumerate(phone) if sign.isdigit()]
    hidden = set(places[:-_TAIL] if len(places) > 2 * _TAIL else places)
    return "".join(DOT if place in hidden else sign for place, sign in enumerate(phone))


def hidden_email(kind: PartyKind, email: str) -> str:
    """``m•••@vidu.vn``; how long the name is stays hidden too. An organisation's address is public."""
    if not kind.is_person or not email:
        return email
    name, at, host = email.partition("@")
    return f"{name[:1] if at else ''}{DOT * 3}{at}{host}"
