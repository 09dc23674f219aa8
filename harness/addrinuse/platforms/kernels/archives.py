"""What packages of kernels hold: Debian's (deb(5)), RPM's ("RPM V4 Package format" of rpm.org), and what a
folder of modules holds. A package is unpacked once; nothing of it is installed or started."""
from __future__ import annotations

import os
import stat
import struct
import subprocess
import tarfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from addrinuse.platforms.kernels import images
from addrinuse.provision import store
from addrinuse.support import inputs, tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean

CHUNK = 1 << 20           # bytes
UNPACKED_LIMIT = 2 << 30  # bytes that a package may unpack to; Debian's largest kernels take a quarter of it
PAYLOAD_LIMIT = 1 << 30   # the same for RPM, which is held in memory
MOST_MEMBERS = 200_000    # files in a package
NAME_LIMIT = 4096         # bytes of a file's name
DEB, RPM = b"!<arch>\n", b"\xed\xab\xee\xdb"
RPM_LEAD = 96             # bytes before the first header
RPM_HEADER = struct.Struct(">3sB4sII")  # magic, version, reserved, entries, bytes of data
RPM_MAGIC = b"\x8e\xad\xe8"
RPM_ENTRY = 16            # bytes
CPIO_HEAD = 110           # bytes: the magic and thirteen numbers of eight hexadecimal digits
CPIO_MAGIC = (b"070701", b"070702")
CPIO_END = "TRAILER!!!"


@dataclass(frozen=True)
class Member:
    """A file in a package: its name from `./` on, its size in bytes, and what its package finds it by."""

    name: str
    size: int
    key: object


class Archive(ABC):
    """The files in a package."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.members: list[Member] = []
        self._entries = 0

    @abstractmethod
    def read(self, member: Member) -> bytes:
        """The content of a file in it. Raises what `damaged` turns into words."""

    def identity(self) -> bytes:
        """What differs if another package, or a folder with other files, has the same name."""
        return "".join(f"{self.subject}\0{member.name}\0{member.size}\0{self.age(member)}\n"
                       for member in self.members).encode("utf-8", "surrogateescape")

    def age(self, member: Member) -> int:
        """When a file was changed, if that can be: in nanoseconds."""
        return 0

    def add(self, member: Member, is_file: bool = True) -> None:
        """One more entry, which may be a folder or a link. Raises UserError if there are too many."""
        self._entries += 1
        if self._entries > MOST_MEMBERS:
            raise UserError(self.subject, f"holds more than {MOST_MEMBERS} files")
        if is_file:
            self.members.append(member)

    def content(self, member: Member, limit: int) -> bytes:
        """The content of a file in it. Raises UserError if it has more than `limit` bytes."""
        if member.size > limit:
            raise UserError(self.subject, f"its {clean(member.name)} has more than {limit >> 20} MB")
        try:
            return self.read(member)
        except (tarfile.TarError, EOFError, KeyError, OSError) as error:
            raise damaged(self.subject, str(error)) from None


def damaged(subject: str, how: str) -> UserError:
    """The error for a package that is none, or not whole."""
    return UserError(subject, f"is not a package, or a damaged one: {how}", "Fetch it again.")


def is_package(beginning: bytes) -> bool:
    """Whether a file that begins so is a package that can be taken apart."""
    return beginning.startswith((DEB, RPM))


def opened(file: Path) -> AbstractContextManager[Archive]:
    """The files of a package, or of a folder of modules. Raises UserError."""
    if file.is_dir():
        return _folder(file)
    with open(file, "rb") as package:
        is_rpm = package.read(len(RPM)) == RPM
    return _rpm(file) if is_rpm else _deb(file)


# ---- Debian's ----

class _Deb(Archive):
    def __init__(self, subject: str, content: BinaryIO) -> None:
        super().__init__(subject)
        self._tar = tarfile.open(fileobj=content, mode="r:")
        for member in self._tar:
            self.add(Member(member.name, member.size, member), member.isreg())

    def read(self, member: Member) -> bytes:
        assert isinstance(member.key, tarfile.TarInfo)
        content = self._tar.extractfile(member.key)
        return content.read() if content else b""


@contextmanager
def _deb(file: Path) -> Iterator[Archive]:
    subject = f"package {file.name}"
    with tempdirs.folder() as folder, store.writing(folder), open(folder / "archive", "w+b") as content:
        _unpack(["dpkg-deb", "--fsys-tarfile", str(file)], subject, content)
        content.seek(0)
        try:
            archive = _Deb(subject, content)
        except (tarfile.TarError, EOFError, ValueError) as error:
            raise damaged(subject, str(error)) from None
        yield archive


def _unpack(argv: list[str], subject: str, content: BinaryIO) -> None:
    try:
        child = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        raise UserError(subject, f"cannot be unpacked without {argv[0]}") from None
    with child:
        try:
            assert child.stdout is not None
            while chunk := child.stdout.read(CHUNK):
                content.write(chunk)
                if content.tell() > UNPACKED_LIMIT:
                    raise UserError(subject, f"unpacks to more than {UNPACKED_LIMIT >> 20} MB")
            if child.wait():
                raise damaged(subject, "it is cut short")
        finally:
            child.kill()


# ---- RPM's ----

class _Rpm(Archive):
    """The payload is an archive of cpio's "newc" format."""

    def __init__(self, subject: str, content: bytes) -> None:
        super().__init__(subject)
        self._content = content
        at = 0
        while True:
            name, mode, size, start = self._head(at)
            if name == CPIO_END:
                return
            own = name if name.startswith("./") else f"./{name.lstrip('/')}"
            self.add(Member(own, size, start), stat.S_ISREG(mode))
            at = start + size + -(start + size) % 4

    def _head(self, at: int) -> tuple[str, int, int, int]:
        """Name, mode, size and place of the file whose head is at this place."""
        head = self._content[at:at + CPIO_HEAD]
        if len(head) < CPIO_HEAD or not head.startswith(CPIO_MAGIC):
            raise damaged(self.subject, "its payload is no archive, or is cut short")
        try:
            mode, size, length = (int(head[place:place + 8], 16) for place in (14, 54, 94))
        except ValueError:
            raise damaged(self.subject, "its payload is no archive") from None
        start = at + CPIO_HEAD + length
        start += -start % 4
        if not 0 < length <= NAME_LIMIT or start + size > len(self._content):
            raise damaged(self.subject, "its payload is cut short")
        name = self._content[at + CPIO_HEAD:at + CPIO_HEAD + length - 1].decode("utf-8", "replace")
        return name, mode, size, start

    def read(self, member: Member) -> bytes:
        assert isinstance(member.key, int)
        return self._content[member.key:member.key + member.size]


