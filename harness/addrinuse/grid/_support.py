"""What the grid takes from the rest of the package, in one place."""
from __future__ import annotations

from addrinuse.support.errors import UserError, nearest, unknown
from addrinuse.support.escape import clean
from addrinuse.support.paths import root

__all__ = ["UserError", "clean", "nearest", "root", "unknown"]
