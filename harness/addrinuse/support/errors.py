"""What goes wrong for users: one exception class, and the helper that names what they may have meant."""
from __future__ import annotations

import difflib
from collections.abc import Iterable

from addrinuse.support.escape import clean

COULD_NOT_RUN = 2         # the exit status of a command that could not do what was asked
INTERRUPTED = 130         # that of one that was interrupted: 128 + SIGINT, as a shell gives it


class UserError(Exception):
    """Something the user can act on: its subject, the reason, and the next step (may be empty).

    The command line prints it as two lines and exits with 2; nobody ever sees a traceback of it.
    """

    def __init__(self, subject: str, reason: str, next_step: str = "") -> None:
        super().__init__(subject, reason, next_step)
        self.subject = subject
        self.reason = reason
        self.next_step = next_step

    def __str__(self) -> str:
        text = f"{self.subject}: {self.reason}" + (f"\n  {self.next_step}" if self.next_step else "")
        # Parts of it may be a stranger's words.
        return "\n".join(clean(line.expandtabs()) for line in text.split("\n"))


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """At most `most` of the known names that look like `name`, the best first; a shared part counts too."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name, names, most, 0.5)
    last = name.rsplit("/", 1)[-1].strip("*").lower()
    by_part = [other for other in names if len(last) > 2 and last in other.lower()]
    by_last = {other.rsplit("/", 1)[-1]: other for other in names}
    by_part += [by_last[part] for part in difflib.get_close_matches(last, list(by_last), most, 0.6)]
    return list(dict.fromkeys(close + by_part))[:most]


def unknown(kind: str, name: str, known: Iterable[str], otherwise: str) -> UserError:
    """The error for a name nobody knows: the nearest names, or else (none is near) what `otherwise` says."""
    close = nearest(name, known)
    return UserError(f"{kind} {name!r}", "unknown", f"Nearest: {', '.join(close)}" if close else otherwise)
