"""The examples for other CI systems, run as those run them, with a program in the place of the launcher."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from addrinuse.model import runs
from addrinuse.publish import ktap
from addrinuse.support import paths

CI = paths.CHECKOUT / "ci"
FAKE = """#!/bin/sh
echo "$*" >>"$LOG"
case $1 in
survey) [ "$SURVEY" = 2 ] || touch "$5/run.jsonl"; exit "$SURVEY";;
check) echo news of "$2"; exit "$CHECK";;
esac
"""
PATTERN = re.compile(r'pattern: "(.*)"')


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A checkout with the examples."""
    (tmp_path / "suite").mkdir()
    shutil.copytree(CI / "examples", tmp_path / "suite" / "ci" / "examples")
    shutil.copy(CI / "kernel-survey", tmp_path / "suite" / "ci")
    launcher = tmp_path / "suite" / "addrinuse"
    launcher.write_text(FAKE)
    launcher.chmod(0o755)
    return tmp_path / "suite"


def status_of(suite: Path, argv: list[str], survey: int, check: int, **environment: Path) -> int:
    """The exit status of an example when the launcher's commands end so."""
    place = suite.parent
    return subprocess.run(argv, cwd=place, capture_output=True, timeout=300, env={
        **os.environ, "LOG": str(place / "log"), "SURVEY": str(survey), "CHECK": str(check),
        **{name: str(path) for name, path in environment.items()}}).returncode


@pytest.mark.parametrize("survey, check, status", [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 0, 2)])
def test_a_kernel_is_surveyed_and_compared(suite, survey, check, status):
    folder = suite.parent / "out"
    argv = [str(suite / "ci" / "kernel-survey"), "uml:.", str(folder)]
    assert status_of(suite, argv, survey, check) == status
    words = (suite.parent / "log").read_text().splitlines()
    assert words[0] == f"survey --platform uml:. --output {folder} --ktap {folder}/results.ktap"
    assert words[1:] == ([] if survey == 2 else [f"check {folder}/run.jsonl"])


def test_a_survey_without_a_platform_says_how_it_is_used(suite):
    assert status_of(suite, [str(suite / "ci" / "kernel-survey")], 0, 0) == 2


@pytest.mark.parametrize("survey, check, status", [(0, 0, 0), (0, 1, 1), (1, 0, 1), (2, 0, 4)])
def test_netdevs_executor_gets_pass_fail_and_skip(suite, survey, check, status):
    results = suite.parent / "results"
    results.mkdir()
    assert status_of(suite, [str(suite / "ci" / "examples" / "netdev")], survey, check, RESULTS_DIR=results,
                     ADDRINUSE=suite) == status


@pytest.mark.parametrize("survey, check, status", [(0, 0, 0), (0, 1, 1), (1, 0, 1), (2, 0, 77)])
def test_autopkgtest_gets_pass_fail_and_skip(suite, survey, check, status):
    for name in ("tmp", "artifacts"):
        (suite.parent / name).mkdir()
    assert status_of(suite, [str(suite / "ci" / "examples" / "debian-tests-addrinuse")], survey, check,
                     AUTOPKGTEST_TMP=suite.parent / "tmp", AUTOPKGTEST_ARTIFACTS=suite.parent / "artifacts",
                     ADDRINUSE=suite) == status
    assert (suite.parent / "artifacts" / "run.jsonl").exists() == (survey != 2)


def test_lava_finds_a_result_for_each_observation(tmp_path):
    run = runs.read(runs.published()[0])
    report = tmp_path / "results.ktap"
    report.write_text("".join(f"{line}\n" for line in ktap.lines([run], {})))
    printed = subprocess.run([str(CI / "examples" / "ktap-results"), str(report)], capture_output=True,
                             text=True, check=True, timeout=300).stdout
    written = PATTERN.search((CI / "examples" / "lava.yaml").read_text())
    assert written is not None
    pattern = re.compile(written[1].replace("\\\\", "\\"), re.M)
    found = {match["test_case_id"]: match["result"] for match in pattern.finditer(printed)}
    assert set(found) == set(run.observations)
    assert {name for name, result in found.items() if result == "skip"} == {
        name for name, observation in run.observations.items() if observation.status in ktap.SKIPPED}
    assert {name for name, result in found.items() if result == "fail"} == {
        name for name, observation in run.observations.items() if observation.status.is_failure}
