"""Folders for what a platform needs only while it is open. They lie in a folder of this user's own, in the
cache, so that a harness that is killed leaves nothing outside of it; the next one removes what such a one
left.

Nothing is ever removed by its name alone: what is removed lies in a folder that only this user can write,
belongs to this user, carries a mark that this module wrote, and is locked by nobody."""
from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.support import locks, paths
from addrinuse.support.errors import UserError

PREFIX = "addrinuse-"
SEARCHABLE = 0o711        # others can neither list nor write it; what they reach in it they must know by name
MARK = ".addrinuse-scratch"
MARK_TEXT = "addrinuse made this folder and removes it, with all that is in it.\n"
# Seconds after which an empty folder without a mark belongs to no process that lives.
EMPTY_FOR = 3600


@contextmanager
def folder(is_reachable: bool = False) -> Iterator[Path]:
    """An empty folder (but for its mark) that only its user can enter; gone, with what is in it, when the
    block ends. `is_reachable`: every user's processes can reach what is in it by its name, as those of a
    sandbox need that have given up their rights. Raises UserError where there can be none."""
    place = _place(is_reachable)
    _sweep(place)
    made, lock = _made(place)
    try:
        if is_reachable:
            made.chmod(SEARCHABLE)
        yield made
    finally:
        _remove(made)
        os.close(lock)


def _place(is_reachable: bool) -> Path:
    """A folder of this user's own in the cache; where that cannot be, one among the system's temporary
    files."""
    fallback = Path(tempfile.gettempdir()) / f"addrinuse-scratch-{os.geteuid()}"
    for place in (paths.cache() / "scratch", fallback):
        if _is_own(place) and (not is_reachable or _can_be_reached(place)):
            return place
    raise UserError(str(fallback), "is no folder of this user's own that can be written",
                    "Set XDG_CACHE_HOME or TMPDIR to a folder that can be.")


def _can_be_reached(place: Path) -> bool:
    """Whether everybody may search all folders on the way (a home folder often lets nobody in)."""
    return all(folder.stat().st_mode & 0o001 for folder in (place, *place.resolve().parents))


def _is_own(place: Path) -> bool:
    """Whether this is a real folder of this user's, which nobody else can list or write; it is made where it
    is missing."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.mkdir(mode=SEARCHABLE)
        except FileExistsError:
            pass
        facts = place.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid():
            return False
        if stat.S_IMODE(facts.st_mode) != SEARCHABLE:
            place.chmod(SEARCHABLE)
        return os.access(place, os.W_OK | os.X_OK)
    except OSError:
        return False


def _made(place: Path) -> tuple[Path, int]:
    """A new folder, and the descriptor whose lock says that it is in use. The mark comes after the lock, and
    what has no mark is removed by nobody."""
    try:
        made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        lock = locks.opened_folder(made)
        locks.acquire(lock)
        with os.fdopen(os.open(made / MARK, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600),
                       "w") as mark:
            mark.write(MARK_TEXT)
        return made, lock
    except OSError as error:
        raise UserError(str(place), f"no temporary folder can be made there: {error.strerror}",
                        "Make room, or set XDG_CACHE_HOME to a folder on a larger disk.") from None


def _sweep(place: Path) -> None:
    """Removes the folders whose users are gone: the kernel gives up a lock with the process that held it."""
    for left in place.glob(f"{PREFIX}*"):
        try:
            lock = locks.opened_folder(left)
        except OSError:
            continue
        try:
            if locks.try_acquire(lock) and os.fstat(lock).st_uid == os.geteuid():
                _remove_left_over(left)
        finally:
            os.close(lock)


def _remove_left_over(left: Path) -> None:
    """Removes it if it carries our mark; one that was made and not marked is empty, and old."""
    if is_marked(left):
        _remove(left)
        return
    try:
        if time.time() - left.stat().st_mtime > EMPTY_FOR:
            left.rmdir()
    except OSError:
        pass


def is_marked(made: Path) -> bool:
    """Whether this folder carries a mark that this module wrote as this user."""
    try:
        mark = os.open(made / MARK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        facts = os.fstat(mark)
        is_ours = stat.S_ISREG(facts.st_mode) and facts.st_uid == os.geteuid()
        return is_ours and os.read(mark, len(MARK_TEXT) + 1) == MARK_TEXT.encode()
    finally:
        os.close(mark)


def _remove(made: Path) -> None:
    """Removes a folder, its mark at last: what an interruption leaves can be removed later."""
    try:
        entries = [Path(entry) for entry in os.scandir(made) if entry.name != MARK]
    except OSError:
        return
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            _unlink(entry)
    try:
        if all(entry.name == MARK for entry in os.scandir(made)):
            _unlink(made / MARK)
            made.rmdir()
    except OSError:
        pass


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        pass
