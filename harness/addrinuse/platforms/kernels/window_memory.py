"""Where the memory is that host and guest share: in a PCI device, or in the guest's own memory.

A PCI device's memory can be reached by programs of x86-64 without a driver. On some architectures programs
cannot reach it (s390x), or the kernel has the driver of the PCI bus as a module (armhf). There the window is
pages of the guest's own memory, which is a file of ours: the guest marks the first of these pages, and says
in it where the others are."""
from __future__ import annotations

import mmap
import os
import struct
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from addrinuse.provision import store

MAGIC = b"addrinuse-guest\0"
SIZE = 32 << 20           # bytes
FORMS = {"little": "<", "big": ">"}  # of numbers in each byte order, as struct names them
PAGE_SIZE_AT, OWN_AT, TABLE_AT = 104, 112, 128  # in the first page: sizes and addresses in bytes
TABLE_PAGES = 16          # pages of the table, at most
SMALLEST_PAGE = 4096      # bytes, of any guest
NUMBER = 8                # bytes of one
LOOK_EVERY = 1.0          # seconds between two searches for the first page


class Memory(ABC):
    """The bytes of a window; `path` is the file that QEMU opens."""

    path: Path

    @abstractmethod
    def clear(self) -> None:
        """Makes it what a guest that boots finds."""

    @abstractmethod
    def read(self, at: int, count: int) -> bytes:
        """So many bytes from there on."""

    @abstractmethod
    def write(self, at: int, content: bytes) -> None:
        """Puts the content there."""

    @abstractmethod
    def close(self) -> None:
        """Gives the memory back."""


class DeviceMemory(Memory):
    """The memory of a PCI device."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with store.writing(path), open(path, "w+b") as file:
            os.posix_fallocate(file.fileno(), 0, SIZE)  # a page without room on the disk would end us
            self._memory = mmap.mmap(file.fileno(), SIZE)
        self.clear()

    def clear(self) -> None:
        self._memory[:SMALLEST_PAGE] = MAGIC.ljust(SMALLEST_PAGE, b"\0")

    def read(self, at: int, count: int) -> bytes:
        return self._memory[at:at + count]

    def write(self, at: int, content: bytes) -> None:
        self._memory[at:at + len(content)] = content

    def close(self) -> None:
        self._memory.close()


class GuestMemory(Memory):
    """Pages of the guest's own memory of `size` bytes, which begins at the guest's address `begin`. Until the
    guest has marked them they read as zeros, and what is written is lost."""

    def __init__(self, size: int, begin: int, byte_order: str) -> None:
        self._size = size
        self._begin = begin
        self._number = struct.Struct(FORMS[byte_order] + "Q")
        self._file = os.memfd_create("addrinuse-guest")
        self.path = Path(f"/proc/{os.getpid()}/fd/{self._file}")
        self.clear()

    def clear(self) -> None:
        os.ftruncate(self._file, 0)
        os.ftruncate(self._file, self._size)
        self._page = SMALLEST_PAGE
        self._pages: list[int] = []    # places in the file
        self._looked = 0.0

    def read(self, at: int, count: int) -> bytes:
        if not self._are_known():
            return bytes(count)
        return b"".join(os.pread(self._file, length, place) for place, length in self._pieces(at, count))

    def write(self, at: int, content: bytes) -> None:
        done = 0
        for place, length in self._pieces(at, len(content)) if self._are_known() else ():
            os.pwrite(self._file, content[done:done + length], place)
            done += length

    def close(self) -> None:
        os.close(self._file)

    def _pieces(self, at: int, count: int) -> Iterator[tuple[int, int]]:
        """Where in the file that part of the window is: places and lengths."""
        end = min(at + count, SIZE)
        while at < end:
            number, inside = divmod(at, self._page)
            length = min(self._page - inside, end - at)
            yield self._pages[number] + inside, length
            at += length

    def _are_known(self) -> bool:
        """Whether the pages are known; looks for them now and then."""
        if not self._pages and time.monotonic() - self._looked >= LOOK_EVERY:
            self._pages = next((pages for place in self._used() if (pages := self._listed_at(place))), [])
            self._looked = time.monotonic()
        return bool(self._pages)

    def _used(self) -> Iterator[int]:
        """The places of all pages that the guest ever wrote."""
        end = 0
        while end < self._size:
            try:
                begin = os.lseek(self._file, end, os.SEEK_DATA)
                end = os.lseek(self._file, begin, os.SEEK_HOLE)
            except OSError:  # nothing but holes is left
                return
            yield from range(begin, end, SMALLEST_PAGE)

    def _listed_at(self, place: int) -> list[int]:
        """The pages that the page there lists, if it is the first page: that one states its own address."""
        if os.pread(self._file, len(MAGIC), place) != MAGIC:
            return []
        page, own = self._numbers(place + PAGE_SIZE_AT, 2)
        if own != self._begin + place or page < SMALLEST_PAGE or SIZE % page:
            return []
        tables = [address - self._begin for address in self._numbers(place + TABLE_AT, TABLE_PAGES)
                  if address]
        pages = [address - self._begin for table in tables if self._is_page(table)
                 for address in self._numbers(table, page // NUMBER)][:SIZE // page]
        if len(pages) < SIZE // page or not all(map(self._is_page, pages)):
            return []
        self._page = page
        return pages

    def _is_page(self, place: int) -> bool:
        return 0 <= place < self._size and place % SMALLEST_PAGE == 0

    def _numbers(self, place: int, count: int) -> list[int]:
        content = os.pread(self._file, count * NUMBER, place)
        return [number for number, in self._number.iter_unpack(content[:len(content) // NUMBER * NUMBER])]
