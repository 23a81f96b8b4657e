"""Enrolment and TLS over real connections."""

from __future__ import annotations

import dataclasses
import datetime
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from counter_app.domain.errors import DomainError
from counter_app.domain.office import directory_from_plain
from counter_app.sync.credentials import Credentials
from counter_app.sync.enrolment import enrol, new_private_key
from counter_app.sync.http_calls import LARGEST_ANSWER, server_address
from counter_app.sync.link import LinkError
from counter_app.sync.transport import HttpLink
from tests.fakes.odd_servers import CuttingProxy, Handler, SocketServer, answering, serving
from tests.fixtures.central import OFFICE, CentralServer
from tests.integration.sync.test_faults import CREDENTIALS, HASTY

HEALTHY = json.dumps(
    {"service": "quay-mot-cua-central", "protocol": 1, "epoch": "e", "time": "2026-11-23T01:30:00.000000Z"}
).encode()


# --- enrolment --------------------------------------------------------------------------------------


def test_enrolment_gives_everything_to_be_kept(running: CentralServer) -> None:
    key = new_private_key()
    enrolled = enrol(running.url + "/", running.code("07").lower().replace("-", " "), key)
    credentials = enrolled.credentials
    assert (credentials.office, credentials.number, credentials.name) == (OFFICE, "07", "Quầy 07")
    assert credentials.server == running.url
    assert len(credentials.recovery_public_key) == 32
    assert directory_from_plain(json.loads(enrolled.directory)).office.id == OFFICE
    assert Credentials.from_bytes(credentials.to_bytes()) == credentials
    assert HttpLink(credentials).fetch(0).page.epoch == enrolled.epoch


def test_secrets_do_not_show_when_credentials_are_printed(running: CentralServer) -> None:
    credentials = running.enrol()
    assert credentials.token not in repr(credentials)
    assert repr(credentials.private_key) not in repr(credentials)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("", "enrol.code_shape"), ("ABC", "enrol.code_shape"), ("AAAA-BBBB-CCCC", "enrol.unknown_code")],
)
def test_wrong_code_is_named(running: CentralServer, code: str, expected: str) -> None:
    with pytest.raises(DomainError) as caught:
        enrol(running.url, code, new_private_key())
    assert caught.value.code == expected


def test_used_code_is_named(running: CentralServer) -> None:
    code = running.code()
    enrol(running.url, code, new_private_key())
    with pytest.raises(DomainError, match=r"enrol\.used_code"):
        enrol(running.url, code, new_private_key())


def test_enrolment_whose_answer_was_lost_is_repeated_with_the_same_key(running: CentralServer) -> None:
    code, key = running.code(), new_private_key()
    proxy = CuttingProxy(running.port)
    proxy.cut_next(b"POST /v1/enrol", times=2)
    try:
        with pytest.raises(LinkError, match=r"sync\.cut"):
            enrol(proxy.url, code, key)
        credentials = enrol(proxy.url, code, key).credentials
    finally:
        proxy.close()
    assert HttpLink(dataclasses.replace(credentials, server=running.url)).fetch(0).last == 0


def test_enrolment_without_a_server_is_a_trouble_of_the_line(central: CentralServer) -> None:
    with pytest.raises(LinkError, match=r"sync\.refused"):
        enrol(central.url, central.code(), new_private_key())


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"server":1}', b"\xff"])
def test_damaged_credentials_are_named(data: bytes) -> None:
    with pytest.raises(DomainError, match=r"enrol\.bad_credentials"):
        Credentials.from_bytes(data)


# --- addresses and TLS --------------------------------------------------------------------------------


@pytest.mark.requirement("AG-08")
@pytest.mark.parametrize(
    "address", ["http://central.example", "http://10.0.0.1:8080", "http://127.0.0.1.example"]
)
def test_personal_data_never_travels_unencrypted(address: str) -> None:
    with pytest.raises(DomainError, match=r"sync\.insecure_address"):
        server_address(address)


@pytest.mark.parametrize(
    "address", ["", "central.example", "ftp://central.example", "https://", "https://a?b=c"]
)
def test_what_is_no_address_is_named(address: str) -> None:
    with pytest.raises(DomainError, match=r"sync\.bad_address"):
        server_address(address)


def test_addresses_are_tidied() -> None:
    assert server_address(" https://central.example/sync/ ") == "https://central.example/sync"
    assert server_address("http://[::1]:8080") == "http://[::1]:8080"


def certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "central")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return file


@contextmanager
def serving_tls(handler: Handler, file: Path) -> Iterator[SocketServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            handler(secure)

    with serving(handle) as server:
        yield server


@pytest.mark.requirement("AG-08")
def test_certificate_that_cannot_be_verified_is_refused(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    with serving_tls(answering("200 OK", "application/json", HEALTHY), file) as server:
        address = f"https://127.0.0.1:{server.port}"
        link = HttpLink(dataclasses.replace(CREDENTIALS, server=address), HASTY)
        with pytest.raises(LinkError, match=r"sync\.tls"):
            link.probe()
        trusted = HttpLink(dataclasses.replace(CREDENTIALS, server=address, ca_file=str(file)), HASTY)
        trusted.probe()
        trusted.close()
        link.close()


def test_answer_that_never_ends_is_cut_off() -> None:
    def trickle(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            connection.sendall(b" " * 100)

    with serving(trickle) as server:
        link = HttpLink(dataclasses.replace(CREDENTIALS, server=server.url), HASTY)
        with pytest.raises(LinkError, match=r"sync\.(timeout|bad_answer)"):
            link.probe()
        link.close()


ZSTD = "application/json\r\nContent-Encoding: zstd"
PACKED = zstandard.ZstdCompressor(write_checksum=True).compress(HEALTHY)


def test_answer_packed_with_zstd_is_read() -> None:
    with serving(answering("200 OK", ZSTD, PACKED)) as server:
        link = HttpLink(dataclasses.replace(CREDENTIALS, server=server.url), HASTY)
        for _ in range(2):
            link.probe()
        link.close()


@pytest.mark.parametrize(
    ("body", "claimed", "expected"),
    [
        (HEALTHY, None, "bad_answer"),
        (PACKED[:-1] + bytes([PACKED[-1] ^ 1]), None, "bad_answer"),
        (PACKED[:-9], len(PACKED), "cut"),
        (zstandard.ZstdCompressor().compress(bytes(LARGEST_ANSWER + 1)), None, "bad_answer"),
    ],
    ids=["not packed", "spoilt", "cut", "larger than ours can be"],
)
def test_packed_answer_that_cannot_be_ours_is_refused(
    body: bytes, claimed: int | None, expected: str
) -> None:
    with serving(answering("200 OK", ZSTD, body, claimed=claimed)) as server:
        link = HttpLink(dataclasses.replace(CREDENTIALS, server=server.url), HASTY)
        with pytest.raises(LinkError, match=rf"sync\.{expected}"):
            link.probe()
        link.close()


def test_kept_connection_that_the_server_closed_is_opened_anew(running: CentralServer) -> None:
    proxy = CuttingProxy(running.port)
    link = HttpLink(dataclasses.replace(running.enrol(), server=proxy.url), HASTY)
    try:
        for _ in range(3):
            link.fetch(0)
            proxy._server.drop_all()
    finally:
        link.close()
        proxy.close()
