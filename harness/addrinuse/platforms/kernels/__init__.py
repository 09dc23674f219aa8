"""Linux kernels in virtual machines: Debian's, by series (`linux-6.12`) or exact package version
(`linux=6.12.48-1`), also for other architectures (`linux-6.12:s390x`), and the user's own (`kernel:PATH`).
docs/running.md describes them for people."""
from __future__ import annotations

import platform as system
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from addrinuse.model import cases
from addrinuse.provision import build
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError
from addrinuse.platforms.base import Availability, Platform
from addrinuse.platforms.kernels import names
from addrinuse.platforms.kernels.architectures import AMD64, Architecture
from addrinuse.platforms.kernels.names import SUITES
from addrinuse.platforms.kernels.session import KernelSession
from addrinuse.provision.options import Settings
from addrinuse.platforms.kernels.sources import DebianSource, FileSource, Source

GUEST = "x86_64"
MODULES = ",modules="     # in a platform's name, before a folder or package with modules


class KernelPlatform(Platform):
    """One kernel, in a machine of QEMU's. `answers_as` names its runs; where it is empty, the kernel names
    them."""

    def __init__(self, name: str, source: Source, answers_as: str = "",
                 architecture: Architecture = AMD64) -> None:
        self.name = name
        self.source = source
        self.answers_as = answers_as
        self.architecture = architecture
        self.standalone = ("" if architecture.is_native else architecture.name, "")

    def describe(self) -> Availability:
        if self.architecture.is_native and system.machine() != GUEST:
            return Availability(False,
                                f"its guests are {GUEST}, and this machine's programs {system.machine()}")
        if missing := self.architecture.missing():
            return Availability(False, missing)
        try:
            return self.source.describe()
        except UserError as error:
            return Availability(False, str(error).replace("\n  ", "; "))

    def prepare(self) -> None:
        self.source.provide()  # what may be the user's mistake comes before what takes minutes
        self._program("all-cases")
        self._program("guest-init")

    def _program(self, name: str) -> Path:
        """A program of the suite for its guests, built if need be."""
        preset = build.PRESET if self.architecture.is_native else self.architecture.name
        return build.up_to_date(preset, name) / name

    @contextmanager
    def open(self) -> Iterator[KernelSession]:
        kernel = self.source.provide()
        with tempdirs.folder() as folder:
            settings = Settings.from_environment()
            yield KernelSession(self.name, self._program("all-cases"), kernel=kernel,
                                init=self._program("guest-init").read_bytes(), folder=folder,
                                settings=settings, is_warped=not settings.real_time, long_cases=long_cases(),
                                answers_as=self.answers_as or f"linux-{kernel.release}",
                                architecture=self.architecture)


@lru_cache
def long_cases() -> frozenset[str]:
    """The cases that wait, or do a thing a thousand times."""
    return frozenset(name for name, case in cases.load().items() if case.slow or case.fills_tables)


def platforms() -> list[Platform]:
    """A platform for every series."""
    return [KernelPlatform(f"linux-{series}", DebianSource(series), f"linux-{series}") for series in SUITES]


def exactly(name: str) -> Platform | None:
    """The platform of a name like linux=6.12.48-1 or linux-6.12:rt; None for a name of another kind. Raises
    UserError for a flavour, a version or a suite that cannot be."""
    kernel = names.parse(name)
    if kernel is None:
        return None
    name = name.replace(f"-{kernel.flavour}", f":{kernel.flavour}", 1)  # as tables spell it
    return KernelPlatform(name, DebianSource.named(kernel), kernel.answers_as, kernel.architecture)


def own(argument: str) -> Platform:
    """The platform of the kernel in a file; `,modules=PATH` after it, once or more, names its modules."""
    file, *modules = argument.split(MODULES)
    return KernelPlatform(f"kernel:{argument}", FileSource(Path(file), tuple(map(Path, modules))))
