"""Guests of other architectures: what they need here, their images, and the memory that they share."""
from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers import observing
from helpers.fake_suite import FakeSuite
from helpers.kernel_files import bzimage, cache, kernels_in, unfinished
from helpers.kernel_mirror import package

from addrinuse.platforms import registry
from addrinuse.platforms.base import Request
from addrinuse.platforms.kernels import images, packages
from addrinuse.platforms.kernels.architectures import AMD64, EMULATED, Architecture
from addrinuse.platforms.kernels.qemu import Machine
from addrinuse.platforms.kernels.session import KernelSession
from addrinuse.platforms.kernels.shared_memory import ORDER_AT, OUTPUT_AT, WAITING, Order, Window
from addrinuse.platforms.kernels.window_memory import MAGIC, SIZE, GuestMemory
from addrinuse.support import paths
from addrinuse.support.errors import UserError

__all__ = ["cache"]

BEGIN = 0x40000000        # the address at which a made-up guest's memory begins
PRESETS = json.loads((paths.root() / "CMakePresets.json").read_text())["configurePresets"]
RELEASE = "6.12.1-s390x"
CASES = ("bind/address_of_nobody[tcp4]", "bind/address_of_nobody[udp6]",
         "close/both_sides_in_time_wait[tcp4]")


# ---- what is needed here ----

@pytest.mark.parametrize("architecture", EMULATED.values(), ids=EMULATED)
def test_each_architecture_has_a_preset_and_packages(architecture: Architecture) -> None:
    preset = next(preset for preset in PRESETS if preset["name"] == architecture.name)
    assert preset["cacheVariables"]["ADDRINUSE_TRIPLET"] == architecture.triplet
    listed = (paths.root() / "ci" / "packages").read_text()
    for name in (architecture.package, f"g++-{architecture.triplet}"):
        assert re.search(rf"^{re.escape(name)} \| architectures \|", listed, re.M)


def test_without_a_cross_compiler_the_message_says_what_to_install(suite: FakeSuite, tmp_path: Path) -> None:
    suite.case("bind/a")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("qemu-system-s390x", "sh", "env", "apt-get", "apt-config", "dpkg-deb"):
        (tools / name).symlink_to(shutil.which(name) or "/bin/true")
    suite.environment["PATH"] = str(tools)
    done = suite.run("survey", "--platform", "linux-7.2:s390x", code=2)
    assert "platform linux-7.2:s390x: not available: needs g++-s390x-linux-gnu" in done.stderr
    assert "(ci/setup architectures)" in done.stderr
    assert not (suite.root / "cache" / "addrinuse" / "kernels").exists()


def test_the_name_that_tables_use_is_understood() -> None:
    assert registry.find("linux-7.2-s390x").name == "linux-7.2:s390x"
    assert registry.find("linux-6.12-rt").name == "linux-6.12:rt"


# ---- images ----

def zboot(kernel: bytes, packing: bytes) -> bytes:
    """An image for firmware that holds a packed kernel (zboot-header.S of the kernel's source)."""
    return struct.pack("<4s4sII8x32s", b"MZ\0\0", b"zimg", 56, len(kernel), packing) + kernel


def deb_with(folder: Path, image: bytes) -> Path:
    """A package of Debian's with that image."""
    made = folder / "kernel.deb"
    made.write_bytes(package(folder, {f"boot/vmlinuz-{RELEASE}": image}))
    return made


ARM64 = bytes(0x38) + b"ARM\x64" + bytes(99)
S390X = bytes(0x10008) + b"S390EP" + bytes(99)


@pytest.mark.parametrize("image", [ARM64, gzip.compress(ARM64), zboot(gzip.compress(ARM64), b"gzip")],
                         ids=["plain", "gzip", "zboot"])
def test_an_image_is_unpacked_to_what_qemu_takes(image: bytes) -> None:
    assert images.foreign(image, "a package", "arm64", "6.12.1-arm64") == images.Kernel(ARM64, "6.12.1-arm64")


@pytest.mark.parametrize("image, words", [
    (bzimage(), "is not a kernel for s390x"), (ARM64, "is not a kernel for s390x but for arm64"),
    (b"", "holds no kernel"), (gzip.compress(b"x" * 99)[:20], "is not a kernel for s390x"),
    (b"\x1f\x8b" + b"?" * 99, "does not unpack"),
    (zboot(b"what", b"rot13"), "does not unpack")],
    ids=["x86", "arm64", "empty", "cut", "damaged", "unknown packing"])
def test_another_image_is_refused_and_nothing_is_kept(tmp_path: Path, cache: Path, image: bytes,
                                                      words: str) -> None:
    file = deb_with(tmp_path, image)
    with pytest.raises(UserError) as caught:
        packages.take([file], cache / "kept", "linux-image", architecture="s390x")
    assert words in str(caught.value)
    assert not (cache / "kept").exists() and kernels_in(cache) == [] and unfinished(cache) == []


def test_a_kernel_of_another_architecture_is_named_after_its_file(tmp_path: Path, cache: Path) -> None:
    file = deb_with(tmp_path, S390X)
    kernel = packages.take([file], tmp_path / "kept", "linux-image", architecture="s390x")
    assert kernel.release == RELEASE and kernel.image.read_bytes() == S390X


# ---- the memory that a guest shares ----

