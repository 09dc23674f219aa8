"""Which code looks at this system. A system without such code gives a plain error."""
from __future__ import annotations

import platform
import sys

from addrinuse.support.errors import UserError
from addrinuse.why.sockets import Look, Target


def look(target: Target) -> Look:
    """Looks at a port of this machine, in the network namespace of this process. Raises UserError where that
    is not available."""
    if sys.platform != "linux":
        raise UserError("why", f"not available on this system ({platform.system()})",
                        "It reads Linux's socket tables. `addrinuse advise` works here.")
    from addrinuse.why.linux import looking

    try:
        return looking.look(target)
    except OSError as error:
        raise UserError("why", f"{error.filename or '/proc'} cannot be read: {error.strerror}",
                        "It needs /proc; mount it, or run it outside of the container.") from None
