"""Kernel images: what a file is, what kernel is in it, and its uncompressed form, which starts fastest.

The layout of a bzImage is described in the kernel's Documentation/arch/x86/boot.rst, its compressed payload
in arch/x86/boot/compressed; an uncompressed image starts through its PVH note (Xen's docs/misc/pvh.pandoc).
"""
from __future__ import annotations

import bz2
import lzma
import re
import struct
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from addrinuse.support.errors import UserError

BANNER = re.compile(rb"Linux version ([!-~]{1,100}) \(")
PLAIN_BANNER = re.compile(rb"([0-9]+\.[0-9]+[!-~]*) \(")
PVH_NOTE = struct.pack("<III4s", 4, 8, 18, b"Xen\0"), struct.pack("<III4s", 4, 4, 18, b"Xen\0")
ELF = b"\x7fELF"
X86_64 = 62
PATIENCE = 120            # seconds for unpacking


@dataclass(frozen=True)
class Kernel:
    """A kernel that can be started: its bytes, and what it calls itself (uname's release)."""

    image: bytes
    release: str


def read(path: Path) -> Kernel:
    """The kernel in a bzImage or vmlinux, uncompressed where it can be. Raises UserError where the file holds
    none."""
    try:
        image = path.read_bytes()
    except OSError as trouble:
        raise UserError(str(path), f"cannot be read: {trouble.strerror}") from None
    return parse(image, str(path))


def parse(image: bytes, thing: str) -> Kernel:
    """The same for an image's bytes; `thing` names it in errors."""
    if image[:4] == ELF:
        return _from_elf(image, thing)
    if len(image) > 0x268 and image[0x202:0x206] == b"HdrS":
        return _from_bzimage(image, thing)
    raise UserError(thing, "is not a kernel for x86-64", "A bzImage or a vmlinux is wanted.")


def _from_elf(image: bytes, thing: str) -> Kernel:
    banner = BANNER.search(image)
    if struct.unpack_from("<H", image, 18)[0] != X86_64 or image[4] != 2 or banner is None:
        raise UserError(thing, "is not a kernel for x86-64", "A bzImage or a vmlinux is wanted.")
    if not starts_by_itself(image):
        raise UserError(thing, "is a vmlinux that cannot be started as it is (built without CONFIG_PVH)",
                        "Give its bzImage instead.")
    return Kernel(image, banner[1].decode())


def _from_bzimage(image: bytes, thing: str) -> Kernel:
    at = struct.unpack_from("<H", image, 0x20e)[0] + 0x200
    banner = PLAIN_BANNER.match(image, at)
    is_64_bit = struct.unpack_from("<H", image, 0x236)[0] & 1
    if banner is None or not is_64_bit:
        raise UserError(thing, "is not a kernel for x86-64", "A bzImage or a vmlinux is wanted.")
    payload = _payload(image)
    if not payload:
        raise UserError(thing, "is a kernel that was cut short")
    uncompressed = _uncompressed(payload, thing)
    is_whole = uncompressed[:4] == ELF and starts_by_itself(uncompressed)
    return Kernel(uncompressed if is_whole else image, banner[1].decode())


def starts_by_itself(elf: bytes) -> bool:
    """Whether an uncompressed image holds the note that says where to start it."""
    return any(note in elf for note in PVH_NOTE)


def _payload(image: bytes) -> bytes:
    """The compressed kernel in a bzImage; nothing where the file ends before it does."""
    sectors = image[0x1f1] or 4
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (sectors + 1) * 512 + offset
    return image[start:start + length] if start + length <= len(image) else b""


def _xz(payload: bytes) -> bytes:
    return lzma.LZMADecompressor().decompress(payload)


def _gzip(payload: bytes) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(payload)


def _bzip2(payload: bytes) -> bytes:
    return bz2.BZ2Decompressor().decompress(payload)


def _by_tool(*argv: str) -> Callable[[bytes], bytes]:
    """Unpacks with a program; the four bytes after the stream, its size, are no trouble."""
    def unpack(payload: bytes) -> bytes:
        try:
            return subprocess.run(argv, input=payload, capture_output=True, timeout=PATIENCE).stdout
        except FileNotFoundError:
            return b""
    return unpack


UNPACKERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"\x28\xb5\x2f\xfd": _by_tool("zstd", "-dcq"), b"\x02\x21\x4c\x18": _by_tool("lz4", "-dcq"),
    b"\xfd7zXZ\x00": _xz, b"\x5d\x00\x00": _xz, b"\x1f\x8b": _gzip, b"BZh": _bzip2,
}


def _uncompressed(payload: bytes, thing: str) -> bytes:
    """The kernel in a payload; nothing where its packer or our tool for it is unknown: it then starts packed.
    Raises UserError for a payload that is damaged."""
    for magic, unpack in UNPACKERS.items():
        if payload.startswith(magic):
            try:
                found = unpack(payload)
            except (lzma.LZMAError, zlib.error, OSError, subprocess.TimeoutExpired) as trouble:
                raise UserError(thing, f"is a damaged kernel: it does not unpack ({trouble})") from None
            if found and struct.unpack_from("<I", payload, len(payload) - 4)[0] != len(found):
                raise UserError(thing, "is a damaged kernel: it unpacks to less than it says")
            return found
    return b""
