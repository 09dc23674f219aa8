"""The other commands, as processes: what they print, their exit codes, and plain words for everything that is
wrong."""
import json
import os
import signal
import subprocess
import sys
import time

import click
import pytest
from addrinuse import cli
from helpers.fake_suite import observation, write_run


@pytest.fixture
def suite(suite):
    suite.case("bind/a", 'says = [{ doc = "manual", at = "1.2", on = ["linux"] }]\n'
               'disputed_by = [{ doc = "mail", at = "end", predicts = "EINVAL" }]\n'
               'catalogue = ["py-1"]\ntags = ["tcp"]\nslow = 62\n', "CASE(tcp4, tcp6) {}")
    suite.case("udp/c")
    return suite


def test_cases_tells_claims_and_sources(suite):
    told = suite.run("cases", "bind", code=0).stdout
    assert told == ("bind/a[tcp4, tcp6]  (waits 62 s)\n  It works.\n  - manual, 1.2\n"
                    "  - disputed by mail, end: EINVAL\n")


def test_several_cases_are_their_questions_and_all_adds_claims_and_documents(suite):
    suite.case("bind/b", 'question = "Does it?"\nsays = [{ doc = "manual", at = "1.3" }]\n', "CASE(tcp4) {}")
    told = suite.run("cases", "bind", code=0).stdout
    assert told == ("bind/a\n  It works.\nbind/b\n  Does it?\n\n"
                    "--all adds the claims and the documents of these 2 cases.\n")
    assert "  - manual, 1.3" in suite.run("cases", "bind", "--all", code=0).stdout


def test_a_published_run_is_named_by_its_platform(suite):
    for name, answer in (("linux-1", "ok"), ("linux-2", "EINVAL")):
        write_run(suite.root / "results/runs" / f"{name}.jsonl", observation("bind/a[tcp4]", answer),
                  observation("bind/a[tcp6]", answer), platform=name)
    told = suite.run("diff", "linux-1", "linux-2", code=1).stdout
    assert "  bind/a[tcp4, tcp6]: ok -> EINVAL\n" in told
    assert "linux-1" in suite.run("table", "linux-1", code=0).stdout
    refused = suite.run("diff", "linux-1", "linux-3", code=2).stderr
    assert "linux-3: No such file" in refused and "the name of a published one" in refused


@pytest.mark.parametrize("words", [
    ("diff", "9" * 5000, "a"), ("table", "x" * 5000), ("why", "9" * 5000), ("why", "\u00b2"),
    ("diff", ".", ".", "\x1b]0;title\x07"), ("cases", "\x1b[2J"),
    ("survey", "--platform", "linux=6.1.\u0663")],
    ids=range(7))
def test_an_argument_that_makes_no_sense_is_refused_in_words(suite, words):
    refused = suite.run(*words, code=2).stderr
    assert refused.startswith("addrinuse: ") and "defect" not in refused and "\x1b" not in refused


def test_cases_for_programs(suite):
    found = json.loads(suite.run("cases", "--json", code=0).stdout)
    assert [one["id"] for one in found] == ["bind/a", "udp/c"]
    assert found[0]["catalogue"] == ["py-1"] and found[0]["variants"] == ["tcp4", "tcp6"]
    assert found[0]["disputed_by"] == [{"doc": "mail", "at": "end", "predicts": ["EINVAL"]}]


def test_platforms_tells_each_and_whether_it_is_available(suite):
    told = suite.run("platforms", code=0).stdout.splitlines()
    assert told[0].split()[:2] == ["host", "available;"] and "this machine: Linux" in told[0]
    assert not [line for line in told if line.startswith("mutant:")] and "--mutants" in told[-1]
    host = json.loads(suite.run("platforms", "--json", code=0).stdout)[0]
    assert (host["name"], host["available"], host["download_bytes"]) == ("host", True, 0)


def test_explain_tells_claim_documents_answers_and_transcript(suite):
    write_run(suite.root / "results/runs/a.jsonl",
              observation("bind/a[tcp4]", details={"port": 4711}, transcript=[[12, "a.bind(x)", "EINVAL"]]),
              observation("bind/a[tcp6]", None, status="crashed", why="SIGSEGV", output="last\nwords"))
    told = suite.run("explain", "bind/a", code=0).stdout
    for words in ("It works.", "A manual (first), 1.2; of linux", "A mail (2009), end; predicts EINVAL",
                  "linux-6.1 [tcp4]: ok, claimed ok", "0.000012 s  a.bind(x) -> EINVAL", "port: 4711",
                  "linux-6.1 [tcp6]: crashed, claimed ok", "why: SIGSEGV", "| last\n  | words"):
        assert words in told, words
    assert "crashed" not in suite.run("explain", "bind/a[tcp4]", code=0).stdout


