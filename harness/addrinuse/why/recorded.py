"""`why -- COMMAND`: runs a command under strace, and looks at the port as soon as a call has failed."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from addrinuse.grid import vocabulary
from addrinuse.support import tempdirs
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.why import report, strace, system
from addrinuse.why.report import Report
from addrinuse.why.sockets import Look, written
from addrinuse.why.strace import Failure

MISSING = "It records the command's socket calls. On Debian and Ubuntu: ci/setup why"
# Each bind and listen takes so much longer: time to look before the command goes on, or ends.
DELAY = 300_000           # microseconds; on a busy machine a look takes more than 100,000
Explained = tuple[Failure, Report | None]


def run(command: Sequence[str], as_json: bool) -> int:
    """Runs the command, explains what failed on standard error (as JSON: on standard output), and gives the
    command's exit status. Raises UserError if the command cannot be recorded."""
    program = shutil.which("strace")
    if sys.platform != "linux" or program is None:
        raise UserError("why -- COMMAND", "needs strace, which is not installed", MISSING)
    if shutil.which(command[0]) is None:
        raise UserError(f"command {command[0]!r}", "is not there, or is not executable",
                        "Give its path, e.g. ./server")
    status, explained = _recorded(program, command)
    if as_json:
        print(json.dumps([_as_json(failure, found) for failure, found in explained], indent=1))
    else:
        sys.stdout.flush()
        print("\n".join(_lines(explained)), file=sys.stderr)
    return status


def _recorded(program: str, command: Sequence[str]) -> tuple[int, list[Explained]]:
    """The command's exit status, and its failures in the order in which they happened."""
    looks: list[tuple[Failure, Look | None]] = []
    with tempdirs.folder() as folder:
        pipe = Path(folder) / "calls"
        os.mkfifo(pipe)
        reader = threading.Thread(target=_read, args=(pipe, looks), daemon=True)
        reader.start()
        traced = subprocess.Popen([program, "-f", "-qq", "-e", f"trace={','.join(strace.CALLS)}",
                                   "-e", "signal=none", "-e", f"inject=bind,listen:delay_exit={DELAY}",
                                   "-o", str(pipe), "--", *command])
        try:
            status = traced.wait()
        except KeyboardInterrupt:
            status = traced.wait()   # the terminal has sent the signal to the command, too
        _unblock(pipe)
        reader.join()
    if status == 1 and not looks and not _can_trace(program):
        raise UserError("why -- COMMAND", "strace may not trace processes here (ptrace is not permitted)",
                        "Run it as root, or outside of the container.")
    explained = [(failure, report.of_look(look) if look else None) for failure, look in looks]
    return (128 - status if status < 0 else status), explained


def _unblock(pipe: Path) -> None:
    """Lets a reader go on who still waits for a writer: strace may have ended before it opened the pipe."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        pass


def _can_trace(program: str) -> bool:
    return subprocess.run([program, "-qq", "-o", os.devnull, "true"], capture_output=True).returncode == 0


def _read(pipe: Path, looks: list[tuple[Failure, Look | None]]) -> None:
    """Reads the calls while the command runs: what holds the port may be gone when the command has ended."""
    recording, seen = strace.Recording(), set()
    with open(pipe, errors="replace") as lines:
        for line in lines:
            failure = recording.take(line)
            if failure and failure not in seen:
                seen.add(failure)
                looks.append((failure, _look(failure)))


def _look(failure: Failure) -> Look | None:
    """What is in the way of a bind; a connection's destination is not on this machine's ports."""
    return system.look(failure.target) if failure.call != "connect" and failure.target.port else None


def _lines(explained: Sequence[Explained]) -> Iterator[str]:
    if not explained:
        yield "addrinuse: no bind, listen or connect failed for its address or port."
    for failure, found in explained:
        yield ""
        yield clean(f"addrinuse: {heading(failure)}")
        if found is None:
            yield _outgoing(failure)
            continue
        if failure.own is not None:
            yield (f"  The command itself has bound {written(*failure.own)} before, in process "
                   f"{failure.own_pid}, and has not closed it.")
        yield from (f"  {line}" for line in report.lines(found))


def heading(failure: Failure) -> str:
    """The call that failed, in a line."""
    words = "+".join(sorted(failure.options & {"RA", "RP"})) or "none"
    target = failure.target
    return (f"{failure.call}({written(target.address, target.port)}) of process {failure.pid}, "
            f"{target.proto.upper()}, {vocabulary.options(words)}: {failure.error}")


def _outgoing(failure: Failure) -> str:
    if failure.call == "connect" and failure.error == "EADDRNOTAVAIL":
        return ("  In the way: no port of the automatic range is free towards this destination: connections "
                "or TIME_WAIT hold them all.\n  See: ./addrinuse explain ports/exhausted_at_connect")
    if failure.call == "connect":
        return ("  In the way: the same local and remote address and port are in use by another connection.\n"
                "  See: ./addrinuse explain connect/live_four_tuple_twice_with_reuseaddr")
    return ("  In the way: no port of the automatic range is free for bind() with port 0.\n"
            "  See: ./addrinuse explain ports/exhausted_at_bind")


def _as_json(failure: Failure, found: Report | None) -> dict[str, Any]:
    return {"call": failure.call, "error": failure.error, "pid": failure.pid, "target": str(failure.target),
            "options": sorted(failure.options),
            "own_socket": written(*failure.own) if failure.own else None,
            "why": report.as_json(found) if found else None}
