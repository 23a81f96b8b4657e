from __future__ import annotations

import unicodedata

import pytest

from counter_app.domain.vietnamese import VIETNAMESE_LETTERS, fold, initials, nfc, tidy

ALPHABET = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"


def test_every_letter_of_the_alphabet_folds_to_plain_letters_in_both_cases() -> None:
    assert set(fold(ALPHABET)) <= set("abcdeghiklmnopqrstuvxy")
    assert fold(ALPHABET.upper()) == fold(ALPHABET)


def test_d_with_stroke_folds_to_d() -> None:
    assert fold("Đặng Đình Đức") == "dang dinh duc"


def test_decomposed_text_folds_like_composed_text() -> None:
    name = "NGUYỄN THỊ MẪU"
    assert fold(unicodedata.normalize("NFD", name)) == fold(name) == "nguyen thi mau"


def test_full_width_digits_and_letters_fold_to_plain_ones() -> None:
    assert fold("０８９１９００\u3000ＡＢ") == "0891900 ab"


def test_marks_in_an_order_that_does_not_compose_still_fold() -> None:
    assert fold("e\u0300\u0302") == "e"


def test_letters_of_other_scripts_survive_folding() -> None:
    assert fold("Ærø 北京") == "ærø 北京"


def test_nfc_composes() -> None:
    assert nfc(unicodedata.normalize("NFD", "Sổ hồ sơ")) == "Sổ hồ sơ"


def test_tidy_trims_and_collapses_spaces_of_every_kind() -> None:
    assert tidy("  Ấp\u00a0Mẫu,\t\r\n Xã   Mẫu ") == "Ấp Mẫu, Xã Mẫu"


def test_tidy_drops_what_cannot_be_seen() -> None:
    assert tidy("\ufeffNguyễn\u200b Thị\u00ad \x00Mẫu\x1b\ud800") == "Nguyễn Thị Mẫu"


def test_tidy_composes_letters_that_an_invisible_character_kept_apart() -> None:
    assert tidy("e\u200d\u0302") == "ê"


def test_initials_keep_the_letters_of_vietnamese() -> None:
    assert initials("Đỗ  Ánh mẫu") == "ĐÁM"


@pytest.mark.parametrize("empty", ["", "   ", "\ufeff"])
def test_nothing_stays_nothing(empty: str) -> None:
    assert tidy(empty) == ""
    assert initials(empty) == ""


def test_the_letters_that_names_are_written_with_include_both_cases() -> None:
    assert set(ALPHABET) | set(ALPHABET.upper()) <= VIETNAMESE_LETTERS
    assert len({letter for letter in VIETNAMESE_LETTERS if not letter.isascii()}) == 134
