"""A fee in words: free only where the rule says so, and what nobody knows is not free."""

from __future__ import annotations

import pytest

from counter_app.domain.fee_rules import FeeKind, FeeRule
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.procedure_wording import ProcedureWording


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (FeeRule(FeeKind.FREE, 0, 0), "miễn lệ phí"),
        (FeeRule(FeeKind.FIXED, 8_000, 0), "tại quầy 8.000 đ, trực tuyến miễn lệ phí"),
        (FeeRule(FeeKind.LOCAL, 8_000), "tại quầy 8.000 đ, trực tuyến chưa rõ"),
        (FeeRule(FeeKind.FIXED, 8_000, 8_000), "8.000 đ"),
    ],
)
def test_a_fee_is_free_in_words_only_where_its_rule_says_so(rule: FeeRule, said: str) -> None:
    shown = ProcedureWording(Wording("vi", resources() / "i18n")).fee(rule)
    assert shown.replace("\N{NO-BREAK SPACE}", " ") == said
