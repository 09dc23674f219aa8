"""Wine: the cases compiled for Windows, with Winsock as Wine answers it. Its answers are Wine's, not
Windows's.

Wine's server opens the sockets of all its programs on the machine's own stack. So it runs in a network
namespace of its own where that can be had, with a prefix (Wine's folder of settings) of our own, and is ended
with the session.

All programs share that server, and what one of them asks of it the others wait for. So the program runs three
times, and cases that measure time are not beside those that would make them wait."""
from __future__ import annotations

import os
import platform as system
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from addrinuse.model.observations import ObservationId
from addrinuse.provision import build
from addrinuse.support import commands
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.provision import store
from addrinuse.support.errors import UserError
from addrinuse.platforms.sharded import NumberedEvents, Shard, ShardedSession, Stream, classify
from addrinuse.support.process import guarded

PRESET = "windows"
PROGRAM = "all-cases.exe"
COMPILER = "x86_64-w64-mingw32-g++-posix"
USUAL = "8"               # the release by which it is listed where Wine is not there
PATIENCE = 180            # seconds for making the prefix
JOBS = 4
# Seconds a case may work: Wine takes long to tell TCP states where many are in TIME_WAIT.
CASE_TIMEOUT_S = 240
# Asked for TCP states, Wine looks through every process there is, which takes seconds on a busy machine: so
# it sees its own only.
SPACES = ("--net", "--pid", "--fork", "--kill-child", "--mount-proc")
# The suite's programs that need what Windows lacks, and what that is.
UNAVAILABLE = {"addrinuse-explorer": "fork() and signals that interrupt a thread's call"}
PRIVATE = "ip link set lo up && exec \"$@\""


@dataclass
class WineSession(ShardedSession):
    """Files lie on drive Z: for a Windows program."""

    def shards(self, ids: Sequence[ObservationId]) -> list[Shard]:
        """First the cases that wait: Wine reads its table of connections for one after the other, and for
        each connection in it looks through every program's files. Then, one at a time, those that linger:
        Wine's server stands still while a socket closes. Then the rest, which leaves much in TIME_WAIT."""
        waiting, lingering, rest = classify(ids)
        return [Shard(group, jobs) for group, jobs in ((waiting, JOBS), (lingering, 1), (rest, JOBS))
                if group]

    def merge(self, streams: Sequence[Stream]) -> NumberedEvents:
        return self.sequential(streams)

    def place(self, folder: Path, name: str, text: str) -> str:
        return windows_path(Path(super().place(folder, name, text)))


class Wine(Platform):
    """This machine's Wine."""

    standalone = ("windows", ".exe")

    def __init__(self) -> None:
        self.release = (version() or USUAL).partition(".")[0]
        self.name = f"wine-{self.release}"

    def describe(self) -> Availability:
        missing = [package for tool, package in (("wine", "wine"), (COMPILER, "g++-mingw-w64-x86-64-posix"))
                   if shutil.which(tool) is None]
        if missing or not version():
            reason = f"needs {' and '.join(missing)}" if missing else "Wine is installed and does not start"
            return Availability(False, f"{reason} (ci/setup stacks)", description="Winsock, as Wine answers")
        return Availability(True, description=f"Winsock, as Wine {version()} answers")

    def standalone_program(self, name: str) -> Path:
        if name in UNAVAILABLE:
            raise UserError(f"platform {self.name}", f"not applicable: {name} needs {UNAVAILABLE[name]}",
                            "Leave this platform out.")
        return super().standalone_program(name)

    def prepare(self) -> None:
        build.up_to_date(PRESET, PROGRAM)
        self._prefix()

    @contextmanager
    def open(self) -> Iterator[Session]:
        program = build.up_to_date(PRESET, PROGRAM) / PROGRAM
        prefix = self._prefix()
        with store.locked(f"wine-{self.release}"):
            _end_server(prefix)
            try:
                inside, isolation = _network()
                yield WineSession(self.name, program,
                                  prefix=(*guarded(), *inside, "env", *_settings(prefix), "wine"),
                                  arguments=("--platform", self.name, "--stack", "winsock", "--timeout",
                                             str(CASE_TIMEOUT_S)),
                                  facts={"engine": "wine", "engine_version": version(),
                                         "isolation": isolation, "host_release": system.release()},
                                  identity={"stack": "winsock", "wine": version()})
            finally:
                _end_server(prefix)

    def _prefix(self) -> Path:
        """Wine's folder of settings, made where it is missing."""
        folder = store.folder("wine") / f"prefix-{version()}"
        with store.locked(f"wine-prefix-{self.release}"):
            if not (folder / "ready").exists():
                print(f"addrinuse: making a prefix for Wine {version()} (once; half a minute)",
                      file=sys.stderr)
                shutil.rmtree(folder, ignore_errors=True)
                _run(["wineboot", "-i"], folder)
                _run(["wineserver", "-w"], folder)
                (folder / "ready").touch()
        return folder


@lru_cache
def version() -> str:
    """What this machine's Wine calls itself, e.g. 8.0; nothing where there is none."""
    named = re.match(r"wine-(\S+)", commands.output(["wine", "--version"]))
    return named[1] if named else ""


def windows_path(path: Path) -> str:
    """The name of a file of this machine for a Windows program."""
    return "Z:" + str(path).replace("/", "\\")


def _settings(prefix: Path) -> list[str]:
    """Wine's environment: no messages of its own, no windows, and none of the parts that it would download.
    Its server never removes what it has among the temporary files: they are in the prefix."""
    temporary = prefix / "temporary"
    with store.writing(temporary):
        temporary.mkdir(parents=True, exist_ok=True)
    return [f"WINEPREFIX={prefix}", f"TMPDIR={temporary}", "WINEDEBUG=-all", "WINEARCH=win64", "DISPLAY=",
            "WINEDLLOVERRIDES=mscoree,mshtml="]


def _run(argv: list[str], prefix: Path) -> None:
    commands.run(["env", *_settings(prefix), *argv], PATIENCE, "Wine")


def _end_server(prefix: Path) -> None:
    """Ends the server of this prefix, and with it everything that runs in it; nothing where none runs."""
    for option in ("-k", "-w"):
        commands.succeeds(["env", *_settings(prefix), "wineserver", option])


def _network() -> tuple[tuple[str, ...], str]:
    """What goes before a command to give it a network of its own, and what that is called in a run's
    facts."""
    way = ("unshare", *(() if os.geteuid() == 0 else ("--map-root-user",)), *SPACES)
    inside = (*way, "sh", "-c", PRIVATE, "sh")
    if commands.succeeds([*inside, "true"]):
        return inside, "netns for the whole run" if os.geteuid() == 0 else "user-netns for the whole run"
    return (), "none"


def platforms() -> list[Platform]:
    """The Wine of this machine, under the name of its release."""
    return [Wine()]
