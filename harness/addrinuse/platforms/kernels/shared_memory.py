"""The memory that host and guest share. harness/guest/window.h has the same layout for the other side, and
says why nothing passes any other way. Its numbers are in the guest's byte order."""
from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.platforms.kernels import window_memory
from addrinuse.platforms.kernels.window_memory import FORMS, Memory

SIZE = window_memory.SIZE
ORDER_AT = 4096
OUTPUT_AT = 16 << 20
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
    """The shared memory of one guest with this byte order."""

    def __init__(self, memory: Memory, byte_order: str = "little") -> None:
        self._memory = memory
        self._small, self._large = (struct.Struct(FORMS[byte_order] + number) for number in "IQ")
        self._read = 0

    @property
    def path(self) -> Path:
        """The file that QEMU opens."""
        return self._memory.path

    def clear(self) -> None:
        """Makes it what a guest that boots finds."""
        self._memory.clear()
        self._read = 0

    def close(self) -> None:
        """Gives the memory back."""
        self._memory.close()

    def _number(self, form: struct.Struct, at: int) -> int:
        number: int = form.unpack(self._memory.read(at, form.size))[0]
        return number

    @property
    def state(self) -> int:
        """How far the guest is: STARTING to WAITING_WITH_ALL."""
        return self._number(self._small, STATE_AT)

    @property
    def beats(self) -> int:
        """A number that rises while the guest is alive."""
        return self._number(self._large, BEATS_AT)

    @property
    def exit(self) -> int:
        """The program's wait status, once the guest has finished."""
        return self._number(self._small, EXIT_AT)

    def put(self, order: Order) -> None:
        """Places the order and lets the guest begin. Raises UserError when it is too large."""
        words = b"".join(word.encode() + b"\0" for word in order.arguments)
        content = words + order.input + order.program
        if len(content) > OUTPUT_AT - ORDER_AT:
            raise UserError("the program with every case", f"is too large: {len(content) >> 20} MB")
        self._memory.write(ORDER_AT, content)
        lengths = len(words), len(order.input), len(order.program)
        self._memory.write(ORDER_LENGTHS_AT, b"".join(map(self._large.pack, lengths)))
        self._memory.write(SEED_AT, order.seed[:SEED_BYTES])
        self._memory.write(GO_AT, self._small.pack(GO_ORDER))

    def prepare_all(self) -> None:
        """Lets a guest that is WAITING prepare for a whole survey; it is then WAITING_WITH_ALL."""
        self._memory.write(GO_AT, self._small.pack(GO_PREPARE_ALL))

    def read(self) -> bytes:
        """The output that came since the last time."""
        end = min(self._number(self._large, OUTPUT_LENGTH_AT), SIZE - OUTPUT_AT)
        fresh = self._memory.read(OUTPUT_AT + self._read, max(0, end - self._read))
        self._read = max(self._read, end)
        return fresh