def test_explain_shows_one_transcript_for_each_outcome(suite):
    for platform, word in (("linux-6.1", "ok"), ("linux-6.2", "ok"), ("linux-6.3", "EIO")):
        write_run(suite.root / f"results/runs/{platform}.jsonl", observation("udp/c", word, "ok"),
                  platform=platform)
    told = suite.run("explain", "udp/c", code=0).stdout
    assert "Answer: Linux 6.1: ok. linux-6.3: EIO." in told
    assert told.count("a.bind(127.0.0.1:1)") == 2 and "1 others: --all" in told
    assert suite.run("explain", "udp/c", "--all", code=0).stdout.count("a.bind(127.0.0.1:1)") == 3
    asked = suite.run("explain", "udp/c", "--platform", "linux-6.1", code=0).stdout
    assert "linux-6.3" not in asked and asked.count("a.bind(127.0.0.1:1)") == 1
    found = json.loads(suite.run("explain", "udp/c", "--json", code=0).stdout)
    assert found["cells"]["linux-6.3"]["observed"] == "EIO" and len(found["observations"]) == 3


def test_explain_writes_control_characters_out(suite):
    write_run(suite.root / "a.jsonl", observation("udp/c", transcript=[[1, "\x1b[2J", "\u202e"]]))
    told = suite.run("explain", "udp/c", "a.jsonl", code=0).stdout
    assert "\\x1b[2J -> \\u202e" in told and "\x1b" not in told


def test_explain_uses_the_last_survey_here(suite):
    suite.play(answers={"udp/c": "60 s"})
    suite.run("survey", "--case", "udp", code=0)
    assert "linux-9.9.9: 60 s" in suite.run("explain", "udp/c", code=0).stdout
    assert "No run has an answer yet" in suite.run("explain", "bind/a", code=0).stdout


def test_documents_is_the_scorecard(suite):
    write_run(suite.root / "results/runs/a.jsonl", observation("bind/a[tcp4]"),
              observation("bind/a[tcp6]", "EINVAL"),
              observation("udp/c"))
    short = suite.run("documents", code=0).stdout
    assert short == "mail: linux 0 of 1: A mail\nmanual: linux 1 of 2: A manual\n"
    told = suite.run("documents", "--all", code=0).stdout
    assert "manual: A manual (first)\n  linux-6.1: 1 of 2 claims hold\n" \
        "    ✗ bind/a (1.2): predicts ok, observed EINVAL (tcp6)\n" in told
    assert "mail: A mail (2009)\n  linux-6.1: 0 of 1 claims hold\n" \
        "    ✗ bind/a (end): predicts EINVAL, observed ok (tcp4)" in told
    listed = suite.run("documents", "--format", "json", code=0).stdout
    found = {one["key"]: one for one in json.loads(listed)["documents"]}
    score = found["manual"]["platforms"]["linux-6.1"]
    assert (score["holds"], score["contradicted"], score["failing"][0]["case"]) == (1, 1, "bind/a")


def test_the_scorecard_as_a_page_puts_first_what_most_documents_get_wrong(suite):
    with (suite.root / "docs" / "documents.toml").open("a") as file:
        file.write("popular = true\n")   # of the last one, the mail
    write_run(suite.root / "results/runs/a.jsonl", observation("bind/a[tcp4]"),
              observation("bind/a[tcp6]", "EINVAL"))
    page = suite.run("documents", "--format", "markdown", code=0).stdout
    assert page.startswith("## linux-6.1\n") and "| A manual | " in page
    page = suite.run("documents", "--popular", "--format", "markdown", code=0).stdout
    assert "1. It works. Stated: EINVAL. Observed: ok (tcp4) (bind/a)." in page
    assert "   - A mail: end" in page and "| A mail | 1 | 0 | 1 | 0 | no |" in page
    assert "A manual" not in page


