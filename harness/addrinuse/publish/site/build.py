"""Writes the site: every page, its data and its downloads.

The folder may hold other things, such as `.git` and `CNAME` of a branch that is published: a file in the site
lists what was written, and nothing else is ever removed or replaced."""
from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from addrinuse.support import locks, paths
from addrinuse.model.cases import Case
from addrinuse.model.documents import Document
from addrinuse.support.errors import UserError
from addrinuse.model.runs import Run
from addrinuse.publish import formats
from addrinuse.publish.site import (badges, comparisons, downloads, evidence, history, indexes, pages,
                                    pictures, previews, tcp, view)

ASSETS = Path(__file__).with_name("assets")
MARK = "site-of-addrinuse.txt"
MARK_TEXT = ("The pages in this folder are generated. `addrinuse site` replaces the files listed here; "
             "it neither removes nor changes any other.\n")
STAGE = ".site-of-addrinuse.new"
# What may lie in a folder that is no site yet: the things of a work tree from which pages are published.
OF_A_WORK_TREE = (".git", ".gitattributes", ".gitignore", ".nojekyll", "CNAME", STAGE)
MARK_LIMIT = 16 << 20     # bytes of a list that is read


@dataclass(frozen=True)
class Report:
    """What was written; `kept` names what else is in the folder; `previews` counts the previews of
    pictures."""

    folder: Path
    cases: int
    platforms: int
    left_out: tuple[str, ...]
    files: int
    bytes: int
    kept: tuple[str, ...] = ()
    previews: int = 0


@dataclass(frozen=True)
class Extras:
    """What a site has besides its runs: the address it is published at (empty: unknown; then there is no
    sitemap and no feed); pictures of slices of the grids, by stack; the table (as `data/table.json` has it)
    of the state before this one, if that is not the one of the site that is replaced."""

    address: str = ""
    matrices: pages.Matrices = field(default_factory=dict)
    before: Any = None


class Folder:
    """A folder that is being filled; counts what it gets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.names: list[str] = []
        self.bytes = 0

    def write(self, name: str, content: str | bytes) -> None:
        """Writes a file below the folder."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        self.names.append(name)
        self.bytes += len(data)


def build(folder: Path, runs: Iterable[Run], cases: Mapping[str, Case], documents: Mapping[str, Document],
          now: datetime, extras: Extras = Extras()) -> Report:
    """Writes the pages of these runs. An older site in that folder is replaced, file by file; what it did not
    write stays as it is; a folder that holds something else is left alone, with UserError. Ages are reckoned
    at `now`, and again by the reader's browser. `extras` are what other packages add."""
    _refuse_strangers(folder)
    made = view.make(runs, cases, documents, now)
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = locks.opened_folder(folder)
        try:
            locks.acquire(lock)
            _refuse_strangers(folder)
            fresh = _replace(folder, made, extras)
        finally:
            os.close(lock)
    except OSError as error:
        raise UserError(str(folder), f"the pages cannot be written: {error.strerror}") from None
    finally:
        if is_new:
            _remove_if_empty(folder)
    return Report(folder, len(made.table.rows), len(made.platforms),
                  tuple(run.platform for run in made.left_out), len(fresh.names), fresh.bytes,
                  tuple(_others(folder, set(fresh.names))), len(made.previews))


def _refuse_strangers(folder: Path) -> None:
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        raise UserError(str(folder), "is there and is no folder", "Name another one.")
    others = [path.name for path in folder.iterdir() if path.name not in OF_A_WORK_TREE]
    if others and not _is_file(folder / MARK):
        raise UserError(paths.show(folder), "the folder holds something that is not such a site",
                        "Name an empty or a new one.")


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _replace(folder: Path, made: view.View, extras: Extras) -> Folder:
    """Writes all pages beside the older ones, then puts each in its place, then removes those that are no
    more. The list names both until the end: whatever interrupts this, the next one knows what was written."""
    before = listed(folder)
    stage = folder / STAGE
    _remove_stage(stage)
    stage.mkdir()
    try:
        fresh = Folder(stage)
        fresh.write(MARK, MARK_TEXT)
        _write(fresh, made, extras, _history(folder, before, made, extras))
        _refuse_to_overwrite(folder, fresh.names, before)
        _list(stage, folder, {*fresh.names, *(before or ())})
        for name in fresh.names[1:]:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (stage / name).replace(folder / name)
        for name in set(before or ()) - set(fresh.names):
            _remove(folder, name)
        _list(stage, folder, fresh.names)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return fresh


def _history(folder: Path, before: frozenset[str] | None, made: view.View, extras: Extras
             ) -> list[history.State]:
    """What changed since the site in the folder was written, and what its own history says."""
    if extras.before is None and history.TABLE not in (before or ()):
        return []
    day = made.now.strftime("%Y-%m-%d")
    return history.following(folder, formats.json_of(made.table), day, extras.before)


def listed(folder: Path) -> frozenset[str] | None:
    """The files that the site in this folder lists as its own; nothing where there is none, or one of a
    version that wrote no list."""
    try:
        with open(folder / MARK, "rb") as mark:
            first, *names = mark.read(MARK_LIMIT).decode("utf-8").split("\n")
    except (OSError, ValueError):
        return None
    is_whole = first + "\n" == MARK_TEXT
    return frozenset(name for name in names if _is_below(name)) if is_whole else None


