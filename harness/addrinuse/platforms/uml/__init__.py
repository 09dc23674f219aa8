"""User-Mode Linux: a kernel that is a process of this machine. It needs no root, no virtual machine and no
image, and its clock skips idle time. `uml:PATH` is the user's own build, `uml-SERIES` one of Debian's source;
docs/kernel-developers.md describes them for people."""
from __future__ import annotations

import platform as system
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.platforms.base import Availability, Platform
from addrinuse.platforms.kernels import long_cases
from addrinuse.platforms.uml import program, source
from addrinuse.platforms.uml.program import Kernel
from addrinuse.platforms.uml.session import UmlSession
from addrinuse.provision import build
from addrinuse.provision.options import Settings
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError


class UmlPlatform(Platform):
    """A kernel that is a process."""

    @abstractmethod
    def provide(self) -> tuple[Kernel, dict[str, str]]:
        """The kernel, and facts of where it comes from. Raises UserError."""

    @abstractmethod
    def describe_kernel(self) -> Availability:
        """Whether the kernel can be used, on a system on which such kernels run. Raises UserError."""

    def describe(self) -> Availability:
        if system.system() != "Linux" or system.machine() != "x86_64":
            return Availability(False,
                                f"needs Linux on x86_64, this is {system.system()} on {system.machine()}")
        try:
            return self.describe_kernel()
        except UserError as error:
            return Availability(False, str(error).replace("\n  ", "; "))

    def prepare(self) -> None:
        self.provide()  # what may be the user's mistake comes before what takes minutes
        build.all_cases()
        _init()

    @contextmanager
    def open(self) -> Iterator[UmlSession]:
        kernel, source_facts = self.provide()
        settings = Settings.from_environment()
        with tempdirs.folder() as folder:
            yield UmlSession(self.name, build.all_cases(), kernel=kernel, init=_init().read_bytes(),
                             source=source_facts, folder=folder, settings=settings, long_cases=long_cases(),
                             is_warped=kernel.can_skip_time and not settings.real_time,
                             answers_as=f"uml-{kernel.release}")


class OwnBuild(UmlPlatform):
    """The user's own build: a file, or the folder that it is in."""

    def __init__(self, path: Path) -> None:
        self.name = f"uml:{path}"
        self.path = path

    def provide(self) -> tuple[Kernel, dict[str, str]]:
        return program.read(self.path), {}

    def describe_kernel(self) -> Availability:
        return Availability(True, description=f"User-Mode Linux {program.read(self.path).release}")


class DebianBuild(UmlPlatform):
    """A build of Debian's source of a series."""

    def __init__(self, name: str, origin: source.UmlSource) -> None:
        self.name = name
        self.source = origin

    def provide(self) -> tuple[Kernel, dict[str, str]]:
        built = self.source.provide()
        return program.read(built.folder), built.facts

    def describe_kernel(self) -> Availability:
        missing, kept = self.source.missing(), self.source.kept()
        state = "built" if kept else "built at first use, which takes minutes"
        return Availability(not missing, missing, 0 if kept else source.DOWNLOAD,
                            f"User-Mode Linux {self.source.series}, of Debian's source, {state}")


def _init() -> Path:
    """The guest's first program, built if need be."""
    return build.up_to_date(build.PRESET, "uml-init") / "uml-init"


def named(argument: str) -> Platform:
    """The platform of the build in a file or folder."""
    return OwnBuild(Path(argument))


def of_series(name: str) -> Platform | None:
    """The platform of a name like uml-6.1; None for another name."""
    origin = source.named(name)
    return DebianBuild(name, origin) if origin else None
