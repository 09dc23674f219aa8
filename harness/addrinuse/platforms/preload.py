"""Libraries in front of a program's calls, by LD_PRELOAD (ld.so(8))."""
from __future__ import annotations

from pathlib import Path

from addrinuse.support.errors import UserError

SEPARATORS = " :"         # between the libraries of LD_PRELOAD; a path cannot have them


def check(platform: str, library: Path, next_step: str) -> None:
    """Raises UserError where the path of a library cannot stand in LD_PRELOAD; the system would pass it over
    in silence."""
    if any(separator in str(library) for separator in SEPARATORS):
        raise UserError(f"platform {platform}",
                        f"{library} cannot be preloaded: its path has a space or a colon",
                        next_step)
