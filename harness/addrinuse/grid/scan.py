"""Scans the grid of a platform: runs the C++ scanner there and gives its output as one grid.

A platform whose output channel is small, or that can use several processors, is asked in slices of the plan.
"""
from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from addrinuse.grid import store
from addrinuse.grid.table import Grid
from addrinuse.platforms import registry
from addrinuse.platforms.base import Platform, Session
from addrinuse.platforms.kernels.guests import GuestSession
from addrinuse.support.errors import COULD_NOT_RUN, UserError
from addrinuse.support.process import OutputStalled

PROGRAM = "addrinuse-grid"
STALL_TIMEOUT = 300.0                        # seconds that the scanner may print nothing
KERNEL_SLICES = {"core": 4, "full": 16}      # a guest's output has room for 16 MB (kernels/shared_memory.py)
GUESTS = 2                                   # slices that are scanned at the same time
LINE = 800                                   # characters of an error message
END = b"# end "
PART = ".part"                               # of a grid that is not complete, beside a complete one


@dataclass(frozen=True)
class Wanted:
    """What is scanned: `plan` is core or full; `where` are the scanner's words for some cells of it
    (FIELD=VALUE, alternatives separated by |), all cells if it is empty; one of `every` cells of these is
    scanned. `order`: forward, reverse or shuffled:SEED."""

    plan: str = "core"
    where: str = ""
    every: int = 1
    order: str = "forward"

    def slices(self) -> int:
        """How many slices a guest's output needs."""
        return 1 if self.where or self.every > 1 else KERNEL_SLICES[self.plan]

    def arguments(self, number: int, slices: int) -> list[str]:
        """The scanner's, for one of several slices."""
        return ["--plan", self.plan, "--slice", f"{number}/{slices}",
                *(["--select", self.where] if self.where else []),
                *(["--every", str(self.every)] if self.every > 1 else []),
                *(["--order", self.order] if self.order != "forward" else [])]


def run(names: Sequence[str], wanted: Wanted, folder: Path) -> int:
    """Scans these platforms one after the other into a folder; gives the exit status. A platform that cannot
    be scanned costs the others nothing. An interruption keeps what was scanned, and is raised again."""
    failures = 0
    for platform in registry.named(names):
        try:
            registry.require(platform)
            _scan_into(folder, platform, wanted)
        except UserError as error:
            _tell(str(error))
            failures += 1
    return COULD_NOT_RUN if failures else 0


def _scan_into(folder: Path, platform: Platform, wanted: Wanted) -> None:
    started = time.monotonic()
    scanned = scan(platform, wanted, _tell)
    grid = scanned.grid
    if not grid.complete and store.read_index(folder).get(grid.name, {}).get("complete"):
        grid = Grid(grid.name + PART, grid.columns, grid.meta)  # a whole grid is replaced by a whole one only
    store.add(folder, grid)
    state = "" if grid.complete else f", not complete, kept as {grid.name}"
    seconds = time.monotonic() - started
    print(f"{scanned.grid.name}: {len(grid):,} cells in {seconds:.0f} s{state}; {folder}", flush=True)
    if scanned.is_interrupted:
        raise KeyboardInterrupt


def _tell(text: str) -> None:
    print(f"addrinuse: {text}", file=sys.stderr, flush=True)


@dataclass
class Part:
    """What one slice has printed so far: its first line, the CSV's header, its cells, its last line (empty:
    it was cut off)."""

    first: bytes = b""
    columns: bytes = b""
    cells: list[bytes] = field(default_factory=list)
    end: bytes = b""

    def take(self, line: bytes) -> None:
        if line.startswith(b"# grid "):
            self.first = line
        elif line.startswith(END):
            self.end = line
        elif not self.columns:
            self.columns = line
        elif line:
            self.cells.append(line)

    def drop_cut_line(self) -> Part:
        """Leaves out the last line of a slice that was cut off: it may not be whole. Returns itself."""
        if not self.end and self.cells:
            self.cells.pop()
        return self


