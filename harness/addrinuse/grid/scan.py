"""Scans the grid of a platform: runs the C++ scanner there and gives its output as one grid.

A platform whose output channel is small, or that can use several processors, is asked in slices of the plan.
"""
from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
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
END = b"# end "


def run(names: Sequence[str], plan: str, folder: Path) -> int:
    """Scans these platforms one after the other into a folder; gives the exit status. A platform that cannot
    be scanned costs the others nothing."""
    failures = 0
    for platform in registry.named(names):
        started = time.monotonic()
        try:
            registry.require(platform)
            grid, name = scan(platform, plan, _tell)
            store.add(folder, grid)
        except UserError as error:
            _tell(str(error))
            failures += 1
            continue
        state = "" if grid.complete else ", not complete"
        print(f"{name}: {len(grid):,} cells in {time.monotonic() - started:.0f} s{state}; {folder}")
    return COULD_NOT_RUN if failures else 0


def _tell(text: str) -> None:
    print(f"addrinuse: {text}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Scanned:
    """What one slice printed: its first line, the CSV's header, its cells, its last line (empty: it was cut
    off)."""

    first: bytes
    columns: bytes
    cells: list[bytes]
    end: bytes


def scan(platform: Platform, plan: str, tell: Callable[[str], None]) -> tuple[Grid, str]:
    """The grid of a platform, and the name of what answered. `plan` is core or full; `tell` is given progress
    messages. Raises UserError if the platform cannot be scanned."""
    program = platform.standalone_program(PROGRAM)
    platform.prepare()
    with platform.open() as session:
        slices = KERNEL_SLICES[plan] if isinstance(session, GuestSession) else 1
        scanned = list(_slices(session, program, plan, slices, tell))
        facts = dict(word.split("=", 1) for word in scanned[0].first.decode("ascii", "replace").split()
                     if "=" in word)
        name = session.program_answer_name(facts)
    return _grid(scanned, name), name


def _slices(session: Session, program: Path, plan: str, count: int,
            tell: Callable[[str], None]) -> Iterator[Scanned]:
    def one(number: int) -> Scanned:
        scanned = _slice(session, program, ["--plan", plan, "--slice", f"{number}/{count}"])
        tell(f"{session.name}: part {number} of {count}: {len(scanned.cells):,} cells")
        return scanned

    with ThreadPoolExecutor(GUESTS) as pool:
        try:
            yield from pool.map(one, range(1, count + 1))
        except BaseException:
            session.stop()
            raise


def _slice(session: Session, program: Path, arguments: Sequence[str]) -> Scanned:
    first, columns, cells, end = b"", b"", [], b""
    try:
        with closing(session.lines_of(program, arguments, STALL_TIMEOUT)) as lines:
            for raw in lines:
                line = raw.rstrip(b"\r")
                if line.startswith(b"# grid "):
                    first = line
                elif line.startswith(END):
                    end = line
                elif not columns:
                    columns = line
                elif line:
                    cells.append(line)
    except OutputStalled:
        raise UserError(f"platform {session.name}",
                        f"the scanner printed nothing for {STALL_TIMEOUT:g} s") from None
    if not first:
        raise UserError(f"platform {session.name}", f"the scanner printed no grid: {session.exit_reason()}",
                        session.stderr_tail()[-500:])
    return Scanned(first, columns, cells, end)


def _grid(scanned: Sequence[Scanned], name: str) -> Grid:
    """All slices as one grid, read as a file is."""
    count = sum(len(part.cells) for part in scanned)
    complete = all(b"complete=yes" in part.end for part in scanned)
    first = b" ".join(word for word in scanned[0].first.split()
                      if not word.startswith((b"cells=", b"skipped=")))
    end = f"# end cells={count} complete={'yes' if complete else 'no'}".encode()
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        for part in scanned:
            if part is scanned[0]:
                file.write(first + f" cells={count} skipped=0\n".encode() + part.columns + b"\n")
            file.write(b"".join(line + b"\n" for line in part.cells))
        file.write(end + b"\n")
        file.flush()
        grid = store.read(Path(file.name))
    return Grid(name, grid.columns, {key: value for key, value in grid.meta.items() if key != "skipped"})
