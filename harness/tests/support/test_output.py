"""Outputs that cannot be written: plain words, exit status 2, never a traceback, and never an error on the
wrong stream."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.fake_suite import HELPERS, FakeSuite, observation, write_run

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
COMMANDS = ("--help", "--version", "survey --help", "table run.jsonl", "table run.jsonl --format json",
            "cases", "cases --json", "platforms", "documents run.jsonl", "explain bind/a run.jsonl",
            "diff run.jsonl run.jsonl", "check run.jsonl", "site site run.jsonl", "survey",
            "accept run.jsonl")
ENDS = {"full": ("{0}>/dev/full", "No space left on device"), "closed": ("{0}>&-", "it is closed")}


@pytest.fixture
def made(suite: FakeSuite) -> FakeSuite:
    """A suite with a run."""
    suite.case("bind/a")
    write_run(suite.root / "run.jsonl", observation("bind/a"))
    suite.play(answers={"bind/a": "ok"})
    return suite


def run(suite: FakeSuite, words: str, *redirections: str) -> subprocess.CompletedProcess[str]:
    """The command line, by a shell that redirects."""
    line = f'exec "$0" "$1" {words} {" ".join(redirections)}'
    return subprocess.run(["sh", "-c", line, sys.executable, str(HELPERS / "fake_addrinuse.py")],
                          cwd=suite.root, env=suite.environment, text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=300)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("words", COMMANDS)
def test_standard_output_that_cannot_be_written_is_said(made: FakeSuite, words: str, end: str) -> None:
    if words.startswith(("diff", "check", "accept")):
        made.case("bind/b")
        write_run(made.root / "run.jsonl", observation("bind/a", "EIO"), observation("bind/b"))
    redirection, reason = ENDS[end]
    done = run(made, words, redirection.format(1))
    assert done.returncode == 2
    assert f"addrinuse: standard output cannot be written: {reason}\n" in done.stderr
    assert "defect" not in done.stderr and "Traceback" not in done.stderr and "Exception" not in done.stderr


@pytest.mark.parametrize("end", ENDS)
def test_an_error_that_nobody_can_read_keeps_its_exit_status(made: FakeSuite, end: str) -> None:
    done = run(made, "table absent.jsonl", ENDS[end][0].format(2))
    assert (done.returncode, done.stdout) == (2, "")


def check_complete(suite: FakeSuite, done: subprocess.CompletedProcess[str]) -> None:
    """A survey observed everything and says so by its exit status."""
    assert done.returncode == 0, done.stdout
    assert suite.observed()["bind/a"]["status"] == "observed" and "count" in suite.records()[-1]


@pytest.mark.parametrize("end", ENDS)
def test_what_is_observed_does_not_depend_on_who_watches(made: FakeSuite, end: str) -> None:
    check_complete(made, run(made, "survey", ENDS[end][0].format(2)))


def test_what_is_observed_does_not_depend_on_a_reader_who_has_gone(made: FakeSuite) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        check_complete(made, subprocess.run(
            [sys.executable, str(HELPERS / "fake_addrinuse.py"), "survey"], cwd=made.root,
            env=made.environment, text=True, stdout=subprocess.PIPE, stderr=write, stdin=subprocess.DEVNULL,
            timeout=300))
    finally:
        os.close(write)


def test_a_reader_who_has_gone_needs_no_message(made: FakeSuite) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run([sys.executable, str(HELPERS / "fake_addrinuse.py"), "cases"], cwd=made.root,
                              env=made.environment, text=True, stdout=write, stderr=subprocess.PIPE,
                              timeout=300)
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (2, "")


def test_what_an_encoding_lacks_is_written_out(made: FakeSuite) -> None:
    made.case("bind/b", claim="Ports \u2192 addresses.")
    made.environment["PYTHONIOENCODING"] = "ascii"
    assert "\\u2192" in made.run("cases", code=0).stdout
