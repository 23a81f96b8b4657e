"""Administration from the command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from counter_app.central.alarms import raise_alarm
from counter_app.central.auth import Caller
from counter_app.central.commands import add_arguments, run
from counter_app.central.database import open_database
from counter_app.central.documents import newest
from counter_app.central.identity.commands import identity_settings
from counter_app.central.identity.lookups import begin
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.settings import CentralSettings, SystemClock
from counter_app.central.tables import metadata
from counter_app.cli import main
from counter_app.domain.errors import DomainError
from counter_app.domain.office import directory_from_plain
from counter_app.domain.procedures import parse_catalogue
from counter_app.services.pins import matches
from counter_app.sync.wire.identity import IdentityCheckRequest
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, directory_plain
from tests.fixtures.central_databases import Databases
from tests.fixtures.identity_checks import question

Run = Callable[..., dict[str, object]]

NOBODY = ("--id", "nobody", "--name", "Không Ai Mẫu")


@pytest.fixture
def settings(tmp_path: Path, databases: Databases) -> CentralSettings:
    return CentralSettings(tmp_path / "data", databases.empty())


@pytest.fixture
def command(settings: CentralSettings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a sub-command and reads what it prints."""
    where = ["--data", str(settings.data_dir), "--database", settings.database_url]

    def call(*arguments: str) -> dict[str, object]:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        capsys.readouterr()
        assert run(parser.parse_args([*where, *arguments])) == 0
        answer = json.loads(capsys.readouterr().out)
        assert isinstance(answer, dict)
        return answer

    return call


def write(path: Path, content: object) -> str:
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@pytest.fixture
def office(tmp_path: Path, command: Run) -> dict[str, object]:
    return command("add-office", write(tmp_path / "directory.json", directory_plain()))


def document(settings: CentralSettings, name: str) -> dict[str, object]:
    database = open_database(settings)
    with database.read() as connection:
        found = newest(connection, OFFICE, name)
    database.close()
    assert found is not None
    plain = json.loads(found.content)
    assert isinstance(plain, dict)
    return plain


