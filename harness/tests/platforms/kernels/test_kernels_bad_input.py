"""Kernels that cannot be had: each has its own message, and leaves nothing half written in the store."""
from __future__ import annotations

import bz2
import gzip
import lzma
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.fake_suite import TESTS, FakeSuite
from helpers.kernel_files import RELEASE, bzimage, cache, kernels_in, module, trouble_of, unfinished
from helpers.kernel_mirror import NAME, POOL, SUITE, Mirror, package
from helpers.tools import needs

from addrinuse.platforms import registry
from addrinuse.platforms import kernels
from addrinuse.platforms.kernels import archives, images, packages, sources
from addrinuse.platforms.kernels.architectures import AMD64
from addrinuse.provision import archive, options
from addrinuse.platforms.kernels.sources import DebianSource

__all__ = ["cache"]  # a fixture
# Puts the mirror's keys in the place of Debian's for one process of the command line.
LAUNCHER = """
import os, sys
from pathlib import Path
from helpers import fake_platforms
from addrinuse.cli import main
from addrinuse.provision import archive
archive.KEYRING = Path(os.environ["MIRROR_KEYRING"])
sys.exit(main())
"""

no_archive = pytest.mark.skipif(
    not all(map(shutil.which, ("gpg", "apt-get", "dpkg-deb"))) or not archive.HELPER.exists(),
    reason="gpg (ci/setup test), apt-get, apt-helper or dpkg-deb is not installed")


@pytest.fixture
def mirror(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    """A served archive whose keys are trusted, with a kernel in it."""
    with Mirror.made(tmp_path / "mirror") as made, made.served():
        made.offer(package(tmp_path, {f"boot/vmlinuz-{RELEASE.decode()}": bzimage()}))
        monkeypatch.setenv(options.MIRROR, made.address)
        monkeypatch.setattr(archive, "KEYRING", made.keyring)
        yield made


def command(suite: FakeSuite, mirror: Mirror, *arguments: str) -> subprocess.Popen[str]:
    """The command line, as a process that trusts the mirror."""
    environment = {**suite.environment, "MIRROR_KEYRING": str(mirror.keyring),
                   "PYTHONPATH": f"{suite.environment['PYTHONPATH']}:{TESTS}"}
    return subprocess.Popen([sys.executable, "-c", LAUNCHER, *arguments, "--mirror", mirror.address],
                            cwd=suite.root, env=environment, text=True, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


# ---- a file that is no kernel ----

@pytest.mark.parametrize("content, words", [
    (b"a host\n", "is not a kernel for x86-64"), (b"", "is not a kernel for x86-64"),
    (b"\x7fELF" + bytes(100), "is not a kernel for x86-64"), (bzimage()[:-1], "was cut short"),
    (bzimage(b"\x1f\x8b" + bytes(99)), "is a damaged kernel"),
    (b"!<arch>\nno package", "is not a package, or a damaged one"),
])
def test_a_file_that_is_no_kernel_says_so_and_is_not_kept(tmp_path, cache, content, words):
    path = tmp_path / "file"
    path.write_bytes(content)
    said = trouble_of(kernels.own(str(path)).source)
    assert words in said and path.name in said
    assert kernels_in(cache) == [] and unfinished(cache) == []


def test_the_layout_of_these_tests_is_one_that_is_taken_for_a_kernel(tmp_path):
    path = tmp_path / "bzImage"
    path.write_bytes(bzimage())
    assert images.read(path).release == RELEASE.decode()


@pytest.mark.parametrize("name, words", [
    ("absent", "No such file or directory"), (".", "is a folder; a file is wanted"),
    ("file/below", "Not a directory")])
def test_a_kernel_that_is_not_there_is_not_available(tmp_path, cache, name, words):
    (tmp_path / "file").write_text("x")
    state = kernels.own(str(tmp_path / name)).describe()
    assert not state.available and words in state.why


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_kernel_that_may_not_be_read_is_not_available(tmp_path, cache, closed):
    program = ("import os, sys; os.geteuid() or os.setuid(65534); from addrinuse.platforms import kernels\n"
               "print(kernels.own(sys.argv[1]).describe())")
    place = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    try:
        (place / "folder").mkdir()
        (place / "folder" / "file").write_bytes(bzimage())
        place.chmod(0o755)
        (place / "folder").chmod(0o755 if closed == "file" else 0)
        (place / "folder" / "file").chmod(0 if closed == "file" else 0o644)
        done = subprocess.run([sys.executable, "-c", program, str(place / "folder" / "file")], text=True,
                              capture_output=True, env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
                              timeout=300)
    finally:
        (place / "folder").chmod(0o755)
        shutil.rmtree(place)
    assert "available=False" in done.stdout and "Permission denied" in done.stdout, done.stderr


# ---- files that would be read for ever, or are strange ----

@pytest.mark.parametrize("make, words", [
    (lambda path: path.symlink_to("/dev/zero"), "is a device; a file is wanted"),
    (os.mkfifo, "is a named pipe"),
    (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), images.FILE_LIMIT + 1),
     "has more than 1024 MB"),
])
def test_what_cannot_be_read_whole_is_refused_at_once(tmp_path, cache, make, words):
    make(tmp_path / "file")
    source = kernels.own(str(tmp_path / "file")).source
    assert words in trouble_of(source) and words in source.describe().why
    assert kernels_in(cache) == []


