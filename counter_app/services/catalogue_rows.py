"""One row of a catalogue file over what is known of its procedure; what it does not say stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.procedures import Procedure, procedure_from_plain
from counter_app.domain.vietnamese import nfc
from counter_app.services import catalogue_cells as cells
from counter_app.services.table_rows import TableShape

SHAPE: Final = TableShape(
    area="catalogue",
    columns={
        "code": ("code", "ma thu tuc", "ma tthc", "ma"),
        "name_vi": ("name_vi", "ten thu tuc", "ten tthc", "ten thu tuc hanh chinh", "ten"),
        "field_vi": ("field_vi", "linh vuc"),
        "levels": ("levels", "level", "cap thuc hien", "cap"),
        "lead_agency": (
            "lead_agency",
            "co quan giai quyet",
            "co quan chu tri giai quyet",
            "co quan chu tri",
            "co quan thuc hien",
        ),
        "publishing_decision": (
            "publishing_decision",
            "quyet dinh cong bo",
            "so quyet dinh cong bo",
            "so quyet dinh",
            "quyet dinh",
        ),
        "time_value": ("time_value", "thoi han", "thoi han giai quyet", "thoi gian giai quyet"),
        "time_unit": ("time_unit", "don vi thoi han", "don vi"),
        "time_note": ("time_note", "ghi chu thoi han"),
        "fee_kind": ("fee_kind", "loai phi", "loai phi, le phi"),
        "fee_direct": ("fee_direct_vnd", "phi tai quay", "phi truc tiep", "muc thu", "phi, le phi"),
        "fee_online": ("fee_online_vnd", "phi truc tuyen"),
        "fee_note": ("fee_note", "ghi chu phi", "can cu thu phi"),
        "components": ("components", "components(name|originals|copies|r/c/p)", "thanh phan ho so"),
        "result_codes": ("result_codes", "ma ket qua"),
        "channels": ("channels", "cach nop", "hinh thuc nop"),
        "direct": ("direct", "truc tiep"),
        "online": ("online", "truc tuyen"),
        "postal": ("postal", "buu chinh"),
        "portal_url": ("portal_url", "source_url", "duong dan", "dia chi tren cong"),
        "valid_from": ("valid_from", "hieu luc tu", "co hieu luc tu"),
        "valid_to": ("valid_to", "hieu luc den"),
        "office_note": ("office_note", "ghi chu cua co quan"),
        "keywords": ("keywords", "tu khoa", "tu khoa tim"),
    },
    needed=("code",),
    shown={"code": "Mã thủ tục"},
    items="procedures",
)

_TEXTS: Final = ("name_vi", "field_vi", "publishing_decision", "portal_url", "office_note", "lead_agency")
_READ: Final[Mapping[str, Callable[[str], object]]] = {
    "result_codes": cells.codes,
    "levels": cells.levels,
    "channels": cells.channels,
    "keywords": cells.words,
    "components": cells.components,
    "valid_from": cells.day,
    "valid_to": cells.day,
}
_TICKS: Final = ("direct", "online", "postal")
_DETAILS: Final = frozenset({"time", "fee", "components"})
_FIELD_OF: Final = {"time": "time_value", "fee": "fee_direct"}
_NAMED: Final = frozenset(SHAPE.columns) | {"detailed", "provisional", "stages", "note"}
"""What has a name for people."""


class CellError(Exception):
    """A cell that cannot be used: its column's name and the reason."""

    def __init__(self, column: str, reason: DomainError) -> None:
        super().__init__(column, reason)
        self.column = column
        self.reason = reason


def code_of(row: object) -> str:
    """The code of a row; raises ``CellError``."""
    value = row.get("code") if isinstance(row, Mapping) else None
    if not isinstance(value, str) or not value.strip():
        raise CellError("code", DomainError("catalogue.code_missing"))
    with _Reading("code"):
        return cells.procedure_code(cells.tidy_cell(value).lstrip("'"))


def row_from_cells(row: Mapping[str, object], code: str, known: Procedure | None) -> Procedure:
    """A row of texts; an empty cell leaves what is known. Raises ``CellError``."""
    told: dict[str, str] = {}
    for name, value in row.items():
        with _Reading(name):
            text = cells.tidy_cell(str(value))
        if text:
            told[name] = text
    patch: dict[str, object] = {name: told[name].replace("\n", " ") for name in _TEXTS if name in told}
    for name, read in _READ.items():
        if name in told:
            with _Reading(name):
                patch[name] = read(told[name])
    ticked = _ticked(told)
    if ticked is not None and "channels" not in patch:
        patch["channels"] = ticked
    patch |= _time(told, known) | _fee(told, known)
    return row_from_plain(patch, code, known)


