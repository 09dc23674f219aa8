"""The steps of the workflows: each is a file, taken out of the YAML and run here as it stands; actions of
others are pinned by digest."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from addrinuse.support import paths
from helpers.tools import needs

ROOT = paths.CHECKOUT
STEPS = ROOT / "ci" / "steps"
YAML = [ROOT / "action.yml", *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
        *sorted((ROOT / "ci" / "gitlab").glob("*.yml"))]
STEP = re.compile(r'sh "?(?:\$ACTION/)?ci/steps/([a-z]+)"?$')
FAKE = """#!/bin/sh
echo "$*" >>"$LOG"
[ "$1" != matrix ] || echo '{"include":[]}'
if [ "$1" = merge ]; then mkdir -p "$4"; : >"$4/a.jsonl"; fi
[ "$1" != "${FAILING-}" ] || exit "$STATUS"
"""


def commands(path: Path) -> list[str]:
    """The commands of a YAML file's steps."""
    text = path.read_text()
    return re.findall(r"^ *(?:- )?run: (.*)$", text, re.M) + re.findall(r"^    - (sh .*)$", text, re.M)


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_a_workflow_runs_steps_and_nothing_else(path: Path) -> None:
    found = commands(path)
    assert found
    for command in found:
        match = STEP.fullmatch(command)
        assert match and (STEPS / match[1]).is_file(), command


def test_every_step_is_used() -> None:
    used = {match[1] for path in YAML for command in commands(path) if (match := STEP.fullmatch(command))}
    assert used == {path.name for path in STEPS.iterdir()}


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.name)
def test_actions_of_others_are_pinned_by_digest(path: Path) -> None:
    for action in re.findall(r"uses: (.*)$", path.read_text(), re.M):
        assert action == "./" or re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", action), action


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder with the steps, and a program in the place of the launcher that writes down its arguments."""
    shutil.copytree(STEPS, tmp_path / "ci" / "steps")
    (tmp_path / "addrinuse").write_text(FAKE)
    (tmp_path / "addrinuse").chmod(0o755)
    return tmp_path


def run(suite: Path, step: str, **environment: str) -> tuple[int, list[str]]:
    """The exit status of a step, and how the launcher was called."""
    log = suite / "log"
    done = subprocess.run(["sh", f"ci/steps/{step}"], cwd=suite, text=True, capture_output=True, timeout=300,
                          env={**os.environ, "LOG": str(log), **environment})
    return done.returncode, log.read_text().splitlines() if log.exists() else []


@pytest.mark.parametrize("status, expected", [("0", 0), ("1", 0), ("2", 1)])
def test_a_survey_fails_only_where_there_is_no_run(suite: Path, status: str, expected: int) -> None:
    code, calls = run(suite, "survey", ARGUMENTS="--platform=a --platform=b", OUTPUT="out", FAILING="survey",
                      STATUS=status)
    assert (code, calls) == (expected, ["survey --platform=a --platform=b -o out"])


def test_the_matrix_becomes_an_output(suite: Path) -> None:
    output = suite / "github"
    code, calls = run(suite, "matrix", GITHUB_OUTPUT=str(output), PLATFORMS="--platform host")
    assert (code, calls) == (0, ["matrix --format github --platform host"])
    assert output.read_text() == 'matrix={"include":[]}\n'


@pytest.mark.parametrize("status", ["0", "1", "2"])
def test_the_pages_are_written_and_the_status_is_that_of_the_check(suite: Path, status: str) -> None:
    code, calls = run(suite, "merge", RUNS="runs", OUTPUT="result", FAILING="check", STATUS=status)
    assert code == int(status)
    assert calls == ["merge runs -o result/merged", "check result/merged/a.jsonl --format github",
                     "site result/site result/merged/a.jsonl"]


def test_a_program_writes_into_the_folder(suite: Path) -> None:
    program = suite / "program"
    program.write_text('#!/bin/sh\necho "$*" >run.jsonl\nexit 1\n')
    code, _ = run(suite, "program", PROGRAM="program", OUTPUT="out", HOW="a machine")
    assert code == 0
    assert (suite / "out" / "run.jsonl").read_text() == "--by continuous integration --how a machine\n"


@pytest.mark.parametrize("step", ["survey", "program", "merge", "matrix"])
def test_a_step_without_its_settings_fails(suite: Path, step: str) -> None:
    environment = {name: value for name, value in os.environ.items()
                   if name not in ("ARGUMENTS", "OUTPUT", "PROGRAM", "RUNS", "GITHUB_OUTPUT")}
    done = subprocess.run(["sh", f"ci/steps/{step}"], cwd=suite, capture_output=True, env=environment)
    assert done.returncode != 0


@pytest.mark.soak
@needs("npm", "cross")
def test_workflow_files_are_what_the_engines_read(tmp_path: Path) -> None:
    script = ROOT / "ci" / "check-workflows"
    done = subprocess.run([script], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    good = (ROOT / ".github" / "workflows" / "survey.yml").read_text()
    for number, bad in enumerate((good.replace("fail-fast: false", "fail-fast: never", 1),
                                  good.replace("needs: jobs", "needs: nobody", 1))):
        (tmp_path / f"{number}.yml").write_text(bad)
        done = subprocess.run([script, tmp_path / f"{number}.yml"], capture_output=True, text=True,
                              timeout=600)
        assert done.returncode == 1 and "errors" in done.stdout, done.stdout + done.stderr
