"""The gate's other forms: GitHub's annotations and summary, KCIDB's report; and the two generated files."""
import json

import jsonschema
import pytest
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.analysis import tables
from addrinuse.model import cases, documents, runs
from addrinuse.publish import compat, kcidb
from addrinuse.support import paths


@pytest.fixture
def suite(suite):
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}")
    suite.case("udp/c")
    suite.case("udp/d")
    return suite


WHOLE = [observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EINVAL"), observation("udp/c", "60 s")]


@pytest.fixture
def changed(suite):
    """A run of which one answer was accepted otherwise, one is gone, one is new, one is as before."""
    suite.run("accept", str(write_run(suite.root / "a.jsonl", *WHOLE)), code=0)
    write_run(suite.root / "b.jsonl", WHOLE[0], observation("bind/a[tcp6]", "ok", "ok"),
              observation("udp/c", None, status="crashed", why="SIGSEGV: a|b"), observation("udp/d"))
    return suite


def test_github_is_told_only_what_changed(changed):
    summary = changed.root / "summary.md"
    changed.environment["GITHUB_STEP_SUMMARY"] = str(summary)
    told = changed.run("check", "b.jsonl", "--format", "github", code=1).stdout.splitlines()
    assert told == [
        "::error file=cases/bind/a.cc,line=1,title=bind/a[tcp6]::changed%3A bind/a[tcp6] on linux-6.1%3A "
        "expected EINVAL%2C observed ok",
        "::error file=cases/udp/c.cc,line=1,title=udp/c::failed%3A udp/c on linux-6.1%3A expected 60 s%2C "
        "crashed%3A SIGSEGV%3A a|b",
        "::notice title=addrinuse::besides%3A 1 newly answered",
        "2 news in 2 answers with an expectation; 1 newly answered"]
    text = summary.read_text()
    assert "| changed | bind/a\\[tcp6\\] | linux-6.1 | EINVAL | ok |" in text and "tcp4" not in text
    assert changed.run("check", "b.jsonl", "--format", "markdown", code=1).stdout == text


def test_github_is_told_nothing_when_all_is_as_expected(changed):
    told = changed.run("check", "a.jsonl", "--format", "github", code=0).stdout
    assert told == "0 news in 3 answers with an expectation\n"


def test_a_report_for_kcidb_fits_its_schema(changed):
    report = json.loads(changed.run("check", "b.jsonl", "--format", "kcidb", "--origin", "me", code=1).stdout)
    assert kcidb.schema_error(report) == "" and report["version"] == {"major": 5, "minor": 3}
    tests = {test["path"]: test for test in report["tests"]}
    assert {path: test["status"] for path, test in tests.items()} == {
        "addrinuse.bind.a.tcp4": "PASS", "addrinuse.bind.a.tcp6": "FAIL", "addrinuse.udp.c": "ERROR",
        "addrinuse.udp.d": "DONE"}
    assert "log_excerpt" in tests["addrinuse.bind.a.tcp6"]
    assert "SIGSEGV" in tests["addrinuse.udp.c"]["log_excerpt"]
    assert {test["build_id"] for test in report["tests"]} == {report["builds"][0]["id"]}
    assert report["builds"][0]["checkout_id"] == report["checkouts"][0]["id"]
    assert report["checkouts"][0]["id"].startswith("me:")


def test_a_report_is_the_same_whenever_it_is_asked_for(changed):
    first, again = (changed.run("check", "b.jsonl", "--format", "kcidb", code=1).stdout for _ in range(2))
    assert first == again


@pytest.mark.parametrize("damage", [
    {"version": {"major": 4, "minor": 0}}, {"tests": [{"id": "a:b", "origin": "a"}]}, {"issues": []},
    {"builds": [{"id": "nothing", "origin": "a", "checkout_id": "a:b"}]},
])
def test_the_schema_refuses_what_kcidb_refuses(damage):
    report = {"version": {"major": 5, "minor": 3}, "checkouts": [], "builds": [], "tests": []}
    assert kcidb.schema_error(report) == "" and kcidb.schema_error({**report, **damage})


def test_kcidb_takes_linux_kernels_only(changed):
    write_run(changed.root / "g.jsonl", *WHOLE, facts={**HEADER["facts"], "stack": "gvisor"})
    assert "no Linux kernel" in changed.run("check", "g.jsonl", "--format", "kcidb", code=2).stderr
    wrong = ("check", "b.jsonl", "--format", "kcidb", "--origin", "A b")
    assert "not a name" in changed.run(*wrong, code=2).stderr


def test_what_one_kernel_did_can_be_expected_of_the_next(suite):
    """The gate of docs/upgrading-a-kernel.md: accept the old one for all, check the new one, accept that."""
    write_run(suite.root / "old.jsonl", *WHOLE)
    write_run(suite.root / "new.jsonl", *WHOLE[:2], observation("udp/c", "30 s"), platform="linux-7.2.12")
    suite.run("accept", "--for", "linux-*", "old.jsonl", code=0)
    told = suite.run("check", "new.jsonl", code=1).stdout.splitlines()
    assert told == ["changed: udp/c on linux-7.2.12: expected 60 s, observed 30 s",
                    "1 news in 3 answers with an expectation"]
    wrong = suite.run("accept", "--for", "linux-*", "--since", "7.3", "new.jsonl", code=2).stderr
    assert "linux-* since 7.3: is not about linux-7.2.12" in wrong
    suite.run("accept", "--for", "linux-*", "--since", "7.2", "new.jsonl", code=0)
    for run in ("old.jsonl", "new.jsonl"):
        suite.run("check", run, code=0)
    text = (suite.root / "results/expected/udp/c.toml").read_text()
    assert text.count('[["linux-*"]]') == 2 and 'since = "7.2"' in text
    assert "since" not in (suite.root / "results/expected/bind/a.toml").read_text()


def test_compat_files_are_written_from_the_published_runs(suite):
    write_run(suite.root / "results" / "runs" / "linux-6.1.jsonl", *WHOLE)
    told = suite.run("table", "--write", code=0).stdout
    assert told == "changed: results/compat.md, results/compat.json\n"
    assert suite.run("table", "--write", code=0).stdout == "nothing changed\n"
    assert "| bind/a | tcp4: ok; tcp6: EINVAL ¶✗ |" in (suite.root / "results/compat.md").read_text()
    found = json.loads((suite.root / "results/compat.json").read_text())
    assert found["cells"]["udp/c"]["linux-6.1"]["observed"] == "60 s"
    suite.run("table", "--write", "--format", "csv", code=2)


def test_the_published_files_are_what_the_published_runs_say(monkeypatch):
    """results/compat.md and compat.json are generated: `./addrinuse refresh CASE` or `table --write`."""
    monkeypatch.setenv("ADDRINUSE_ROOT", str(paths.CHECKOUT))
    if not runs.published():
        assert not (paths.CHECKOUT / "results" / "compat.md").exists()
        pytest.skip("results/runs has no run yet")
    known = cases.load(known=documents.load(paths.documents()))
    read = [run for run in runs.read_all([*runs.published(), *runs.contributed()]) if not run.simulated]
    assert not compat.stale(tables.make(known, read)), (
        "run: ./addrinuse refresh CASE, or ./addrinuse table --write if only runs or claims changed")


def test_the_table_fits_its_schema(suite):
    found = json.loads(suite.run("table", str(write_run(suite.root / "a.jsonl", *WHOLE)), "--format", "json",
                                 code=0).stdout)
    schema = paths.CHECKOUT / "harness" / "addrinuse" / "publish" / "site" / "table.schema.json"
    jsonschema.validate(found, json.loads(schema.read_text()))
