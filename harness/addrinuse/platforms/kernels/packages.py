"""What a kernel's packages hold for us: its image, and the modules that cases need with what those need
themselves."""
from __future__ import annotations

import hashlib
import json
import lzma
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.platforms.kernels import images
from addrinuse.provision import store

# What cases may ask for: pairs of devices, dummy devices, tunnels, and the kernel's own table of sockets.
WANTED = {"veth": "", "dummy": "numdummies=0", "tun": "", "inet_diag": "", "tcp_diag": "", "udp_diag": ""}
IMAGE = re.compile(r"\./(boot/vmlinuz-[^/]+|usr/lib/modules/[^/]+/vmlinuz)")
MODULE = re.compile(r"\./(?:usr/)?lib/modules/[^/]+/kernel/.*/([^/]+)\.ko(\.xz|\.zst|\.gz)?")
BUILT_IN = re.compile(r"\./(?:usr/)?lib/modules/[^/]+/modules\.builtin")
CHUNK = 1 << 20           # bytes
DEPENDS = re.compile(rb"\0depends=([^\0]*)\0")


@dataclass(frozen=True)
class Stored:
    """A kernel in the store. `digest` is that of the image as it was published; `modules` are names in
    loading order, `missing` those nobody brought."""

    folder: Path
    release: str
    digest: str
    package: str = ""
    version: str = ""
    modules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def image(self) -> Path:
        """What is started."""
        return self.folder / "kernel"

    def module(self, name: str) -> bytes:
        """A module as the kernel takes it."""
        return (self.folder / f"{name}.ko").read_bytes()


@dataclass
class _Contents:
    """What was found in packages so far."""

    image: bytes = b""
    modules: dict[str, bytes] = field(default_factory=dict)
    built_in: set[str] = field(default_factory=set)


def stored(folder: Path) -> Stored | None:
    """The kernel in a folder of the store; None where there is none."""
    try:
        facts = json.loads((folder / "facts.json").read_text())
        return Stored(folder, facts["release"], facts["digest"], facts["package"], facts["version"],
                      tuple(facts["modules"]), tuple(facts["missing"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def take(files: Sequence[Path], into: Path, package: str = "", version: str = "") -> Stored:
    """Takes a kernel out of its packages and puts it into a folder of the store. Raises UserError."""
    contents = _contents(files)
    thing = f"package {package} {version}".strip() if package else str(files[0])
    if not contents.image:
        raise UserError(thing, "holds no kernel")
    order, missing = _loading_order(contents)
    modules = {name: contents.modules[name] for name in order}
    return put(contents.image, into, thing, package, version, modules, missing)


def put(image: bytes, into: Path, thing: str, package: str = "", version: str = "",
        modules: dict[str, bytes] | None = None, missing: Sequence[str] = ()) -> Stored:
    """Puts an image and its modules into a folder of the store. Raises UserError where it is no kernel."""
    kernel = images.parse(image, thing)
    modules = modules or {}
    made = Stored(into, kernel.release, hashlib.sha256(image).hexdigest(), package, version, tuple(modules),
                  tuple(missing))
    with store.new_folder(into) as folder:
        (folder / "kernel").write_bytes(kernel.image)
        for name, module in modules.items():
            (folder / f"{name}.ko").write_bytes(module)
        facts = {key: value for key, value in asdict(made).items() if key != "folder"}
        (folder / "facts.json").write_text(json.dumps(facts, indent=1))
    return made


def _contents(files: Sequence[Path]) -> _Contents:
    """Image and modules; again and again as long as modules need others that were not looked for."""
    found = _Contents()
    wanted: set[str] = set(WANTED)
    while True:
        for file in files:
            try:
                _look(file, wanted - set(found.modules), found)
            except (tarfile.TarError, EOFError, lzma.LZMAError) as trouble:
                raise _damaged(file, str(trouble)) from None
        needed = {other for module in found.modules.values() for other in _needs(module)}
        if needed <= wanted:
            return found
        wanted |= needed


def _look(file: Path, wanted: set[str], found: _Contents) -> None:
    with _members(file) as members:
        for member, content in members:
            if not member.isreg():
                continue
            module = MODULE.fullmatch(member.name)
            if module and _plain(module[1]) in wanted:
                found.modules[_plain(module[1])] = _unpacked(content(), module[2] or "", member.name)
            elif IMAGE.fullmatch(member.name) and not found.image:
                found.image = content()
            elif BUILT_IN.fullmatch(member.name):
                found.built_in |= {_plain(Path(line).stem) for line in content().decode().split()}


@contextmanager
def _members(file: Path) -> Iterator[Iterator[tuple[tarfile.TarInfo, Callable[[], bytes]]]]:
    """The files in a package, each with what reads it."""
    try:
        child = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(file)], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError:
        raise UserError(str(file), "cannot be unpacked without dpkg-deb") from None
    with child:
        try:
            with tarfile.open(fileobj=child.stdout, mode="r|") as archive:
                yield ((one, lambda one=one: archive.extractfile(one).read()) for one in archive)
            while child.stdout.read(CHUNK):  # what is behind the archive's end
                pass
            if child.wait():
                raise tarfile.ReadError("it is cut short")
        except BaseException:
            child.kill()
            raise


def _damaged(file: Path, how: str) -> UserError:
    return UserError(f"package {file.name}", f"is not a package, or a damaged one: {how}", "Fetch it again.")


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _unpacked(module: bytes, suffix: str, thing: str) -> bytes:
    """A module as the kernel takes it. Debian packs modules with xz."""
    if suffix == ".xz":
        return lzma.decompress(module)
    if suffix:
        tool = {".zst": "zstd", ".gz": "gzip"}[suffix]
        try:
            return subprocess.run([tool, "-dcq"], input=module, capture_output=True, check=True).stdout
        except (OSError, subprocess.CalledProcessError):
            raise UserError(thing, f"cannot be unpacked with {tool}") from None
    return module


def _needs(module: bytes) -> list[str]:
    """The modules a module names in its own description."""
    found = DEPENDS.search(module)
    return [_plain(name) for name in found[1].decode().split(",") if name] if found else []


def _loading_order(contents: _Contents) -> tuple[list[str], list[str]]:
    """The wanted modules with what each needs before it; and those that nobody brought."""
    order: list[str] = []
    missing: list[str] = []

    def add(name: str) -> bool:
        if name in order or name in contents.built_in:
            return True
        module = contents.modules.get(name)
        if module is None or not all([add(other) for other in _needs(module)]):
            return False
        order.append(name)
        return True

    for name in WANTED:
        if not add(name):
            missing.append(name)
    return order, missing
