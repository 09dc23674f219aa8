"""The released programs (ci/release): which one runs on a machine that says `uname -sm`."""
from __future__ import annotations

import os
import platform as system
from pathlib import Path

from addrinuse.model import cases
from addrinuse.provision import build
from addrinuse.support import inputs, paths
from addrinuse.support.errors import UserError

FOLDER = "ADDRINUSE_RELEASE"   # the variable that names the folder of the programs, instead of build/release
LIMIT = 16 << 20               # bytes of release.json
SYSTEMS = {"Linux": "linux", "FreeBSD": "freebsd", "NetBSD": "netbsd", "OpenBSD": "openbsd",
           "Darwin": "macos"}
MACHINES = {"amd64": "x86_64", "aarch64": "arm64", "armv7l": "armhf", "ppc64le": "ppc64el"}


def folder() -> Path:
    """The folder of the released programs: the one that the variable names, else the one that the installed
    package brings along, else where ci/release writes."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    return paths.root() / "release" if paths.is_packaged() else paths.root() / "build" / "release"


def all_cases() -> Path:
    """The program that holds every case, for this machine: built if need be; if there is no compiler, the
    released one. Raises UserError if neither can be used."""
    found = None if build.has_compiler() else program_for(system.system(), system.machine())
    return found or build.all_cases()


def program_for(system: str, machine: str) -> Path | None:
    """The program for a machine by its answers to `uname -s` and `uname -m`; None if the folder has none that
    holds the cases of this checkout."""
    name, place = SYSTEMS.get(system), folder()
    release = _read(place / "release.json")
    if name is None or release.get("cases_digest") != cases.digest():
        return None
    ending = f"-{name}-{MACHINES.get(machine, machine)}"
    files = release.get("files")
    listed = [file for file in files if file.endswith(ending)] if isinstance(files, dict) else []
    found = place / listed[0] if listed else None
    return found if found is not None and found.is_file() else None


def _read(path: Path) -> dict[str, object]:
    try:
        value = inputs.json_value(path, LIMIT, "") if path.is_file() else {}
    except UserError:
        return {}
    return value if isinstance(value, dict) else {}
