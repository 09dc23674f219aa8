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
import tempfile
import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from addrinuse.platforms.kernels.architectures import EMULATED
from addrinuse.support import inputs
from addrinuse.support.errors import UserError

BANNER = re.compile(rb"Linux version ([!-~]{1,100}) \(")
PLAIN_BANNER = re.compile(rb"([0-9]+\.[0-9]+[!-~]*) \(")
PVH_NOTE = struct.pack("<III4s", 4, 8, 18, b"Xen\0"), struct.pack("<III4s", 4, 4, 18, b"Xen\0")
ELF = b"\x7fELF"
ELF_HEADER = 64           # bytes
DAMAGED = (lzma.LZMAError, zlib.error, OSError, EOFError, ValueError)  # what unpacking raises
GZIP = b"\x1f\x8b"
LITTLE_ENDIAN = 1         # in the sixth byte of an ELF file
X86_64 = 62
# Other machines of ELF files (elf(5), EM_...), as Debian names them.
MACHINES = {3: "i386", 21: "ppc64el", 22: "s390x", 40: "armhf", 183: "arm64", 243: "riscv64"}
# Where images of other machines have a magic number, and which (the kernel's Documentation/arch,
# arm64/booting.rst and riscv/boot-image-header.rst; its arch/arm/boot/compressed/head.S and
# arch/s390/boot/head.S).
IMAGE_MAGICS = ((0x38, b"ARM\x64", "arm64"), (0x38, b"RSC\x05", "riscv64"),
                (0x24, b"\x18\x28\x6f\x01", "armhf"), (0x10008, b"S390EP", "s390x"))
PATIENCE = 120            # seconds for unpacking
FILE_LIMIT = 1 << 30      # bytes of an image or a package; a vmlinux with all that debuggers want fits
KERNEL_LIMIT = 512 << 20  # bytes of an unpacked kernel: as much as a guest has memory
WANTED = "A bzImage or a vmlinux is wanted."
# A packed file and a limit in bytes; gives the content up to the limit, None without the program for it.
Unpacker = Callable[[bytes, int], bytes | None]


@dataclass(frozen=True)
class Kernel:
    """A kernel that can be started: its bytes, and what it calls itself (uname's release)."""

    image: bytes
    release: str


def read(path: Path) -> Kernel:
    """The kernel in a bzImage or vmlinux, uncompressed where it can be. Raises UserError where the file holds
    none."""
    return parse(inputs.read(path, FILE_LIMIT, WANTED), str(path))


def parse(image: bytes, subject: str) -> Kernel:
    """The same for an image's bytes; `subject` names it in errors."""
    if image[:4] == ELF:
        return _from_elf(image, subject)
    if len(image) > 0x268 and image[0x202:0x206] == b"HdrS":
        return _from_bzimage(image, subject)
    raise _no_kernel(image, subject)


def foreign(image: bytes, subject: str, architecture: str, release: str) -> Kernel:
    """The kernel in an image for another architecture than x86-64, as QEMU takes it: arm64 and riscv64 have
    images that unpack themselves only where there is firmware (the kernel's drivers/firmware/efi/libstub,
    zboot-header.S). Raises UserError for an image that is damaged, or of another architecture."""
    if image[:2] == b"MZ" and image[4:8] == b"zimg":
        offset, length = struct.unpack_from("<II", image, 8)
        image = unpacked(image[offset:offset + length], KERNEL_LIMIT, subject)
    elif image[:2] == GZIP:
        image = unpacked(image, KERNEL_LIMIT, subject)
    other = architecture_of(image)
    if other != architecture:
        raise UserError(subject,
                        f"is not a kernel for {architecture}" + (f" but for {other}" if other else ""))
    return Kernel(image, release)


def architecture_of(image: bytes) -> str:
    """The architecture of another machine's kernel, as Debian names it; nothing for what is none, or unknown.
    """
    if image[:4] == ELF and len(image) >= ELF_HEADER:
        order = "<" if image[5] == LITTLE_ENDIAN else ">"
        machine = struct.unpack_from(f"{order}H", image, 18)[0]
        return MACHINES.get(machine, "") if machine != X86_64 else ""
    return next((name for at, magic, name in IMAGE_MAGICS if image[at:at + len(magic)] == magic), "")


def _no_kernel(image: bytes, subject: str) -> UserError:
    other = architecture_of(image)
    if other:
        return UserError(subject, f"is a kernel for {other}; guests of your own kernels are x86-64",
                         f"Debian's kernels for it are emulated: --platform linux-6.12:{other}."
                         if other in EMULATED else "Survey a machine of that kind: --platform ssh:HOST.")
    return UserError(subject, "is not a kernel for x86-64", WANTED)


