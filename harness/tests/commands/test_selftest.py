"""The project's own tests: every runner is there, its totals are told, and its failure is the command's."""
from __future__ import annotations

from pathlib import Path

import pytest

from addrinuse.commands import selftest
from addrinuse.commands.selftest import Runner


def runners(soak: bool = False) -> dict[str, Runner]:
    """Every runner by its name."""
    made = selftest._runners(Path("/built"), Path("/sanitized"), Path("/tests"), (), soak)
    return {runner.name: runner for runner in made}


def test_the_vocabulary_runs_under_sanitizers() -> None:
    assert list(runners()) == ["ctest", "sanitizers", "pytest"]
    assert runners()["sanitizers"].argv[0] == "/sanitized/probe-tests"


@pytest.mark.parametrize("name, line, total", [
    ("ctest", "100% tests passed, 0 tests failed out of 334", "100% tests passed, 0 tests failed out of 334"),
    ("sanitizers", "[==========] 25 tests from 11 test suites ran. (248 ms total)",
     "25 tests from 11 test suites ran"),
    ("sanitizers", " 1 FAILED TEST", "1 FAILED TEST"),
    ("pytest", "== 1 failed, 336 passed in 54.71s ==", "1 failed, 336 passed in 54.71s"),
])
def test_totals_are_told_and_a_failure_is_kept(name: str, line: str, total: str) -> None:
    failing = Runner(name, ["sh", "-c", 'echo "of no interest"; echo "$1"; exit 3', "sh", line],
                     runners()[name].total)
    assert selftest._run(failing) == (3, [total])


def test_only_soak_runs_take_in_what_takes_minutes() -> None:
    assert "not soak and not browser" in runners()["pytest"].argv
    assert not {"-m", "-LE"} & {*runners(soak=True)["ctest"].argv, *runners(soak=True)["pytest"].argv[3:]}


def test_linters_run_beside_the_tests_and_their_failure_is_kept(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = 'echo "of no interest"; echo "lint: something found by shellcheck"; exit 3'
    linters = selftest.Linters(["sh", "-c", script], tmp_path / "linters")
    assert linters.results() == [("linters", 3, ["lint: something found by shellcheck"])]
    linters.close()
    assert "-- linters\nof no interest\n" in capsys.readouterr().out


def test_linters_end_with_the_command(tmp_path: Path) -> None:
    linters = selftest.Linters(["sleep", "600"], tmp_path / "linters")
    linters.close()
    assert linters.results()[0][1] != 0
