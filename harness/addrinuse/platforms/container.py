"""Containers, with podman or docker: `container:IMAGE`, and Debian releases that the project makes itself with
mmdebstrap (`container:debian-trixie`). A container changes the C library and not the kernel: that is what its column
shows. The network is private (none but the loopback device)."""
from __future__ import annotations

import os
import platform as system
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from addrinuse.provision import build
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.provision import mirrors, store

RELEASES = ("bullseye", "bookworm", "trixie", "sid")
PREFIX = "localhost/addrinuse-debian-"
TOOLS = ("podman", "docker")
THERE = "/addrinuse"      # where the program's folder is in the container
STATIC, DYNAMIC = "all-cases", "all-cases-dynamic"
DOWNLOAD = 45_000_000     # bytes, about, for a release
PATIENCE = 900            # seconds for making an image
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

    def __init__(self, image: str) -> None:
        self.name = f"container:{image}"
        self.argument = image
        release = image.removeprefix("debian-")
        self.release = release if release != image and release in RELEASES else ""
        self.image = f"{PREFIX}{release}:latest" if self.release else image

    def describe(self) -> Availability:
        what = f"Debian {self.release}'s C library on this machine's kernel" if self.release else f"image {self.image}"
        if not tool():
            return Availability(False, "neither podman nor docker is installed (ci/setup containers)", description=what)
        if not self.release:
            there = _has(self.image)
            return Availability(there, "" if there else f"{tool()} has no image {self.image}; pull or build it first",
                                description=what)
        if _has(self.image):
            return Availability(True, description=what)
        made = shutil.which("mmdebstrap") is not None
        return Availability(made, "" if made else "mmdebstrap is not installed (ci/setup containers)", DOWNLOAD, what)

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
            program = DYNAMIC if _runs([*start, f"{THERE}/{DYNAMIC}", "--list"]) else STATIC
            yield ContainerSession(
                self.name, Path(program), prefix=tuple(start), folder=folder, image=f"container-{self.argument}",
                arguments=("--platform", self.name, "--stack", system.system().lower()),
                facts={"engine": tool(), "engine_version": _version(tool()), "image": self.image,
                       "image_id": _image_id(self.image), "program": "static" if program == STATIC else "dynamic"},
                identity={"stack": system.system().lower(), "release": system.release()})

    def _start(self, folder: Path) -> list[str]:
        runtime = ["--runtime", "runc"] if tool() == "podman" and shutil.which("runc") else []
        return [tool(), *runtime, "run", "--rm", "-i", "--network=none", *LIMITS, *RIGHTS,
                f"--security-opt={UNMASKED[tool()]}", f"--volume={folder}:{THERE}:ro", self.image]


@lru_cache
def tool() -> str:
    """podman or docker, whichever is there and works; nothing where neither is."""
    return next((one for one in TOOLS if shutil.which(one) and _runs([one, "info"])), "")


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
            _run(["mmdebstrap", "--variant=essential", "--include=libstdc++6", *options, release, str(root),
                  mirrors.archive()])
            _run([tool(), "import", str(root), image])


def _has(image: str) -> bool:
    return bool(tool()) and _runs([tool(), "image", "inspect", image])


def _runs(argv: Sequence[str]) -> bool:
    try:
        return subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=120).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _run(argv: Sequence[str]) -> None:
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors="replace", timeout=PATIENCE)
    except FileNotFoundError:
        raise UserError(argv[0], "is not installed", "On Debian: ci/setup containers") from None
    except subprocess.TimeoutExpired:
        raise UserError(argv[0], f"did not end within {PATIENCE} s") from None
    if done.returncode:
        words = "\n  ".join(done.stdout.strip().splitlines()[-12:])
        raise UserError(argv[0], f"failed; its last words:\n  {words}")


def _said(argv: Sequence[str]) -> str:
    try:
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        return done.stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return ""


def _version(name: str) -> str:
    found = re.search(r"(\d+\.\S+)", _said([name, "--version"]))
    return found[1].rstrip(",") if found else "unknown"


def _image_id(image: str) -> str:
    return _said([tool(), "image", "inspect", "--format", "{{.Id}}", image]) or "unknown"


def platforms() -> list[Platform]:
    """The Debian releases of which an image is made here."""
    return [Container(f"debian-{release}") for release in RELEASES]


def named(image: str) -> Platform:
    """The container of that image."""
    return Container(image)
