"""User-Mode-Linux kernels by name: Debian's package linux-source of a series, from the same suite as the
published kernel, built once with the configuration that the suite needs, and kept in the store. A build takes
three to five minutes on two processors, and 3 GB while it lasts."""
from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from addrinuse.platforms.kernels.names import SUITES
from addrinuse.platforms.uml import configuration
from addrinuse.provision import seals, store
from addrinuse.provision.debian_packages import Pinned, Unpacked
from addrinuse.support import commands, inputs
from addrinuse.support.errors import UserError

TOOLS = ("make", "gcc", "flex", "bison", "bc", "tar", "xz", "perl")
PREFIX = "uml-"
DOWNLOAD = 165_000_000    # bytes, about
ROOM = 3 << 30            # bytes that a source tree and its build take
UNPACKING = 900           # seconds
BUILDING = 3 * 3600       # seconds; a machine may be busy
TREE = "usr/src/linux-source-{series}.tar.xz"
KERNEL, FACTS, CONFIGURATION = "linux", "facts.json", ".config"
INSTALL = "On Debian: ci/setup uml"


@dataclass(frozen=True)
class Built:
    """A kernel that was built: the folder with it and its .config, and facts of where it comes from."""

    folder: Path
    facts: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class UmlSource:
    """The source of a series of Debian's kernels."""

    series: str

    @property
    def pinned(self) -> Pinned:
        """Its package."""
        return Pinned(SUITES[self.series], (f"linux-source-{self.series}",))

    def missing(self) -> str:
        """Why it cannot be built here; nothing if it can, or was. Quick."""
        if self.kept() is not None:
            return ""
        absent = _absent_tools()
        return f"needs {absent} (ci/setup uml)" if absent else self.pinned.missing()

    def kept(self) -> Built | None:
        """What was built of the newest source that is in the store; None if nothing was."""
        unpacked = self.pinned.kept()
        return _read(self._place(unpacked)) if unpacked else None

    def provide(self) -> Built:
        """The kernel, built if it is not yet, or is damaged. Raises UserError."""
        unpacked = self.pinned.provide()
        place = self._place(unpacked)
        with store.locked(f"uml-{self.series}"):
            built = _read(place)
            if built is None or not seals.is_intact(place / KERNEL):
                shutil.rmtree(place, ignore_errors=True)
                self._build(unpacked, place)
                seals.seal(place / KERNEL)
                built = _read(place)
        if built is None:
            raise UserError(f"kernel {PREFIX}{self.series}", f"was built into {place} and is not there")
        return built

    def _place(self, unpacked: Unpacked) -> Path:
        """The folder of the build of a source with the present configuration."""
        return store.folder("uml") / f"{unpacked.package}_{unpacked.version}-{configuration.digest()[:12]}"

    def _build(self, unpacked: Unpacked, place: Path) -> None:
        if absent := _absent_tools():
            raise UserError(f"kernel {PREFIX}{self.series}", f"cannot be built without {absent}", INSTALL)
        store.need_room(place.parent, ROOM)
        print(f"addrinuse: building User-Mode Linux of {unpacked.package} {unpacked.version} "
              "(once; three to five minutes on two processors)", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix=store.UNFINISHED, dir=place.parent) as scratch:
            self._make(unpacked, Path(scratch))
            with store.new_folder(place) as folder:
                for name in (KERNEL, CONFIGURATION):
                    shutil.copy(Path(scratch) / "build" / name, folder / name)
                (folder / FACTS).write_text(json.dumps(
                    {**unpacked.facts, "compiler": _compiler(), "configuration": configuration.digest()}))

    def _make(self, unpacked: Unpacked, scratch: Path) -> None:
        """Leaves the kernel in the folder `build`. Raises UserError with the last words of what failed."""
        package = unpacked.folder / TREE.format(series=self.series)
        subject = f"package {unpacked.package} {unpacked.version}"
        if not package.is_file():
            raise UserError(subject, f"holds no {package.name}", "Fetch it again, or name another series.")
        commands.run(["tar", "-xJf", str(package), "-C", str(scratch)], UNPACKING, subject, "Fetch it again.",
                     INSTALL)
        tree, build = scratch / f"linux-source-{self.series}", scratch / "build"
        build.mkdir()
        merge = ["/bin/sh", "scripts/kconfig/merge_config.sh", "-m", "-O", str(build),
                 str(build / CONFIGURATION), str(configuration.FRAGMENT)]
        for argv in (_target(build, "tinyconfig"), merge, _target(build, "olddefconfig"),
                     _target(build, f"-j{os.cpu_count() or 1}", KERNEL)):
            commands.run(argv, BUILDING, f"building {subject}", INSTALL, cwd=tree)
        if not (build / KERNEL).is_file():
            raise UserError(f"building {subject}", f"made no file {KERNEL}")


def _absent_tools() -> str:
    return ", ".join(tool for tool in TOOLS if shutil.which(tool) is None)


def _target(build: Path, *words: str) -> Sequence[str]:
    return ["make", "ARCH=um", f"O={build}", *words]


def _compiler() -> str:
    return commands.output(["gcc", "--version"]).partition("\n")[0]


def _read(place: Path) -> Built | None:
    try:
        facts = inputs.kept_json(place / FACTS)
        return Built(place, {str(name): str(value) for name, value in facts.items()})
    except (OSError, ValueError, AttributeError):
        return None


def named(name: str) -> UmlSource | None:
    """The source of a name like uml-6.1; None for another name."""
    series = name.removeprefix(PREFIX)
    return UmlSource(series) if name.startswith(PREFIX) and series in SUITES else None
