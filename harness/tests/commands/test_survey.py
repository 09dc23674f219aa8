"""The command `survey`, as a process: exit codes, output, interruptions."""
import os
import resource
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.fake_suite import HEADER, HELPERS, observation, write_run


@pytest.fixture
def suite(suite):
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}")
    suite.case("controls/loopback", "says = []\n")
    suite.case("time_wait/b", 'says = [{ doc = "manual", at = "1" }]\nslow = 1\n')
    return suite


def processes_of(suite):
    """The processes that run the fake program of this suite."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            environment = (entry / "environ").read_bytes()
            if entry.name.isdigit() and str(suite.root).encode() in environment and \
                    b"fake_program.py" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            pass
    return found


def test_a_survey_prints_the_table_and_writes_the_run(suite):
    suite.play(answers={"bind/a[tcp4]": "ok", "bind/a[tcp6]": {"observed": "EINVAL", "claimed": "ok"}})
    done = suite.run("survey", code=0)
    lines = done.stdout.splitlines()
    assert any(line.split() == ["case", "linux-9.9.9"] for line in lines)
    assert any("bind/a" in line and "tcp4: ok; tcp6: EINVAL ¶✗" in line for line in lines)
    assert "linux-9.9.9: 4 observed; addrinuse-results/linux-9.9.9.jsonl" in lines
    assert "linux-9.9.9: in 1 of 3 cases some document is wrong here; in 0 of them one about this very " \
        "system" in lines
    assert lines[-1].startswith("Next: addrinuse table addrinuse-results/linux-9.9.9.jsonl; ")
    assert suite.records()[-1]["count"] == 4
    assert suite.run("table", "addrinuse-results/linux-9.9.9.jsonl",
                     code=0).stdout.splitlines()[0] == lines[0]


def test_a_survey_reads_only_the_nearest_published_run(suite):
    def published(version, *records):
        return write_run(suite.root / "results" / "runs" / f"linux-{version}.jsonl", *records,
                         platform=f"linux-{version}", facts={**HEADER["facts"], "release": version})

    published("9.9.8", observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EINVAL"))
    far = published("1.0.0")
    far.write_text(far.read_text() + "no record\n")
    assert ("linux-9.9.9 answers as the published linux-9.9.8 does in 1 of 2 observations"
            in suite.run("survey", code=0).stdout.splitlines())


def test_progress_is_plain_lines_away_from_a_terminal(suite):
    done = suite.run("survey", code=0)
    assert done.stderr.splitlines() == ["linux-9.9.9: begins", "linux-9.9.9: 4 observations"]
    assert "\x1b" not in done.stdout + done.stderr
    assert not any(line != line.rstrip() for line in done.stdout.splitlines())


@pytest.mark.parametrize("answer, code", [
    ({"status": "not-applicable", "why": "no IPv6"}, 0), ({"status": "broken", "why": "no port"}, 1),
    ({"status": "timeout", "why": "20 s"}, 1), ({"status": "crashed", "why": "SIGABRT"}, 1),
    ({"signal": 6}, 1),
    ({"raw": "nonsense"}, 1), ({"observed": "EINVAL", "claimed": "ok"}, 0),
])
def test_the_exit_code_says_whether_all_was_observed(suite, answer, code):
    suite.play(answers={"bind/a[tcp6]": answer})
    suite.run("survey", code=code)


def test_a_failed_control_is_told_and_makes_exit_1(suite):
    why = "control controls/loopback failed: eof"
    suite.play(answers={"controls/loopback": {"observed": "eof", "claimed": "hello"},
                        **{id: {"status": "not-run", "why": why} for id in ("bind/a[tcp4]", "bind/a[tcp6]")}})
    done = suite.run("survey", code=1)
    assert "control failed: controls/loopback: eof instead of hello; nothing else here is a" in done.stdout


def test_quick_lists_the_slow_ones_as_not_run(suite):
    done = suite.run("survey", "--quick", code=0)
    assert "3 observed, 1 not run" in done.stdout
    assert "time_wait/b: left out by --quick: it waits 1 s" in done.stdout


def test_output_and_selection_are_as_asked(suite):
    suite.run("survey", "--case", "bind", "--repeat", "2", "-o", "here/there", code=0)
    seen = suite.observed(folder="here/there")
    assert set(seen) == {"bind/a[tcp4]", "bind/a[tcp6]"} and seen["bind/a[tcp4]"]["repeats"] == ["ok", "ok"]


def test_progress_does_not_wait_for_cases_that_nobody_asked_for(suite):
    suite.case("time_wait/slow", 'says = [{ doc = "manual", at = "1" }]\nslow = 9\n')
    assert "time_wait/slow" not in suite.run("survey", "--case", "bind/a", code=0).stderr


def test_a_selection_of_very_many_cases_is_shortened(suite):
    suite.run("survey", *("--case", "bind/a") * 700, code=0)
    selection = suite.records()[0]["selection"]
    assert selection.startswith("--case bind/a --case bind/a") and selection.endswith(" … (9799 characters)")


def test_pytest_options_are_the_commands_own(suite):
    suite.run("survey", "-k", "tcp6", "--junitxml", "report.xml", code=0)
    assert set(suite.observed()) == {"bind/a[tcp6]"} and (suite.root / "report.xml").exists()
    assert suite.run("survey", "-k", "and and", code=2).stderr.count("Wrong expression") == 1
    assert "no case is selected" in suite.run("survey", "-m", "nothing", code=2).stderr


def test_several_platforms_are_columns(suite):
    done = suite.run("survey", "-n", "2", "--platform", "fake:one", "--platform", "fake:two", code=0)
    assert done.stdout.splitlines()[0].split() == ["case", "fake:one", "fake:two"]
    assert suite.records("fake-one")[-1]["count"] == suite.records("fake-two")[-1]["count"] == 4


def test_two_platforms_that_answer_by_the_same_name_keep_their_own_files(suite):
    suite.play(platforms={"fake:a": {}, "fake:a ": {}})
    suite.run("survey", "--platform", "fake:a", "--platform", "fake:a ", code=0)
    assert suite.records("fake-a")[-1]["count"] == suite.records("fake-a-1")[-1]["count"] == 4


def test_a_platform_in_trouble_is_exit_2_and_the_others_are_surveyed(suite):
    done = suite.run("survey", "--platform", "fake:closed", "--platform", "fake:one", code=2)
    assert "platform fake:closed: it is closed\n  Come back tomorrow." in done.stderr
    assert suite.records("fake-one")[-1]["count"] == 4


def test_a_platform_that_is_another_one_is_exit_2_and_writes_nothing(suite):
    suite.play(facts={"stack": "gvisor"})
    assert "stack is 'gvisor', not 'linux'" in suite.run("survey", code=2).stderr
    assert not list((suite.root / "addrinuse-results").iterdir())


@pytest.mark.parametrize("arguments, words", [
    (["--platform", "hsot"], "platform 'hsot': unknown\n  Nearest: host"),
    (["--case", "bind/b"], "case 'bind/b': unknown\n  Nearest: bind/a"),
    (["--quik"], "No such option: --quik Did you mean --quick?"),
    (["--platform", "fake:absent"], "not available: nobody has it"),
    (["--repeat", "0"], "0 is not in the range"),
    (["-o", "/proc/none"], "cannot be written"),
    (["-o", "docs/documents.toml"], "cannot be written: File exists"),
])
def test_what_cannot_be_is_exit_2_with_the_nearest_names_before_anything_runs(suite, tmp_path, arguments,
                                                                              words):
    suite.play(log=str(tmp_path / "log"))
    assert words in suite.run("survey", *arguments, code=2).stderr
    assert not (tmp_path / "log").exists()


def test_a_case_that_cannot_be_read_is_exit_2_with_its_line(suite):
    suite.case("bind/c", 'says = [{ doc = "nobody", at = "1" }]\n')
    assert "cases/bind/c.cc:3: unknown document 'nobody'" in suite.run("survey", code=2).stderr


def test_a_full_disk_is_exit_2_before_anything_runs(suite, tmp_path):
    suite.play(log=str(tmp_path / "log"))

    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    assert "cannot be written: File too large" in suite.run("survey", code=2, preexec_fn=no_room).stderr
    assert not (tmp_path / "log").exists()


def test_a_disk_that_fills_up_meanwhile_is_exit_2_and_no_traceback(suite):
    limit = 1 << 20

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    suite.play(answers={"bind/a[tcp4]": {"observed": "ok", "output": "x" * 60_000}} | {
        f"controls/c{count}": {"observed": "ok", "output": "x" * 60_000} for count in range(30)})
    assert "cannot be written: File too large" in suite.run("survey", code=2, preexec_fn=little_room).stderr


@pytest.mark.parametrize("arguments, number", [([], signal.SIGINT), ([], signal.SIGTERM),
                                               (["-n", "2"], signal.SIGINT)])
def test_an_interrupted_survey_keeps_what_was_observed_and_leaves_no_process(suite, arguments, number):
    suite.play(answers={"time_wait/b": {"hang": True}})
    child = suite.start("survey", *arguments)
    deadline = time.monotonic() + 120
    while not processes_of(suite) or len(_lines(suite)) < 4:
        assert time.monotonic() < deadline and child.poll() is None
        time.sleep(0.05)
    child.send_signal(number)
    out, err = child.communicate(timeout=120)
    assert child.returncode == 130, out + err
    assert "interrupted; the run file keeps what was observed" in err and "Traceback" not in err
    assert "linux-9.9.9 (truncated)" in out
    assert len(suite.observed()) == 3 and "count" not in suite.records()[-1]
    assert not processes_of(suite)


def records_of(suite, name="linux-9.9.9"):
    """How many observations a run file has, and whether it is complete."""
    lines = suite.records(name)
    return sum("observation" in line for line in lines), "count" in lines[-1]


def test_a_part_of_a_run_does_not_replace_the_whole_one(suite):
    suite.run("survey", code=0)
    done = suite.run("survey", "--case", "bind", code=0)
    assert records_of(suite) == (4, True) and records_of(suite, "linux-9.9.9-1") == (2, True)
    assert "addrinuse-results/linux-9.9.9.jsonl was kept" in done.stderr
    assert "2 observed; addrinuse-results/linux-9.9.9-1.jsonl" in done.stdout


def test_cases_that_were_left_out_do_not_replace_answers(suite):
    suite.run("survey", code=0)
    suite.run("survey", "--quick", code=0)
    assert suite.observed()["time_wait/b"]["status"] == "observed"


def test_a_run_of_the_same_cases_replaces_the_older_one(suite):
    suite.run("survey", "--quick", code=0)
    suite.play(answers={"bind/a[tcp4]": "EINVAL"})
    suite.run("survey", code=0)
    assert [path.name for path in (suite.root / "addrinuse-results").iterdir()] == ["linux-9.9.9.jsonl"]
    assert suite.observed()["bind/a[tcp4]"]["observed"] == "EINVAL"


def test_what_lies_in_the_place_of_a_run_is_not_written_through_nor_removed(suite):
    folder = suite.root / "addrinuse-results"
    folder.mkdir()
    victim = suite.root / "victim"
    victim.write_text("precious\n")
    (folder / "linux-9.9.9.jsonl").symlink_to(victim)
    (folder / "linux-9.9.9-1.jsonl").write_text("precious, too\n")
    suite.run("survey", code=0)
    assert (victim.read_text() == "precious\n"
            and (folder / "linux-9.9.9-1.jsonl").read_text() == "precious, too\n")
    assert records_of(suite, "linux-9.9.9-2") == (4, True)


@pytest.mark.parametrize("stderr", ["closed", "full"])
def test_records_do_not_depend_on_who_watches(suite, stderr):
    redirection = "2>&-" if stderr == "closed" else "2>/dev/full"
    command = shlex.join([sys.executable, str(HELPERS / "fake_addrinuse.py"), "survey"])
    subprocess.run(["sh", "-c", f"{command} {redirection}"], cwd=suite.root, env=suite.environment,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=300)
    assert records_of(suite) == (4, True)


def test_a_survey_that_observes_nothing_is_exit_2_and_writes_nothing(suite):
    suite.play(answers={}, header=None, no_footer=True)
    suite.run("survey", code=2)
    assert not list((suite.root / "addrinuse-results").iterdir())


def _lines(suite):
    """What is written of the run so far, while the survey runs."""
    parts = [*(suite.root / "addrinuse-results").glob("linux-9.9.9.jsonl.*.part")]
    return parts[0].read_text().splitlines() if parts else []


def test_a_survey_that_is_killed_leaves_no_process(suite):
    suite.play(answers={"time_wait/b": {"hang": True}})
    child = suite.start("survey")
    deadline = time.monotonic() + 120
    while not processes_of(suite):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    child.kill()
    child.communicate()
    while processes_of(suite):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_progress_on_a_terminal_goes_away_and_the_table_has_colours(suite):
    import pty

    near, far = pty.openpty()
    suite.environment["TERM"] = "xterm"
    child = subprocess.Popen([sys.executable, str(HELPERS / "fake_addrinuse.py"), "survey"],
                             cwd=suite.root, env=suite.environment, stdin=subprocess.DEVNULL, stdout=far,
                             stderr=far)
    os.close(far)
    shown = b""
    while True:
        try:
            chunk = os.read(near, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    os.close(near)
    assert child.wait() == 0
    assert b"\x1b[32m" in shown and b"4 observed" in shown and b"Traceback" not in shown


INTERRUPTED_WHILE_COLLECTING = """
import os, signal, sys
from helpers import fake_platforms
from addrinuse.cli import main
from addrinuse.survey import plugin

def collect(self):
    os.kill(os.getpid(), signal.SIGTERM)
    yield

plugin.CaseFile.collect = collect
sys.exit(main(["survey"]))
"""


def test_an_interruption_while_cases_are_read_is_one(suite):
    suite.cases("bind/a")
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_WHILE_COLLECTING], cwd=suite.root,
                          env=suite.environment, text=True, capture_output=True, timeout=300)
    assert done.returncode == 130, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "interrupted before anything was observed" in done.stderr
