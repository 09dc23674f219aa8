"""The pytest plugin, as people use it: with pytest's own options."""
import re
import xml.etree.ElementTree as ElementTree

import pytest


@pytest.fixture
def suite(suite):
    suite.case("bind/a", 'says = [{ doc = "manual", at = "1" }]\ntags = ["tcp"]\n', "CASE(tcp4, tcp6) {}")
    suite.case("time_wait/b",
               'says = [{ doc = "manual", at = "1" }]\ntags = ["tcp", "time-wait"]\nslow = 1\n')
    suite.case("udp/c", 'says = [{ doc = "manual", at = "1" }]\ntags = ["udp"]\n')
    return suite


def outcomes(done):
    """Every item's outcome by its id."""
    return {id: word for word, id in re.findall(r"^(PASSED|FAILED|ERROR) (cases/\S+)", done.stdout, re.M)}


def test_items_are_cases_times_platforms(suite):
    done = suite.pytest("--platform", "fake:one", "--platform", "fake:two")
    assert done.returncode == 0, done.stdout
    assert set(outcomes(done)) == {
        f"cases/{name}[fake:{platform}]" for platform in ("one", "two")
        for name in ("bind/a.cc::tcp4", "bind/a.cc::tcp6", "time_wait/b.cc::case", "udp/c.cc::case")}


@pytest.mark.parametrize("arguments, names", [
    (["-k", "time_wait"], {"time_wait/b.cc::case"}),
    (["-k", "tcp4"], {"bind/a.cc::tcp4"}),
    (["-m", "udp"], {"udp/c.cc::case"}),
    (["-m", "tcp and not time-wait"], {"bind/a.cc::tcp4", "bind/a.cc::tcp6"}),
    (["--case", "bind/*", "--case", "udp"], {"bind/a.cc::tcp4", "bind/a.cc::tcp6", "udp/c.cc::case"}),
    (["--case", "bind/a[tcp6]"], {"bind/a.cc::tcp6"}),
])
def test_items_are_selected_as_people_expect(suite, arguments, names):
    done = suite.pytest(*arguments)
    assert set(outcomes(done)) == {f"cases/{name}[host]" for name in names}, done.stdout


def test_only_the_selected_items_are_asked_of_the_program_and_in_one_stream(suite, tmp_path):
    suite.play(log=str(tmp_path / "log"))
    suite.pytest("-k", "bind or udp", "--runs", "out")
    assert len((tmp_path / "log").read_text().splitlines()) == 1
    assert set(suite.observed(folder="out")) == {"bind/a[tcp4]", "bind/a[tcp6]", "udp/c"}
    assert suite.records(folder="out")[0]["selection"] == "-k bind or udp"


def test_whatever_is_observed_passes_and_what_is_not_observed_fails_or_is_skipped(suite):
    suite.play(answers={
        "bind/a[tcp4]": {"observed": "EINVAL", "claimed": "ok"},
        "bind/a[tcp6]": {"status": "not-applicable", "why": "no IPv6"},
        "time_wait/b": {"status": "broken", "why": "no TIME_WAIT", "output": "three\nlines\nkept"},
        "udp/c": {"status": "crashed", "why": "SIGSEGV"},
    })
    done = suite.pytest()
    assert done.returncode == 1
    assert outcomes(done) == {"cases/bind/a.cc::tcp4[host]": "PASSED",
                              "cases/time_wait/b.cc::case[host]": "FAILED",
                              "cases/udp/c.cc::case[host]": "FAILED"}
    assert "not-applicable: no IPv6" in done.stdout
    assert "broken: no TIME_WAIT\nthree\nlines\nkept" in done.stdout


def test_last_failed_runs_what_failed(suite):
    suite.play(answers={"udp/c": {"status": "crashed", "why": "SIGSEGV"}})
    suite.pytest()
    assert outcomes(suite.pytest("--lf")) == {"cases/udp/c.cc::case[host]": "FAILED"}


def test_junitxml_has_an_entry_with_properties_for_every_item(suite):
    suite.play(answers={"udp/c": {"observed": "stolen", "claimed": "ok"}})
    suite.pytest("--junitxml", "report.xml")
    entries = ElementTree.parse(suite.root / "report.xml").findall(".//testcase")
    assert len(entries) == 4
    properties = [{one.get("name"): one.get("value") for one in entry.findall(".//property")}
                  for entry in entries]
    assert {"observation": "udp/c", "platform": "host", "status": "observed", "observed": "stolen",
            "claimed": "ok"
            } in properties


