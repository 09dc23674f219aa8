"""Booted guests, saved while they wait for their order: prepared for few cases, and for a whole survey. A
saved guest is found by everything that made it: kernel, guest image, QEMU and the machine; so it can never be
an old one. Where there is zstd, it is saved packed. QEMU does not look at how the unpacking ended, and takes
a guest with a flipped bit for a good one: so the digest of the file is compared before."""
from __future__ import annotations

import hashlib
import json
import re
import shlex
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.provision import seals, store
from addrinuse.platforms.kernels.qemu import Machine, Process, Refused

SAVED = re.compile(r"[0-9a-f]{16}-[0-9a-f]{32}\.(few|all)")
ZSTD = b"\x28\xb5\x2f\xfd"
ROOM = 600 << 20          # bytes that are to be free where a guest is saved
PATIENCE = 60             # seconds for saving or loading
UNUSED = 60 * 24 * 3600   # seconds after which one that nobody used is removed


@dataclass(frozen=True)
class Places:
    """Where the guests of one machine are saved, if they are."""

    for_few: Path
    for_all: Path


def places(machine: Machine, kernel_digest: str, initramfs: bytes) -> Places:
    """Where the guests of this machine are saved, if they are."""
    parts = [kernel_digest, hashlib.sha256(initramfs).hexdigest(), machine.version, *machine.description()]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    both = store.folder("snapshots") / f"{kernel_digest[:16]}-{key[:32]}"
    return Places(both.with_suffix(".few"), both.with_suffix(".all"))


def load(process: Process, path: Path) -> bool:
    """Puts a saved guest into a machine that was started for it; False where that does not work."""
    try:
        path.touch()
        unpack = "zstd -dcq" if _is_packed(path) else "cat"
        process.order("migrate-incoming", uri=f"exec:{unpack} {shlex.quote(str(path))}")
        return process.await_migration(time.monotonic() + PATIENCE)
    except (OSError, Refused):
        return False


def is_usable(path: Path) -> bool:
    """Whether a guest is saved there, and still as it was saved. One that is not is removed: it then boots
    again."""
    if not path.exists():
        return False
    if seals.is_intact(path):
        return True
    seals.report(path.parent, [path.name])
    seals.remove(path)
    return False


def save(process: Process, path: Path) -> None:
    """Saves a guest that waits, and lets it stand still afterwards. One that cannot be saved boots again next
    time."""
    process.order("stop")
    try:
        store.need_room(path.parent, ROOM)
        with store.new_file(path) as made:
            whole = Path(f"{made}.whole")
            process.order("migrate-set-parameters", **{"max-bandwidth": 1 << 40})
            pack = "zstd -1cq" if shutil.which("zstd") else "cat"
            process.order("migrate", uri=f"exec:{pack} > {shlex.quote(str(made))} && "
                                         f"touch {shlex.quote(str(whole))}")
            until = time.monotonic() + PATIENCE
            is_saved = process.await_migration(until)
            while is_saved and not whole.exists() and time.monotonic() < until:
                time.sleep(0.002)
            if not is_saved or not whole.exists():
                made.unlink(missing_ok=True)
            whole.unlink(missing_ok=True)
        if path.exists():
            seals.seal(path)
    except (UserError, Refused):
        return
    _forget_others(path)


def _is_packed(path: Path) -> bool:
    with open(path, "rb") as file:
        return file.read(len(ZSTD)) == ZSTD


def _forget_others(path: Path) -> None:
    """Removes what the same kernel had saved under other circumstances, and what nobody uses."""
    for other in path.parent.iterdir():
        if not SAVED.fullmatch(other.name):
            continue
        try:
            is_of_this_kernel = other.name.partition("-")[0] == path.name.partition("-")[0]
            if ((is_of_this_kernel and other.stem != path.stem)
                    or time.time() - other.stat().st_mtime > UNUSED):
                seals.remove(other)
        except OSError:
            pass
