"""Files that pass for kernels and modules, and what tests of kernels look at."""
from __future__ import annotations

import struct
from pathlib import Path

import pytest

from addrinuse.platforms.kernels import sources
from addrinuse.provision import store
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError

RELEASE = b"6.12.1-test"


def bzimage(payload: bytes = b"not packed by anything known" * 5000, sectors: int = 4,
            size: int = 0x4000) -> bytes:
    """What has the layout of a bzImage, with a payload that starts as it is. `sectors`: of its set-up code;
    `size`: bytes before the payload."""
    image = bytearray(size)
    image[0x1f1] = sectors
    image[0x202:0x206] = b"HdrS"
    struct.pack_into("<H", image, 0x20e, 0x100)
    struct.pack_into("<H", image, 0x236, 1)
    image[0x300:0x300 + len(RELEASE) + 9] = RELEASE + b" (nobody)"
    start = (1 + sectors) * 512
    struct.pack_into("<II", image, 0x248, size - start, len(payload))
    return bytes(image) + payload


def module(*needed: str) -> bytes:
    """A module that names others."""
    return b"\x7fELF\0depends=" + ",".join(needed).encode("utf-8", "surrogateescape") + b"\0"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "addrinuse" / "kernels"


def kernels_in(cache: Path) -> list[str]:
    """What is in the store's images, finished or not."""
    return sorted(path.name for path in (cache / "images").glob("*")) if cache.exists() else []


def unfinished(cache: Path) -> list[Path]:
    """What is not finished, or only needed for a while, in the whole cache."""
    return [*cache.parent.rglob(f"{store.UNFINISHED}*"), *cache.parent.rglob(f"{tempdirs.PREFIX}*")]


def trouble_of(source: sources.Source) -> str:
    with pytest.raises(UserError) as caught:
        source.provide()
    return str(caught.value)


def cpio(files: dict[str, bytes]) -> bytes:
    """An archive of the "newc" format."""
    parts = []
    for name, content in [*files.items(), ("TRAILER!!!", b"")]:
        fields = [1, 0o100644, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0]
        head = b"070701" + b"".join(b"%08x" % field for field in fields) + name.encode() + b"\0"
        parts += [head + b"\0" * (-len(head) % 4), content + b"\0" * (-len(content) % 4)]
    return b"".join(parts)


def rpm(payload: bytes) -> bytes:
    """A package with this payload, a signature of five bytes and a header of eleven."""
    def header(data: bytes) -> bytes:
        return struct.pack(">3sB4sII", b"\x8e\xad\xe8", 1, b"", 1, len(data)) + bytes(16) + data
    signature = header(b"12345")
    lead = b"\xed\xab\xee\xdb".ljust(96, b"\0")
    return lead + signature + bytes(-(len(lead) + len(signature)) % 8) + header(bytes(11)) + payload
