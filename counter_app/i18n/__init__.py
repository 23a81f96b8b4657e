"""Text for people in Vietnamese and English, and the formats of the two languages."""

from counter_app.i18n.formats import VIETNAM, local
from counter_app.i18n.wording import CodedError, Language, MissingTextError, Wording

__all__ = ["VIETNAM", "CodedError", "Language", "MissingTextError", "Wording", "local"]
