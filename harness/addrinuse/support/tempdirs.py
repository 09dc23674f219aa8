"""Folders for what a platform needs only while it is open. They lie in the cache, so that a harness that is killed
leaves nothing outside of it; the next one removes what such a one left."""
from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.support import paths

PREFIX = "addrinuse-"


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder that only its user can enter; gone, with what is in it, when the block ends."""
    place = _place()
    _sweep(place)
    made, lock = _made(place)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(lock)


def _place() -> Path:
    """The cache; where that cannot be written, the system's place for temporary files."""
    place = paths.cache() / "scratch"
    try:
        place.mkdir(parents=True, exist_ok=True)
        return place if os.access(place, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())
    except OSError:
        return Path(tempfile.gettempdir())


def _made(place: Path) -> tuple[Path, int]:
    """A new folder, and the descriptor whose lock says that somebody uses it. Whoever sweeps between the two takes it
    for one that is left over: then there is another one."""
    while True:
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        try:
            lock = os.open(made, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made.exists():
            return made, lock
        os.close(lock)


def _sweep(place: Path) -> None:
    """Removes the folders whose users are gone: the kernel gives up a lock with the process that held it."""
    for left in place.glob(f"{PREFIX}*"):
        try:
            lock = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except OSError:
            pass
        finally:
            os.close(lock)
