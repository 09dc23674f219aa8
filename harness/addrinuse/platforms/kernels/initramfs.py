"""The guest's image: our first program and the kernel's modules, as the archive a kernel unpacks when it
starts (the kernel's Documentation/driver-api/early-userspace/buffer-format.rst)."""
from __future__ import annotations

import stat
from dataclasses import dataclass

from addrinuse.platforms.kernels.packages import Stored, WANTED

CONSOLE = (5, 1)          # the numbers of /dev/console


@dataclass(frozen=True)
class Entry:
    """A file, folder or device in the archive."""

    name: str
    mode: int
    content: bytes = b""
    device: tuple[int, int] = (0, 0)


def image(init: bytes, kernel: Stored) -> bytes:
    """The archive with the first program and the kernel's modules."""
    entries = [Entry("dev", stat.S_IFDIR | 0o755), Entry("dev/console", stat.S_IFCHR | 0o600, device=CONSOLE),
               Entry("init", stat.S_IFREG | 0o755, init), Entry("modules", stat.S_IFDIR | 0o755)]
    lines = [f"{name}.ko {WANTED.get(name, '')}".rstrip() + "\n" for name in kernel.modules]
    plain = stat.S_IFREG | 0o644
    entries += [Entry(f"modules/{name}.ko", plain, kernel.module(name)) for name in kernel.modules]
    entries.append(Entry("modules/order", plain, "".join(lines).encode()))
    return archive(entries)


def archive(entries: list[Entry]) -> bytes:
    """The entries in the "newc" format of cpio; the same entries always give the same bytes."""
    parts = [_packed(entry, number) for number, entry in enumerate(entries, 1)]
    return b"".join([*parts, _packed(Entry("TRAILER!!!", 0), 0)])


def _packed(entry: Entry, number: int) -> bytes:
    name = entry.name.encode() + b"\0"
    fields = (number, entry.mode, 0, 0, 1, 0, len(entry.content), 0, 0, *entry.device, len(name), 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name
    return _filled(head) + _filled(entry.content)


def _filled(text: bytes) -> bytes:
    return text + b"\0" * (-len(text) % 4)
