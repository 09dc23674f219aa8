"""check, accept and diff: only news is told, and expectations are what was accepted."""
import json

import pytest
from helpers import observing
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.analysis import expectations
from addrinuse.support import paths, preferences
from addrinuse.support.errors import UserError
from addrinuse.analysis.expectations import Entry


@pytest.fixture
def suite(suite):
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}")
    suite.case("udp/c")
    return suite


WHOLE = [observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EINVAL"), observation("udp/c", "60 s")]


def expect(suite, id, text):
    path = suite.root / "results" / "expected" / f"{id}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_what_was_accepted_is_as_expected(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    unknown = suite.run("check", "a.jsonl", code=1)
    assert "newly answered, which is no change: 3" in unknown.stdout
    assert "no answer is expected of these platforms yet" in unknown.stderr
    assert "2 expectations changed" in suite.run("accept", "a.jsonl", code=0).stdout
    assert suite.run("check", "a.jsonl", code=0).stdout == "0 news in 3 answers with an expectation\n"
    assert "0 expectations changed" in suite.run("accept", "a.jsonl", code=0).stdout
    text = (suite.root / "results/expected/bind/a.toml").read_text()
    assert text == ('["linux-6.1"]\nobserved = { tcp4 = "ok", tcp6 = "EINVAL" }\n'
                    'evidence = "a.jsonl, 2026-11-20"\n')


def test_what_changed_is_news(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    suite.run("accept", "a.jsonl", code=0)
    write_run(suite.root / "b.jsonl", WHOLE[0], observation("bind/a[tcp6]", "ok"))
    told = suite.run("check", "b.jsonl", code=1).stdout.splitlines()
    assert told == ["changed: bind/a[tcp6] on linux-6.1: expected EINVAL, observed ok",
                    "no longer answered, which is no change: 1", "  not in this run: udp/c",
                    "1 news in 2 answers with an expectation; 1 no longer answered"]
    found = json.loads(suite.run("check", "b.jsonl", "--format", "json", code=1).stdout)
    assert [one["kind"] for one in found["news"]] == ["changed"]
    assert [(one["case"], one["why"]) for one in found["no_longer_answered"]] == [
        ("udp/c", "not in this run")]


def test_what_was_not_asked_for_is_no_news(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    suite.run("accept", "a.jsonl", code=0)
    left = observation("udp/c", None, status="not-run", why="left out by --quick: it waits 60 s")
    write_run(suite.root / "b.jsonl", *WHOLE[:2], left, selection="--quick")
    suite.run("check", "b.jsonl", code=0)


def test_a_failure_is_news_and_is_never_accepted(suite):
    write_run(suite.root / "a.jsonl", *WHOLE[:2], observation("udp/c", None, status="crashed", why="SIGSEGV"))
    told = suite.run("check", "a.jsonl", code=1).stdout
    assert "failed: udp/c on linux-6.1: expected an answer, crashed: SIGSEGV" in told
    assert "not accepted: udp/c" in suite.run("accept", "a.jsonl", code=1).stderr
    assert not (suite.root / "results/expected/udp/c.toml").exists()


ABSENT = observation("udp/c", None, status="not-applicable", why="no UDP")


def test_not_applicable_can_be_accepted_where_nothing_was(suite):
    write_run(suite.root / "a.jsonl", *WHOLE[:2], ABSENT)
    suite.run("accept", "a.jsonl", code=0)
    assert suite.run("check", "a.jsonl", code=0).stdout == "0 news in 2 answers with an expectation\n"


def test_a_lost_answer_is_no_change_and_replaces_no_observation(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    suite.run("accept", "--for", "linux-*", "a.jsonl", code=0)
    write_run(suite.root / "b.jsonl", *WHOLE[:2], ABSENT, platform="linux-6.2")
    told = suite.run("check", "b.jsonl", code=0).stdout.splitlines()
    assert told[:2] == ["no longer answered, which is no change: 1", "  not applicable: no UDP: udp/c"]
    kept = suite.run("accept", "--for", "linux-*", "b.jsonl", code=0)
    assert "kept what is expected: not applicable: no UDP: udp/c" in kept.stderr
    assert 'observed = "60 s"' in (suite.root / "results/expected/udp/c.toml").read_text()
    suite.run("accept", "--for", "linux-*", "--even-lost", "b.jsonl", code=0)
    assert 'observed = "not-applicable"' in (suite.root / "results/expected/udp/c.toml").read_text()
    assert "it was not applicable: udp/c" in suite.run("check", "a.jsonl", code=0).stdout


def test_what_is_expected_of_a_variant_survives_that_another_one_changes(suite):
    same = [observation("bind/a[tcp4]"), observation("bind/a[tcp6]")]
    write_run(suite.root / "a.jsonl", *same)
    suite.run("accept", "a.jsonl", code=0)
    lost = observation("bind/a[tcp6]", None, status="not-applicable", why="no IPv6")
    write_run(suite.root / "b.jsonl", observation("bind/a[tcp4]", "EIO"), lost)
    suite.run("accept", "b.jsonl", code=0)
    text = (suite.root / "results/expected/bind/a.toml").read_text()
    assert 'observed = { tcp6 = "ok", tcp4 = "EIO" }' in text


def test_what_quick_left_out_is_counted_as_such(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    suite.run("accept", "a.jsonl", code=0)
    left = observation("udp/c", None, status="not-run", why="left out by --quick: it waits 60 s")
    write_run(suite.root / "b.jsonl", *WHOLE[:2], left, selection="--quick")
    assert suite.run("accept", "b.jsonl", code=0).stderr == \
        "  not run (--quick): 1; what is expected of them stays\n"
    told = suite.run("diff", "a.jsonl", "b.jsonl", code=0).stdout.splitlines()
    assert told == ["no longer answered, which is no change: 1", "  not run (--quick): udp/c",
                    "linux-6.1 to linux-6.1: 0 of 2 observations changed; 1 no longer answered"]


def test_a_folder_of_the_users_is_remembered(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    assert "changed in mine" in suite.run("accept", "--expected", "mine", "a.jsonl", code=0).stdout
    assert (suite.root / "mine/udp/c.toml").exists() and not (suite.root / "results/expected").exists()
    suite.run("check", "a.jsonl", code=0)
    (suite.root / "file").write_text("")
    assert "is no folder" in suite.run("check", "--expected", "file", "a.jsonl", code=2).stderr


def test_an_installed_package_keeps_no_answers_of_its_users(suite, monkeypatch):
    monkeypatch.setattr(paths, "PACKAGED", suite.root)
    assert preferences.expected() == preferences.DEFAULT
    with pytest.raises(UserError, match="inside the installed package"):
        preferences.remember_expected(suite.root / "results" / "expected")


def test_a_stale_expectation_is_news(suite):
    expect(suite, "bind/old", 'linux = "ok"\n')
    expect(suite, "bind/a", '[linux]\nobserved = { tcp4 = "ok", tcp6 = "EINVAL", mapped = "ok" }\n')
    write_run(suite.root / "a.jsonl", *WHOLE[:2], selection="-k bind")
    told = suite.run("check", "a.jsonl", code=1).stdout
    assert "stale: bind/old on linux-6.1" in told and "stale: bind/a[mapped] on linux-6.1" in told
    assert "2 news" in told


def test_a_truncated_run_is_never_as_expected_nor_accepted(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    suite.run("accept", "a.jsonl", code=0)
    write_run(suite.root / "b.jsonl", *WHOLE, footer=False)
    assert "b.jsonl: truncated" in suite.run("check", "b.jsonl", code=1).stderr
    assert "b.jsonl: truncated" in suite.run("accept", "b.jsonl", code=2).stderr


def test_a_run_that_cannot_be_read_is_trouble(suite):
    (suite.root / "a.jsonl").write_text("hello\n")
    for command in (["check", "a.jsonl"], ["accept", "a.jsonl"], ["diff", "a.jsonl", "a.jsonl"],
                    ["table", "a.jsonl"],
                    ["documents", "a.jsonl"], ["explain", "udp/c", "a.jsonl"]):
        assert suite.run(*command, code=2).stderr.startswith("addrinuse: a.jsonl:1: not a run")


@pytest.mark.parametrize("text, line", [
    ("x = 1\n", 1), ('\n["linux-*"]\nword = "ok"\n', 2), ('[a]\nobserved = "ok"\nsince = "six"\n', 1),
    ('[a]\nobserved = "ok"\ncolour = "red"\n', 1), ("[a\n", 1), ('a = "\\u0007"\n', 1),
])
def test_an_expectation_that_cannot_be_read_names_file_and_line(suite, text, line):
    expect(suite, "udp/c", text)
    with pytest.raises(UserError) as caught:
        expectations.load()
    assert caught.value.subject == f"results/expected/udp/c.toml:{line}"


@pytest.mark.parametrize("platform, word", [
    ("linux-6.1", "exact"), ("linux-6.2", "six"), ("linux-6.12.107", "six-late"), ("linux-7.0", "seven"),
    ("linux-5.10", "any-linux"), ("gvisor-20240729", None),
])
def test_the_most_specific_entry_wins(suite, platform, word):
    expect(suite, "udp/c", 'linux = "any-linux"\n"linux-6.1" = "exact"\n'
           '"linux-6.*" = [{ observed = "six" }, { observed = "six-late", since = "6.5", before = "7" }]\n'
           '["linux-*"]\nobserved = "seven"\nsince = "7.0"\n')
    stack = platform.partition("-")[0]
    run = observing.run(suite.root, platform=platform, facts={**HEADER["facts"], "stack": stack})
    assert expectations.expected_of(expectations.load()["udp/c"], "", run) == word


def test_entries_survive_being_written(suite):
    entries = [Entry("linux-*", {"": "it's \"ok\" \\ é"}, "6.1", "7", "é.jsonl"), Entry("linux-*", {"": "b"}),
               Entry("a.b", {"tcp4": "x", "tcp6": "y"})]
    path = suite.root / "results/expected/udp/c.toml"
    expectations.write(path, [Entry("linux-*", {"": "it's \"ok\" \\"}, "6.1", "7", "é.jsonl"), *entries[1:]])
    read = expectations.load()["udp/c"]
    assert {entry.pattern for entry in read} == {"linux-*", "a.b"} and len(read) == 3
    assert read[1].observed[""] == "it's \"ok\" \\" and read[1].evidence == "é.jsonl"


def test_diff_tells_what_changed_by_topic(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    write_run(suite.root / "b.jsonl", WHOLE[0], observation("bind/a[tcp6]", "ok"), observation("new/x"),
              platform="linux-7.2")
    told = suite.run("diff", "a.jsonl", "b.jsonl", code=1).stdout.splitlines()
    assert told == ["bind:", "  bind/a[tcp6]: EINVAL -> ok", "documents that speak of these: manual 1",
                    "no longer answered, which is no change: 1", "  not in this run: udp/c",
                    "newly answered, which is no change: 1", "  not in this run: new/x",
                    "linux-6.1 to linux-7.2: 1 of 2 observations changed: bind 1; 1 no longer answered; "
                    "1 newly answered"]
    markdown = suite.run("diff", "a.jsonl", "b.jsonl", "--format", "markdown", code=1).stdout
    assert "| bind/a\\[tcp6\\] | EINVAL | ok |" in markdown
    found = json.loads(suite.run("diff", "a.jsonl", "b.jsonl", "--format", "json", code=1).stdout)
    assert [change["kind"] for change in found["changes"]] == ["changed"]
    assert found["no_longer_answered"] == [
        {"kind": "lost", "case": "udp/c", "before": "60 s", "after": "not in this run",
         "why": "not in this run"}]
    assert [change["case"] for change in found["newly_answered"]] == ["new/x"]
    assert "Newly answered" in markdown


def test_diff_of_the_same_answers_is_exit_0(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    write_run(suite.root / "b.jsonl", *reversed(WHOLE))
    assert suite.run("diff", "a.jsonl", "b.jsonl", code=0).stdout == \
        "linux-6.1 to linux-6.1: 0 of 3 observations changed\n"


def test_diff_of_a_truncated_run_says_so(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    write_run(suite.root / "b.jsonl", *WHOLE, footer=False)
    assert "note: b.jsonl: truncated" in suite.run("diff", "a.jsonl", "b.jsonl", code=0).stdout


def test_what_no_case_asks_is_not_accepted(suite):
    write_run(suite.root / "a.jsonl", *WHOLE, observation("bind/aa[tcp4]"), observation("gone/case"))
    assert "unknown cases: bind/aa[tcp4], and 1 more" in suite.run("accept", "a.jsonl", code=2).stderr
    assert not (suite.root / "results" / "expected").exists()


def test_a_version_of_five_thousand_digits_is_refused(suite):
    write_run(suite.root / "a.jsonl", *WHOLE)
    assert "is not about" in suite.run("accept", "a.jsonl", "--since", "1" * 5000, code=2).stderr
