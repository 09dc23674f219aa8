"""What a kernel's packages hold for us: its image, and the modules that cases need with what those need
themselves."""
from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.support.inputs import a_text as text, kept_json, text_table
from addrinuse.platforms.kernels import archives, images
from addrinuse.platforms.kernels.archives import Archive, Member
from addrinuse.provision import seals, store
from addrinuse.provision.archive import NATIVE

# What cases may ask for: pairs of devices, dummy devices, tunnels, and the kernel's own table of sockets.
WANTED = {"veth": "", "dummy": "numdummies=0", "tun": "", "inet_diag": "", "tcp_diag": "", "udp_diag": ""}
# The group is the release: the one before it on a Debian before 14, the one after it since.
IMAGE = re.compile(r"\./(?:boot/vmlinu[xz]-([^/]+)|(?:usr/)?lib/modules/([^/]+)/vmlinu[xz])")
MODULE = re.compile(r"\./(?:usr/)?lib/modules/[^/]+/kernel/.*/([^/]+)\.ko(\.xz|\.zst|\.gz)?")
BUILT_IN = re.compile(r"\./(?:usr/)?lib/modules/[^/]+/modules\.builtin")
MODULE_LIMIT = 64 << 20   # bytes of an unpacked module
TEXT_LIMIT = 16 << 20     # bytes of the list of what is built in
VERMAGIC = re.compile(rb"\0vermagic=([^ \0]{1,200}) ")
DEPENDS = re.compile(rb"\0depends=([^\0]*)\0")


@dataclass(frozen=True)
class Stored:
    """A kernel in the store. `digest` is that of the image as it was published; `modules` are names in
    loading order, `missing` those nobody brought; `files` are the digests of what is kept here."""

    folder: Path
    release: str
    digest: str
    package: str = ""
    version: str = ""
    modules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)

    @property
    def image(self) -> Path:
        """What is started."""
        return self.folder / "kernel"

    def module(self, name: str) -> bytes:
        """A module as the kernel takes it."""
        return (self.folder / f"{name}.ko").read_bytes()