def row_from_plain(row: Mapping[str, object], code: str, known: Procedure | None) -> Procedure:
    """A row in the catalogue's own form; what it does not name stays as it is. Raises ``CellError``."""
    patch = {name: _tidy(value) for name, value in row.items() if name != "code"}
    plain: dict[str, object] = {} if known is None else dict(known.to_dict())
    plain |= {"code": code} | patch
    for name in ("name_vi", "field_vi"):
        if not plain.get(name):
            raise CellError(name, DomainError("catalogue.cell_missing"))
    if not plain.get("detailed", known is None or known.detailed) and _DETAILS & patch.keys():
        plain["detailed"] = True
    if plain.get("detailed", True):
        plain.setdefault("time", {"value": None, "unit": "not_set"})
        plain.setdefault("fee", {"kind": "not_set"})
    if known is None or not known.detailed:
        # Nobody compared it with a decision that is not even named.
        plain.setdefault("provisional", not plain.get("publishing_decision"))
    try:
        return procedure_from_plain(plain)
    except DomainError as error:
        field = str(error.params.get("field", ""))
        head = field.partition(".")[0]
        column = _FIELD_OF.get(head, head if head in _NAMED else "other")
        raise CellError(column, DomainError("catalogue.misfit", field=field)) from error


def _ticked(told: Mapping[str, str]) -> list[str] | None:
    if not any(name in told for name in _TICKS):
        return None
    ticked = []
    for name in _TICKS:
        with _Reading(name):
            if cells.yes(told.get(name, "")):
                ticked.append(name)
    return ticked


def _time(told: Mapping[str, str], known: Procedure | None) -> dict[str, object]:
    value, unit = told.get("time_value", ""), told.get("time_unit", "")
    if not value and not unit and "time_note" not in told:
        return {}
    plain = dict(known.time.to_dict()) if known is not None else {"value": None, "unit": "not_set"}
    if value or unit:
        try:
            told_time = cells.processing_time("" if value == "0" else value, unit)
        except DomainError as error:
            of_unit = unit and error.code == "catalogue.bad_time_unit"
            raise CellError("time_unit" if of_unit else "time_value", error) from error
        if (told_time["value"] or None, told_time["unit"]) != (plain["value"] or None, plain["unit"]):
            # Words about another time would be wrong, and so would be a shorter one that follows it.
            plain = {**told_time, "note": ""}
    if "time_note" in told:
        plain["note"] = told["time_note"].replace("\n", " ")
    return {"time": plain}


def _fee(told: Mapping[str, str], known: Procedure | None) -> dict[str, object]:
    """Amounts and their kind; 0 alone is not "free": a portal writes 0 where it knows nothing.

    Beside an amount that is paid, 0 is taken where the row itself says who set them.
    """
    plain: dict[str, object] = {}
    if "fee_kind" in told:
        with _Reading("fee_kind"):
            plain = {"kind": cells.fee_kind(told["fee_kind"]), "direct_vnd": None, "online_vnd": None}
    for column, name in (("fee_direct", "direct_vnd"), ("fee_online", "online_vnd")):
        if column in told:
            with _Reading(column):
                plain[name] = cells.amount(told[column])
    if "fee_note" in told:
        plain["note"] = told["fee_note"].replace("\n", " ")
    if not plain:
        return {}
    before = known.fee.to_dict() if known is not None and known.detailed else {"kind": "not_set"}
    if plain.get("kind", before["kind"]) != before["kind"]:
        # Rates, reductions and words of another kind of fee say nothing about this one.
        before = {}
    whole = {**before, **plain}
    amounts = [whole.get(name) for name in ("direct_vnd", "online_vnd")]
    if whole["kind"] == "not_set" and any(amount is not None for amount in amounts):
        raise CellError("fee_kind", DomainError("catalogue.fee_needs_kind"))
    stated = "fee_kind" in told and any(amounts)
    if whole["kind"] in ("fixed", "local") and 0 in amounts and not stated:
        column = "fee_direct" if amounts[0] == 0 else "fee_online"
        raise CellError(column, DomainError("catalogue.zero_is_not_free"))
    return {"fee": whole}


def _tidy(value: object) -> object:
    """Texts composed and without needless spaces, however deep they lie."""
    if isinstance(value, str):
        return " ".join(nfc(value).split())
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, dict):
        return {name: _tidy(item) for name, item in value.items()}
    return value


class _Reading:
    """Names the column in which a cell turned out not to be usable."""

    def __init__(self, column: str) -> None:
        self._column = column

    def __enter__(self) -> None:
        """Nothing to do."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, DomainError):
            raise CellError(self._column, error) from error
