"""Digital signatures on papers: made here and now, with a time-stamp as soon as there is a line."""

from __future__ import annotations

import logging

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # What they log names the people of certificates and where keys lie.
    logging.getLogger(_name).setLevel(logging.CRITICAL)