@dataclass(frozen=True)
class Scanned:
    """The grid of a platform. `is_interrupted`: by a person, so that it has what was scanned until then."""

    grid: Grid
    is_interrupted: bool = False


def scan(platform: Platform, wanted: Wanted, tell: Callable[[str], None]) -> Scanned:
    """The grid of a platform. `tell` is given progress messages. Raises UserError if
    the platform cannot be scanned, and KeyboardInterrupt if it was interrupted before the first cell."""
    program = platform.standalone_program(PROGRAM)
    platform.prepare()
    with platform.open() as session:
        sessions = _sessions(session, wanted)
        parts = [Part() for _ in sessions]
        is_interrupted = False
        try:
            _scan_parts(sessions, program, wanted, parts, tell)
        except KeyboardInterrupt:
            parts = [part for part in parts if part.drop_cut_line().cells]
            if not parts:
                raise
            is_interrupted = True
        facts = dict(word.split("=", 1) for word in parts[0].first.decode("ascii", "replace").split()
                     if "=" in word)
        name = session.program_answer_name(facts)
    return Scanned(_grid(parts, name, is_interrupted), is_interrupted)


def _sessions(session: Session, wanted: Wanted) -> list[Session]:
    """The session of each slice. A session of guests runs each slice in another guest."""
    if isinstance(session, GuestSession):
        return [session] * wanted.slices()
    return [session, *(copy(session) for _ in range(session.scan_processes - 1))]


def _scan_parts(sessions: Sequence[Session], program: Path, wanted: Wanted, parts: Sequence[Part],
                tell: Callable[[str], None]) -> None:
    def one(number: int) -> None:
        session, part = sessions[number - 1], parts[number - 1]
        _scan_part(session, program, wanted.arguments(number, len(parts)), part)
        tell(f"{session.name}: part {number} of {len(parts)}: {len(part.cells):,} cells")
        if b"complete=no" in part.end:
            tell(_last_line(session.stderr_tail()))

    with ThreadPoolExecutor(GUESTS if isinstance(sessions[0], GuestSession) else len(sessions)) as pool:
        try:
            list(pool.map(one, range(1, len(parts) + 1)))
        except BaseException:
            for session in sessions:
                session.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _scan_part(session: Session, program: Path, arguments: Sequence[str], part: Part) -> None:
    try:
        with closing(session.lines_of(program, arguments, STALL_TIMEOUT)) as lines:
            for line in lines:
                part.take(line.rstrip(b"\r"))
    except OutputStalled:
        raise UserError(f"platform {session.name}",
                        f"the scanner printed nothing for {STALL_TIMEOUT:g} s") from None
    if not part.first:
        raise UserError(f"platform {session.name}", f"the scanner printed no grid: {session.exit_reason()}",
                        _last_line(session.stderr_tail()))


def _last_line(text: str) -> str:
    return (text.splitlines() or [""])[-1][:LINE]


def _grid(parts: Sequence[Part], name: str, is_interrupted: bool = False) -> Grid:
    """All slices as one grid, read as a file is."""
    count = sum(len(part.cells) for part in parts)
    complete = not is_interrupted and all(b"complete=yes" in part.end for part in parts)
    first = b" ".join(word for word in parts[0].first.split()
                      if not word.startswith((b"cells=", b"skipped=")))
    end = f"# end cells={count} complete={'yes' if complete else 'no'}".encode()
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        for part in parts:
            if part is parts[0]:
                file.write(first + f" cells={count} skipped=0\n".encode() + part.columns + b"\n")
            file.write(b"".join(line + b"\n" for line in part.cells))
        file.write(end + b"\n")
        file.flush()
        grid = store.read(Path(file.name))
    return Grid(name, grid.columns, {key: value for key, value in grid.meta.items() if key != "skipped"})