def _from_elf(image: bytes, subject: str) -> Kernel:
    banner = BANNER.search(image)
    if (len(image) < ELF_HEADER or struct.unpack_from("<H", image, 18)[0] != X86_64 or image[4] != 2
            or banner is None):
        raise _no_kernel(image, subject)
    if not starts_by_itself(image):
        raise UserError(subject, "is a vmlinux that cannot be started as it is (built without CONFIG_PVH)",
                        "Give its bzImage instead.")
    return Kernel(image, banner[1].decode())


def _from_bzimage(image: bytes, subject: str) -> Kernel:
    at = struct.unpack_from("<H", image, 0x20e)[0] + 0x200
    banner = PLAIN_BANNER.match(image, at)
    is_64_bit = struct.unpack_from("<H", image, 0x236)[0] & 1
    if banner is not None and not is_64_bit:
        raise UserError(subject, "is a kernel for i386; guests of your own kernels are x86-64", WANTED)
    if banner is None:
        raise UserError(subject, "is not a kernel for x86-64", WANTED)
    payload = _payload(image)
    if not payload:
        raise UserError(subject, "is a kernel that was cut short")
    uncompressed = _uncompressed(payload, subject)
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


def _xz(payload: bytes, limit: int) -> bytes:
    return lzma.LZMADecompressor().decompress(payload, limit)


def _gzip(payload: bytes, limit: int) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(payload, limit)


def _bzip2(payload: bytes, limit: int) -> bytes:
    return bz2.BZ2Decompressor().decompress(payload, limit)


def by_tool(*argv: str) -> Unpacker:
    """Unpacks with a program, up to so many bytes; None where there is no such program. The four bytes after
    a kernel's stream, its size, make the program complain, and do not matter."""
    def unpack(payload: bytes, limit: int) -> bytes | None:
        with tempfile.TemporaryFile() as packed:
            packed.write(payload)
            packed.seek(0)
            try:
                child = subprocess.Popen(argv, stdin=packed, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL)
            except FileNotFoundError:
                return None
            timer = threading.Timer(PATIENCE, child.kill)
            timer.start()
            with child:
                try:
                    assert child.stdout is not None
                    return inputs.read_up_to(child.stdout, limit)
                finally:
                    child.kill()
                    timer.cancel()
    return unpack


UNPACKERS: dict[bytes, Unpacker] = {
    b"\x28\xb5\x2f\xfd": by_tool("zstd", "-dcq"), b"\x02\x21\x4c\x18": by_tool("lz4", "-dcq"),
    b"\xfd7zXZ\x00": _xz, b"\x5d\x00\x00": _xz, GZIP: _gzip, b"BZh": _bzip2,
}


def unpacked(payload: bytes, limit: int, subject: str) -> bytes:
    """What a packed file holds, whatever packed it. Raises UserError if that is more than `limit` bytes, if
    the file is damaged, or if the program for it is missing."""
    unpack = _unpacker_of(payload)
    if unpack is None:
        raise UserError(subject, "does not unpack: it is packed with something unknown",
                        "It can be repacked with xz or zstd.")
    try:
        content = unpack(payload, limit + 1)
    except DAMAGED as error:
        raise UserError(subject, f"does not unpack: {error}") from None
    if content is None:
        raise UserError(subject, "is packed with something that no program here unpacks", "ci/setup kernels")
    if len(content) > limit:
        raise UserError(subject, f"unpacks to more than {limit >> 20} MB")
    return content


def _unpacker_of(payload: bytes) -> Unpacker | None:
    """What unpacks a file that begins so; None if nothing is known to."""
    return next((unpack for magic, unpack in UNPACKERS.items() if payload.startswith(magic)), None)


def _uncompressed(payload: bytes, subject: str) -> bytes:
    """The kernel in a payload; nothing where its packer or our tool for it is unknown: it then starts packed.
    Raises UserError for a payload that is damaged."""
    length = struct.unpack_from("<I", payload, len(payload) - 4)[0] if len(payload) >= 4 else 0
    unpack = _unpacker_of(payload)
    if unpack is None:
        return b""
    if length > KERNEL_LIMIT:
        raise UserError(subject, f"is no kernel for a guest: it unpacks to {length >> 20} MB")
    try:
        kernel = unpack(payload, length + 1)
    except DAMAGED as error:
        raise UserError(subject, f"is a damaged kernel: it does not unpack ({error})") from None
    if kernel is None:
        return b""
    if not kernel or length != len(kernel):
        raise UserError(subject, "is a damaged kernel: it unpacks to less or more than it says")
    return kernel
