"""`python3 -m addrinuse`."""
import signal
import sys
from types import FrameType


def _interrupted(number: int, frame: FrameType | None) -> None:
    """Being interrupted before the command line is read needs no traceback either. The status is that of
    support/errors.INTERRUPTED, which is not imported here: an interruption during an import that comes
    before this handler would print one."""
    sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, _interrupted)
    from addrinuse.cli import main

    if signal.getsignal(signal.SIGINT) is _interrupted:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
