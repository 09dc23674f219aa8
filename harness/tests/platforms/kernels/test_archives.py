"""Kernels of the user's in packages of several kinds and in folders: taken apart, never installed."""
from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest
from helpers.kernel_files import (RELEASE, bzimage, cache, cpio, kernels_in, module, rpm, trouble_of,
                                  unfinished)

from addrinuse.platforms import kernels

__all__ = ["cache"]  # a fixture
FOLDER = f"./lib/modules/{RELEASE.decode()}"
FILES = {f"{FOLDER}/vmlinuz": bzimage(), f"{FOLDER}/kernel/drivers/net/veth.ko": module(),
         f"{FOLDER}/modules.builtin": b"kernel/net/ipv4/inet_diag.ko\n"}


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
@pytest.mark.parametrize("prefix", ["./", "/", ""])
def test_an_rpm_package_is_taken_apart(tmp_path, cache, pack, prefix):
    files = {prefix + name.removeprefix("./"): content for name, content in FILES.items()}
    (tmp_path / "kernel.rpm").write_bytes(rpm(pack(cpio(files))))
    kernel = kernels.own(str(tmp_path / "kernel.rpm")).source.provide()
    assert kernel.release == RELEASE.decode() and kernel.modules == ("veth",)
    assert "inet_diag" not in kernel.missing and "tun" in kernel.missing


@pytest.mark.parametrize("content, words", [
    (rpm(b"")[:100], "it is cut short"), (rpm(b"")[:96] + bytes(100), "it has no header"),
    (rpm(b"unknown"), "is packed with something unknown"), (rpm(gzip.compress(b"x" * 200)), "is no archive"),
    (rpm(gzip.compress(cpio(FILES)[:5000])), "cut short"),
    (rpm(gzip.compress(cpio(FILES))[:200]), "cut short"),
    (rpm(gzip.compress(cpio({}))), "holds no kernel"),
    (rpm(gzip.compress(cpio(FILES).replace(b"070701", b"07070x", 1))), "is no archive")],
    ids=range(8))
def test_an_rpm_package_that_is_not_whole_says_so_and_leaves_nothing(tmp_path, cache, content, words):
    (tmp_path / "kernel.rpm").write_bytes(content)
    said = trouble_of(kernels.own(str(tmp_path / "kernel.rpm")).source)
    assert words in said and "kernel.rpm" in said
    assert kernels_in(cache) == [] and unfinished(cache) == []


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A kernel in a file of its own."""
    path = tmp_path / "bzImage"
    path.write_bytes(bzimage())
    return path


@pytest.mark.parametrize("place", ["lib/modules/x/kernel/net", "drivers/net", "."])
def test_modules_come_from_a_folder(tmp_path, cache, image, place):
    folder = tmp_path / "modules" / place
    folder.mkdir(parents=True)
    (folder / "veth.ko").write_bytes(module("ptp"))
    (folder / "ptp.ko.xz").write_bytes(lzma.compress(module()))
    source = kernels.own(f"{image},modules={tmp_path / 'modules'}").source
    assert source.provide().modules == ("ptp", "veth")
    (folder / "tun.ko").write_bytes(module())
    assert source.provide().modules == ("ptp", "veth", "tun")  # not what was kept before


def test_modules_come_from_a_package(tmp_path, cache, image):
    (tmp_path / "modules.rpm").write_bytes(rpm(gzip.compress(cpio(FILES))))
    assert kernels.own(f"{image},modules={tmp_path / 'modules.rpm'}").source.provide().modules == ("veth",)


def test_modules_of_another_kernel_are_refused(tmp_path, cache, image):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "tun.ko").write_bytes(module() + b"\0vermagic=6.12.2-other SMP mod_unload \0")
    said = trouble_of(kernels.own(f"{image},modules={tmp_path / 'modules'}").source)
    assert "its module tun is of 6.12.2-other, and the kernel is 6.12.1-test" in said
    assert kernels_in(cache) == [] and unfinished(cache) == []


def elf(machine: int, order: str = "little") -> bytes:
    """The beginning of a kernel for such a machine."""
    ident = b"\x7fELF\x02" + (b"\x01" if order == "little" else b"\x02")
    return (ident.ljust(18, b"\0") + machine.to_bytes(2, order)).ljust(64, b"\0") + b"Linux version 6.12.1 ("


@pytest.mark.parametrize("content, words", [
    (elf(183), "for arm64"), (elf(22, "big"), "for s390x"), (elf(40), "for armhf"),
    (bytes(0x38) + b"ARM\x64" + bytes(99), "for arm64"),
    (bytes(0x38) + b"RSC\x05" + bytes(99), "for riscv64"),
    (bytes(0x24) + b"\x18\x28\x6f\x01" + bytes(99), "for armhf"),
    (bytes(0x10008) + b"S390EP" + bytes(99), "for s390x"),
    (bzimage()[:0x236] + b"\0" + bzimage()[0x237:], "for i386")], ids=range(8))
def test_a_kernel_for_another_machine_says_for_which(tmp_path, cache, content, words):
    (tmp_path / "kernel").write_bytes(content)
    said = trouble_of(kernels.own(str(tmp_path / "kernel")).source)
    assert f"is a kernel {words}; guests of your own kernels are x86-64" in said
    (tmp_path / "kernel.rpm").write_bytes(rpm(gzip.compress(cpio({**FILES, f"{FOLDER}/vmlinuz": content}))))
    assert words in trouble_of(kernels.own(str(tmp_path / "kernel.rpm")).source)
    assert kernels_in(cache) == [] and unfinished(cache) == []


def test_modules_that_are_not_there_are_not_available(tmp_path, cache, image):
    state = kernels.own(f"{image},modules={tmp_path / 'absent'}").describe()
    assert not state.available and "absent: No such file or directory" in state.why