def test_new_office_has_documents_and_its_recovery_key_is_said_once(
    settings: CentralSettings, office: dict[str, object]
) -> None:
    assert (office["office"], office["agency"]) == (OFFICE, "H01.15.21")
    private = bytes.fromhex(str(office["recovery_private_key"]))
    assert len(private) == 32
    database = open_database(settings)
    with database.read() as connection:
        rows = [tuple(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    database.close()
    assert OFFICE in str(rows)
    assert private not in [value for row in rows for value in row]
    assert private.hex() not in str(rows)
    assert parse_catalogue(document(settings, "catalogue")).procedures
    assert document(settings, "calendar")["kind"] == "holidays"


def test_clerks_are_added_and_replaced(
    settings: CentralSettings, office: dict[str, object], command: Run
) -> None:
    who = ("--office", OFFICE, "--id", "mau", "--name", "Trần Thị Mẫu")
    assert command("add-clerk", *who, "--pin", "1234")["directory_version"] == 2
    command(
        "add-clerk", *who, "--pin", "9876", "--role", "supervisor", "--valid-until", "2027-01-01T00:00:00Z"
    )
    directory = directory_from_plain(document(settings, "directory"))
    (clerk,) = directory.clerks
    assert directory.version == 3
    assert (clerk.role, clerk.name) == ("supervisor", "Trần Thị Mẫu")
    assert matches("9876", clerk.pin_verifier)
    assert not matches("1234", clerk.pin_verifier)


def test_lists_and_codes(office: dict[str, object], command: Run) -> None:
    code = str(command("enrol-code", "--office", OFFICE, "--number", "03", "--name", "Quầy 03")["code"])
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    assert command("stations") == {"stations": []}
    assert command("dossiers", "--office", OFFICE, "--count") == {"count": 0}
    assert command("dossiers", "--office", OFFICE) == {"count": 0, "dossiers": []}


def test_alarms_are_listed_until_they_are_settled_and_open_again_when_they_come_back(
    settings: CentralSettings, office: dict[str, object], command: Run
) -> None:
    def fork() -> None:
        database = open_database(settings)
        with database.write() as connection:
            raise_alarm(connection, OFFICE, "st-1", "push.fork", SystemClock().now(), incarnation=1, at=7)
        database.close()

    def listed(*options: str) -> list[dict[str, object]]:
        found = command("alarms", *options)["alarms"]
        assert isinstance(found, list)
        return found

    fork()
    fork()
    (alarm,) = listed("--office", OFFICE)
    assert (alarm["code"], alarm["params"]) == ("push.fork", {"at": 7, "incarnation": 1})
    command("settle-alarm", str(alarm["id"]))
    assert listed() == []
    assert listed("--all")[0]["settled_at"]
    assert listed("--office", "chau-doc", "--all") == []
    fork()
    assert listed()[0]["settled_at"] is None


def test_restored_data_begins_anew(office: dict[str, object], command: Run) -> None:
    epochs = {str(command("restored")["epoch"]) for _ in range(2)}
    assert len(epochs) == 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add-office", "DIRECTORY"], "central.office_exists"),
        (["add-office", "MISSING"], "central.bad_file"),
        (["add-office", "LIST"], "central.bad_file"),
        (["add-office", "BAD_ID"], "central.bad_office_id"),
        (["add-office", "BAD_AGENCY"], "agency.bad_identifier"),
        (["add-office", "EMPTY"], "directory.bad_document"),
        (["add-office", "OTHER", "--range-size", "9000"], "central.bad_lease_sizes"),
        (["add-office", "OTHER", "--overflow-size", "0"], "central.bad_lease_sizes"),
        (["add-office", "OTHER", "--catalogue", "EMPTY"], "catalogue.bad_document"),
        (["add-clerk", *NOBODY, "--office", "none", "--pin", "1234"], "central.unknown_office"),
        (["add-clerk", *NOBODY, "--office", OFFICE, "--pin", "x"], "pin.shape"),
        (["enrol-code", "--office", "none", "--number", "03", "--name", "A"], "central.unknown_office"),
        (["enrol-code", "--office", OFFICE, "--number", "3", "--name", "A"], "numbering.bad_station"),
        (["revoke", "st-1"], "central.unknown_station"),
        (["retire", "st-1", "--last-seq", "1"], "central.unknown_station"),
        (["release-lease", "st-1", "--last-seq", "1"], "central.unknown_station"),
        (["release-lease", "st-1"], "central.last_entry_unknown"),
        (["settle-alarm", "0000"], "central.unknown_alarm"),
        (["serve", "--metrics-token-file", "MISSING"], "central.bad_file"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_named(
    tmp_path: Path, office: dict[str, object], command: Run, arguments: list[str], code: str
) -> None:
    files = {
        "DIRECTORY": directory_plain(),
        "OTHER": directory_plain("chau-doc", "H01.15.22"),
        "BAD_ID": directory_plain("Châu Đốc"),
        "BAD_AGENCY": directory_plain("chau-doc", "nowhere"),
        "EMPTY": {},
        "LIST": [],
    }
    for name, content in files.items():
        write(tmp_path / name, content)
    paths = {name: str(tmp_path / name) for name in (*files, "MISSING")}
    with pytest.raises(DomainError) as caught:
        command(*(paths.get(argument, argument) for argument in arguments))
    assert caught.value.code == code


@pytest.mark.parametrize("address", ["nonsense", "nowhere://host/name", "postgresql+nothing://host/name"])
def test_address_that_no_driver_understands_is_named_without_being_repeated(
    tmp_path: Path, address: str
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    for command in (["stations"], ["serve", "--port", "0"], ["serve", "--workers", "2"]):
        with pytest.raises(DomainError) as caught:
            run(parser.parse_args(["--data", str(tmp_path), "--database", address, *command]))
        assert (caught.value.code, caught.value.params) == ("central.bad_database", {})


def test_commands_are_reached_from_the_programs_own_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "directory.json", directory_plain())
    data = ["central", "--data", str(tmp_path / "data")]
    assert main([*data, "add-office", file]) == 0
    assert main([*data, "enrol-code", "--office", OFFICE, "--number", "03", "--name", "Quầy 03"]) == 0
    assert main([*data, "stations"]) == 0
    assert [*json.loads(capsys.readouterr().out.splitlines()[-1])] == ["stations"]
    assert main([*data, "revoke", "st-0000000000000000"]) == 1


@pytest.mark.requirement("LC-47")
def test_auditors_list_who_looked_up_whom_for_which_dossier(
    settings: CentralSettings, office: dict[str, object], command: Run
) -> None:
    assert command("identity-lookups", "--office", OFFICE) == {"lookups": []}
    database = open_database(settings)
    caller = Caller(OFFICE, "st-1", b"", None)
    for dossier in ("dossier-1", "dossier-2"):
        request = IdentityCheckRequest.model_validate(question(dossier=dossier))
        with database.write() as connection:
            begin(connection, caller, request, MORNING, given_up_after=timedelta(seconds=8))
    database.close()
    assert len(listed_by(command)) == 2
    (row,) = listed_by(command, "--dossier", "dossier-2")
    assert (row["clerk"], row["dossier"], row["state"]) == ("tran-thi-mau", "dossier-2", "asking")
    assert "number" not in row


def listed_by(command: Run, *more: str) -> list[dict[str, object]]:
    rows = command("identity-lookups", "--office", OFFICE, *more)["lookups"]
    assert isinstance(rows, list)
    return rows


def test_identity_service_is_set_by_argument_or_environment_and_its_secret_by_a_file(tmp_path: Path) -> None:
    client = write(tmp_path / "client.json", {"client_id": "mot-cua", "client_secret": "bí mật"})
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    def of(environment: dict[str, str], *words: str) -> IdentitySettings:
        return identity_settings(parser.parse_args(["--data", str(tmp_path), "serve", *words]), environment)

    assert of({}) == IdentitySettings()
    given = of({}, "--identity", "https://a", "--identity-client-file", client, "--identity-kept-days", "9")
    assert (given.url, given.client_id, given.client_secret) == ("https://a", "mot-cua", "bí mật")
    assert given.kept == timedelta(days=9)
    assert "bí mật" not in repr(given)
    everywhere = {"COUNTER_APP_IDENTITY": "https://b", "COUNTER_APP_IDENTITY_CLIENT_FILE": client}
    assert of(everywhere).url == "https://b"
    assert of(everywhere, "--identity", "https://a").url == "https://a"
    with pytest.raises(DomainError, match=r"central\.bad_file"):
        of({}, "--identity-client-file", write(tmp_path / "bad.json", {"client_id": "x"}))
