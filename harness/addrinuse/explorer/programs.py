"""Runs the explorer's program on platforms. A platform is opened when it is first asked and closed at the
end."""
from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from types import TracebackType

from addrinuse.platforms import registry
from addrinuse.platforms.base import Session
from addrinuse.support.errors import UserError
from addrinuse.support.process import OutputStalled

PROGRAM = "addrinuse-explorer"
LONGEST_WAIT = 200_000  # milliseconds that a story may wait where hours pass at once
STALL_TIMEOUT = 300.0  # seconds that the program may print nothing


def run_on(session: Session, program: Path, arguments: Sequence[str], given: bytes) -> bytes:
    """Runs the explorer's program in an open session with these stories, and gives what it printed, cut off
    if it died. Waits are made where hours in which nothing happens pass at once. Raises UserError if it does
    not start, or printed nothing at all; OutputStalled if it hangs before its first line."""
    lines: list[bytes] = []
    waits = ["--max-wait", str(LONGEST_WAIT)] if session.is_warped else []
    try:
        with closing(session.lines_of(program, [*waits, *session.story_arguments, *arguments], STALL_TIMEOUT,
                                      given.decode())) as printed:
            lines.extend(line.rstrip(b"\r") + b"\n" for line in printed)
    except (OutputStalled, UserError):
        if not lines:
            raise
    if not lines:
        raise UserError(f"platform {session.name}",
                        f"the explorer's program printed nothing: {session.exit_reason()}",
                        session.stderr_tail()[-500:])
    return b"".join(lines)


class Programs:
    """The platforms that are open. Used as a context manager."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._opening = threading.Lock()  # two platforms are asked at the same time
        self._sessions: dict[str, tuple[Session, Path]] = {}

    def __enter__(self) -> Programs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._open.close()

    def run_program(self, platform: str, arguments: Sequence[str], given: bytes) -> bytes:
        """Runs the program there with these stories and gives what it printed, cut off if it died. Raises
        UserError if the platform is unavailable, or printed nothing at all."""
        session, program = self._session(platform)
        return run_on(session, program, arguments, given)

    def answer_name(self, platform: str, facts: dict[str, str]) -> str:
        """The name of what answered there, given what the program said of its system: `linux-6.12.107` for a
        kernel that was asked for by its file."""
        session, _ = self._session(platform)
        return session.program_answer_name(facts)

    def _session(self, name: str) -> tuple[Session, Path]:
        with self._opening:
            if name not in self._sessions:
                platform = registry.find(name)
                registry.require(platform)
                program = platform.standalone_program(PROGRAM)
                platform.prepare()
                self._sessions[name] = self._open.enter_context(platform.open()), program
            return self._sessions[name]
