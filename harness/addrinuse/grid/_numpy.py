"""NumPy, which only the grid needs: it is installed when the grid is used for the first time."""
from __future__ import annotations

try:
    import numpy as np
    import numpy.typing as npt
except ImportError:
    from addrinuse.support.errors import UserError
    from addrinuse.provision import build

    build.set_up("grid")
    try:
        import numpy as np
        import numpy.typing as npt
    except ImportError:
        raise UserError("the grid", "needs NumPy", "ci/setup grid (Debian: python3-numpy)") from None

__all__ = ["np", "npt"]
