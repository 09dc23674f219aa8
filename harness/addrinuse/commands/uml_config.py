"""The command `uml-config`: prints the configuration that User-Mode Linux needs, or checks a build's.
"""
from __future__ import annotations

from pathlib import Path

from addrinuse.platforms.uml import configuration

COMPLETE, LACKS = 0, 1


def run(path: Path | None) -> int:
    """The exit status: 0 printed, or the build has everything; 1 it lacks something. Raises UserError for a
    path without a configuration, or one of another architecture."""
    if path is None:
        print(configuration.fragment(), end="")
        return COMPLETE
    lacks = configuration.missing(configuration.read(path))
    for lack in lacks:
        print(lack)
    if not lacks:
        print(f"{path}: everything that the suite needs is set")
    return LACKS if lacks else COMPLETE
