"""What the demonstration hands to the programs that it starts."""

from __future__ import annotations

import argparse
import string

from hypothesis import example, given
from hypothesis import strategies as st

from counter_app.cli.demo_office import identity_service_arguments
from counter_app.cli.simulate_vneid import add_vneid_arguments

_TOKENS = st.text(string.ascii_letters + string.digits + "-_", min_size=22, max_size=22)
"""What ``secrets.token_urlsafe(16)`` may give."""


@given(secret=_TOKENS)
@example(secret="-begins_with_a_dash_-_")
@example(secret="--begins_with_two_____")
def test_any_secret_reaches_the_simulated_identity_service_as_it_is(secret: str) -> None:
    program, which, *words = identity_service_arguments({"client_id": "demo", "client_secret": secret})
    parser = argparse.ArgumentParser()
    add_vneid_arguments(parser)
    read = parser.parse_args(words)
    assert (program, which) == ("simulate", "vneid")
    assert (read.client_id, read.client_secret) == ("demo", secret)
