"""What the simulated service is asked, under the names of its interface."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_SEXES: Final = {"NAM": "male", "NU": "female", "": ""}


def _day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


class Question(BaseModel):
    """One verification. ``ngaySinh`` is ``yyyy-mm-dd``; what is empty is not compared."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    maYeuCau: Annotated[str, Field(min_length=8, max_length=64)]  # noqa: N815 - the interface's names
    maDonVi: Annotated[str, Field(min_length=1, max_length=35)]  # noqa: N815
    maHoSo: Annotated[str, Field(min_length=1, max_length=64)]  # noqa: N815
    mucDich: Literal["TIEP_NHAN_HO_SO"]  # noqa: N815
    loaiDoiTuong: Literal["CONG_DAN", "NGUOI_NUOC_NGOAI", "TO_CHUC"]  # noqa: N815
    soDinhDanh: Annotated[str, Field(min_length=3, max_length=32)]  # noqa: N815
    hoTen: Annotated[str, Field(min_length=1, max_length=200)]  # noqa: N815
    ngaySinh: Annotated[str, Field(max_length=10), AfterValidator(_day)] = ""  # noqa: N815
    gioiTinh: Literal["NAM", "NU", ""] = ""  # noqa: N815
    quocTich: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""  # noqa: N815


def said_of(question: Question) -> dict[str, str]:
    """What is to be compared, under our names."""
    return {
        "full_name": question.hoTen,
        "birth_date": question.ngaySinh,
        "sex": _SEXES[question.gioiTinh],
        "nationality": question.quocTich,
    }
