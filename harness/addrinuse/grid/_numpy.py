"""numpy, which only the grid's commands need; its absence is an error for the user, not a traceback."""
from __future__ import annotations

from addrinuse.grid._support import UserError

try:
    import numpy as np
    import numpy.typing as npt
except ImportError:
    raise UserError("numpy", "not installed, and grids are compared with it",
                    "Install Debian's package python3-numpy (elsewhere: pip install numpy).") from None

__all__ = ["np", "npt"]