@pytest.mark.parametrize("content", [
    *(b"\x7fELF" + bytes(count) for count in range(0, 70, 7)),
    b"\x7fELF" + b"\x02" * 60 + b"Linux version 6.1 (x)", bzimage()[:0x269], bzimage(b""),
    bzimage(b"\x1f\x8b"), bzimage(b"BZh"), bzimage(b"\xfd7zXZ\x00"), bzimage(b"\x28\xb5\x2f\xfd\0"),
    bzimage(b"\x02\x21\x4c\x18\0\0\0\0"),
], ids=lambda content: f"{len(content)}-{content[-5:].hex()}")
def test_a_strange_image_is_refused_in_words(tmp_path, cache, content):
    (tmp_path / "file").write_bytes(content)
    assert "file" in trouble_of(kernels.own(str(tmp_path / "file")).source)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gzip", "bzip2", "xz"])
@pytest.mark.parametrize("claimed", [10, 1 << 20, images.KERNEL_LIMIT + 1])
def test_a_payload_unpacks_to_no_more_than_it_says(tmp_path, cache, pack, claimed):
    (tmp_path / "file").write_bytes(bzimage(pack(bytes(64 << 20)) + struct.pack("<I", claimed)))
    tracemalloc.start()
    try:
        said = trouble_of(kernels.own(str(tmp_path / "file")).source)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20  # xz's dictionary is half of it
    finally:
        tracemalloc.stop()
    assert "is a damaged kernel" in said or "unpacks to 512 MB" in said


def own_package(tmp_path: Path, files: dict[str, bytes]) -> sources.Source:
    """The source of a user's package with a kernel and these modules and lists."""
    below = f"lib/modules/{RELEASE.decode()}"
    content = package(tmp_path, {f"boot/vmlinuz-{RELEASE.decode()}": bzimage(),
                                 **{f"{below}/{name}": text for name, text in files.items()}})
    (tmp_path / "own.deb").write_bytes(content)
    return kernels.own(str(tmp_path / "own.deb")).source


needs_dpkg = needs("dpkg-deb")


