"""Surveys that are interrupted at a random moment, by every signal that ends programs: what was recorded
stays readable, nothing is left behind, and nothing foreign is touched."""
from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from addrinuse.model import runs
from addrinuse.platforms import registry
from addrinuse.provision import build
from addrinuse.support import locks, paths, tempdirs
from addrinuse.support.errors import UserError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGPIPE)
# What answers at once, and what keeps a survey at work for some seconds.
CASES = ("controls", "bind", "close/linger_holds_close")
# Seconds within which the signal comes.
PLATFORMS = {"host": 6.0, "linux-6.12": 12.0, "gvisor-20221219": 12.0}
SAMPLE, SOAK = 4, 100     # interruptions of each platform
SETTLE = 20.0             # seconds after which what is still there counts as left behind
STARTED = 1.0             # seconds after which Python has begun with the program
END = 120.0               # seconds within which an interrupted survey has to end


@dataclass
class Place:
    """Where the surveys run: folders of their own for the cache, temporary files and results, and what is
    nobody's."""

    top: Path
    cache: Path
    foreign: dict[Path, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("tmp/addrinuse-notes/mine.txt", "tmp/addrinuse-2.0/cases/a.cc", "tmp/runsc-mine",
                     "out/mine.jsonl"):
            path = self.top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
            self.foreign[path] = name
        self.mounts = Path("/proc/self/mountinfo").read_text()

    def start(self, platform: str) -> subprocess.Popen[bytes]:
        """A survey, as a terminal starts it: in a process group of its own."""
        environment = {**os.environ, "TMPDIR": str(self.top / "tmp"), "XDG_CACHE_HOME": str(self.cache),
                       "PYTHONPATH": str(paths.CHECKOUT / "harness"), "ADDRINUSE_SOAK": str(self.top)}
        words = [word for case in CASES for word in ("--case", case)]
        return subprocess.Popen([sys.executable, "-m", "addrinuse", "survey", "--platform", platform, *words,
                                 "-o", str(self.top / "out")], env=environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, process_group=0)

    def processes(self) -> list[str]:
        """What still runs and was started by a survey here: such processes have inherited its environment."""
        mark = f"ADDRINUSE_SOAK={self.top}".encode()
        found = []
        for process in Path("/proc").iterdir():
            try:
                if process.name.isdecimal() and mark in (process / "environ").read_bytes():
                    found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8",
                                                                                                "replace"))
            except OSError:
                continue
        return found

    def records(self) -> tuple[int, list[str]]:
        """How many whole records are in the run files, and what is wrong with the files."""
        count, wrong = 0, []
        for path in (self.top / "out").glob("*.jsonl"):
            if path in self.foreign or not path.stat().st_size:
                continue
            try:
                count += len(runs.read(path).observations)
            except UserError as error:
                wrong.append(str(error))
            if not path.read_bytes().endswith(b"\n"):
                wrong.append(f"{path.name} ends in the middle of a record")
        return count, wrong

    def left(self) -> list[str]:
        """What is left behind: processes, mounts, temporary files; and what is missing of what is not
        ours."""
        found = [f"process {words}" for words in self.processes()]
        found += [f"mount {line}" for line in set(Path("/proc/self/mountinfo").read_text().splitlines())
                  - set(self.mounts.splitlines()) if str(self.top) in line or "runsc" in line]
        ours = {path for path in self.foreign} | {parent for path in self.foreign for parent in path.parents}
        found += [f"file {path}" for path in (self.top / "tmp").rglob("*")
                  if path not in ours and self.own_scratch not in (path, *path.parents)]
        return found + [f"gone: {path}" for path, text in self.foreign.items()
                        if not path.is_file() or path.read_text() != text]

    @property
    def own_scratch(self) -> Path:
        """The folder of this user's own among the temporary files. It stays; what a killed survey left in
        it is removed by the next survey."""
        return self.top / "tmp" / f"addrinuse-scratch-{os.geteuid()}"

    def scratch(self) -> list[Path]:
        """Folders that a later survey has to remove."""
        return list((self.cache / "addrinuse").glob(f"*/scratch/{tempdirs.PREFIX}*"))


def is_unused(folder: Path) -> bool:
    """Whether no process holds this temporary folder: other tests may work beside this one."""
    try:
        lock = locks.opened_folder(folder)
    except OSError:
        return False  # it is gone
    try:
        return locks.try_acquire(lock)
    finally:
        os.close(lock)


def interrupt(place: Place, platform: str, number: signal.Signals, after: float) -> str:
    """A survey that gets a signal after so many seconds; what is wrong afterwards."""
    for path in (place.top / "out").glob("*.jsonl"):
        if path not in place.foreign:
            path.unlink()
    child = place.start(platform)
    time.sleep(after)
    before, _ = place.records()
    was_at_work = child.poll() is None
    if was_at_work:
        os.kill(child.pid, number)
    try:
        _, words = child.communicate(timeout=END)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return f"{number.name} after {after:.2f} s: the survey did not end within {END:g} s"
    until = time.monotonic() + SETTLE
    while (left := place.left()) and time.monotonic() < until:
        time.sleep(0.05)
    kept, wrong = place.records()
    expected = {signal.SIGKILL: (-number,), signal.SIGPIPE: (0,)}.get(number, (130,)) if was_at_work else (0,)
    expected += (-number,) * (after < STARTED)
    wrong += left
    wrong += [f"{before - kept} records lost"] * (kept < before)
    wrong += ["a traceback"] * (b"Traceback" in words)
    wrong += [f"exit status {child.returncode}: {words.decode()[-500:]}"] * (child.returncode not in expected)
    return f"{number.name} after {after:.2f} s: {'; '.join(wrong)}" if wrong else ""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A place whose cache is this user's, so that kernels need not be fetched again. The processes of a
    sandbox, which have given up their rights, can reach it: not below pytest's own folder."""
    build.all_cases()
    with tempfile.TemporaryDirectory(prefix="interruptions-", dir="/tmp") as top:
        os.chmod(top, 0o711)
        yield Place(Path(top), paths.user_cache().parent)


@pytest.mark.parametrize("count", [SAMPLE, pytest.param(SOAK, marks=pytest.mark.soak)])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_survey_that_is_interrupted_loses_and_leaves_nothing(place: Place, platform: str,
                                                               count: int) -> None:
    state = registry.find(platform).describe()
    if not state.available or state.download_bytes:
        pytest.skip(f"{platform} is not on this machine: {state.why or 'it was never surveyed here'}")
    subprocess.run([sys.executable, "-m", "addrinuse", "survey", "--platform", platform, "--case", "controls",
                    "-o", str(place.top / "first")], check=True, capture_output=True,
                   env={**os.environ, "PYTHONPATH": str(paths.CHECKOUT / "harness")})
    chance = random.Random(f"{platform} {count} {os.environ.get('ADDRINUSE_SEED', '')}")
    drawn = [SIGNALS[turn % len(SIGNALS)] if count > len(SIGNALS) else chance.choice(SIGNALS)
             for turn in range(count)]
    wrong = [interrupt(place, platform, number, chance.uniform(0.2, PLATFORMS[platform])) for number in drawn]
    assert [one for one in wrong if one] == []
    place.start(platform).communicate(timeout=END)
    assert list(place.own_scratch.glob("*")) == []
    with tempdirs.folder() as made:
        assert [path for path in place.scratch() if path.parent == made.parent and is_unused(path)] == []
