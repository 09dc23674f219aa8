"""A machine over ssh: `ssh:HOST`, with HOST as ssh takes it (user@name, or a name of ~/.ssh/config; ports and
keys stand there). One connection does it all: it asks what is there, pushes the static program, runs it and
carries the stream.

What goes wrong with the connection is no finding: cases that it took away are not run."""
from __future__ import annotations

import os
import platform as system
import shlex
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addrinuse.support import paths
from addrinuse.support.errors import UserError
from addrinuse.platforms import inventory, released
from addrinuse.platforms.base import Availability, Platform, Request, Session
from addrinuse.support.process import Program
from addrinuse.model.observations import (Event, Footer, Header, Observation, ObservationId, Status,
                                          without_answer)
from addrinuse.model.records import event_of_line

COMMAND = "ADDRINUSE_SSH"  # words to use in place of `ssh`, e.g. "ssh -F file"
OPTIONS = ("-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=10",
           "-o", "ServerAliveCountMax=3")
LOST = 255                # ssh's own exit status for a connection that failed (ssh(1))
GREETING = "addrinuse on "
END_OF_LIST = ".\n"
# The shell's `read` takes no byte too many, so the list of cases and the size go before the program, which is
# chosen by what the machine says of itself.
SCRIPT = r"""
set -e
folder=$(mktemp -d "${TMPDIR:-/tmp}/addrinuse.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
echo "GREETING$(uname -s) $(uname -m)"
while IFS= read -r id && [ "$id" != . ]; do printf '%s\n' "$id"; done >"$folder/cases"
read -r size
head -c "$size" >"$folder/all-cases"
chmod 700 "$folder/all-cases"
stack=$(uname -s | tr '[:upper:]' '[:lower:]')
BECOME "$folder/all-cases" --cases-from "$folder/cases" ARGUMENTS --stack "$stack"
"""


@dataclass
class SshSession(Session):
    """One connection to one machine."""

    host: str = field(kw_only=True)
    become: tuple[str, ...] = ()  # the words before the program there
    _arrived: set[ObservationId] = field(default_factory=set)
    _has_header: bool = False
    _has_footer: bool = False

    def answer_name(self, facts: dict[str, Any]) -> str:
        return (f"{facts.get('stack', 'unknown')}-"
                f"{str(facts.get('release', 'unknown')).partition('-')[0]}@{self.host}")

    def stream(self, request: Request) -> Generator[Event, None, None]:
        script = SCRIPT.replace("GREETING", GREETING).replace("BECOME", shlex.join(self.become))
        words = shlex.join([*self.arguments, *request.arguments()])
        try:
            self._program = program = Program([*ssh(), self.host, script.replace("ARGUMENTS", words)])
        except OSError as error:
            raise UserError(f"platform {self.name}", f"cannot start ssh: {error.strerror}") from None
        try:
            lines = program.lines(request.stall_timeout)
            content = self._greet(program, lines).read_bytes()
            self._push(program, f"{request.case_list()}{END_OF_LIST}{len(content)}\n".encode() + content)
            for line in lines:
                yield self._noted(event_of_line(line))
            yield from self._lost(program, request)
        finally:
            program.close()

    def _greet(self, program: Program, lines: Iterator[bytes]) -> Path:
        """Takes the machine's first words; gives the program for it. Raises UserError if there is none."""
        for line in lines:
            if not line.startswith(GREETING.encode()):
                continue  # a login shell's own words
            there = line.decode("utf-8", "replace").removeprefix(GREETING).strip()
            here = f"{system.system()} {system.machine()}"
            self.identity = {"stack": there.partition(" ")[0].lower()}
            found = self.program if there == here else released.program_for(*there.partition(" ")[::2])
            if found is None:
                raise UserError(f"platform {self.name}", f"is {there}, the program is built for {here}, and "
                                f"{paths.show(released.folder())} has none of these cases for it",
                                "Build it with ci/release, or run it there (docs/running.md) and give the "
                                "file: --platform run:FILE")
            return found
        program.end()
        raise UserError(f"platform {self.name}",
                        f"cannot be reached: {self.stderr_tail() or 'ssh says nothing'}",
                        f"Try: ssh {self.host} true")

    def _push(self, program: Program, content: bytes) -> None:
        """Sends it while lines are read; a connection that breaks meanwhile shows in the stream's end."""
        def send() -> None:
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(program.stdin.fileno(), rest):]
            except (OSError, ValueError):
                pass

        threading.Thread(target=send, name=f"push to {self.host}", daemon=True).start()

    def _noted(self, event: Event) -> Event:
        """The event, once it is noted that it arrived."""
        if isinstance(event, Observation):
            self._arrived.add(event.id)
        self._has_header = self._has_header or isinstance(event, Header)
        self._has_footer = self._has_footer or isinstance(event, Footer)
        return event

    def _lost(self, program: Program, request: Request) -> Iterator[Event]:
        """What the connection took away, once the header was there."""
        program.end()
        if program.child.returncode != LOST or self._has_footer or not self._has_header:
            return
        why = f"the connection to {self.host} was lost: {self.stderr_tail() or 'ssh says nothing'}"[:300]
        for name in request.ids:
            if name not in self._arrived:
                yield without_answer(name, Status.NOT_RUN, why)
        yield Footer(0, "")


class Ssh(Platform):
    """A machine that ssh reaches without a question."""

    standalone = None

    def __init__(self, host: str, name: str = "", become: tuple[str, ...] = ()) -> None:
        self.name = name or f"ssh:{host}"
        self.host = host
        self.become = become

    def describe(self) -> Availability:
        if self.host.startswith("-"):
            return Availability(False, f"{self.host!r} is no name of a machine")
        there = shutil.which(ssh()[0]) is not None
        return Availability(there, "" if there else "ssh is not installed (ci/setup ssh)",
                            description=f"{self.host}, over ssh")

    def prepare(self) -> None:
        released.all_cases()

    @contextmanager
    def open(self) -> Iterator[Session]:
        yield SshSession(self.name, released.all_cases(), host=self.host, become=self.become,
                         arguments=("--platform", self.name), facts={"engine": "ssh"})


def ssh() -> list[str]:
    """The words that start ssh."""
    return [*(shlex.split(os.environ.get(COMMAND, "")) or ["ssh"]), *OPTIONS]


def platforms() -> list[Platform]:
    """None has a name before somebody names a machine."""
    return []


def named(host: str) -> Platform:
    """The machine of that name."""
    return Ssh(host)


def of_inventory(word: str) -> list[Platform]:
    """The machines of machines.toml with that name or tag, each named machines:NAME."""
    return [Ssh(one.reach, f"machines:{one.name}", one.become) for one in inventory.named(word)]


def one_of_inventory(name: str) -> Platform:
    """The machine of machines.toml with that name. Raises UserError if the word stands for several."""
    found = of_inventory(name)
    if len(found) > 1:
        raise UserError(f"platform machines:{name}", "stands for several machines",
                        f"One of: {', '.join(one.name for one in found)}")
    return found[0]
