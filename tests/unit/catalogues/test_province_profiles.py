"""What the provinces decided differently."""

from __future__ import annotations

from tests.unit.catalogues.shelf import document


def test_five_provinces_have_a_profile_and_the_default_covers_the_rest() -> None:
    head = document("province-profiles.json")
    assert set(head["profiles"]) == {"an-giang", "ha-tinh", "nghe-an", "lai-chau", "phu-tho"}
    assert len(head["default"]) == 26
    for profile in head["profiles"].values():
        assert profile["provisional"] is True
        assert profile["name_vi"]
        assert profile["portal"].startswith(("https://dichvucong.", "http://dichvucong."))
        for name, value in profile.items():
            if name in head["default"] and head["default"][name] is not None:
                assert type(value) is type(head["default"][name]), name


def test_profiles_hold_what_the_provinces_decided_differently() -> None:
    profiles = document("province-profiles.json")["profiles"]
    assert profiles["lai-chau"]["online_decision_working_hours"] == 8
    assert profiles["nghe-an"]["queue_ticket_per_bcci_dossier"] is True
    assert profiles["phu-tho"]["recovery_hours"] == 12
    assert profiles["an-giang"]["incident_reply_hours"] == 4
    assert profiles["ha-tinh"]["incident_addressees"] == ["Sở TTTT", "VP UBND tỉnh"]
