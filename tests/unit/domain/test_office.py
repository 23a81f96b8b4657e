"""The directory that comes from the central system: read strictly, kept whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Role, directory_from_plain, directory_to_plain
from tests.builders import directory_document


def document() -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(directory_document()))
    return copy


def test_a_directory_is_read_and_written_back() -> None:
    plain = document()
    plain["clerks"][0]["valid_until"] = "2026-12-31T10:00:00.000000Z"
    directory = directory_from_plain(plain)
    assert directory.office.agency == "H01.15.21"
    assert directory.clerks[0].valid_until == datetime(2026, 12, 31, 10, tzinfo=UTC)
    assert [clerk.role for clerk in directory.clerks] == [Role.CLERK, Role.CLERK, Role.SUPERVISOR]
    assert directory.clerk("le-van-mau") is directory.clerks[1]
    assert directory.clerk("nobody") is None
    assert directory_from_plain(json.loads(json.dumps(directory_to_plain(directory)))) == directory


def test_texts_that_an_office_does_not_have_are_empty_and_not_the_word_none() -> None:
    plain = document()
    plain["office"]["phone"] = None
    del plain["office"]["portal_url"]
    office = directory_from_plain(plain).office
    assert (office.phone, office.portal_url) == ("", "")


def test_a_clerk_with_a_role_of_a_newer_system_is_known_by_name_but_cannot_sign_in() -> None:
    plain = document()
    plain["clerks"][2]["role"] = "inspector"
    clerk = directory_from_plain(plain).clerks[2]
    assert (clerk.name, clerk.active, clerk.role) == ("Phạm Thị Trưởng", False, Role.CLERK)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("version",), "one", "version"),
        (("office",), [], "office"),
        (("office", "agency"), "", "office.agency"),
        (("office", "agency"), 7, "office.agency"),
        (("office", "hours"), "always", "office.hours"),
        (("clerks",), "nobody", "clerks"),
        (("clerks", 0), "Trần Thị Mẫu", "clerks.1"),
        (("clerks", 0, "id"), None, "clerks.1.id"),
        (("clerks", 0, "active"), "false", "clerks.1.active"),
        (("clerks", 1, "valid_until"), "soon", "clerks.2.valid_until"),
        (("clerks", 1, "id"), "tran-thi-mau", "clerks.id"),
    ],
)
def test_a_misfit_is_named_by_its_place(path: tuple[str | int, ...], value: object, field: str) -> None:
    plain = document()
    part: Any = plain
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(DomainError) as caught:
        directory_from_plain(plain)
    assert (caught.value.code, caught.value.params) == ("directory.bad_document", {"field": field})
