"""This machine: every case in a network namespace of its own where the system has such a thing."""
from __future__ import annotations

import os
import platform as system
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from addrinuse.platforms import released
from addrinuse.platforms.base import Availability, Platform, Session


@dataclass
class HostSession(Session):
    """Named by the kernel that answers, without its distribution's suffix: linux-6.12.107."""

    def answer_name(self, facts: dict[str, Any]) -> str:
        return f"{facts.get('stack', 'unknown')}-{str(facts.get('release', 'unknown')).partition('-')[0]}"


class Host(Platform):
    """The machine the harness runs on."""

    name = "host"

    def describe(self) -> Availability:
        who = "as root" if os.geteuid() == 0 else "as an ordinary user"
        return Availability(True, description=f"this machine: {system.system()} {system.release()}, {who}")

    def prepare(self) -> None:
        released.all_cases()

    @contextmanager
    def open(self) -> Iterator[Session]:
        stack = system.system().lower()
        yield HostSession(self.name, released.all_cases(),
                          arguments=("--platform", self.name, "--stack", stack),
                          facts={"engine": "host"}, identity={"stack": stack})


def platforms() -> list[Platform]:
    """The platforms of this kind that can be named in advance."""
    return [Host()]
