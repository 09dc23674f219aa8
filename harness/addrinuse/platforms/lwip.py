"""lwIP, as Debian builds it (with SO_REUSE): a library in front of the system's sockets (harness/lwip)
performs the calls of unmodified cases with an lwIP that every case's process has to itself.

A library that cannot be loaded is passed over in silence, and the machine's own stack would answer: so the
program is asked which stack that is (getsockopt gives lwIP's own bit for SO_REUSEADDR), and which lwIP the
library is made for."""
from __future__ import annotations

import os
import platform as system
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from addrinuse.provision import build
from addrinuse.support import commands, paths
from addrinuse.platforms import preload
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.provision.debian_packages import Pinned, Unpacked
from addrinuse.provision import seals, store

LIBRARY = "libaddrinuse-lwip.so"
PROGRAM = "all-cases-dynamic"
BUILD = 600               # seconds for building the library
DOWNLOAD = 500_000        # bytes, about
JOBS = 8                  # lwIP waits a lot: its timers tick every 250 ms
# A process has all ports of its stack once, and no namespaces: enough for 12,000 of the 70,000 cells.
SCAN_PROCESSES = 12
# Its stack is a thread of the process, and a story that ends it would end the others. Of 393 stories 52
# answered by chance with a pause of 1 ms after each step, and 7 with one of 10 ms.
STORIES = ("--process-per-story", "--settle", "10", "--jobs", "16", "--timeout", "3")


@dataclass(frozen=True)
class Release:
    """A release of lwIP in Debian: the suite, and the package of its library."""

    version: str
    suite: str
    library: str

    @property
    def pinned(self) -> Pinned:
        """Its packages: the library, and the headers."""
        return Pinned(self.suite, (self.library, "liblwip-dev"), version=self.version)


RELEASES = (Release("2.1.3", "bookworm", "liblwip0"), Release("2.2.1", "trixie", "liblwip0t64"))


class Lwip(Platform):
    """One release of lwIP."""

    standalone = ("", "-dynamic")

    def __init__(self, release: Release) -> None:
        self.name = f"lwip-{release.version}"
        self.release = release

    def describe(self) -> Availability:
        if system.system() != "Linux":
            return Availability(False, f"needs Linux to run in, this is {system.system()}")
        missing = self.release.pinned.missing()
        kept = self.release.pinned.kept()
        return Availability(not missing, missing, 0 if kept else DOWNLOAD,
                            f"lwIP {self.release.version} in the place of this machine's stack; one for each "
                            "case")

    def prepare(self) -> None:
        build.up_to_date(build.PRESET, PROGRAM)
        self.library()

    def library(self) -> Path:
        """The library for this release, built if need be. Raises UserError with the compiler's words."""
        kept = self.release.pinned.provide()
        with store.locked(f"build-{self.name}"):
            folder = store.folder("built", f"{self.name}-{paths.cache().name}")  # one for each checkout
            library = folder / LIBRARY
            if library.exists() and not seals.is_intact(library):
                library.unlink()
            _cmake("-S", str(paths.machinery() / "lwip"), "-B", str(folder), f"-DLWIP_ROOT={kept.folder}")
            _cmake("--build", str(folder))
            seals.seal(library)
        return library

    @contextmanager
    def open(self) -> Iterator[Session]:
        yield self.session(self.library())

    def session(self, library: Path) -> Session:
        """A session with this library in front."""
        preload.check(self.name, library, "Set XDG_CACHE_HOME to a folder without them.")
        program = build.up_to_date(build.PRESET, PROGRAM) / PROGRAM
        return Session(self.name, program, prefix=("env", f"LD_PRELOAD={library}"), story_arguments=STORIES,
                       scan_processes=SCAN_PROCESSES,
                       arguments=("--platform", self.name, "--stack", "lwip", "--isolate", "none", "--exec",
                                  "--jobs", str(max(JOBS, os.cpu_count() or 1))),
                       facts=self._facts(self.release.pinned.provide()),
                       identity={"stack": "lwip", "lwip": self.release.version})

    def _facts(self, kept: Unpacked) -> dict[str, str]:
        return {"engine": "lwip", "engine_version": self.release.version, **kept.facts}


def _cmake(*arguments: str) -> None:
    commands.run(["cmake", *arguments], BUILD, "lwIP's library",
                 missing="It needs cmake and g++ (ci/setup build).")


def platforms() -> list[Platform]:
    """The releases that Debian has."""
    return [Lwip(release) for release in RELEASES]
