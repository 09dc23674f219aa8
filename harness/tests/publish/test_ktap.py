"""The KTAP report: plans, results and reasons as the kernel's tests write them."""
from __future__ import annotations

from pathlib import Path

from helpers.fake_suite import FakeSuite, observation, write_run

from addrinuse.analysis.expectations import Entry
from addrinuse.model import runs
from addrinuse.publish import ktap


def test_each_status_has_its_line(tmp_path: Path) -> None:
    path = write_run(
        tmp_path / "linux-6.1.jsonl", observation("bind/a[tcp4]"), observation("bind/b", "EADDRINUSE"),
        observation("bind/c", None, status="not-applicable", why="needs # IPv6"),
        observation("bind/d", None, status="crashed", why="it died"))
    expected = {"bind/b": [Entry("linux-*", {"": "ok"})]}
    lines = list(ktap.lines([runs.read(path)], expected))
    assert lines == [
        "KTAP version 1", "1..1", "  KTAP version 1", "  # 2026-11-20T15:46:00Z 6.1.0", "  1..4",
        "  ok 1 bind/a[tcp4] # ok", "  # expected: ok", "  not ok 2 bind/b # EADDRINUSE",
        "  ok 3 bind/c # SKIP needs no. IPv6", "  # it died", "  not ok 4 bind/d # crashed",
        "not ok 1 linux-6.1"]


def test_a_truncated_run_is_not_ok(tmp_path: Path) -> None:
    path = write_run(tmp_path / "linux-6.1.jsonl", observation("bind/a"), footer=False)
    assert list(ktap.lines([runs.read(path)], {}))[-1] == "not ok 1 linux-6.1 # truncated"


def test_a_survey_writes_the_report(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    suite.play(answers={"bind/a": "ok"})
    suite.run("survey", "--ktap", "report.ktap", code=0)
    lines = (suite.root / "report.ktap").read_text().splitlines()
    assert lines[0] == "KTAP version 1" and lines[-1].startswith("ok 1 linux-9.9.9")
    assert any(line.startswith("  ok ") and "bind/a # ok" in line for line in lines)


def test_a_report_that_cannot_be_written_is_an_error_in_plain_words(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    done = suite.run("survey", "--ktap", "nowhere/report", code=2)
    assert "nowhere/report: cannot be written: No such file" in done.stderr