def stored(folder: Path) -> Stored | None:
    """The kernel in a folder of the store, as its facts say; None where there is none."""
    try:
        facts = kept_json(folder / "facts.json")
        return Stored(folder, text(facts["release"]), text(facts["digest"]), text(facts["package"]),
                      text(facts["version"]), tuple(map(text, facts["modules"])),
                      tuple(map(text, facts["missing"])), text_table(facts["files"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def intact(folder: Path) -> Stored | None:
    """The kernel in a folder of the store, if all of it is what it was when it came. What is damaged is
    removed, and None is given, as where there is none: it can then be had again."""
    kernel = stored(folder)
    wrong = ["facts.json"] if kernel is None else seals.damaged(folder, kernel.files)
    if kernel is not None and not wrong and "kernel" in kernel.files:
        return kernel
    if folder.exists():
        seals.report(folder, wrong or ["kernel"])
        shutil.rmtree(folder, ignore_errors=True)
    return None


def take(files: Sequence[Path], into: Path, package: str = "", version: str = "", subject: str = "",
         image: bytes = b"", architecture: str = NATIVE) -> Stored:
    """Takes a kernel for an architecture out of its packages and puts it into a folder of the store. `image`,
    the kernel in the file `subject`, is not in them if it is given. Raises UserError."""
    with ExitStack() as opened:
        contents = _Contents([opened.enter_context(archives.opened(file)) for file in files])
        subject = subject or (f"package {package} {version}".strip() if package else str(files[0]))
        image = image or contents.image
        if not image:
            raise UserError(subject, "holds no kernel", "A package with boot/vmlinuz-… is wanted.")
        order, missing = contents.loading_order()
        modules = {name: contents.module(name) for name in order}
        release = contents.release
    kernel = (images.parse(image, subject) if architecture == NATIVE
              else images.foreign(image, subject, architecture, release))
    return _put(kernel, image, into, subject, package, version, modules, missing)


def put(image: bytes, into: Path, subject: str, package: str = "", version: str = "",
        modules: Mapping[str, bytes] | None = None, missing: Sequence[str] = ()) -> Stored:
    """Puts an image and its modules into a folder of the store. Raises UserError where it is no kernel."""
    return _put(images.parse(image, subject), image, into, subject, package, version, modules or {}, missing)


def _put(kernel: images.Kernel, image: bytes, into: Path, subject: str, package: str, version: str,
         modules: Mapping[str, bytes], missing: Sequence[str]) -> Stored:
    for name, module in modules.items():
        _check_release(name, module, kernel.release, subject)
    contents = {"kernel": kernel.image, **{f"{name}.ko": module for name, module in modules.items()}}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    made = Stored(into, kernel.release, hashlib.sha256(image).hexdigest(), package, version,
                  tuple(modules), tuple(missing), digests)
    with store.new_folder(into) as folder:
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        facts = {key: value for key, value in asdict(made).items() if key != "folder"}
        (folder / "facts.json").write_text(json.dumps(facts, indent=1))
    return made


class _Contents:
    """What is in packages for us: the image, and modules by name; a module is unpacked when it is asked
    for."""

    def __init__(self, opened: Sequence[Archive]) -> None:
        self.image = b""
        self.release = ""
        self.built_in: set[str] = set()
        self._found: dict[str, tuple[Archive, Member, str]] = {}
        self._modules: dict[str, bytes] = {}
        for archive in opened:
            for member in archive.members:
                self._note(archive, member)

    def _note(self, archive: Archive, member: Member) -> None:
        module = MODULE.fullmatch(member.name)
        if module:
            self._found.setdefault(_plain(module[1]), (archive, member, module[2] or ""))
        elif (image := IMAGE.fullmatch(member.name)) and not self.image:
            self.image, self.release = archive.content(member, images.FILE_LIMIT), image[1] or image[2]
        elif BUILT_IN.fullmatch(member.name):
            text = archive.content(member, TEXT_LIMIT).decode("utf-8", "replace")
            self.built_in |= {_plain(Path(line).stem) for line in text.split()}

    def module(self, name: str) -> bytes:
        """A module as the kernel takes it. Raises UserError where it cannot be unpacked; KeyError for one
        that nobody brought."""
        if name not in self._modules:
            archive, member, suffix = self._found[name]
            packed = archive.content(member, MODULE_LIMIT)
            self._modules[name] = _unpacked(packed, suffix,
                                            f"{archive.subject}: {clean(member.name)}")
        return self._modules[name]

    def loading_order(self) -> tuple[list[str], list[str]]:
        """The wanted modules with what each needs before it; and those that cannot be loaded, since what they
        need is not there, or needs them."""
        order: dict[str, None] = {}
        missing = [name for name in WANTED if not self._place(name, order)]
        return list(order), missing

    def _place(self, wanted: str, order: dict[str, None]) -> bool:
        """Puts a module and all that it needs in order, where that can be; walks without recursion, for a
        package may name any number of modules."""
        placed: dict[str, None] = {}
        trail: dict[str, Iterator[str]] = {}
        if not self._enter(wanted, order, trail):
            return wanted in order or wanted in self.built_in
        while trail:
            name = next(reversed(trail))
            needed = next(trail[name], None)
            if needed is None:
                del trail[name]
                placed[name] = None
            elif needed in trail or (needed not in placed and not self._enter(needed, order, trail)
                                     and needed not in order and needed not in self.built_in):
                return False
        order.update(placed)
        return True

    def _enter(self, name: str, order: dict[str, None], trail: dict[str, Iterator[str]]) -> bool:
        """Begins with a module that is not in order yet; False where it is, or needs not be, or nobody
        brought it."""
        if name in order or name in self.built_in or name not in self._found:
            return False
        trail[name] = iter(_needs(self.module(name)))
        return True


def _check_release(name: str, module: bytes, release: str, subject: str) -> None:
    """Raises UserError for a module of another kernel, which this one would refuse to load."""
    magic = VERMAGIC.search(module)
    if magic and magic[1].decode("utf-8", "replace") != release:
        other = clean(magic[1].decode("utf-8", "replace"))
        raise UserError(subject, f"its module {name} is of {other}, and the kernel is {release}",
                        "Modules and kernel have to be of the same build.")


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _unpacked(module: bytes, suffix: str, subject: str) -> bytes:
    """A module as the kernel takes it. Debian packs modules with xz."""
    if not suffix:
        return module
    content = images.unpacked(module, MODULE_LIMIT, subject)
    if not content:
        raise UserError(subject, "does not unpack")
    return content


def _needs(module: bytes) -> list[str]:
    """The modules a module names in its own description."""
    described = DEPENDS.search(module)
    names = described[1].decode("utf-8", "backslashreplace").split(",") if described else []
    return [_plain(name) for name in names if name]