def test_workers_take_a_platform_each_and_the_controller_writes_the_runs(suite, tmp_path):
    suite.play(log=str(tmp_path / "log"), answers={"controls/loopback": "carries"})
    done = suite.pytest("-n", "2", "--platform", "fake:one", "--platform", "fake:two", "--runs", "out",
                        "--junitxml", "report.xml")
    assert done.returncode == 0 and "8 passed" in done.stdout, done.stdout
    assert len((tmp_path / "log").read_text().splitlines()) == 2, "one stream a platform"
    for name in ("fake-one", "fake-two"):
        records = suite.records(name, "out")
        assert records[-1]["count"] == 5 and records[0]["platform"] == name.replace("-", ":")
        assert "controls/loopback" in suite.observed(name, "out")
    assert "@" not in (suite.root / "report.xml").read_text()


def test_last_failed_works_across_workers(suite):
    suite.play(answers={"udp/c": {"status": "crashed", "why": "SIGSEGV"}})
    suite.pytest("-n", "2")
    done = suite.pytest("--lf", "-n", "2")
    assert "1 failed" in done.stdout and "passed" not in done.stdout, done.stdout


def test_platforms_are_asked_at_the_same_time(suite, tmp_path):
    suite.play(log=str(tmp_path / "log"), meet=2)
    done = suite.pytest("--runs", "out", "--platform", "fake:one", "--platform", "fake:two")
    assert done.returncode == 0 and len((tmp_path / "log").read_text().splitlines()) == 2, done.stdout


def test_quick_leaves_the_slow_ones_out_and_lists_them(suite):
    done = suite.pytest("--quick", "--runs", "out")
    assert done.returncode == 0 and "left out by --quick: it waits 1 s" in done.stdout
    assert suite.observed(folder="out")["time_wait/b"]["status"] == "not-run"


def test_repeats_are_in_the_run(suite):
    suite.play(answers={"udp/c": {"by_repeat": ["ok", "EINVAL"]}})
    suite.pytest("--repeat", "2", "--runs", "out")
    assert suite.observed(folder="out")["udp/c"]["repeats"] == ["ok", "EINVAL"]


def test_a_platform_that_has_trouble_does_not_hold_up_the_others(suite):
    done = suite.pytest("--platform", "fake:closed", "--platform", "fake:one", "--runs", "out")
    assert done.returncode == 1 and "platform fake:closed: it is closed" in done.stdout
    assert suite.records("fake-one", "out")[-1]["count"] == 4


def test_an_early_stop_leaves_a_truncated_run(suite):
    suite.play(answers={"bind/a[tcp4]": {"status": "crashed", "why": "x"}, "time_wait/b": {"hang": True}})
    done = suite.pytest("-x", "--runs", "out")
    assert done.returncode == 1 and "1 failed" in done.stdout
    assert "count" not in suite.records(folder="out")[-1]


def test_a_case_with_an_error_is_a_collection_error_with_its_line(suite):
    suite.case("udp/d", 'says = [{ doc = "nobody", at = "1" }]\n')
    done = suite.pytest()
    assert done.returncode == 2 and "cases/udp/d.cc:3: unknown document 'nobody'" in done.stdout


@pytest.mark.parametrize("arguments, reason", [
    (["--platform", "hots"], "platform 'hots': unknown"),
    (["--platform", "fake:absent"], "not available: nobody has it"),
    (["--repeat", "0"], "--repeat: must be 1 or more"), (["--runs", "/proc/none"], "cannot be written"),
])
def test_bad_options_are_usage_errors(suite, arguments, reason):
    done = suite.pytest(*arguments)
    assert done.returncode == 4 and reason in done.stderr and "Traceback" not in done.stderr


def test_collecting_only_runs_nothing(suite, tmp_path):
    suite.play(log=str(tmp_path / "log"))
    done = suite.pytest("--collect-only", "-q")
    assert "cases/udp/c.cc::case[host]" in done.stdout and not (tmp_path / "log").exists()


def test_a_run_is_written_in_the_order_of_the_ids(suite):
    suite.play(answers={"bind/a[tcp4]": {"observed": "ok", "wait": 0.3},
                        "time_wait/b": {"observed": "60 s", "wait": 0.1}})
    suite.pytest("--runs", "out")
    header, *observations, footer = suite.records(folder="out")
    assert header["run"] == "addrinuse" and footer["count"] == 4
    assert [record["observation"] for record in observations] == [
        "bind/a[tcp4]", "bind/a[tcp6]", "time_wait/b", "udp/c"]


def test_what_makes_tables_slow_to_read_is_asked_for_last(suite):
    suite.case("bind/a_thousand", 'says = [{ doc = "manual", at = "1" }]\ntags = ["many"]\n')
    suite.play(asked=str(suite.root / "asked"))
    suite.pytest("--runs", "out")
    asked = (suite.root / "asked").read_text().split()
    assert len(asked) > 3 and asked[-1] == "bind/a_thousand"