class Guest:
    """Writes into its memory what harness/guest/window.cc does; its pages lie there in reverse."""

    def __init__(self, memory: GuestMemory, form: str, page: int, first: int) -> None:
        self.file = os.open(memory.path, os.O_RDWR)
        self.number = struct.Struct(form + "Q")
        count = SIZE // page
        self.pages = [(first + count - at) * page for at in range(count)]
        tables = [(first + count + 1 + at) * page for at in range(-(-count * 8 // page))]
        table = b"".join(self.number.pack(BEGIN + place) for place in self.pages)
        for at, place in enumerate(tables):
            os.pwrite(self.file, table[at * page:(at + 1) * page], place)
        head = [page, BEGIN + self.pages[0], 0, *(BEGIN + place for place in tables)]
        os.pwrite(self.file, b"".join(map(self.number.pack, head)), self.pages[0] + 104)
        os.pwrite(self.file, MAGIC, self.pages[0])

    def close(self) -> None:
        os.close(self.file)


@pytest.fixture
def memory() -> Iterator[GuestMemory]:
    made = GuestMemory(64 << 20, BEGIN, "big")
    yield made
    made.close()


@pytest.mark.parametrize("form, order, page", [(">", "big", 4096), ("<", "little", 4096),
                                               ("<", "little", 65536)])
def test_a_window_in_the_memory_of_a_guest_is_found(form: str, order: str, page: int) -> None:
    window = Window(GuestMemory(64 << 20, BEGIN, order), order)
    guest = Guest(window._memory, form, page, 7)  # type: ignore[arg-type]
    os.pwrite(guest.file, struct.pack(form + "I", WAITING), guest.pages[0] + 16)
    assert window.state == WAITING
    window.put(Order(b"program" * 20000, ("a", "b"), b"input", bytes(range(32))))
    assert os.pread(guest.file, 4, guest.pages[0] + 20) == struct.pack(form + "I", 1)
    assert os.pread(guest.file, 24, guest.pages[0] + 48) == struct.pack(form + "QQQ", 4, 5, 140000)
    content = b"".join(os.pread(guest.file, page, place) for place in guest.pages)
    assert content[ORDER_AT:].startswith(b"a\0b\0input" + b"program" * 20000 + b"\0")
    at = guest.pages[OUTPUT_AT // page]
    os.pwrite(guest.file, b"line\n", at)
    os.pwrite(guest.file, struct.pack(form + "Q", 5), guest.pages[0] + 32)
    assert window.read() == b"line\n" and window.read() == b""
    guest.close()
    window.close()


def test_before_the_guest_has_marked_it_a_window_is_empty(memory: GuestMemory) -> None:
    window = Window(memory, "big")
    assert (window.state, window.beats, window.read()) == (0, 0, b"")


def test_a_window_is_found_again_after_it_was_cleared(memory: GuestMemory) -> None:
    for first in (3, 9):
        memory.clear()
        guest = Guest(memory, ">", 4096, first)
        os.pwrite(guest.file, b"here", guest.pages[5000] + 10)
        assert memory.read(5000 * 4096 + 10, 4) == b"here"
        guest.close()


@pytest.mark.parametrize("at, number", [(104, 0), (104, 4095), (104, 1 << 63), (112, 0), (128, 1), (128, 0),
                                        (128, (1 << 64) - 4096), (128 + 8 * 15, BEGIN - 4096)])
def test_a_mark_without_a_sound_table_is_passed_over(memory: GuestMemory, at: int, number: int) -> None:
    guest = Guest(memory, ">", 4096, 7)
    os.pwrite(guest.file, guest.number.pack(number), guest.pages[0] + at)
    assert memory.read(0, 16) == bytes(16)
    guest.close()


@pytest.mark.parametrize("architecture", EMULATED.values(), ids=EMULATED)
def test_the_machine_has_the_memory_that_the_window_is_in(architecture: Architecture) -> None:
    words = Machine(Path("kernel"), Path("initramfs"), True, architecture).description()
    assert words[0] == architecture.program and any("memory-backend=window" in word for word in words)
    assert f"memory-backend-file,id=window,mem-path=WINDOW,size={architecture.memory << 20},share=on" in words
    assert "ADDRINUSE_OWN_MEMORY=1" in words[words.index("-append") + 1].split()
    assert not any(word.startswith("ivshmem-plain") for word in words)


@pytest.mark.parametrize("name, is_warped, waits", [
    ("amd64", True, True), ("amd64", False, False), ("armhf", True, True), ("s390x", True, False)])
def test_cases_wait_for_hours_where_the_clock_can_jump_over_them(name: str, is_warped: bool,
                                                                 waits: bool) -> None:
    architecture = EMULATED.get(name, AMD64)
    session = SimpleNamespace(name=name, is_warped=is_warped, architecture=architecture,
                              settings=SimpleNamespace(seed="one"))
    session.can_wait_long = KernelSession.can_wait_long.fget(session)  # type: ignore[attr-defined]
    words = KernelSession._arguments(session, Request(ids=()), True)  # type: ignore[arg-type]
    assert ("--long-waits" in words) == waits


# ---- a guest ----

@pytest.mark.soak
@pytest.mark.parametrize("name, machine", [("linux-6.1:s390x", "s390x"), ("linux-6.1:armhf", "armv7l")])
def test_a_guest_of_another_architecture_answers(name: str, machine: str) -> None:
    platform = registry.find(name)
    state = platform.describe()
    if not state.available:
        pytest.skip(state.why)
    try:
        platform.prepare()
    except UserError as error:
        pytest.skip(f"{name} cannot be fetched or built: {error}")
    with platform.open() as session:
        header, *records = observing.observe(session, *CASES)
    seen = observing.by_id(records)
    assert header["facts"]["machine"] == machine
    assert {name: seen[name]["status"] for name in CASES} == dict.fromkeys(CASES, "observed")
