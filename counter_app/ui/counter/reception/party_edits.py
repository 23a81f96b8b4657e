"""Edits of the two parties of a reception: a place and a value make the next draft."""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.identifiers.digits import bare
from counter_app.domain.identifiers.personal_number import parse_personal_number
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.received import Channel
from counter_app.services.draft import Draft


class PartyEdits:
    """Applies edits; a second person that is switched away is put aside and comes back with the role."""

    def __init__(self) -> None:
        self._aside: tuple[Party | None, str] = (None, "")

    def forget(self) -> None:
        """Another draft is in hand."""
        self._aside = (None, "")

    def applied(self, draft: Draft, place: str, value: str) -> Draft:
        """The draft after ``place`` (``owner.full_name``, ``submitter_role``) became ``value``."""
        prefix, _, name = place.partition(".")
        if place == "submitter_role":
            return self._with_role(draft, SubmitterRole(value))
        if place == "authorisation":
            return replace(draft, authorisation=value)
        if prefix == "owner":
            return replace(draft, owner=_edited(draft.owner, name, value))
        return replace(draft, submitter=_edited(draft.submitter or Party(), name, value))

    def completed(self, draft: Draft, place: str) -> Draft:
        """The number was left: what it says for certain is filled in where nothing stands."""
        if place == "owner.number":
            return replace(draft, owner=_with_sex(draft.owner))
        return draft

    def _with_role(self, draft: Draft, role: SubmitterRole) -> Draft:
        before = draft.submitter_role
        if role is before:
            return draft
        if role is SubmitterRole.OWNER:
            self._aside = (draft.submitter, draft.authorisation)
            draft = replace(draft, submitter=None, authorisation="")
        elif before is SubmitterRole.OWNER:
            second, authorisation = self._aside
            draft = replace(draft, submitter=second or Party(), authorisation=authorisation)
        return replace(draft, submitter_role=role, channel=_channel(draft.channel, before, role))


def _channel(channel: Channel, before: SubmitterRole, role: SubmitterRole) -> Channel:
    """What the postman brings came by post (QĐ 45/2016)."""
    if role is SubmitterRole.POSTMAN:
        return Channel.POSTAL
    return Channel.DIRECT if before is SubmitterRole.POSTMAN else channel


def _edited(party: Party, name: str, value: str) -> Party:
    if name == "kind":
        return _of_kind(party, PartyKind(value))
    source = "typed" if name in ("number", "full_name") else party.source
    return replace(party, source=source, **{name: value})  # type: ignore[arg-type]


def _of_kind(party: Party, kind: PartyKind) -> Party:
    """Fields that the new kind does not have are emptied: nothing hidden is recorded."""
    person = kind.is_person
    return replace(
        party,
        kind=kind,
        source="typed",
        birth_date=party.birth_date if person else "",
        sex=party.sex if person else "",
        nationality=party.nationality if kind is PartyKind.FOREIGNER else "",
        representative="" if person else party.representative,
    )


def _with_sex(party: Party) -> Party:
    if party.kind is not PartyKind.CITIZEN:
        return party
    number = parse_personal_number(bare(party.number))
    return replace(party, sex=number.sex.value) if number is not None and not party.sex else party
