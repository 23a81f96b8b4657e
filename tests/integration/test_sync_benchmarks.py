"""The measurements of sync and of the centre measure what they say, and say all that they promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import central, sync

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


def test_sync_beside_pouchdb_says_what_it_measured(tmp_path: Path) -> None:
    result = sync.measure(tmp_path, entries=200, rounds=1)
    assert {
        "push_ratio",
        "pull_ratio",
        "wire_ratio",
        "push_per_s",
        "pull_per_s",
        "peer_push_per_s",
        "peer_pull_per_s",
        "from_memory",
        "profile",
        "peer_profile",
        "versions",
    } <= set(result)
    assert result["replay_applied"] == 0
    assert result["entries"] == 200
    assert result["rounds"] == 1
    assert result["push_ratio"] == pytest.approx(result["push_per_s"] / result["peer_push_per_s"], abs=0.02)
    assert 0 < result["wire_ratio"] < 1
    assert all(size > 0 for size in (*result["wire_bytes"].values(), *result["peer_wire_bytes"].values()))
    assert {"client_cpu_s", "server_cpu_s", "database_cpu_s"} <= set(result["profile"]["push"])
    assert {"python", "postgresql", "node", "pouchdb", "express-pouchdb"} <= set(result["versions"])


def test_the_centre_beside_bare_inserts_says_what_it_measured(tmp_path: Path) -> None:
    result = central.measure(tmp_path, offices=2, entries=20, batch=10, rounds=1)
    assert {"ratio", "entries_per_s", "bare_per_s", "profile", "versions", "rounds"} <= set(result)
    assert (result["holes"], result["doubles"]) == (0, 0)
    assert result["entries"] == 2 * central.STATIONS * 20
    assert result["feeds_read"] == 2
    assert result["entries_read"] == result["entries"], "the readers did not see every entry"
    # At least the entry and its place in the feed; a bare insert of fewer rows would be another work.
    assert result["rows"] >= 2 * result["entries"]
    assert result["ratio"] == pytest.approx(result["entries_per_s"] / result["bare_per_s"], abs=0.01)
    shares = result["profile"]["server_shares"]
    assert sum(shares.values()) == pytest.approx(1.0, abs=0.02)
    assert {"sql", "json", "judging and folding", "http"} <= set(shares)
