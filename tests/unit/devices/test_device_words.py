"""Everything that a device can be, say or be asked has a name for people, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from counter_app import devices
from counter_app.devices.scanners.source import ScanFinding, ScannerLink
from counter_app.devices.simulators import sample_cards
from counter_app.i18n import Language, Wording
from counter_app.paths import resources
from counter_app.services.ports import PrinterCondition, PrintResult


def keys() -> Iterator[str]:
    for condition in PrinterCondition:
        yield f"device.condition.{condition.value}"
        yield f"device.advice.{condition.value}"
    yield from (f"device.result.{result.value}" for result in PrintResult)
    yield from (f"device.link.{link.value}" for link in ScannerLink)
    yield from (f"device.finding.{finding.value}" for finding in ScanFinding)
    for role in devices.ROLES:
        yield f"device.role.{role}"
        for driver in devices.drivers(role):
            yield driver.label_key
            for field in driver.fields:
                yield field.label_key
                yield from (field.choice_key(choice) for choice in field.choices)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_is_worded(language: Language) -> None:
    words = Wording(language, resources() / "i18n")
    assert [key for key in keys() if not words.has(key)] == []


def test_sample_cards_are_of_invented_people_and_told_apart() -> None:
    cards = sample_cards()
    assert len({card.id for card in cards}) == len({card.text for card in cards}) == len(cards)
    for card in cards:
        assert card.title_vi
        assert card.title_en
        parts = card.text.split("|")
        if card.id.startswith(("cccd_2021", "can_cuoc")):
            assert len(parts) == (11 if card.id.startswith("can_cuoc") else 7)
            assert parts[2].endswith(" MẪU")
