"""gVisor: Debian's `runsc`, unpacked and not installed, with gVisor's own network stack. Every case gets a
network namespace of that stack.

One sandbox is not enough: while somebody in it reads /proc/net/tcp, a socket that is closed elsewhere in it,
also in another namespace, may keep its port for a millisecond. So what waits and looks has a sandbox to
itself, and in each of the others one case works at a time.

The network is always `none` (gVisor's own stack with a loopback device). `runsc do --network=sandbox`, and
`host` as root, change the machine's forwarding and firewall; they are never used. As an ordinary user
`--rootless` is added: with `sandbox` it falls back to the *host's* network and says nothing, which the
identity below would show."""
from __future__ import annotations

import os
import platform as system
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from addrinuse.model.observations import ObservationId
from addrinuse.support import commands, tempdirs
from addrinuse.platforms import released
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.provision.debian_packages import Pinned, Unpacked
from addrinuse.platforms.sharded import NumberedEvents, Shard, ShardedSession, Stream, classify

NETWORK = "none"
DOWNLOAD = 8_000_000      # bytes, about
MOST_SANDBOXES = 16       # for cases that do not wait; each takes some 100 MB
SANDBOXES_OF_CORE = 4     # a case sleeps for most of its time
ENOUGH = 50               # observations that are worth a sandbox
STATE, TEMPORARY = "state", "temporary"
JOBS = 4                  # for the cases that wait
# Its stack handles segments in goroutines of its own. Of 393 stories 158 answered by chance without a pause,
# 3 with one of 2 ms after each step, and 1 with one of 5 ms.
STORIES = ("--settle", "5", "--jobs", "4")


@dataclass
class GVisorSession(ShardedSession):
    """A session of several sandboxes."""

    def shards(self, ids: Sequence[ObservationId]) -> list[Shard]:
        waiting, lingering, rest = classify(ids)
        sandboxes = min(SANDBOXES_OF_CORE * len(os.sched_getaffinity(0)), MOST_SANDBOXES,
                        1 + len(rest) // ENOUGH)
        shards = [Shard(waiting + lingering, JOBS),
                  *(Shard(rest[first::sandboxes], 1) for first in range(sandboxes))]
        return [shard for shard in shards if shard.ids]

    def merge(self, streams: Sequence[Stream]) -> NumberedEvents:
        return self.concurrent(streams)


@dataclass(frozen=True)
class Release:
    """A release of gVisor in Debian, and how it gets at system calls: ptrace is slow and works everywhere,
    systrap is what later releases have; kvm is not to be relied on."""

    date: str
    suite: str
    interception: str

    @property
    def pinned(self) -> Pinned:
        """Its package."""
        return Pinned(self.suite, ("runsc",), version=f"0.0~{self.date}")


RELEASES = (Release("20221219", "bookworm", "ptrace"), Release("20240729", "bookworm-backports", "systrap"))


class GVisor(Platform):
    """One release of gVisor. Another network than NETWORK is for the test that shows that it is refused."""

    def __init__(self, release: Release, network: str = NETWORK) -> None:
        self.name = f"gvisor-{release.date}"
        self.release = release
        self.network = network

    def describe(self) -> Availability:
        if system.system() != "Linux" or system.machine() != "x86_64":
            return Availability(False,
                                f"needs Linux on x86_64, this is {system.system()} on {system.machine()}")
        missing = self.release.pinned.missing()
        kept = self.release.pinned.kept()
        return Availability(not missing, missing, 0 if kept else DOWNLOAD,
                            f"gVisor of {self.release.date} on its own stack (runsc, "
                            f"{self.release.interception})")

    def prepare(self) -> None:
        released.all_cases()
        self.release.pinned.provide()

    @contextmanager
    def open(self) -> Iterator[Session]:
        kept = self.release.pinned.provide()
        runsc = kept.folder / "usr" / "bin" / "runsc"
        with tempdirs.folder(is_reachable=True) as folder:
            for name in (STATE, TEMPORARY):
                (folder / name).mkdir(mode=0o700)
            yield GVisorSession(
                self.name, released.all_cases(), prefix=self._prefix(runsc, folder), story_arguments=STORIES,
                arguments=("--platform", self.name, "--stack", "gvisor"), facts=self._facts(runsc, kept),
                identity={"stack": "gvisor", "isolation": "netns",
                          "engine_version": f"0.0~{self.release.date}.0"})

    def _prefix(self, runsc: Path, folder: Path) -> tuple[str, ...]:
        """The words before the program. What runsc makes for a sandbox it removes itself, unless it is
        killed: so that lies in our folder, too."""
        rootless = () if os.geteuid() == 0 and self.network == NETWORK else ("--rootless",)
        return ("env", f"TMPDIR={folder / TEMPORARY}", str(runsc), *rootless, f"--root={folder / STATE}",
                f"--network={self.network}", f"--platform={self.release.interception}", "do")

    def _facts(self, runsc: Path, kept: Unpacked) -> dict[str, str]:
        return {"engine": "runsc", "engine_version": version_of(runsc), "network": self.network,
                "interception": self.release.interception, **kept.facts}


def version_of(runsc: Path) -> str:
    """The version that the program itself tells. Raises UserError where it cannot be started."""
    words = commands.run([str(runsc), "--version"], commands.SHORT, str(runsc))
    return words.partition("\n")[0].removeprefix("runsc version ").strip()


def platforms() -> list[Platform]:
    """The releases that Debian has."""
    return [GVisor(release) for release in RELEASES]