@contextmanager
def _rpm(file: Path) -> Iterator[Archive]:
    subject = f"package {file.name}"
    package = inputs.read(file, images.FILE_LIMIT, "A package is wanted.")
    payload = package[_rpm_payload(package, subject):]
    yield _Rpm(subject, images.unpacked(payload, PAYLOAD_LIMIT, subject))


def _rpm_payload(package: bytes, subject: str) -> int:
    """Where the payload begins: after the lead, the signature (aligned to eight bytes), the header."""
    at = RPM_LEAD
    for alignment in (8, 1):
        if len(package) < at + RPM_HEADER.size:
            raise damaged(subject, "it is cut short")
        magic, _, _, entries, size = RPM_HEADER.unpack_from(package, at)
        if magic != RPM_MAGIC:
            raise damaged(subject, "it has no header")
        at += RPM_HEADER.size + RPM_ENTRY * entries + size
        at += -at % alignment
    return at


# ---- a folder ----

class _Folder(Archive):
    """The modules below a folder, installed or where they were built, named as in a package."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        for place, _, names in os.walk(folder):
            for name in names:
                path = Path(place, name)
                if name == "modules.builtin":
                    self.add(Member(f"./lib/modules/x/{name}", path.stat().st_size, path))
                elif ".ko" in name and path.is_file() and not path.is_symlink():
                    self.add(Member(f"./lib/modules/x/kernel/x/{name}", path.stat().st_size, path))

    def age(self, member: Member) -> int:
        assert isinstance(member.key, Path)
        return member.key.stat().st_mtime_ns

    def read(self, member: Member) -> bytes:
        assert isinstance(member.key, Path)
        return member.key.read_bytes()


@contextmanager
def _folder(folder: Path) -> Iterator[Archive]:
    try:
        yield _Folder(folder)
    except OSError as error:
        raise UserError(str(folder), f"cannot be read: {error.strerror}") from None
