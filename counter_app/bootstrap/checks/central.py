"""The central system as it answers now, the station's right to speak with it, and the clock against it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from counter_app.bootstrap.checks.row import STATES, Check, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.domain.errors import DomainError
from counter_app.i18n import formats
from counter_app.services.clock_check import BUILD_DATE, SLACK
from counter_app.sync.clock_offset import clock_reading
from counter_app.sync.http_calls import HttpCaller, trusted_certificates
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import Pace
from counter_app.sync.transport import HttpLink, read_answer
from counter_app.sync.wire import SERVICE, Health

PACE: Final = Pace(connect=3.0, read=5.0, probe_read=5.0, whole_answer=10.0)
_NO_NEWS: Final = 2**53 - 1
"""A feed number beyond all: the answer has no entries, only versions and times."""
_SOON: Final = timedelta(days=21)
CLOCK_LIMIT: Final = timedelta(minutes=2)
"""How far this machine's clock may be from central time; the sync screen warns from here on too."""


def check_enrolment(situation: Situation) -> Iterator[Check]:
    """Whose station this is."""
    station = situation.facts.station
    if station is not None:
        yield found("enrolment", "enrolled", station=station.name, number=station.number)
    elif situation.database is None and situation.trouble is not None:
        known = situation.trouble.code == "storage.not_created"
        yield found("enrolment", "needed" if known else "unknown")
    else:
        yield found("enrolment", "needed")


def check_central(situation: Situation) -> Iterator[Check]:
    """Line, certificate, and whether the station is let in."""
    credentials = situation.credentials
    address = situation.config.central_url if credentials is None else credentials.server
    ca_file = None if credentials is None else credentials.ca_file or None
    if not address:
        yield found("central", "no_address")
        return
    line, caught = _line(address, ca_file)
    yield line
    yield from _certificate(address, ca_file, reached=line.code == "reached" or caught is Trouble.TLS)
    if credentials is not None:
        yield _access(situation) if line.code == "reached" else found("access", "not_asked")


def check_clock(situation: Situation) -> Iterator[Check]:
    """The clock against the program's date, the journal's last entry and central time."""
    now, last = situation.clock.now(), situation.facts.last_entry_at
    if now < BUILD_DATE:
        yield found("clock", "behind_program", time=_moment(now), earliest=formats.day(BUILD_DATE))
        return
    if last is not None and now < last - SLACK:
        yield found("clock", "behind_journal", time=_moment(now), last=_moment(last))
        return
    offset = situation.clock_offset_ms
    if offset is None:
        yield found("clock", "not_compared", time=_moment(now))
        return
    seconds = formats.decimal(abs(offset) / 1000)
    code = "off" if abs(timedelta(milliseconds=offset)) > CLOCK_LIMIT else "right"
    yield found("clock", code, time=_moment(now), seconds=seconds)


def _line(address: str, ca_file: str | None) -> tuple[Check, Trouble | None]:
    try:
        http = HttpCaller(address, "", PACE, ca_file)
    except DomainError as error:
        return found("central", error.code.removeprefix("sync."), server=address), None
    try:
        health = read_answer(http.call("GET", "/health"), Health)
    except LinkError as error:
        code = error.trouble.value if error.trouble.value in STATES["central"] else "bad_answer"
        return found("central", code, server=address), error.trouble
    finally:
        http.close()
    if health.service != SERVICE:
        return found("central", "not_our_server", server=address), Trouble.NOT_OUR_SERVER
    return found("central", "reached", server=address, protocol=health.protocol), None


def _certificate(address: str, ca_file: str | None, *, reached: bool) -> Iterator[Check]:
    parts = urlsplit(address)
    if not reached or not parts.hostname:
        return
    if parts.scheme == "http":
        yield found("certificate", "this_machine")
        return
    try:
        ends_at = _certificate_end(parts.hostname, parts.port or 443, ca_file)
    except ssl.SSLCertVerificationError as error:
        yield found("certificate", "invalid", server=address, reason=error.verify_message)
        return
    except OSError as error:
        # It answered a moment ago and does not now (ssl.SSLError is an OSError): nothing is known of it.
        yield found("certificate", "invalid", server=address, reason=type(error).__name__)
        return
    code = "expires_soon" if ends_at - datetime.now(UTC) < _SOON else "valid"
    yield found("certificate", code, until=formats.day(ends_at))


def _certificate_end(host: str, port: int, ca_file: str | None) -> datetime:
    trusted = Path(trusted_certificates(ca_file))
    context = ssl.create_default_context(
        cafile=None if trusted.is_dir() else str(trusted), capath=str(trusted) if trusted.is_dir() else None
    )
    with (
        socket.create_connection((host, port), PACE.connect) as line,
        context.wrap_socket(line, server_hostname=host) as secured,
    ):
        certificate = secured.getpeercert()
    assert certificate is not None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)


def _access(situation: Situation) -> Check:
    """Ask for the feed beyond its end: it needs the token, and its answer tells the central time."""
    assert situation.credentials is not None
    link = HttpLink(situation.credentials, PACE)
    sent = situation.clock.now().timestamp()
    try:
        answer = link.fetch(_NO_NEWS)
    except LinkError as error:
        code = error.trouble.value if error.trouble.value in STATES["access"] else "not_asked"
        return found("access", code)
    finally:
        link.close()
    times = answer.times
    situation.clock_reading = clock_reading(
        sent, times.received, times.answered, situation.clock.now().timestamp()
    )
    return found("access", "granted")


def _moment(instant: datetime) -> str:
    return f"{formats.clock(instant)} {formats.day(instant)}"