@needs_dpkg
@pytest.mark.parametrize("files, modules", [
    ({"kernel/a/veth.ko": module("dummy"), "kernel/a/dummy.ko": module("veth")}, ()),
    ({"kernel/a/veth.ko": module("veth"), "kernel/a/dummy.ko": module()}, ("dummy",)),
    ({"kernel/a/veth.ko": module("a-b", "ptp"), "kernel/a/a_b.ko": module("ptp"),
      "kernel/a/ptp.ko": module()},
     ("ptp", "a_b", "veth")),
    ({"kernel/a/veth.ko": module("absent"), "kernel/a/tun.ko": module()}, ("tun",)),
    ({"kernel/a/veth.ko": module("\udcff\udcfe"), "kernel/a/tun.ko": module()}, ("tun",)),
    ({"kernel/a/veth.ko": module("ipv6"), "modules.builtin": b"kernel/net/ipv6.ko\n\xff\xfe\n"}, ("veth",)),
])
def test_modules_are_in_loading_order_or_missing(tmp_path, cache, files, modules):
    kernel = own_package(tmp_path, files).provide()
    assert kernel.modules == modules
    assert set(kernel.missing) == set(packages.WANTED) - set(modules)


@needs_dpkg
def test_a_long_chain_of_modules_reads_the_package_once(tmp_path, cache, monkeypatch):
    chain = {f"kernel/a/m{number}.ko": module(f"m{number + 1}") for number in range(3000)}
    source = own_package(tmp_path, {**chain, "kernel/a/m3000.ko": module(), "kernel/a/veth.ko": module("m0")})
    unpacked = []
    monkeypatch.setattr(archives, "_unpack",
                        lambda *words, real=archives._unpack: (unpacked.append(1), real(*words)))
    assert len(source.provide().modules) == 3002 and len(unpacked) == 1


@needs_dpkg
@pytest.mark.parametrize("owner, limit, value, words", [
    (archives, "UNPACKED_LIMIT", 1 << 20, "unpacks to more than"),
    (archives, "MOST_MEMBERS", 3, "holds more than 3 files"),
    (packages, "MODULE_LIMIT", 1 << 20, "has more than")])
def test_a_package_is_unpacked_up_to_a_size(tmp_path, cache, monkeypatch, owner, limit, value, words):
    source = own_package(tmp_path, {"kernel/a/veth.ko": module() + bytes(9 << 20)})
    monkeypatch.setattr(owner, limit, value)
    assert words in trouble_of(source)
    assert kernels_in(cache) == [] and unfinished(cache) == []


# ---- what lies in the store, and is not what was put there ----

