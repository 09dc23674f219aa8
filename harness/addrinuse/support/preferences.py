"""What a user has decided once, kept in the user's configuration folder: where accepted answers are."""
from __future__ import annotations

import os
from pathlib import Path

from addrinuse.support import paths
from addrinuse.support.errors import UserError

DEFAULT = Path("addrinuse-expected")  # of an installed package, below the current folder


def folder() -> Path:
    """The user's configuration folder (XDG Base Directory Specification: a relative name in XDG_CONFIG_HOME
    is ignored)."""
    named, home = os.environ.get("XDG_CONFIG_HOME", ""), os.path.expanduser("~")
    base = named if os.path.isabs(named) else os.path.join(home if os.path.isabs(home) else "/nonexistent",
                                                           ".config")
    return Path(base) / "addrinuse"


def expected() -> Path:
    """The folder of the accepted answers: the one that the user named last; else the checkout's own; of an
    installed package, whose files are nobody's to change, one below the current folder."""
    try:
        named = (folder() / "expected").read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        named = ""
    if named and Path(named).is_absolute():
        return Path(named)
    return DEFAULT if paths.is_packaged() else paths.expected()


def remember_expected(path: Path) -> Path:
    """Keeps a folder for the next time and gives its full name. Raises UserError if it cannot be kept, and
    for a folder of an installed package."""
    full = Path(os.path.abspath(path))
    if paths.is_packaged() and full.is_relative_to(paths.root()):
        raise UserError(paths.show(path), "is inside the installed package, which an update replaces",
                        "Name a folder of your own.")
    if full.exists() and not full.is_dir():
        raise UserError(paths.show(path), "is no folder", "Name a folder; `accept` makes it.")
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / "expected").write_text(f"{full}\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UserError(str(folder()), f"the choice cannot be kept: {error}") from None
    return full
