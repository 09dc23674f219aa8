"""What a platform is to the harness: a place where the program runs and writes its stream."""
from __future__ import annotations

import shlex
from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from addrinuse.model.observations import Event, Header, Observation, ObservationId
from addrinuse.model.records import event_of_line
from addrinuse.provision import build
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.process import Program


@dataclass(frozen=True)
class Availability:
    """Whether a platform can be used here and, if not, why; what it would download first; what it is."""

    available: bool
    why: str = ""
    download_bytes: int = 0
    description: str = ""


@dataclass(frozen=True)
class Request:
    """What is asked of a platform: observations in their starting order, each `repeat` times, at most `jobs`
    cases at the same time (None: as the program likes). A case may work for `timeout` seconds, and the
    program may write nothing for `stall_timeout` seconds. `with_parent`: the program ends when we do.
    `selection` tells people how the cases were chosen; `left_out` were not asked for and stand in the run
    with that reason."""

    ids: tuple[ObservationId, ...]
    repeat: int = 1
    timeout: float | None = None
    stall_timeout: float = 120
    jobs: int | None = None
    with_parent: bool = True
    selection: str = ""
    left_out: tuple[Observation, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Ids may be given as plain texts."""
        object.__setattr__(self, "ids", tuple(map(ObservationId, self.ids)))

    def arguments(self) -> list[str]:
        """The program's arguments for it, without the list of cases."""
        arguments = ["--records"]
        if self.with_parent:
            arguments.append("--with-parent")
        if self.repeat > 1:
            arguments += ["--repeat", str(self.repeat)]
        if self.timeout is not None:
            arguments += ["--timeout", f"{self.timeout:g}"]
        if self.jobs is not None:
            arguments += ["--jobs", str(self.jobs)]
        return arguments

    def case_list(self) -> str:
        """The list of cases as the program reads it: one id a line."""
        return "".join(f"{name}\n" for name in self.ids)


@dataclass
class Session:
    """An open platform. `facts` are merged into the header; `identity` are the facts that must be true of
    what answers (a mismatch stops the run). `is_warped`: hours in which nothing happens pass at once there.
    `story_arguments` are those that the explorer's program needs there. `scan_processes`: how many processes
    share a scan of the grid, at the same time, because one would run out of ports. A kind that is a command
    gives its words in `prefix`; a kind that is not overrides `stream`."""

    name: str
    program: Path
    prefix: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)
    is_warped: bool = False
    story_arguments: tuple[str, ...] = ()
    scan_processes: int = 1
    _program: Program | None = field(default=None, repr=False)

    def command(self, args: Sequence[str]) -> list[str]:
        """The argv that runs the program there with these arguments."""
        return [*self.prefix, str(self.program), *self.arguments, *args]

    def program_answer_name(self, printed: dict[str, str]) -> str:
        """The name of what answered another program of the suite, given the facts that the program printed.
        """
        return self.answer_name({**self.facts, "stack": printed.get("system", "").lower(), **printed})

    def answer_name(self, facts: dict[str, Any]) -> str:
        """The name of what answered, given all its facts; the platform's own name unless a kind knows better.
        """
        return self.name

    def recorded_header(self) -> Header | None:
        """The header of a stream that was recorded elsewhere, with another state of the suite; None for a
        program that runs now."""
        return None

    def stream(self, request: Request) -> Generator[Event, None, None]:
        """The events of the program's stream for a request. Raises OutputStalled (see process), and
        UserError when the program cannot be started. Closing the iterator ends the program."""
        with tempdirs.folder() as folder:
            order = self.place(folder, "cases", request.case_list())
            argv = self.command([*request.arguments(), "--cases-from", order])
            for line in self._lines(argv, request.stall_timeout):
                yield event_of_line(line)

    def lines_of(self, program: Path, arguments: Sequence[str], stall_timeout: float,
                 content: str | None = None) -> Generator[bytes, None, None]:
        """The lines that another program of the suite prints there, given these arguments and, as the last
        one, a file with this content. It may print nothing for `stall_timeout` seconds. Raises OutputStalled,
        and UserError if it cannot be started."""
        with tempdirs.folder() as folder:
            last = [] if content is None else [self.place(folder, "input", content)]
            yield from self._lines([*self.prefix, str(program), *arguments, *last], stall_timeout)

    def _lines(self, argv: Sequence[str], stall_timeout: float) -> Generator[bytes, None, None]:
        try:
            self._program = program = Program(argv)
        except OSError as error:
            raise UserError(f"platform {self.name}",
                            f"cannot start {shlex.join(argv[:2])}: {error.strerror}") from None
        try:
            yield from program.lines(stall_timeout)
            program.end()
        finally:
            program.close()

    def stop(self) -> None:
        """Ends the program from another thread; the stream then ends too."""
        if self._program:
            self._program.stop()

    def place(self, folder: Path, name: str, text: str) -> str:
        """Puts a file where the program finds it, and gives its path there; `folder` is for what the harness
        needs meanwhile."""
        path = folder / name
        path.write_text(text)
        return str(path)

    def exit_reason(self) -> str:
        """How the program ended, after its last line: nothing when it ended well."""
        return self._program.end() if self._program else "never began"

    def stderr_tail(self) -> str:
        """The end of what the program printed besides its stream."""
        return self._program.stderr_tail() if self._program else ""


class Platform(ABC):
    """A place where the program can run. `name` is how users ask for it. What answers at a `simulated` one is
    no system that anybody has; it is left out wherever it is not named."""

    name: str
    simulated: bool = False
    # How the suite's programs that stand alone (the grid's scanner, the explorer) are built for it: the
    # preset (empty: the usual one) and the end of the program's name. None: they do not run there yet.
    standalone: tuple[str, str] | None = ("", "")

    @abstractmethod
    def describe(self) -> Availability:
        """Whether it can be used here. Quick, and changes nothing."""

    def prepare(self) -> None:
        """Builds and fetches what `open` needs, and may take its time. Raises UserError when it cannot."""

    def standalone_program(self, name: str) -> Path:
        """The program of that name as this platform needs it, built if need be. Raises UserError if it does
        not run there, or cannot be built."""
        if self.standalone is None:
            raise UserError(f"platform {self.name}", f"{name} does not run there yet",
                            "Name the kernel that it runs on instead.")
        preset, end = self.standalone
        return build.up_to_date(preset or build.PRESET, name + end) / (name + end)

    @abstractmethod
    def open(self) -> AbstractContextManager[Session]:
        """A session on it; what it started is gone when the context ends. Raises UserError when it cannot be
        had."""
