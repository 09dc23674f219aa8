"""A platform that runs the fake program. Importing it changes nothing (fake_platforms does)."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.platforms.registry import Availability, Platform, Session

PROGRAM = Path(__file__).with_name("fake_program.py")


class FakePlatform(Platform):
    """A platform that is nowhere. `fake:absent` is never available, `fake:closed` cannot be opened."""

    def __init__(self, argument: str) -> None:
        self.name = f"fake:{argument}"
        self.argument = argument

    def describe(self) -> Availability:
        return Availability(self.argument != "absent", why="nobody has it", description="a fake")

    @contextmanager
    def open(self) -> Iterator[Session]:
        if self.argument == "closed":
            raise UserError(f"platform {self.name}", "it is closed", "Come back tomorrow.")
        yield Session(self.name, PROGRAM, arguments=("--platform", self.name, "--stack", "linux"),
                      facts={"engine": "fake"}, identity={"stack": "linux"})