def _is_below(name: str) -> bool:
    """Whether a name of a list is one that a site can have: what lies in a work tree may be anybody's
    words."""
    parts = name.split("/")
    return bool(name) and name.isprintable() and all(part not in ("", ".", "..", ".git") for part in parts)


def _list(stage: Path, folder: Path, names: Iterable[str]) -> None:
    fresh = stage / "list"
    fresh.write_text(MARK_TEXT + "".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    fresh.replace(folder / MARK)


def _refuse_to_overwrite(folder: Path, names: Iterable[str], before: frozenset[str] | None) -> None:
    """Raises UserError where a page would take the place of a file that the site did not write, or would be
    written through a symbolic link. A site of a version without a list was replaced as a whole."""
    for name in names:
        if _has_link(folder, name):
            raise UserError(paths.show(folder / name), "a symbolic link leads away from the site there",
                            "Remove it.")
        if before is not None and name != MARK and name not in before and os.path.lexists(folder / name):
            raise UserError(paths.show(folder / name),
                            "is a file that the site did not write, where a page belongs",
                            "Move it to another place.")


def _has_link(folder: Path, name: str) -> bool:
    """Whether a folder on the way to a name is a symbolic link."""
    way = folder
    for part in name.split("/")[:-1]:
        way = way / part
        if way.is_symlink():
            return True
    return False


def _remove(folder: Path, name: str) -> None:
    """Removes a file of an older site, and the folders that are empty then."""
    if _has_link(folder, name) or not _is_file(folder / name):
        return
    (folder / name).unlink()
    for parent in (folder / name).parents:
        if parent == folder or not _remove_if_empty(parent):
            return


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
        return True
    except OSError:
        return False


def _remove_stage(stage: Path) -> None:
    """Removes what an interrupted command left of the folder in which pages are written first, if it carries
    our mark."""
    if stage.is_dir() and not stage.is_symlink() and not _remove_if_empty(stage) and _is_file(stage / MARK):
        shutil.rmtree(stage, ignore_errors=True)


def _others(folder: Path, names: set[str]) -> list[str]:
    """What is in the folder besides these files; of a folder in which nothing is ours only the name."""
    ours = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    others: list[str] = []
    for top, folders, files in os.walk(folder):
        place = os.path.relpath(top, folder)
        here = "" if place == "." else place + "/"
        others += [f"{here}{name}/" for name in folders if here + name not in ours]
        folders[:] = [name for name in folders if here + name in ours]
        others += [here + name for name in files if here + name not in names]
    return sorted(others)


def _write(folder: Folder, made: view.View, extras: Extras, past: list[history.State]) -> None:
    for asset in sorted(ASSETS.iterdir()):
        folder.write(f"assets/{asset.name}", asset.read_bytes())
    for row in made.table.rows:
        folder.write(f"evidence/{row.id}.js", evidence.of_case(row, made))
    for platform in made.platforms:
        folder.write(f"badges/{platform.slug}.svg", badges.of_platform(platform))
    states = tcp.read(made)
    offered = downloads.every(made, states, past)
    for one in offered:
        folder.write(f"data/{one.name}", one.content)
    drawn = [*pictures.every(made), *tcp.pictures(states)]
    for name, text in drawn:
        folder.write(name, text)
    made.address = extras.address
    matrices = _write_matrices(folder, extras.matrices)
    made.previews = _write_previews(folder, [*_shared(drawn), *_first_matrices(extras.matrices, matrices)])
    for name, text in pages.every(made, comparisons.every(made), offered, matrices, states, past):
        folder.write(name, text)
    for name, text in indexes.every(made, folder.names, past):
        folder.write(name, text)


def _write_matrices(folder: Folder, matrices: pages.Matrices) -> pages.Matrices:
    """Writes the pictures of the grids; gives their titles and names in the place of their contents."""
    found: dict[str, list[tuple[str, str]]] = {}
    for slug, (stack, pictured) in zip(view.slugs(matrices).values(), matrices.items()):
        for number, (title, picture) in enumerate(pictured, 1):
            name = f"pictures/options-{slug}-{number}.svg"
            folder.write(name, picture)
            found.setdefault(stack, []).append((title, name))
    return found


def _shared(drawn: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pictures that stand for pages: those of single platforms have no preview."""
    return [(name, text) for name, text in drawn if name in (*pictures.PAGES, tcp.PICTURE)]


def _first_matrices(given: pages.Matrices, named: pages.Matrices) -> list[tuple[str, str]]:
    """The first picture of each grid: its name, and its content."""
    return [(named[stack][0][1], slices[0][1]) for stack, slices in given.items() if slices]


def _write_previews(folder: Folder, drawn: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Writes the previews of pictures; gives their names. None are written if the program that draws them is
    not installed."""
    program = previews.program()
    names: list[str] = []
    for picture, content in drawn if program else ():
        if data := previews.png(content, str(program)):
            names.append(picture.removesuffix(".svg") + ".png")
            folder.write(names[-1], data)
    return frozenset(names)
