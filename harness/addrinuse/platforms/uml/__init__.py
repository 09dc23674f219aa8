"""User-Mode Linux: a kernel that is a process of this machine. It needs no root, no virtual machine and no
image, and its clock skips idle time. `uml:PATH` is the user's own build; docs/kernel-developers.md describes
it for people."""
from __future__ import annotations

import platform as system
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.platforms.base import Availability, Platform
from addrinuse.platforms.kernels import long_cases
from addrinuse.platforms.uml import program
from addrinuse.platforms.uml.session import UmlSession
from addrinuse.provision import build
from addrinuse.provision.options import Settings
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError


class UmlPlatform(Platform):
    """The user's own build: a file, or the folder that it is in."""

    def __init__(self, path: Path) -> None:
        self.name = f"uml:{path}"
        self.path = path

    def describe(self) -> Availability:
        if system.system() != "Linux" or system.machine() != "x86_64":
            return Availability(False,
                                f"needs Linux on x86_64, this is {system.system()} on {system.machine()}")
        try:
            kernel = program.read(self.path)
        except UserError as error:
            return Availability(False, str(error).replace("\n  ", "; "))
        return Availability(True, description=f"User-Mode Linux {kernel.release}")

    def prepare(self) -> None:
        program.read(self.path)  # what may be the user's mistake comes before what takes minutes
        build.all_cases()
        _init()

    @contextmanager
    def open(self) -> Iterator[UmlSession]:
        kernel = program.read(self.path)
        settings = Settings.from_environment()
        with tempdirs.folder() as folder:
            yield UmlSession(self.name, build.all_cases(), kernel=kernel, init=_init().read_bytes(),
                             source={}, folder=folder, settings=settings, long_cases=long_cases(),
                             is_warped=kernel.can_skip_time and not settings.real_time,
                             answers_as=f"uml-{kernel.release}")


def _init() -> Path:
    """The guest's first program, built if need be."""
    return build.up_to_date(build.PRESET, "uml-init") / "uml-init"


def named(argument: str) -> Platform:
    """The platform of the build in a file or folder."""
    return UmlPlatform(Path(argument))
