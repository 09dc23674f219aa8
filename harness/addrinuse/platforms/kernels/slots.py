"""How many guests run at the same time on this machine: as many as there are processors, and memory for. Each
has a processor of its own."""
from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from addrinuse.provision import store
from addrinuse.support import locks
from addrinuse.platforms.kernels.architectures import MEMORY
from addrinuse.platforms.kernels.qemu import OVERHEAD

LOOK_EVERY = 0.05         # seconds


def count(memory: int = MEMORY) -> int:
    """The number of guests with so much memory (MiB) there is room for, at least one."""
    return max(1, min(len(os.sched_getaffinity(0)), _free_memory() // (memory + OVERHEAD)))


def _free_memory() -> int:
    """MiB that programs can still have."""
    try:
        with open("/proc/meminfo") as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["MemAvailable"].split()[0]) >> 10
    except (OSError, KeyError, ValueError):
        return 0


@contextmanager
def one(is_over: Callable[[], bool], memory: int = MEMORY) -> Iterator[int | None]:
    """Waits until there is room for one more guest with so much memory (MiB), and keeps it; gives
    the number of its processor, or None where `is_over` became true meanwhile. Holds across processes: a slot
    is a locked file."""
    folder = store.folder("slots")
    processors = sorted(os.sched_getaffinity(0))
    while not is_over():
        for number in range(count(memory)):
            with store.writing(folder):
                slot = locks.opened(folder / str(number))
            try:
                if locks.try_acquire(slot):
                    yield processors[number]
                    return
            finally:
                os.close(slot)
        time.sleep(LOOK_EVERY)
    yield None
