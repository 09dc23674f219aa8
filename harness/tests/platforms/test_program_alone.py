"""A run from a machine that has a C++ compiler and CMake and no Python: what docs/running.md says, done."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from addrinuse.model import runs
from addrinuse.platforms import registry
from addrinuse.provision import build
from addrinuse.support import paths
from helpers.observing import observe

HEADING = "## On a system that is not Linux, or without Python"
CASE = "bind/plain_double_bind"
TOOLS = ("cmake", "ctest", "make", "sh", "c++", "g++", "as", "ld", "ar", "ranlib", "rm", "touch", "uname")
GOOGLETEST = Path("/usr/src/googletest/googletest")

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="the tools are named as Linux names them")


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """An environment in which there is a compiler and CMake, and nothing else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool, path="/usr/bin:/bin:/usr/local/bin")
        if found:
            (folder / tool).symlink_to(found)
    assert shutil.which("python3", path=str(folder)) is None
    return {"PATH": str(folder), "HOME": str(tmp_path)}


def commands() -> list[str]:
    """The commands that the document gives."""
    text = (paths.root() / "docs" / "running.md").read_text().partition(HEADING)[2].partition("\n## ")[0]
    block = re.search(r"```\n(.*?)```", text, re.DOTALL)
    assert block, f"docs/running.md gives no commands under {HEADING!r}"
    return [line.partition("  #")[0].strip() for line in block[1].splitlines()]


def check_that_it_is_a_run(path: Path, name: str) -> None:
    """It reads as a run does, and is a platform that answers as it did then."""
    run = runs.read(path)
    assert (run.platform, run.truncated, run.facts["engine"]) == (name, False, "program")
    with registry.find(f"run:{path}").open() as session:
        records = observe(session, f"{CASE}[tcp4]")
    assert records[0]["platform"] == name and records[0]["facts"]["contributed"] is True
    assert {"observation": f"{CASE}[tcp4]", "observed": "EADDRINUSE"}.items() <= records[-2].items()


@linux_only
def test_the_program_alone_makes_a_run_file(bare: dict[str, str], tmp_path: Path) -> None:
    made = tmp_path / "my-system.jsonl"
    with open(made, "wb") as file:
        subprocess.run([build.all_cases(), "--records", "--platform", "my-system", "--case", f"{CASE}[tcp4]"],
                       env=bare, stdout=file, check=True, timeout=300)
    check_that_it_is_a_run(made, "my-system")


@linux_only
def test_ctest_alone_runs_the_cases(bare: dict[str, str]) -> None:
    folder = build.up_to_date(build.PRESET, "all-cases")
    if not (folder / "cases" / CASE.replace("/", ".")).exists():
        pytest.skip("the programs of single cases are not built (`addrinuse test` builds them)")
    done = subprocess.run(["ctest", "--test-dir", str(folder), "-R", f"^{CASE}$"], env=bare, text=True,
                          capture_output=True, timeout=300)
    assert done.returncode == 0 and "100% tests passed, 0 tests failed out of 1" in done.stdout, done.stdout


@linux_only
@pytest.mark.soak
@pytest.mark.skipif(not GOOGLETEST.is_dir(), reason="googletest is not installed: its sources are compiled")
def test_the_document_is_right_word_by_word(bare: dict[str, str], tmp_path: Path) -> None:
    checkout = tmp_path / "addrinuse"
    shutil.copytree(paths.root(), checkout, ignore=shutil.ignore_patterns("build", ".git", "results"))
    fewer = {**bare, "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1)}
    for command in commands():
        if command.startswith("cmake -S"):
            command = command.replace("/path/to/googletest", str(GOOGLETEST.parent))
            command += f" -DADDRINUSE_CASE_FILTER=^{CASE}"
        done = subprocess.run(["sh", "-c", command], cwd=checkout, env=fewer, text=True, capture_output=True)
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    check_that_it_is_a_run(checkout / "my-system.jsonl", "my-system")