def flip(path: Path) -> None:
    """Changes one bit in the middle of a file, and not its size or time."""
    facts, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a flipped bit": lambda folder: flip(folder / "kernel"),
    "half": lambda folder: os.truncate(folder / "kernel", 9),
    "no kernel": lambda folder: (folder / "kernel").unlink(),
    "no facts": lambda folder: (folder / "facts.json").unlink(),
    "strange facts": lambda folder: (folder / "facts.json").write_text("[1"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_kernel_of_a_file_that_was_damaged_in_the_store_is_made_again(tmp_path, cache, capsys, damage):
    (tmp_path / "bzImage").write_bytes(bzimage())
    source = kernels.own(str(tmp_path / "bzImage")).source
    kept = source.provide()
    content = kept.image.read_bytes()
    DAMAGE[damage](kept.folder)
    assert source.provide() == kept and kept.image.read_bytes() == content
    assert "not what was kept there" in capsys.readouterr().err
    assert source.provide() == kept and capsys.readouterr().err == ""


@no_archive
@pytest.mark.parametrize("damage", DAMAGE)
def test_a_kernel_of_the_archive_that_was_damaged_is_fetched_again(mirror, cache, capsys, damage):
    kept = DebianSource("6.12").provide()
    DAMAGE[damage](kept.folder)
    assert DebianSource("6.12").provide() == kept and packages.intact(kept.folder) == kept
    assert "not what was kept there" in capsys.readouterr().err


@no_archive
def test_a_damaged_kernel_is_not_used_where_the_archive_does_not_answer(mirror, cache, monkeypatch):
    kept = DebianSource("6.12").provide()
    flip(kept.image)
    monkeypatch.setenv(options.MIRROR, "http://127.0.0.1:9")
    assert "the archive at http://127.0.0.1:9" in trouble_of(DebianSource("6.12"))
    assert kernels_in(cache) == []


# ---- alone and in company ----

def test_a_kernel_that_cannot_be_had_is_exit_2_alone_and_not_run_in_company(suite):
    suite.case("bind/a")
    (suite.root / "file").write_text("no kernel\n")
    alone = suite.run("survey", "--platform", "kernel:file", code=2)
    assert (alone.stderr
            == "addrinuse: file: is not a kernel for x86-64\n  A bzImage or a vmlinux is wanted.\n")
    company = suite.run("survey", "--platform", "kernel:file", "--platform", "kernel:absent", "--platform",
                        "host", code=2)
    assert "platform kernel:file: not run: file: is not a kernel for x86-64" in company.stderr
    assert "platform kernel:absent: not run: not available: absent: No such file" in company.stderr
    assert suite.observed()["bind/a"]["status"] == "observed"
    assert kernels_in(suite.root / "cache/addrinuse/kernels") == []


def test_without_qemu_the_message_says_what_to_install(suite, tmp_path):
    suite.case("bind/a")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "env", "apt-get", "apt-config", "dpkg-deb"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    suite.environment["PATH"] = str(tools)
    done = suite.run("survey", "--platform", "linux-6.12", code=2)
    assert done.stderr.startswith(
        "addrinuse: platform linux-6.12: not available: needs qemu-system-x86 (ci/setup kernels)")
    assert not (suite.root / "cache" / "addrinuse" / "kernels").exists()


# ---- the archive ----

@no_archive
def test_a_kernel_of_the_archive_is_fetched_once(mirror, cache):
    first = DebianSource("6.12").provide()
    assert (first.release, first.package, first.version) == (RELEASE.decode(), NAME, "6.12.1-1")
    assert unfinished(cache) == []
    (mirror.root / POOL).unlink()
    assert DebianSource("6.12").provide() == first


@no_archive
def test_a_version_that_has_vanished_names_those_there_are(mirror, cache):
    said = trouble_of(DebianSource("6.12", "0.0.1"))
    assert said == ("kernel 0.0.1 (cloud): is not in Debian's archive "
                    f"({SUITE}, {SUITE}-security, {SUITE}-proposed-updates)\n  It has: 6.12.1-1")
    assert kernels_in(cache) == []
    assert registry.find("linux-6.12=0.0.1").describe().available is False or not AMD64.has_qemu()


@no_archive
def test_a_package_that_vanished_since_the_list_came_says_so(mirror, cache):
    DebianSource("6.12").describe()
    (mirror.root / POOL).unlink()
    assert f"package {NAME} 6.12.1-1: has vanished from the archive" in trouble_of(DebianSource("6.12"))
    assert kernels_in(cache) == [] and unfinished(cache) == []


@no_archive
def test_a_newer_build_takes_the_place_of_one_that_vanished(mirror, cache, tmp_path):
    DebianSource("6.12").describe()
    made = (mirror.root / POOL).read_bytes()
    (mirror.root / POOL).unlink()
    mirror.offer(made, "6.12.1-2")
    (mirror.root / POOL).rename(mirror.root / "pool" / "newer.deb")
    listed = mirror.root / "dists" / SUITE / "main" / "binary-amd64" / "Packages"
    assert b"6.12.1-2" in listed.read_bytes()
    said = trouble_of(DebianSource("6.12"))
    assert "6.12.1-2: has vanished" in said  # it was looked for, in a list that was asked for again
    (mirror.root / "pool" / "newer.deb").rename(mirror.root / POOL)
    assert DebianSource("6.12").provide().version == "6.12.1-2"


@no_archive
@pytest.mark.parametrize("spoil", ["stranger", "unsigned", "altered"])
def test_a_wrong_signature_is_refused(mirror, cache, spoil, monkeypatch):
    folder = mirror.root / "dists" / SUITE
    if spoil == "stranger":
        with Mirror.made(mirror.root / "stranger") as stranger:
            monkeypatch.setattr(archive, "KEYRING", stranger.keyring)
    elif spoil == "unsigned":
        (folder / "InRelease").unlink()
    else:
        text = (folder / "InRelease").read_text()
        (folder / "InRelease").write_text(text.replace("Origin: test", "Origin: fake"))
    said = trouble_of(DebianSource("6.12"))
    assert f"the archive at {mirror.address}, suite {SUITE}: its signature is wrong" in said
    assert "Nothing of it is used" in said
    assert kernels_in(cache) == [] and not list(cache.rglob("kernels.json"))


@no_archive
def test_a_wrong_signature_is_told_also_where_a_kernel_is_in_the_cache(mirror, cache, monkeypatch, capsys):
    DebianSource("6.12").provide()
    assert "signature" not in capsys.readouterr().err
    monkeypatch.setattr("addrinuse.platforms.kernels.sources.FRESH", 0)
    (mirror.root / "dists" / SUITE / "InRelease").unlink()
    for _ in ("to prepare", "to open"):
        assert DebianSource("6.12").provide().version == "6.12.1-1"
    said = capsys.readouterr().err
    assert said.count("its signature is wrong") == said.count("\n") == 1
    assert f"{NAME} 6.12.1-1 comes from the cache" in said


@no_archive
def test_a_list_that_is_not_the_signed_one_is_refused(mirror, cache):
    listed = mirror.root / "dists" / SUITE / "main" / "binary-amd64" / "Packages"
    listed.write_bytes(listed.read_bytes().replace(b"a kernel", b"A kernel"))
    assert (f"the archive at {mirror.address}, suite {SUITE}: cannot be asked"
            in trouble_of(DebianSource("6.12")))
    assert not list(cache.rglob("kernels.json"))


@no_archive
def test_an_archive_that_is_not_there_says_so(mirror, cache, monkeypatch):
    monkeypatch.setenv(options.MIRROR, "http://127.0.0.1:1")
    said = trouble_of(DebianSource("6.12"))
    assert ("the archive at http://127.0.0.1:1, suite trixie: cannot be asked" in said
            and "--mirror URL" in said)


@no_archive
@pytest.mark.parametrize("spoil", [lambda content: content[:len(content) // 2],
                                   lambda content: content[:-9] + b"corrupted"])
def test_a_package_that_is_not_the_listed_one_is_refused(mirror, cache, spoil):
    (mirror.root / POOL).write_bytes(spoil((mirror.root / POOL).read_bytes()))
    said = trouble_of(DebianSource("6.12"))
    assert f"package {NAME} 6.12.1-1: what came is not what the archive's signed list says" in said
    assert kernels_in(cache) == [] and unfinished(cache) == []


@no_archive
@pytest.mark.parametrize("content, words", [
    (lambda root: b"no package", "is not a package, or a damaged one"),
    (lambda root: package(root, {f"boot/vmlinuz-{RELEASE.decode()}": bzimage()})[:-40_000],
     "or a damaged one"),
    (lambda root: package(root, {"usr/share/doc/x": b"x"}), "holds no kernel"),
    (lambda root: package(root, {"boot/vmlinuz-6.12.1": b"a text"}), "is not a kernel for x86-64"),
    (lambda root: package(root, {"boot/vmlinuz-6.12.1": bzimage(),
                                 "lib/modules/6.12.1/kernel/drivers/net/tun.ko.xz": b"no xz"}),
     "does not unpack"),
])
def test_a_listed_package_without_a_sound_kernel_is_refused(mirror, cache, tmp_path, content, words):
    (tmp_path / "other").mkdir()
    mirror.offer(content(tmp_path / "other"))
    assert words in trouble_of(DebianSource("6.12"))
    assert kernels_in(cache) == [] and unfinished(cache) == []


# ---- an interrupted download ----

def helpers_of(mirror: Mirror) -> list[str]:
    """The processes that still download from this mirror."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if mirror.address.encode() in words and b"apt-helper" in words:
            found.append(entry.name)
    return found


def await_true(question: Callable[[], bool], patience: float = 30) -> bool:
    until = time.monotonic() + patience
    while not question() and time.monotonic() < until:
        time.sleep(0.05)
    return question()


@no_archive
@pytest.mark.skipif(bool(AMD64.missing()), reason=AMD64.missing())
@pytest.mark.parametrize("number, code", [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_an_interrupted_download_leaves_nothing_and_the_next_one_works(suite, mirror, monkeypatch, number,
                                                                       code):
    suite.case("bind/a")
    mirror.stalls = POOL
    child = command(suite, mirror, "survey", "--platform", "linux-6.12")
    assert mirror.has_stalled.wait(60), child.communicate(timeout=300)
    child.send_signal(number)
    out, err = child.communicate(timeout=300)
    assert child.returncode == code and "Traceback" not in err
    assert await_true(lambda: not helpers_of(mirror))
    mirror.stalls = ""
    cache = suite.root / "cache" / "addrinuse" / "kernels"
    assert kernels_in(cache) == []
    monkeypatch.setenv("XDG_CACHE_HOME", str(suite.root / "cache"))
    assert DebianSource("6.12").provide().release == RELEASE.decode()
    assert unfinished(cache) == []


# ---- no room ----

def on_a_small_disk(size: str, program: str, folder: Path, variable: str) -> str:
    """What a program says when the folder is a disk of this size."""
    folder.mkdir(exist_ok=True)
    script = f'mount -t tmpfs -o size={size} none "$1" && exec "$2" -c "$3"'
    options = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    if subprocess.run(["unshare", *options, "true"], capture_output=True).returncode:
        pytest.skip("this user cannot mount a small disk: mount namespaces are refused (unshare)")
    done = subprocess.run(["unshare", *options, "sh", "-c", script, "sh", str(folder), sys.executable,
                           program],
                          capture_output=True, text=True, timeout=120,
                          env={**os.environ, "PYTHONPATH": str(TESTS.parent), variable: str(folder)})
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


TELL = """
import os
from pathlib import Path
from addrinuse.support.errors import UserError
from addrinuse.platforms.kernels import own
from addrinuse.platforms.kernels.window_memory import DeviceMemory
from addrinuse.provision import archive, store
from addrinuse.platforms.kernels.sources import DebianSource
archive.KEYRING = Path(os.environ.get("MIRROR_KEYRING", ""))
try:
    {}
except UserError as trouble:
    print(trouble)
    print([str(path) for path in Path(os.environ["XDG_CACHE_HOME"]).rglob(".new-*")])
"""


@no_archive
@pytest.mark.parametrize("size, words",
                         [("4k", "no room left on the disk"), ("64k", "no room left on the disk"),
                          ("600k", "no room left on the disk, 1 MB are needed")])
def test_a_full_disk_is_named_with_what_is_needed(tmp_path, mirror, monkeypatch, size, words):
    monkeypatch.setenv("MIRROR_KEYRING", str(mirror.keyring))
    said = on_a_small_disk(size, TELL.format('DebianSource("6.12").provide()'), tmp_path / "small",
                           "XDG_CACHE_HOME")
    assert (words in said and "set XDG_CACHE_HOME to a folder on a larger disk" in said
            and said.endswith("[]\n"))


def test_a_full_disk_does_not_take_a_kernel_of_ones_own(tmp_path):
    (tmp_path / "bzImage").write_bytes(bzimage())
    said = on_a_small_disk("400k", TELL.format(f'own({str(tmp_path / "bzImage")!r}).source.provide()'),
                           tmp_path / "small", "XDG_CACHE_HOME")
    assert "no room left on the disk, 1 MB are needed" in said and said.endswith("[]\n")


def test_no_room_for_a_running_guest_is_told(tmp_path, cache):
    said = on_a_small_disk("1m",
                           TELL.format('DeviceMemory(Path(os.environ["XDG_CACHE_HOME"], "window"))'),
                           tmp_path / "small", "XDG_CACHE_HOME")
    assert "no room left on the disk" in said and "set XDG_CACHE_HOME to a folder on a larger disk" in said
