"""`check-run`: what it objects to, each with a run that has that fault alone; and the runs that came in."""
from __future__ import annotations

import json
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from addrinuse.commands import check_run
from addrinuse.model import cases, runs
from addrinuse.model.observations import Status
from helpers.fake_suite import HEADER, observation, write_run
from helpers.tools import needs

LOAD, DIGEST = lru_cache(cases.load), lru_cache(cases.digest)
CASE = "bind/plain_double_bind[tcp4]"


@pytest.fixture(autouse=True)
def neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """One published run of Linux to compare with; the cases are read once for all tests."""
    published = [path for path in runs.published() if path.name.startswith("linux-6.1.")]
    monkeypatch.setattr(runs, "published", lambda: published)
    monkeypatch.setattr(cases, "load", LOAD)
    monkeypatch.setattr(cases, "digest", DIGEST)


def facts(**more: Any) -> dict[str, Any]:
    return {**HEADER["facts"], "contributed_by": "A. Tester", "contributed_how": "a machine", **more}


def good(path: Path, *more: dict[str, Any], **header: Any) -> Path:
    return write_run(path, observation("controls/clock_advances", "advances", "advances"),
                     observation(CASE, "EADDRINUSE"), *more, **{
        "facts": facts(), "suite": {"commit": "unknown", "cases_digest": cases.digest()}, **header})


def objections(path: Path, capsys: pytest.CaptureFixture[str], *releases: Path) -> list[str]:
    """The lines with an objection; the exit status must fit them."""
    code = check_run.run(path, releases)
    found = [line for line in capsys.readouterr().out.splitlines() if line.startswith("!")]
    assert code == (1 if found else 0)
    return found


def test_a_good_run_meets_no_objection(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert objections(good(tmp_path / "a.jsonl"), capsys) == []


@pytest.mark.parametrize("header, reason", [
    ({"facts": HEADER["facts"]}, "contributed by: not stated"),
    ({"started": "2999-01-01T00:00:00Z"}, "in the future"),
    ({"suite": {"commit": "unknown", "cases_digest": "0" * 64}}, "of no release given"),
    ({"footer": False}, "the footer is missing")])
def test_a_fault_of_the_header_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                        header: dict[str, Any], reason: str) -> None:
    assert any(reason in line for line in objections(good(tmp_path / "a.jsonl", **header), capsys))


@pytest.mark.parametrize("record, reason", [
    (observation("bind/no_such_case"), "no case of this checkout"),
    (observation("bind/plain_double_bind[sctp]"), "no variant of its case"),
    (observation("bind/bound_once[tcp4]", transcript=[]), "without a step"),
    (observation("bind/bound_once[tcp4]", transcript=[[9, "a", "ok"], [3, "b", "ok"]]), "back in time"),
    (observation("controls/stack_is_the_one_named", "lwip", "linux"), "lwip instead of linux")])
def test_an_impossible_answer_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                       record: dict[str, Any], reason: str) -> None:
    assert any(reason in line for line in objections(good(tmp_path / "a.jsonl", record), capsys))


def test_the_digest_of_a_release_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release = tmp_path / "release.json"
    release.write_text(json.dumps({"cases_digest": "1" * 64}))
    path = good(tmp_path / "a.jsonl", suite={"commit": "unknown", "cases_digest": "1" * 64})
    assert objections(path, capsys) != [] and objections(path, capsys, release) == []


@needs("ssh-keygen", "ssh")
def test_a_signature_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, key = good(tmp_path / "a.jsonl"), tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "addrinuse", "-f", key, path], check=True,
                   capture_output=True)
    assert objections(path, capsys) == []
    path.write_bytes(path.read_bytes().replace(b"EADDRINUSE", b"EADDRINUS0"))
    assert any("signature" in line for line in objections(path, capsys))


def test_what_a_note_calls_a_fault_is_no_finding() -> None:
    [path] = [path for path in runs.contributed() if path.name.startswith("netbsd")]
    read = runs.read(path)
    faulty = read.observations[next(name for name in read.observations
                                    if name == "close/shutdown_of_listener_keeps_port[tcp4]")]
    assert faulty.status is Status.BROKEN and "a fault of the case" in faulty.why and "'ok'" in faulty.why
    assert runs.read_as_stored(path).observations[faulty.id].observed == "ok"


def test_every_contributed_run_says_who_ran_it_and_how() -> None:
    for run in map(runs.read, runs.contributed()):
        assert run.facts["contributed_by"] and run.facts["contributed_how"] and run.facts["contributed_link"]
