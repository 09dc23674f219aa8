"""Writes the site: every page, its data and its downloads, in a folder of their own."""
from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from addrinuse.support import paths
from addrinuse.model.cases import Case
from addrinuse.model.documents import Document
from addrinuse.support.errors import UserError
from addrinuse.model.runs import Run
from addrinuse.publish.site import badges, comparisons, downloads, evidence, pages, view

ASSETS = Path(__file__).with_name("assets")
MARK = "site-of-addrinuse.txt"
MARK_TEXT = "The pages in this folder are generated: `addrinuse site` replaces the whole folder.\n"


@dataclass(frozen=True)
class Report:
    """What was written."""

    folder: Path
    cases: int
    platforms: int
    left_out: tuple[str, ...]
    files: int
    bytes: int


class Folder:
    """A folder that is being filled; counts what it gets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = 0
        self.bytes = 0

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file below the folder."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        self.files += 1
        self.bytes += len(data)


def build(folder: Path, runs: Iterable[Run], cases: Mapping[str, Case], documents: Mapping[str, Document],
          now: datetime) -> Report:
    """Writes the pages of these runs. An older site in that folder is replaced; a folder that holds something
    else is left alone, with UserError. Ages are reckoned at `now`, and again by the reader's browser."""
    _refuse_strangers(folder)
    made = view.make(runs, cases, documents, now)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".site-") as temporary:
            fresh = Folder(Path(temporary) / "site")
            _write(fresh, made)
            fresh.path.chmod(0o777 & ~_umask())
            if folder.exists():
                folder.rename(Path(temporary) / "before")
            fresh.path.rename(folder)
    except OSError as trouble:
        raise UserError(str(folder), f"the pages cannot be written: {trouble.strerror}") from None
    return Report(folder, len(made.table.rows), len(made.platforms),
                  tuple(run.platform for run in made.left_out), fresh.files, fresh.bytes)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refuse_strangers(folder: Path) -> None:
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise UserError(str(folder), "is there and is no folder", "Name another one.")
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UserError(paths.show(folder), "the folder holds something that is not such a site",
                        "Name an empty or a new one: the whole folder is replaced.")


def _write(folder: Folder, made: view.View) -> None:
    folder.write(MARK, MARK_TEXT)
    for asset in sorted(ASSETS.iterdir()):
        folder.write(f"assets/{asset.name}", asset.read_bytes())
    for row in made.table.rows:
        folder.write(f"evidence/{row.id}.js", evidence.of_case(row, made))
    for platform in made.platforms:
        folder.write(f"badges/{platform.slug}.svg", badges.of_platform(platform))
    offered = downloads.every(made)
    for one in offered:
        folder.write(f"data/{one.name}", one.content)
    for name, text in pages.every(made, comparisons.every(made), offered):
        folder.write(name, text)
