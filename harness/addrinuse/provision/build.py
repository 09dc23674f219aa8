"""Builds the programs: CMake with a preset, into the checkout's build/ or, where that cannot be written, the
cache.

Asking for what is already built costs little: a stamp in the build folder says which sources it is of, and
holds the digests of what was built. What was damaged since is built again, and so is a checkout that was
moved.
"""
from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from addrinuse.provision import seals
from addrinuse.support import commands, inputs, locks, paths
from addrinuse.support.errors import UserError

PRESET = os.environ.get("ADDRINUSE_PRESET", "release")
SOURCES = ("CMakeLists.txt", "CMakePresets.json", "cmake", "cases", "harness/explorer", "harness/grid",
           "harness/guest", "harness/mutants", "harness/probe", "harness/runner", "harness/standalone",
           "harness/tests/cpp")
# What a target makes besides the file of its own name.
BESIDES = {"all-cases-dynamic": ("libaddrinuse-mutant.so",)}
STEP = re.compile(r"^\[ *(\d+)(?:/(\d+)|%)\]")
STANDARD_ERROR = 2  # the descriptor: sys.stderr may be something without one
HOME = re.compile(r"^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$", re.M)


def all_cases() -> Path:
    """The program that holds every case, built if need be. Raises UserError when it cannot be had."""
    return up_to_date(PRESET, "all-cases") / "all-cases"


def has_compiler() -> bool:
    """Whether this machine can build."""
    return shutil.which("cmake") is not None and any(map(shutil.which, ("c++", "g++", "clang++")))


def up_to_date(preset: str, target: str = "all") -> Path:
    """The folder in which the target of the preset is up to date. Raises UserError with the compiler's words.
    """
    sources = _state_of_sources()
    own = paths.root() / "build" / preset
    if not paths.is_packaged() and _is_built(own, target, sources):
        return own  # also one that this user cannot write
    folder = _folder(preset)
    if _is_built(folder, target, sources):
        return folder
    with _locked(folder):
        if not _is_built(folder, target, sources):
            _build(folder, preset, target, is_damaged=_is_damaged(folder, target, sources))
            _write_stamp(folder, target, sources)
    return folder


def _folder(preset: str) -> Path:
    own = paths.root() / "build"
    if not paths.is_packaged() and os.access(own if own.is_dir() else paths.root(), os.W_OK):
        return own / preset
    return paths.cache() / "build" / preset


def _stamp(folder: Path, target: str) -> Path:
    return folder / f".built-{target}"


def _read_stamp(folder: Path, target: str) -> tuple[str, dict[str, str]]:
    """The state of the sources that the target was built from, and the digests of its files; nothing where it
    was not built."""
    try:
        stamp = inputs.kept_json(_stamp(folder, target))
        return str(stamp["sources"]), {str(name): str(digest) for name, digest in stamp["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return "", {}


def _write_stamp(folder: Path, target: str, sources: str) -> None:
    files = [name for name in (target, *BESIDES.get(target, ())) if (folder / name).is_file()]
    try:
        text = json.dumps({"sources": sources,
                           "files": {name: seals.digest_of(folder / name) for name in files}})
        fresh = _stamp(folder, target).with_suffix(".new")
        fresh.unlink(missing_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(_stamp(folder, target))
    except OSError as error:
        raise UserError(str(folder), f"cannot be written: {error.strerror}", "Make room there.") from None


def _is_built(folder: Path, target: str, sources: str) -> bool:
    stamped, files = _read_stamp(folder, target)
    if stamped != sources or (target != "all" and not os.access(folder / target, os.X_OK)):
        return False
    return all(_fits(folder / name, digest) for name, digest in files.items())


def _is_damaged(folder: Path, target: str, sources: str) -> bool:
    """Whether the target was built from these very sources, and its files are not any more what was built."""
    stamped, files = _read_stamp(folder, target)
    there = {name: digest for name, digest in files.items() if os.path.exists(folder / name)}
    return stamped == sources and not all(_fits(folder / name, digest) for name, digest in there.items())


def _fits(path: Path, digest: str) -> bool:
    try:
        facts = path.stat()
        return _digest(path, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns) == digest
    except (OSError, ValueError):  # the second: a name that no file can have
        return False


@lru_cache(maxsize=64)
def _digest(path: Path, *facts: int) -> str:
    """The digest of a file that this process has not seen changed."""
    return seals.digest_of(path)


def _state_of_sources() -> str:
    """A digest over name, size and time of every file the programs are built from."""
    total = hashlib.sha256()
    for name in SOURCES:
        top = paths.root() / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                facts = path.stat()
                place = os.fsencode(path.relative_to(paths.root()))
                total.update(place + f"\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return total.hexdigest()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keeps two builds of one folder apart; the second waits, and then finds it built."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = locks.opened(folder / ".lock")
    except OSError as error:
        raise UserError(str(folder), f"cannot build there: {error.strerror}",
                        "Make room, or set XDG_CACHE_HOME to a folder that can be written.") from None
    try:
        locks.acquire(lock)
        yield
    finally:
        os.close(lock)


def _build(folder: Path, preset: str, target: str, is_damaged: bool) -> None:
    _set_up()
    _forget_another_place(folder)
    if is_damaged:
        print(f"addrinuse: {paths.show(folder / target)}: damaged since it was built; it is built again",
              file=sys.stderr)
    if not (folder / "CMakeCache.txt").exists():
        print(f"addrinuse: building the cases into {paths.show(folder)} (once; a minute or two)",
              file=sys.stderr)
    root = str(paths.root())
    _cmake(["cmake", "-S", root, "-B", str(folder), "--preset", preset], folder)
    again = ["--clean-first"] * is_damaged  # nobody knows what else of it is damaged
    _cmake(["cmake", "--build", str(folder), "--target", target, *again, "--parallel",
            str(os.cpu_count() or 1)],
           folder)


def _forget_another_place(folder: Path) -> None:
    """CMake refuses a build folder that was configured for another checkout, or at another place: there it
    begins anew, as `cmake --fresh` does (cmake(1); not in the oldest CMake that is supported)."""
    try:
        text = (folder / "CMakeCache.txt").read_text(encoding="utf-8", errors="replace")
        home, place = HOME.search(text), re.search(r"^CMAKE_CACHEFILE_DIR:INTERNAL=(.*)$", text, re.M)
        if home and place and _is_same(home[1], paths.root()) and _is_same(place[1], folder):
            return
        (folder / "CMakeCache.txt").unlink()
        shutil.rmtree(folder / "CMakeFiles", ignore_errors=True)
    except OSError:
        pass  # there is none, or CMake says what is wrong with it


def _is_same(name: str, path: Path) -> bool:
    return os.path.realpath(name) == os.path.realpath(path)


def set_up(*groups: str) -> None:
    """Lets ci/setup find or install the packages of these groups (ci/packages); it says itself what it
    misses, and what to do. Raises UserError when it could not."""
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
    try:
        commands.run(argv, None, "the build", cwd=paths.root(), show=_show_step,
                     next_step=f"The folder is {paths.show(folder)}.")
    finally:
        _show_step("")


def _show_step(line: str) -> None:
    if sys.stderr.isatty():
        step = STEP.match(line)
        if step or not line:
            print(f"\r\033[K{'building ' + step[0] if step else ''}", end="", file=sys.stderr, flush=True)