@pytest.mark.parametrize("arguments, words", [
    (["survy"], "command 'survy': unknown\n  Nearest: survey"),
    (["explain", "bind/aa"], "case 'bind/aa': unknown\n  Nearest: bind/a"),
    (["explain", "bind/a[udp4]"], "case 'bind/a[udp4]': unknown"),
    (["cases", "bnid"], "case 'bnid': unknown\n  Nearest: bind"),
    (["cases", "--jsno"], "No such option: --jsno Did you mean --json?"),
    (["table", "--format", "xml"], "'xml' is not one of"),
    (["table"], "results/runs: there are no published runs"),
    (["table", "none.jsonl"], "none.jsonl: No such file or directory"),
    (["check"], "Missing argument 'RUN...'"),
    (["diff", "one.jsonl"], "Missing argument 'RUN'"),
])
def test_what_is_unknown_or_missing_is_exit_2_in_plain_words(suite, arguments, words):
    assert words in suite.run(*arguments, code=2).stderr


@pytest.mark.parametrize("trouble", ["cases", "docs/documents.toml"])
def test_a_suite_that_lacks_something_is_exit_2(suite, trouble):
    (suite.root / trouble).rename(suite.root / "away")
    assert trouble in suite.run("cases", code=2).stderr


def test_what_nobody_expected_is_a_plain_message_with_a_hint(suite):
    program = "import addrinuse.model.cases, sys; from addrinuse.cli import main\n" \
        "def load(*_, **__): raise ZeroDivisionError('sigh')\n" \
        "addrinuse.model.cases.load = load\nsys.exit(main(['cases']))"
    asked = [sys.executable, "-c", program]
    done = subprocess.run(asked, env=suite.environment, capture_output=True, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr.startswith("addrinuse: ZeroDivisionError: sigh") and "ADDRINUSE_DEBUG=1" in done.stderr
    done = subprocess.run(asked, env={**suite.environment, "ADDRINUSE_DEBUG": "1"}, capture_output=True,
                          text=True)
    assert "Traceback" in done.stderr


def test_a_reader_that_goes_away_is_no_trouble_worth_words(suite):
    for count in range(400):
        suite.case(f"bind/c{count}", claim="word " * 50)
    child = suite.start("cases")
    child.stdout.readline()
    child.stdout.close()
    assert "Traceback" not in child.stderr.read()
    child.stderr.close()
    child.wait()


def test_commands_start_quickly_and_load_only_what_they_need(suite):
    code = "import sys; from addrinuse.cli import main; main(['cases']); " \
        "print([name for name in ('pytest', 'rich', 'jsonschema', 'jinja2') if name in sys.modules])"
    began = time.process_time()
    done = subprocess.run([sys.executable, "-c", code], env=suite.environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]" and time.process_time() - began < 0.5


def test_help_lists_the_commands(suite):
    told = suite.run("--help", code=0).stdout
    for command in ("survey", "platforms", "cases", "explain", "table", "documents", "diff", "check",
                    "accept", "test"):
        assert f"\n  {command} " in told


def test_the_list_of_commands_is_made_without_their_modules(suite):
    code = "import sys; from addrinuse.cli import main; main(['--help']); " \
        "print([name for name in sys.modules if name.startswith('addrinuse.platforms')])"
    done = subprocess.run([sys.executable, "-c", code], env=suite.environment, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]" and "\n  explore " in done.stdout


def test_the_list_says_of_each_command_what_its_help_says():
    context = click.Context(cli.commands)
    for name, (_, words) in cli.LATE.items():
        command = cli.commands.get_command(context, name)
        assert command is not None and command.get_short_help_str(200) == words


INTERRUPTED_IN_EXEC = """
from addrinuse import cli
text = "import os, signal; os.kill(os.getpid(), signal.SIGHUP); sum(range(9))"
cli.commands.main = lambda *_, **__: exec(text)
raise SystemExit(cli.main([]))
"""


def test_an_interruption_while_python_makes_a_class_keeps_its_exit_status(suite, tmp_path):
    (tmp_path / "interrupted.py").write_text(INTERRUPTED_IN_EXEC)
    done = subprocess.run([sys.executable, "-m", "interrupted"], cwd=tmp_path, env=suite.environment,
                          capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "addrinuse: interrupted\n")


def test_an_interruption_that_python_makes_another_exception_of_is_one(suite, monkeypatch, capsys):
    def interrupted(*_, **__):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
        except KeyboardInterrupt:
            raise RuntimeError("Error calling __set_name__") from None

    monkeypatch.setattr(cli.commands, "main", interrupted)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        assert cli.main(["cases"]) == 130
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert capsys.readouterr().err == "addrinuse: interrupted\n"
