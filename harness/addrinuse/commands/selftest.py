"""The command `test`: the linters, CTest over the programs, the vocabulary under sanitizers, and pytest over
the harness; ends with their totals."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from addrinuse.provision import build
from addrinuse.support import paths, tempdirs
from addrinuse.support.errors import UserError

PRESET = "ci"
SANITIZED = "sanitize"     # the preset; of it only the tests of the vocabulary are built
VOCABULARY = "probe-tests"
CTEST_TOTAL = re.compile(r"^(\d+% tests passed, .*|No tests were found.*|Total Test time.*)$")
PYTEST_TOTAL = re.compile(r"^=*\s*((\d+ \w+(, )?)+ in [\d.]+s.*?|no tests ran in .*?)\s*=*$")
GOOGLETEST_TOTAL = re.compile(r"^(?:\[=+\])? *(\d+ tests? from .* ran|\d+ FAILED TESTS?)\b")
LINT_TOTAL = re.compile(r"^(lint: .*)$")
CTEST = ("ctest", "--output-on-failure", "--no-tests=error", "--parallel", "8")


@dataclass(frozen=True)
class Runner:
    """One of the tests' runners: its name, its command, and which of its lines are its totals."""

    name: str
    argv: Sequence[str]
    total: re.Pattern[str]


def run(pytest_arguments: Sequence[str], soak: bool = False) -> int:
    """Builds with warnings as errors, runs everything, and gives the first exit code that is not 0. `soak`
    takes in what takes minutes: the slow cases by themselves, the tests marked soak, and those that drive a
    browser."""
    paths.require_checkout("running the project's own tests")
    tests = paths.root() / "harness" / "tests"
    if not tests.is_dir():
        raise UserError(str(tests), "no such folder of tests", "The project's tests run from a checkout.")
    build.set_up("build", "test", "grid")
    with tempdirs.folder() as scratch, closing(_start_linters(scratch)) as linters:
        folder = build.up_to_date(PRESET)
        sanitized = build.up_to_date(SANITIZED, VOCABULARY)
        runners = _runners(folder, sanitized, tests, pytest_arguments, soak)
        results = [(runner.name, *_run(runner)) for runner in runners]
        results += linters.results()
    print("\naddrinuse test:")
    if not soak:
        print("  left out: cases that wait for seconds, tests marked soak or browser (`addrinuse test "
              "--soak`)")
    for name, code, totals in results:
        print(f"  {name}: {'; '.join(totals) or ('ok' if code == 0 else 'failed')}"
              + (f" (exit status {code})" if code else ""))
    return next((code for _, code, _ in results if code), 0)


class Linters:
    """The linters, at a lower priority and beside everything else: they use the processor while tests wait.
    What they print is shown at their end, in one piece."""

    def __init__(self, argv: Sequence[str], output: Path) -> None:
        self._output = output
        with output.open("wb") as file:
            self._process = subprocess.Popen([*argv], cwd=paths.root(), stdin=subprocess.DEVNULL, stdout=file,
                                             stderr=subprocess.STDOUT)

    def results(self) -> list[tuple[str, int, list[str]]]:
        """Waits for them, shows what they printed, and gives their name, exit status and totals."""
        code = self._process.wait()
        print("-- linters", flush=True)
        lines = self._output.read_text(errors="replace").splitlines()
        print("\n".join(lines), flush=True)
        return [("linters", code, [line for line in lines if LINT_TOTAL.match(line)])]

    def close(self) -> None:
        """Ends them if they still run."""
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait()


class NoLinters:
    """A tree without the linters, such as an installed one."""

    def results(self) -> list[tuple[str, int, list[str]]]:
        """Nothing."""
        return []

    def close(self) -> None:
        """Nothing to end."""


def _start_linters(scratch: Path) -> Linters | NoLinters:
    lint = paths.root() / "ci" / "lint"
    if not lint.exists():
        return NoLinters()
    return Linters(["nice", "-n", "10", str(lint)], scratch / "linters")


def _runners(folder: Path, sanitized: Path, tests: Path, pytest_arguments: Sequence[str],
             soak: bool) -> list[Runner]:
    return [
        Runner("ctest", [*CTEST, "--test-dir", str(folder), *([] if soak else ["-LE", "slow"])], CTEST_TOTAL),
        Runner("sanitizers", [str(sanitized / VOCABULARY), "--gtest_brief=1"], GOOGLETEST_TOTAL),
        Runner("pytest", [sys.executable, "-m", "pytest", str(tests), "-rs", "-n", "2", "--dist", "loadgroup",
                           *([] if soak else ["-m", "not soak and not browser"]), *pytest_arguments],
               PYTEST_TOTAL),
    ]


def _run(runner: Runner) -> tuple[int, list[str]]:
    """Lets a runner speak for itself; gives its exit code and the lines of its totals."""
    print(f"-- {runner.name}", flush=True)
    totals = []
    with subprocess.Popen(runner.argv, cwd=paths.root(), env={**os.environ, "ADDRINUSE_PRESET": PRESET},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace") as child:
        for line in child.stdout or ():
            print(line, end="", flush=True)
            found = runner.total.match(line.rstrip())
            totals += [found[1]] if found else []
    return child.returncode, totals
