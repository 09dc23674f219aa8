"""Builds the programs: CMake with a preset, into the checkout's build/ or, where that cannot be written, the
cache.

Asking for what is already built costs a few milliseconds: a stamp in the build folder says which sources it
is of.
"""
from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.support import paths
from addrinuse.support.errors import UserError

PRESET = os.environ.get("ADDRINUSE_PRESET", "release")
SOURCES = ("CMakeLists.txt", "CMakePresets.json", "cmake", "cases", "harness/explorer", "harness/grid",
           "harness/guest", "harness/mutants",
           "harness/probe", "harness/runner", "harness/tests/cpp")
STEP = re.compile(r"^\[ *(\d+)(?:/(\d+)|%)\]")
STANDARD_ERROR = 2  # the descriptor: sys.stderr may be something without one
KEPT_LINES = 40


def all_cases() -> Path:
    """The program that holds every case, built if need be. Raises UserError when it cannot be had."""
    return up_to_date(PRESET, "all-cases") / "all-cases"


def up_to_date(preset: str, target: str = "all") -> Path:
    """The folder in which the target of the preset is up to date. Raises UserError with the compiler's words.
    """
    folder = _folder(preset)
    sources = _state_of_sources()
    if _is_built(folder, target, sources):
        return folder
    with _locked(folder):
        if not _is_built(folder, target, sources):
            _build(folder, preset, target)
            _stamp(folder, target).write_text(sources)
    return folder


def _folder(preset: str) -> Path:
    own = paths.root() / "build"
    if not paths.is_packaged() and os.access(own if own.is_dir() else paths.root(), os.W_OK):
        return own / preset
    return paths.cache() / "build" / preset


def _stamp(folder: Path, target: str) -> Path:
    return folder / f".built-{target}"


def _is_built(folder: Path, target: str, sources: str) -> bool:
    if target != "all" and not os.access(folder / target, os.X_OK):
        return False
    try:
        return _stamp(folder, target).read_text() == sources
    except OSError:
        return False


def _state_of_sources() -> str:
    """A digest over name, size and time of every file the programs are built from."""
    total = hashlib.sha256()
    for name in SOURCES:
        top = paths.root() / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                facts = path.stat()
                total.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keeps two builds of one folder apart; the second waits, and then finds it built."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = open(folder / ".lock", "w")
    except OSError as trouble:
        raise UserError(str(folder), f"cannot build there: {trouble.strerror}",
                        "Make room, or set XDG_CACHE_HOME to a folder that can be written.") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(folder: Path, preset: str, target: str) -> None:
    _set_up()
    if not (folder / "CMakeCache.txt").exists():
        print(f"addrinuse: building the cases into {paths.show(folder)} (once; a minute or two)",
              file=sys.stderr)
    root = str(paths.root())
    _cmake(["cmake", "-S", root, "-B", str(folder), "--preset", preset], folder)
    _cmake(["cmake", "--build", str(folder), "--target", target, "--parallel", str(os.cpu_count() or 1)],
           folder)


def set_up(*groups: str) -> None:
    """Lets ci/setup find or install the packages of these groups (ci/packages); it says itself what it misses, and
    what to do. Raises UserError when it could not."""
    script = paths.root() / "ci" / "setup"
    if script.exists() and subprocess.run([script, *groups], stdin=subprocess.DEVNULL,
                                          stdout=STANDARD_ERROR).returncode:
        raise UserError("the build", f"something of {' and '.join(groups)} is missing, see above")


def _set_up() -> None:
    set_up("build")
    if shutil.which("cmake") is None:
        raise UserError("the build", "cmake is not installed",
                        "On Debian: apt-get install cmake g++ libgtest-dev")


def _cmake(argv: list[str], folder: Path) -> None:
    """Runs one step of the build: the progress goes to a terminal, the words only into the error."""
    last: deque[str] = deque(maxlen=KEPT_LINES)
    with subprocess.Popen(argv, cwd=paths.root(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as child:
        try:
            for line in child.stdout or ():
                last.append(line.rstrip())
                _show_step(line)
        except BaseException:
            child.terminate()
            raise
    _show_step("")
    if child.returncode:
        words = "\n  ".join(last)
        raise UserError("the build", f"{' '.join(argv[:2])} failed in {folder}; its last words:\n  {words}")


def _show_step(line: str) -> None:
    if sys.stderr.isatty():
        step = STEP.match(line)
        if step or not line:
            print(f"\r\033[K{'building ' + step[0] if step else ''}", end="", file=sys.stderr, flush=True)
