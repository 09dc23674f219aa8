"""ci/slurm: a task per platform; nothing is lost or counted twice if nodes and the controller come and go."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from addrinuse.commands import merge
from addrinuse.model import runs, sketches
from addrinuse.support import paths
from helpers import slurm
from helpers.fake_suite import observation, write_run

ROOT = paths.CHECKOUT
# Stands for the launcher: `survey` takes a moment and writes the run that was made for that platform.
LAUNCHER = """#!/bin/sh
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
case $1 in
  matrix) shift 3; for word; do echo "$word"; done ;;
  survey) mkdir -p "$4"; sleep "${PACE:-0}"; cp "$here/made/${2#--platform=}.jsonl" "$4/" ;;
  *) exec env PYTHONPATH="$here/harness" "$PYTHON" -P -m addrinuse "$@" ;;
esac
"""
# Stands for sbatch: writes down its arguments and numbers the jobs.
SBATCH = """#!/bin/sh
echo "$*" >>"$LOG"
wc -l <"$LOG"
"""


class Checkout:
    """A copy of ci with a launcher of the test, and a run for each platform."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.names = [f"system-{number}" for number in range(1, count + 1)]
        shutil.copytree(ROOT / "ci", folder / "ci")
        (folder / "addrinuse").write_text(LAUNCHER)
        (folder / "addrinuse").chmod(0o755)
        (folder / "harness").symlink_to(ROOT / "harness")
        for number, name in enumerate(self.names):
            write_run(folder / "made" / f"{name}.jsonl", observation("bind/a", f"word {number % 3}"),
                      platform=name)

    @property
    def words(self) -> list[str]:
        """The arguments that name every platform."""
        return [f"--platform={name}" for name in self.names]

    def begun(self, name: str, *words: str, **environment: str) -> subprocess.Popen[str]:
        """One of the scripts of ci/slurm, which runs."""
        return subprocess.Popen(["sh", self.folder / "ci" / "slurm" / name, *words], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                env={**os.environ, "PYTHON": sys.executable, **environment})

    def script(self, name: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """One of the scripts of ci/slurm, run."""
        return ended(self.begun(name, *words, **environment))

    def task(self, number: int, out: Path, start: int = 0, pace: int = 0) -> subprocess.Popen[str]:
        """A start of a task, as Slurm makes it. `pace`: seconds that its survey takes."""
        return self.begun("task", str(self.folder), str(out), SLURM_ARRAY_TASK_ID=str(number),
                          SLURM_RESTART_COUNT=str(start), SLURMD_NODENAME=f"node{start}", PACE=str(pace))


def ended(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """What a script said, and its exit status."""
    out, err = process.communicate(timeout=600)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "suite", 5)


@pytest.fixture
def submitted(checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a survey that was submitted, to something that is no Slurm."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "sbatch").write_text(SBATCH)
    (tmp_path / "bin" / "sbatch").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    done = checkout.script("submit", "-o", str(tmp_path / "out"), *checkout.words)
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


def calls(out: Path) -> list[str]:
    """How sbatch was called."""
    return (out.parent / "log").read_text().splitlines()


def test_a_task_per_platform_and_a_job_that_merges_after_them(submitted: Path, checkout: Checkout) -> None:
    array, merging = calls(submitted)
    assert "--array=1-5 --requeue" in array and array.endswith(f"ci/slurm/task {checkout.folder} {submitted}")
    assert "--dependency=afterany:1 " in merging
    assert (submitted / "tasks").read_text().splitlines() == checkout.words


def test_only_tasks_without_a_run_are_started_again(submitted: Path, checkout: Checkout) -> None:
    for number in (1, 2, 4):
        assert ended(checkout.task(number, submitted)).returncode == 0
    assert checkout.script("submit", "-o", str(submitted), *checkout.words).returncode == 0
    assert "--array=3,5 " in calls(submitted)[2]
    other = checkout.script("submit", "-o", str(submitted), *checkout.words[:2])
    assert other.returncode == 2 and "tasks of other platforms" in other.stderr
    assert len(calls(submitted)) == 4


def test_a_task_that_is_started_twice_counts_once(submitted: Path, checkout: Checkout) -> None:
    expected = {f"{name}.jsonl" for name in checkout.names}
    for number in range(1, 6):
        assert ended(checkout.task(number, submitted)).returncode == 0
    # The first start of task 1 was cut off from the controller, and ends after the second one.
    again = ended(checkout.task(1, submitted, pace=2))
    assert "it has a run already" in again.stdout and again.returncode == 0
    assert checkout.script("merge", str(checkout.folder), str(submitted)).returncode == 0
    assert set(tree(submitted / "merged")) == expected | {"merged.json"}


def test_the_first_start_that_ends_wins(submitted: Path, checkout: Checkout) -> None:
    late = checkout.task(1, submitted, pace=2)
    slurm.wait_for("the first start", lambda: any((submitted / "attempts").glob("1.0.*/node")), 30)
    assert ended(checkout.task(1, submitted, start=1)).returncode == 0
    inode = (submitted / "runs" / "1").stat().st_ino
    first = ended(late)
    assert "another start of this task ended before" in first.stdout and first.returncode == 0
    assert (submitted / "runs" / "1").stat().st_ino == inode
    assert set(tree(submitted / "runs")) == {"1/system-1.jsonl"}


def test_a_task_without_a_run_is_named(submitted: Path, checkout: Checkout) -> None:
    (checkout.folder / "made" / "system-2.jsonl").unlink()
    codes = [ended(checkout.task(number, submitted)).returncode for number in range(1, 6)]
    assert [code != 0 for code in codes] == [False, True, False, False, False]
    done = checkout.script("merge", str(checkout.folder), str(submitted))
    assert done.returncode == 1 and "1 of 5 tasks have no run" in done.stdout
    assert (submitted / "missing").read_text().startswith("task 2, --platform=system-2: see ")
    assert len(tree(submitted / "merged")) == 5


# ---- with Slurm itself ----

@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[slurm.Cluster]:
    if missing := slurm.missing():
        pytest.skip(missing)
    made = slurm.Cluster(tmp_path / "cluster", nodes=4, cpus=4)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def count(out: Path) -> int:
    """How many tasks have a run."""
    return len(list((out / "runs").iterdir()))


def tasks_on(node: str, out: Path) -> int:
    """How many tasks run on a node."""
    return sum(path.read_text().strip() == node
               and not (out / "runs" / path.parent.name.partition(".")[0]).exists()
               for path in (out / "attempts").glob("*/node"))


def has_ended(cluster: slurm.Cluster, out: Path) -> bool:
    """Whether the runs are merged and no job is left; until then tasks that Slurm holds are released."""
    cluster.release()
    return ((out / "merged" / "merged.json").is_file() and bool(cluster.states())
            and cluster.command("squeue", "--noheader") == "")


@pytest.mark.soak
def test_nodes_and_the_controller_may_go_while_an_array_of_200_tasks_runs(
        cluster: slurm.Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checkout, out = Checkout(tmp_path / "suite", 200), tmp_path / "out"
    done = checkout.script("submit", "-o", str(out), *checkout.words, **cluster.environment, PACE="4")
    assert done.returncode == 0, done.stderr
    slurm.wait_for("30 runs", lambda: count(out) >= 30 and tasks_on("node2", out) >= 2, 300)
    cluster.kill_node("node2")
    slurm.wait_for("80 runs", lambda: count(out) >= 80, 300)
    cluster.restart_controller()
    slurm.wait_for("a merged result", lambda: has_ended(cluster, out), 300)

    starts = Counter(path.name.split(".")[0] for path in (out / "attempts").iterdir())
    again = sorted(name for name, count in starts.items() if count > 1)
    nodes = Counter((path / "node").read_text().strip() for path in (out / "attempts").iterdir())
    with capsys.disabled():
        print(f"\n{len(starts)} tasks, starts by node {dict(sorted(nodes.items()))}, "
              f"{len(again)} started again, nodes at the end {cluster.states()}")
    assert again, "no task was running on the node that was taken away"
    assert count(out) == len(starts) == 200
    assert (out / "missing").read_text() == ""
    assert merge.run([checkout.folder / "made"], tmp_path / "local") == 0
    assert tree(out / "merged") == tree(tmp_path / "local")


@pytest.mark.soak
def test_the_result_is_that_of_a_local_survey(cluster: slurm.Cluster, tmp_path: Path) -> None:
    files = [ROOT / "results" / "runs" / f"linux-{version}.jsonl.xz"
             for version in ("5.10", "6.1", "6.12", "7.2")]
    words = [f"--platform=run:{file}" for file in files]
    done = subprocess.run(["sh", ROOT / "ci" / "slurm" / "submit", "--wait", "-o", tmp_path / "out", *words],
                          env=cluster.environment, text=True, capture_output=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    subprocess.run([ROOT / "addrinuse", "survey", *words, "-o", tmp_path / "runs"], check=True, timeout=600,
                   stdout=subprocess.DEVNULL)
    assert merge.run([tmp_path / "runs"], tmp_path / "local") == 0
    assert answers(tmp_path / "out" / "merged") == answers(tmp_path / "local")


def answers(folder: Path) -> dict[str, dict[str, str]]:
    """What every run in a folder says, by platform. The moment at which a file was written is left out."""
    return {sketch.header.platform: sketch.by_name() for sketch in map(sketches.read, runs.in_folder(folder))}
