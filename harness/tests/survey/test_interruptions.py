"""Surveys that are interrupted at a random moment, by every signal that ends programs: what was recorded
stays readable, a complete run of before stays complete, nothing is left behind, and nothing foreign is
touched."""
from __future__ import annotations

import json
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
from addrinuse.provision import build
from addrinuse.support import locks, paths, tempdirs
from addrinuse.support.errors import INTERRUPTED, UserError
from helpers.tools import require_platform

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL, signal.SIGPIPE)
# What answers at once, and what keeps a survey at work for some seconds.
CASES = ("controls", "bind", "close/linger_holds_close")
# Seconds within which the signal comes.
PLATFORMS = {"host": 6.0, "linux-6.12": 12.0, "gvisor-20221219": 12.0}
SAMPLE, SOAK = 4, 100     # interruptions of each platform
TO_GROUP = 0.3            # the share of those that go to the whole process group
SETTLE = 20.0             # seconds after which what is still there counts as left behind
END = 300.0               # seconds within which a survey has to end, on a machine that does other work


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

    def files(self) -> list[Path]:
        """The run files, also those that are being written or were left by a survey that was killed."""
        return [path for path in (self.top / "out").glob("*.jsonl*") if path not in self.foreign]

    def kept(self) -> set[bytes]:
        """The whole records of observations in the run files."""
        return {line for path in self.files() for line in path.read_bytes().splitlines(keepends=True)
                if line.startswith(b'{"observation"') and line.endswith(b"\n")}

    def wrong_files(self) -> list[str]:
        """What is wrong with the run files, once no survey writes them."""
        wrong = []
        for path in self.files():
            try:
                runs.read(path)
            except UserError as error:
                wrong.append(str(error))
            if not path.read_bytes().endswith(b"\n"):
                wrong.append(f"{path.name} ends in the middle of a record")
        return wrong

    def keep(self, run: bytes, name: str) -> Path:
        """Removes the run files of earlier surveys, and puts a complete run in their place."""
        for path in self.files():
            path.unlink()
        path = self.top / "out" / name
        path.write_bytes(run)
        return path

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


@dataclass(frozen=True)
class Interruption:
    """A signal after so many seconds: to the survey, or to its process group as a terminal sends it. With
    SIGPIPE nobody reads the survey's messages any more."""

    number: signal.Signals
    after: float
    to_group: bool = False

    def __str__(self) -> str:
        return f"{self.number.name}{' to the group' * self.to_group} after {self.after:.2f} s"

    def send(self, child: subprocess.Popen[bytes]) -> None:
        """Sends it to a survey that still runs."""
        if self.number == signal.SIGPIPE and child.stderr is not None:
            child.stderr.close()
            child.stderr = None
        (os.killpg if self.to_group else os.kill)(child.pid, self.number)

    def exit_statuses(self, was_at_work: bool, has_begun: bool) -> tuple[int, ...]:
        """Those with which the survey may end. Python itself dies of the signal before it has begun with the
        program, and nothing was printed or recorded then; it ignores SIGPIPE, and the survey goes on."""
        own = {signal.SIGKILL: (-self.number,), signal.SIGPIPE: (0,)}.get(self.number, (INTERRUPTED,))
        return (own if was_at_work else (0,)) + (-self.number,) * (not has_begun)


def interrupt(place: Place, platform: str, whole: tuple[str, bytes], interruption: Interruption) -> str:
    """A survey that is interrupted, in a folder that holds a complete run of that platform; what is wrong
    afterwards."""
    complete = place.keep(whole[1], whole[0])
    child = place.start(platform)
    time.sleep(interruption.after)
    before = place.kept() - set(whole[1].splitlines(keepends=True))
    was_at_work = child.poll() is None
    if was_at_work:
        interruption.send(child)
    try:
        _, words = child.communicate(timeout=END)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return f"{interruption}: the survey did not end within {END:g} s"
    until = time.monotonic() + SETTLE
    while (left := place.left()) and time.monotonic() < until:
        time.sleep(0.05)
    wrong = place.wrong_files() + left
    lost = observations(before) - observations(place.kept())
    wrong += [f"lost: {record}" for record in sorted(lost)[:3]]
    if not complete.exists() or runs.read(complete).truncated:
        wrong.append("the complete run of before is gone")
    words = words or b""
    if is_before_the_program(words):
        return f"{interruption}: {'; '.join(wrong)}" if wrong else ""
    wrong += ["a traceback"] * (b"Traceback" in words)
    if child.returncode not in interruption.exit_statuses(was_at_work, bool(words or before)):
        wrong.append(f"exit status {child.returncode}: {words.decode()[-500:]}")
    return f"{interruption}: {'; '.join(wrong)}" if wrong else ""


def is_before_the_program(words: bytes) -> bool:
    """Whether the traceback is Python's own: it was interrupted before it had read this suite's first lines,
    which ask for interruptions to be told in words."""
    return b"Traceback" in words and b"addrinuse/" not in words.replace(b"addrinuse/__main__.py", b"")


def observations(lines: set[bytes]) -> set[str]:
    """What records say, without what the schema lets a writer change: the order of keys, and spaces."""
    return {json.dumps(json.loads(line), sort_keys=True) for line in lines}


def drawn(platform: str, count: int) -> list[Interruption]:
    """So many interruptions; the same ones for the same ADDRINUSE_SEED."""
    chance = random.Random(f"{platform} {count} {os.environ.get('ADDRINUSE_SEED', '')}")
    numbers = [SIGNALS[turn % len(SIGNALS)] if count > len(SIGNALS) else chance.choice(SIGNALS)
               for turn in range(count)]
    return [Interruption(number, chance.uniform(0.2, PLATFORMS[platform]), chance.random() < TO_GROUP)
            for number in numbers]


def whole_run(place: Place, platform: str) -> tuple[str, bytes]:
    """The name and content of a complete run of the same cases."""
    place.start(platform).communicate(timeout=END)
    path, = place.files()
    assert not runs.read(path).truncated
    return path.name, path.read_bytes()


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
    require_platform(platform)
    for path in place.files():
        path.unlink()
    whole = whole_run(place, platform)
    faults = [interrupt(place, platform, whole, interruption) for interruption in drawn(platform, count)]
    assert [fault for fault in faults if fault] == []
    place.start(platform).communicate(timeout=END)
    assert list(place.own_scratch.glob("*")) == []
    with tempdirs.folder() as made:
        assert [path for path in place.scratch() if path.parent == made.parent and is_unused(path)] == []
