"""Digests of what is kept on disk: taken when it was made, and compared before it is used. A file that was
damaged since (a flipped bit, a half-written block) is then made again and never used."""
from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from addrinuse.provision import store
from addrinuse.support import paths


def digest_of(path: Path) -> str:
    """The SHA-256 of a regular file, or of where a symbolic link leads. Raises OSError."""
    if path.is_symlink():
        return hashlib.sha256(b"link to " + os.fsencode(os.readlink(path))).hexdigest()
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digests_below(folder: Path) -> dict[str, str]:
    """The digests of all files below a folder, by their names in it."""
    files = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {str(path.relative_to(folder)): digest_of(path) for path in sorted(files)}


def damaged(folder: Path, digests: Mapping[str, str]) -> list[str]:
    """The names whose files in the folder are not what they were when these digests were taken."""
    return [name for name, digest in digests.items() if not _fits(folder / name, digest)]


def _fits(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except (OSError, ValueError):  # the second: a name that no file can have
        return False


def seal(path: Path) -> None:
    """Notes the digest of a file of the store. Raises UserError where it cannot be written."""
    with store.writing(path):
        digest = digest_of(path)
    with store.new_file(_seal_of(path)) as made:
        made.write_text(digest)


def is_intact(path: Path) -> bool:
    """Whether a file of the store is what it was when its digest was noted; False where none was."""
    try:
        digest = _seal_of(path).read_text(encoding="ascii")
    except (OSError, ValueError):
        return False
    return _fits(path, digest)


def remove(*files: Path) -> None:
    """Removes files of the store with their noted digests."""
    for path in files:
        for each in (path, _seal_of(path)):
            try:
                each.unlink(missing_ok=True)
            except OSError:
                pass


def _seal_of(path: Path) -> Path:
    return store.folder("seals") / f"{path.parent.name}-{path.name}"


def report(folder: Path, names: Iterable[str]) -> None:
    """Says that something is not any more what was kept there, and will be made again."""
    listed = ", ".join(names)
    print(f"addrinuse: {paths.show(folder)}: not what was kept there ({listed}); it is made again",
          file=sys.stderr)
