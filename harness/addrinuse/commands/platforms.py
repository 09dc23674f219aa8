"""The command `platforms`: what can be surveyed here, and what it takes."""
from __future__ import annotations

import json
from collections.abc import Iterator

from addrinuse.platforms import registry
from addrinuse.platforms.base import Availability, Platform
from addrinuse.platforms.kernels.architectures import EMULATED
from addrinuse.support import pager
from addrinuse.support.escape import clean

SMALL = 500_000  # bytes; a download below this is not worth a word


def run(mutants: bool, as_json: bool) -> int:
    """The exit code, which is 0."""
    states = [(platform, platform.describe()) for platform in registry.every()
              if as_json or mutants or not platform.simulated]
    if as_json:
        print(json.dumps([{"name": platform.name, **vars(state), "simulated": platform.simulated}
                          for platform, state in states], indent=1))
        return 0
    told = [*lines(states), emulated()]
    if not mutants:
        hidden = sum(platform.simulated for platform in registry.every())
        told.append(f"and {hidden} simulated platforms: --mutants")
    pager.show(lambda out: pager.write_lines(told, out))
    return 0


def lines(states: list[tuple[Platform, Availability]]) -> Iterator[str]:
    """A line for each platform: what is ready, what would be downloaded, what is missing."""
    width = max((len(platform.name) for platform, _ in states), default=0)
    for platform, state in states:
        yield clean(f"{platform.name:{width}}  {_state(state)}{'; simulated' * platform.simulated}"
                    + (f"; {state.description}" if state.description else ""))


def emulated() -> str:
    """One line for the kernels of other architectures, of which there is one for each series."""
    missing = [f"; {name}: {why}" for name, architecture in EMULATED.items()
               if (why := architecture.missing())]
    return f"linux-SERIES:ARCHITECTURE  emulated: {', '.join(EMULATED)}{''.join(missing)}"


def _state(state: Availability) -> str:
    if not state.available:
        return f"not available: {state.why}"
    if state.download_bytes >= SMALL:
        return f"available; downloads {state.download_bytes / 1e6:.0f} MB"
    return "available"
