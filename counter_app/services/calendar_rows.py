"""The shape of a table of calendar overrides: its columns in Vietnamese and English."""

from __future__ import annotations

from typing import Final

from counter_app.services.table_rows import TableShape, read_table

_SHAPE: Final = TableShape(
    area="calendar",
    columns={
        "from": ("from", "date", "tu ngay", "ngay"),
        "to": ("to", "den ngay"),
        "effect": ("effect", "hieu luc", "nghi/lam viec"),
        "decision": ("decision", "so quyet dinh", "so van ban", "quyet dinh"),
        "decided_on": ("decided_on", "ngay quyet dinh", "ngay van ban", "ngay ban hanh"),
        "name_vi": ("name_vi", "noi dung", "ly do", "ten"),
        "name_en": ("name_en", "noi dung tieng anh", "tieng anh"),
        "kind": ("kind", "loai"),
        "hours": ("hours", "gio lam viec", "gio"),
    },
    needed=("from", "effect", "decision", "name_vi"),
    shown={
        "from": "Từ ngày",
        "effect": "Hiệu lực",
        "decision": "Số quyết định",
        "name_vi": "Nội dung",
    },
    items="overrides",
)


def override_rows(data: bytes) -> list[tuple[int, object]]:
    """Rows of a table of overrides: ``(line or item from 1, values by name)``, as they stand there.

    Raises ``DomainError`` with ``calendar.bad_file``, ``.workbook``, ``.no_columns``, ``.too_wide``,
    ``.too_long`` or ``.no_rows``.
    """
    return list(read_table(data, _SHAPE).rows)
