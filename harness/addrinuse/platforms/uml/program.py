"""A User-Mode-Linux kernel as a file: what it is, and the command that starts it."""
from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from addrinuse.platforms.uml import configuration
from addrinuse.provision import seals
from addrinuse.support import commands
from addrinuse.support.errors import UserError

NAMES = ("linux", "vmlinux")  # what `make ARCH=um` makes: the second one is without the host's start-up code
# tcp_max_tw_buckets follows the memory: with this one it is what QEMU's guests have.
MEMORY = 512              # MiB
RELEASE = re.compile(r"\d+\.\d+\S*")
WANTED = "Name the file `linux` of a build with `make ARCH=um`, or its folder."


@dataclass(frozen=True)
class Kernel:
    """A User-Mode-Linux kernel: its file, what it calls itself, the digest of the file, its configuration."""

    path: Path
    release: str
    digest: str
    configuration: dict[str, str]
    has_seccomp: bool

    @property
    def can_skip_time(self) -> bool:
        """Whether its clock can skip idle time."""
        return self.configuration.get("CONFIG_UML_TIME_TRAVEL_SUPPORT") == "y"

    def configuration_digest(self) -> str:
        """A digest of all options and their values."""
        text = "\n".join(f"{name}={value}" for name, value in sorted(self.configuration.items()))
        return hashlib.sha256(text.encode()).hexdigest()

    def arguments(self, root: str, is_warped: bool) -> list[str]:
        """Its command line. `root` is the folder that is its root file system; what the program prints goes
        to a file there, the kernel's messages to standard output."""
        return [f"mem={MEMORY}M", "root=/dev/root", "rootfstype=hostfs", f"rootflags={root}", "rw",
                "init=/init", f"uml_dir={root}", "con0=null,fd:1", "con=null", "quiet", "loglevel=5",
                "panic=-1", "oops=panic", *(["time-travel"] if is_warped else []),
                *(["seccomp=auto"] if self.has_seccomp else [])]


def file_of(path: Path) -> Path:
    """The kernel's file: the one named, or the one in a build folder. Raises UserError if there is none."""
    if path.is_dir():
        for name in NAMES:
            if (path / name).is_file():
                return path / name
        raise UserError(str(path), f"holds neither {' nor '.join(NAMES)}", WANTED)
    if not path.exists():
        raise UserError(str(path), "no such file or folder", WANTED)
    if not path.is_file() or not os.access(path, os.X_OK):
        raise UserError(str(path), "is not a program that can be started", WANTED)
    return path


def read(path: Path) -> Kernel:
    """The kernel of a file or build folder. Raises UserError if it is none, or lacks a needed option."""
    file = file_of(path.absolute())
    facts = file.stat()
    return _read(file, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4)
def _read(file: Path, *facts: int) -> Kernel:
    release = commands.output([str(file), "--version"]).strip()
    if not RELEASE.fullmatch(release):
        raise UserError(str(file), "is not a User-Mode-Linux kernel", WANTED)
    options = configuration.parse(commands.output([str(file), "--showconfig"]), f"{file} --showconfig")
    needed = [lack for lack in configuration.missing(options) if lack.is_needed]
    if needed:
        raise UserError(str(file), "lacks what the suite needs",
                        "\n  ".join([*map(str, needed), "`addrinuse uml-config` prints the configuration."]))
    return Kernel(file, release, seals.digest_of(file), options,
                  "seccomp=" in commands.output([str(file), "--help"]))
