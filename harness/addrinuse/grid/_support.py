"""What the grid takes from the rest of the package, in one place."""
from __future__ import annotations

from addrinuse.errors import UserError, nearest, unknown
from addrinuse.escape import clean
from addrinuse.paths import root

__all__ = ["UserError", "clean", "nearest", "root", "unknown"]
