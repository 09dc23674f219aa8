"""Containers, with podman or docker: `container:IMAGE`, and Debian releases that the project makes itself
with mmdebstrap (`container:debian-trixie`). A container changes the C library and not the kernel: that is
what its column shows. The network is private (none but the loopback device)."""
from __future__ import annotations

import os
import platform as system
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from addrinuse.provision import build
from addrinuse.support import commands, tempdirs
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.provision import mirrors, store

RELEASES = ("bullseye", "bookworm", "trixie", "sid")
PREFIX = "localhost/addrinuse-debian-"
TOOLS = ("podman", "docker")
THERE = "/addrinuse"      # where the program's folder is in the container
STATIC, DYNAMIC = "all-cases", "all-cases-dynamic"
DOWNLOAD = 45_000_000     # bytes, about, for a release
ANSWER = 120              # seconds an engine may take for an answer
PATIENCE = 900            # seconds for making an image
# A name of an image, with registry, tag and digest (OCI distribution specification); none begins like an
# option.
IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}")
INSTALL = "ci/setup containers"
# Restricted machines refuse the usual limits, and every case makes a network namespace of its own.
LIMITS = ("--ulimit=nofile=4096:4096", "--ulimit=nproc=4096:4096")
RIGHTS = ("--cap-add=SYS_ADMIN", "--cap-add=NET_ADMIN", "--security-opt=seccomp=unconfined")
UNMASKED = {"podman": "unmask=ALL", "docker": "systempaths=unconfined"}


@dataclass
class ContainerSession(Session):
    """A container whose `folder` is THERE."""

    folder: Path = field(kw_only=True)
    image: str = field(kw_only=True)

    def answer_name(self, facts: dict[str, object]) -> str:
        return self.image

    def command(self, args: Sequence[str]) -> list[str]:
        return [*self.prefix, f"{THERE}/{self.program.name}", *self.arguments, *args]

    def place(self, folder: Path, name: str, text: str) -> str:
        (self.folder / name).write_text(text)
        return f"{THERE}/{name}"


class Container(Platform):
    """An image, by its name for podman or docker, or debian-RELEASE for one that is made here."""

    standalone = None

    def __init__(self, image: str) -> None:
        self.name = f"container:{image}"
        self.argument = image
        release = image.removeprefix("debian-")
        self.release = release if release != image and release in RELEASES else ""
        self.image = f"{PREFIX}{release}:latest" if self.release else image

    def describe(self) -> Availability:
        what = (f"Debian {self.release}'s C library on this machine's kernel" if self.release
                else f"image {self.image}")
        if not IMAGE.fullmatch(self.image):
            return Availability(False, f"{self.image!r} is no name of an image")
        if not tool():
            return Availability(False, _no_engine(), description=what)
        if not self.release:
            there = _has(self.image)
            return Availability(there, "" if there
                                else f"{tool()} has no image {self.image}; pull or build it first",
                                description=what)
        if _has(self.image):
            return Availability(True, description=what)
        made = shutil.which("mmdebstrap") is not None
        return Availability(made, "" if made else f"needs mmdebstrap ({INSTALL})", DOWNLOAD, what)

    def prepare(self) -> None:
        build.up_to_date(build.PRESET, STATIC)
        build.up_to_date(build.PRESET, DYNAMIC)
        if self.release:
            make(self.release)

    @contextmanager
    def open(self) -> Iterator[Session]:
        self.prepare()
        with tempdirs.folder() as folder:
            for name in (STATIC, DYNAMIC):
                shutil.copy(build.up_to_date(build.PRESET, name) / name, folder)
            os.chmod(folder, 0o755)
            start = self._start(folder)
            program = (DYNAMIC if commands.succeeds([*start, f"{THERE}/{DYNAMIC}", "--list"], ANSWER)
                       else STATIC)
            yield ContainerSession(
                self.name, Path(program), prefix=tuple(start), folder=folder,
                image=f"container-{self.argument}",
                arguments=("--platform", self.name, "--stack", system.system().lower()),
                facts={"engine": tool(), "engine_version": _version(tool()), "image": self.image,
                       "image_id": _image_id(self.image),
                       "program": "static" if program == STATIC else "dynamic"},
                identity={"stack": system.system().lower(), "release": system.release()})

    def _start(self, folder: Path) -> list[str]:
        runtime = ["--runtime", "runc"] if tool() == "podman" and shutil.which("runc") else []
        return [tool(), *runtime, "run", "--rm", "-i", "--network=none", *LIMITS, *RIGHTS,
                f"--security-opt={UNMASKED[tool()]}", f"--volume={folder}:{THERE}:ro", "--", self.image]


@lru_cache
def tool() -> str:
    """podman or docker, whichever works: a client without its daemon is no engine. Nothing where neither
    does."""
    return next((name for name in TOOLS if shutil.which(name) and commands.succeeds([name, "info"], ANSWER)),
                "")


def _no_engine() -> str:
    """Why there is no engine: none is installed, or the one that is does not work."""
    there = [name for name in TOOLS if shutil.which(name)]
    if not there:
        return f"needs podman or docker ({INSTALL})"
    if "podman" not in there:
        return ("docker is installed and does not answer (`docker info` says why); "
                f"podman needs no daemon ({INSTALL})")
    verb = "are" if len(there) > 1 else "is"
    return f"{' and '.join(there)} {verb} installed and cannot be used; `podman info` says why"


def make(release: str) -> None:
    """Makes the image of a Debian release where it is missing. Raises UserError."""
    image = f"{PREFIX}{release}:latest"
    with store.locked(f"container-{release}"):
        if _has(image):
            return
        print(f"addrinuse: making an image of Debian {release} (once; a minute or two)", file=sys.stderr)
        with tempdirs.folder() as folder:
            root = folder / "root.tar"
            options = ["--aptopt=Acquire::Check-Valid-Until false"]
            subject = f"the image of Debian {release}"
            commands.run(["mmdebstrap", "--variant=essential", "--include=libstdc++6", *options, release,
                          str(root), mirrors.archive()], PATIENCE, subject,
                         missing=f"It needs mmdebstrap ({INSTALL}).")
            commands.run([tool(), "import", str(root), image], PATIENCE, subject)


def _has(image: str) -> bool:
    return bool(tool()) and commands.succeeds([tool(), "image", "inspect", "--", image])


def _version(name: str) -> str:
    version = re.search(r"(\d+\.\S+)", commands.output([name, "--version"]))
    return version[1].rstrip(",") if version else "unknown"


def _image_id(image: str) -> str:
    return (commands.output([tool(), "image", "inspect", "--format", "{{.Id}}", "--", image]).strip()
            or "unknown")


def platforms() -> list[Platform]:
    """The Debian releases of which an image is made here."""
    return [Container(f"debian-{release}") for release in RELEASES]


def named(image: str) -> Platform:
    """The container of that image."""
    return Container(image)
