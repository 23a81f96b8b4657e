from __future__ import annotations

import logging
from pathlib import Path

import pytest

from counter_app.domain.errors import DomainError
from counter_app.i18n import Language, MissingTextError, Wording
from counter_app.paths import resources

FILES = {
    "vi/sync.toml": """
        title = "Đồng bộ"
        [state]
        waiting = "{name} chờ gửi"
        [jobs]
        one = "{count} việc"
        other = "{count} việc"
    """,
    "en/sync.toml": """
        title = "Sync"
        [state]
        waiting = "{name} waits"
        [jobs]
        one = "{count} job"
        other = "{count} jobs"
    """,
    "vi/error/draft.toml": 'owner_missing = "Chưa có {what}."',
    "en/error/draft.toml": 'owner_missing = "No {what} yet."',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_key_leads_to_the_file_of_its_area(folder: Path) -> None:
    assert Wording("vi", folder).text("sync.title") == "Đồng bộ"
    assert Wording("en", folder).text("sync.state.waiting", name="A016") == "A016 waits"


def test_large_areas_may_be_split_into_files(folder: Path) -> None:
    assert Wording("vi", folder).text("error.draft.owner_missing", what="chủ hồ sơ") == "Chưa có chủ hồ sơ."


def test_an_area_is_read_only_when_it_is_needed(folder: Path) -> None:
    words = Wording("vi", folder)
    (folder / "vi" / "sync.toml").write_text('title = "Gửi"', encoding="utf-8")
    assert words.text("sync.title") == "Gửi"


def test_texts_are_composed_even_if_a_file_is_not(folder: Path) -> None:
    (folder / "vi" / "sync.toml").write_text('title = "Đo\u0302\u0300ng"', encoding="utf-8")
    assert Wording("vi", folder).text("sync.title") == "Đồng"


def test_a_missing_key_is_an_error_in_tests(folder: Path) -> None:
    with pytest.raises(MissingTextError, match=r"vi: sync\.nothing"):
        Wording("vi", folder).text("sync.nothing")


def test_a_missing_key_is_shown_and_logged_once_at_the_counter(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    words = Wording("en", folder, strict=False)
    with caplog.at_level(logging.ERROR):
        assert words.text("sync.nothing") == "[sync.nothing]"
        assert words.text("sync.nothing") == "[sync.nothing]"
    assert len(caplog.records) == 1


def test_a_missing_english_text_never_falls_back_to_vietnamese(folder: Path) -> None:
    (folder / "en" / "sync.toml").write_text('other = "x"', encoding="utf-8")
    words = Wording("en", folder, strict=False)
    assert not words.has("sync.title")
    assert words.text("sync.title") == "[sync.title]"


def test_a_placeholder_without_a_value_is_told_not_shown_as_braces(folder: Path) -> None:
    with pytest.raises(MissingTextError, match="name"):
        Wording("vi", folder).text("sync.state.waiting")
    assert Wording("vi", folder, strict=False).text("sync.state.waiting") == "[sync.state.waiting]"


def test_values_with_braces_are_shown_as_they_are(folder: Path) -> None:
    assert Wording("vi", folder).text("sync.state.waiting", name="{A}") == "{A} chờ gửi"


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 jobs"), (1, "1 job"), (2, "2 jobs"), (1204, "1.204 jobs")]
)
def test_counts_take_the_form_of_their_number(folder: Path, count: int, said: str) -> None:
    assert Wording("en", folder).count("sync.jobs", count) == said


def test_domain_errors_are_worded_by_their_code(folder: Path) -> None:
    error = DomainError("draft.owner_missing", what="owner")
    assert Wording("en", folder).error(error) == "No owner yet."


def test_anything_but_a_text_in_a_file_is_refused(folder: Path) -> None:
    (folder / "vi" / "sync.toml").write_text("title = 3", encoding="utf-8")
    with pytest.raises(TypeError, match=r"sync\.title"):
        Wording("vi", folder).text("sync.title")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_text_of_the_program_can_be_listed(language: Language) -> None:
    words = Wording(language, resources() / "i18n")
    listed = words.all_keys()
    assert "shared.button.undo" in listed
    assert all(words.has(key) for key in listed)
