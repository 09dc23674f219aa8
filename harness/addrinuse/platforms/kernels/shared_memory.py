"""The memory that host and guest share. harness/guest/init.cc has the same layout for the other side, and
says why nothing passes any other way."""
from __future__ import annotations

import mmap
import os
import struct
from dataclasses import dataclass
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.provision import store

MAGIC = b"addrinuse-guest\0"
SIZE = 32 << 20           # bytes
ORDER_AT = 4096
OUTPUT_AT = 16 << 20
SMALL, LARGE = struct.Struct("<I"), struct.Struct("<Q")
STATE_AT, GO_AT, BEATS_AT, OUTPUT_LENGTH_AT, EXIT_AT, ORDER_LENGTHS_AT, SEED_AT = 16, 20, 24, 32, 40, 48, 72
SEED_BYTES = 32
STARTING, WAITING, RUNNING, FINISHED, FAILED, WAITING_WITH_ALL = range(6)
GO_ORDER, GO_PREPARE_ALL = 1, 2


@dataclass(frozen=True)
class Order:
    """What the guest is to run: a program, its arguments and standard input, and what its random numbers
    start from."""

    program: bytes
    arguments: tuple[str, ...]
    input: bytes
    seed: bytes


class Window:
    """The shared memory of one guest, in a file of ours."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with store.writing(path), open(path, "w+b") as file:
            os.posix_fallocate(file.fileno(), 0, SIZE)  # a page without room on the disk would end us
            self._memory = mmap.mmap(file.fileno(), SIZE)
        self.clear()

    def clear(self) -> None:
        """Makes it what a guest that boots finds."""
        self._memory[:ORDER_AT] = MAGIC.ljust(ORDER_AT, b"\0")
        self._read = 0

    def close(self) -> None:
        """Gives the memory back."""
        self._memory.close()

    def _number(self, form: struct.Struct, at: int) -> int:
        number: int = form.unpack_from(self._memory, at)[0]
        return number

    @property
    def state(self) -> int:
        """How far the guest is: STARTING to WAITING_WITH_ALL."""
        return self._number(SMALL, STATE_AT)

    @property
    def beats(self) -> int:
        """A number that rises while the guest is alive."""
        return self._number(LARGE, BEATS_AT)

    @property
    def exit(self) -> int:
        """The program's wait status, once the guest has finished."""
        return self._number(SMALL, EXIT_AT)

    def put(self, order: Order) -> None:
        """Places the order and lets the guest begin. Raises UserError when it is too large."""
        words = b"".join(word.encode() + b"\0" for word in order.arguments)
        content = words + order.input + order.program
        if len(content) > OUTPUT_AT - ORDER_AT:
            raise UserError("the program with every case", f"is too large: {len(content) >> 20} MB")
        self._memory[ORDER_AT:ORDER_AT + len(content)] = content
        lengths = len(words), len(order.input), len(order.program)
        struct.pack_into("<QQQ", self._memory, ORDER_LENGTHS_AT, *lengths)
        self._memory[SEED_AT:SEED_AT + SEED_BYTES] = order.seed
        SMALL.pack_into(self._memory, GO_AT, GO_ORDER)

    def prepare_all(self) -> None:
        """Lets a guest that is WAITING prepare for a whole survey; it is then WAITING_WITH_ALL."""
        SMALL.pack_into(self._memory, GO_AT, GO_PREPARE_ALL)

    def read(self) -> bytes:
        """The output that came since the last time."""
        end = min(self._number(LARGE, OUTPUT_LENGTH_AT), SIZE - OUTPUT_AT)
        fresh = self._memory[OUTPUT_AT + self._read:OUTPUT_AT + end]
        self._read = max(self._read, end)
        return fresh
