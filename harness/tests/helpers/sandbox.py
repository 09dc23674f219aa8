"""A small world for one survey: processes, network, mounts, settings and temporary folders of its own, in
which nothing else happens. `stage` runs a function of a module there, as the first process; the function's
answer comes back as JSON.

What is outside is seen as it is, except that /tmp, /var/tmp, /dev/shm and /run are empty, and /etc is a copy:
what appears there was put there in this sandbox. The checkout is at its own place.
"""
from __future__ import annotations

import ctypes
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EMPTY = ("/run", "/tmp", "/var/tmp", "/dev/shm")
CHECKOUT = Path(__file__).resolve().parents[3]
HOME, WORK, SCRATCH = Path("/tmp/home"), Path("/tmp/work"), Path("/tmp/scratch")
UNSHARE = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts", "--mount-proc"]
MS_BIND, MS_REC, MNT_DETACH = 4096, 16384, 2


def can_be_had() -> bool:
    """Whether this machine lets us have a world: as root, or as an ordinary user."""
    try:
        return subprocess.run([*_unshare(), "true"], capture_output=True, timeout=300).returncode == 0
    except OSError:
        return False


def _unshare() -> list[str]:
    return UNSHARE + ["--map-root-user"] * (os.geteuid() != 0)


def stage(function: Callable[..., Any], *arguments: str, patience: float = 300) -> Any:
    """Calls a module's function in a new world and gives what it gives."""
    folder = str(Path(sys.modules[function.__module__].__file__ or "").parent)
    done = subprocess.run([*_unshare(), sys.executable, __file__, folder, function.__module__,
                           function.__name__, *arguments],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=patience,
                          env={name: os.environ[name] for name in ("PATH", "LANG", "ADDRINUSE_PRESET")
                               if name in os.environ})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def mount(what: str, where: str, kind: str = "", flags: int = 0) -> None:
    """mount(2). Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(what.encode(), where.encode(), kind.encode() or None, ctypes.c_ulong(flags), None):
        raise OSError(ctypes.get_errno(), f"mount {where}: {os.strerror(ctypes.get_errno())}")


def _unreadable(folder: str, names: list[str]) -> list[str]:
    """What an ordinary user cannot copy."""
    paths = {name: os.path.join(folder, name) for name in names}
    return [name for name, path in paths.items() if not os.path.islink(path) and not os.access(path, os.R_OK)]


def _furnish() -> None:
    kept = "/run/checkout"
    mount("tmpfs", EMPTY[0], "tmpfs")
    os.mkdir(kept)
    mount(str(CHECKOUT), kept, flags=MS_BIND | MS_REC)
    for folder in EMPTY[1:]:
        mount("tmpfs", folder, "tmpfs")
        os.chmod(folder, 0o1777)
    if not (CHECKOUT / "addrinuse").exists():  # it was below one of them
        CHECKOUT.mkdir(parents=True)
        mount(kept, str(CHECKOUT), flags=MS_BIND | MS_REC)
    copy = "/run/etc"
    shutil.copytree("/etc", copy, symlinks=True, ignore=_unreadable)
    mount(copy, "/etc", flags=MS_BIND)
    ctypes.CDLL(None).umount2(kept.encode(), MNT_DETACH)
    os.rmdir(kept)
    for folder in (HOME, HOME / ".cache", WORK, SCRATCH):
        folder.mkdir()
        folder.chmod(0o777)


def environment() -> dict[str, str]:
    """What a program of this world is given."""
    return {**os.environ, "HOME": str(HOME), "TMPDIR": str(SCRATCH), "PYTHONPATH": str(CHECKOUT / "harness")}


def _reap() -> None:
    """Collects processes that ended and whose parents are gone, which a first process has to do."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def others() -> list[int]:
    """The processes besides the first, once those that ended are collected."""
    _reap()
    return [int(name) for name in os.listdir("/proc") if name.isdecimal() and int(name) != os.getpid()]


def wait_until(is_so: Callable[[], bool], patience: float = 60) -> bool:
    """Whether it became so in time."""
    until = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def main() -> None:
    """What happens inside: furnishes the world, calls the function, tells its answer."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _furnish()
    os.chdir(WORK)
    sys.path[:0] = [str(CHECKOUT / "harness"), str(CHECKOUT / "harness" / "tests"), sys.argv[1]]
    answer = getattr(importlib.import_module(sys.argv[2]), sys.argv[3])(*sys.argv[4:])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
