"""The folder in the user's cache that holds kernels, snapshots and what the archive offers. Nothing in it is
ever half written: files and folders are made under another name and renamed when they are whole."""
from __future__ import annotations

import errno
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.support.errors import UserError

UNFINISHED = ".new-"
LEFT_OVER = 24 * 3600     # seconds after which something unfinished is nobody's any more


def folder(*names: str) -> Path:
    """A folder of the store, made where it is missing. Raises UserError when it cannot be."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = Path(base, "addrinuse", "kernels", *names)
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns what goes wrong while something is written into a UserError that names the place."""
    try:
        yield
    except OSError as trouble:
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_room(path) from None
        raise UserError(str(path), f"cannot be written: {trouble.strerror}",
                        "Set XDG_CACHE_HOME to a folder that can be written.") from None


def no_room(path: Path, needed: int = 0) -> UserError:
    """The error for a full disk; `needed` is in bytes, 0 where nobody knows."""
    wanted = f", {needed / 1e6:.0f} MB are needed" if needed else ""
    return UserError(str(path), f"no room left on the disk{wanted}",
                     "Make room, or set XDG_CACHE_HOME to a folder on a larger disk.")


def need_room(path: Path, needed: int) -> None:
    """Raises UserError where fewer than `needed` bytes are free."""
    if shutil.disk_usage(path).free < needed:
        raise no_room(path, needed)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A folder to fill; it gets the name `target` when the block ends well, and is gone when it does not."""
    _sweep(target.parent)
    with writing(target):
        made = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
    try:
        with writing(target):
            yield made
            os.chmod(made, 0o755)
            try:
                os.rename(made, target)
            except OSError as trouble:
                if trouble.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                    raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """The path of a file to write; it gets the name `target` when the block ends well and the file is there.
    """
    _sweep(target.parent)
    made = target.with_name(f"{UNFINISHED}{os.getpid()}-{time.monotonic_ns()}-{target.name}")
    try:
        with writing(target):
            yield made
            if made.exists():
                os.replace(made, target)
    finally:
        made.unlink(missing_ok=True)


def _sweep(place: Path) -> None:
    """Removes what an interrupted process left behind."""
    for path in place.glob(f"{UNFINISHED}*"):
        try:
            if time.time() - path.stat().st_mtime > LEFT_OVER:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            pass


@contextmanager
def locked(name: str) -> Iterator[None]:
    """Keeps two processes from making the same thing; the second waits, and then finds it made."""
    path = folder("locks") / name
    with writing(path):
        file = open(path, "w")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
