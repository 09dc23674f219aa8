"""Locks between processes: a locked file or folder (flock(2)). The kernel gives a lock up with the process
that held it, so none is ever left over."""
from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNSUPPORTED = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS)  # some network file systems have no locks


def opened(path: Path) -> int:
    """A descriptor of the lock file, which is made where it is missing; reading is enough to lock it. A
    symbolic link is not followed. Raises OSError."""
    return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)


def opened_folder(path: Path) -> int:
    """A descriptor of a folder, by which it can be locked. Raises OSError, also for a symbolic link."""
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)


def acquire(descriptor: int) -> None:
    """Waits until the file is ours. On a file system without locks it is ours at once."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise


def try_acquire(descriptor: int) -> bool:
    """Whether the file is ours now; False where another process holds it, or nobody can know."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Keeps others out for the time of the block: a second process waits. Raises OSError where there can be
    no such file."""
    descriptor = opened(path)
    try:
        acquire(descriptor)
        yield
    finally:
        os.close(descriptor)
