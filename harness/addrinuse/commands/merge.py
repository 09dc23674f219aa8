"""The command `merge`: any number of run files becomes one folder with a run per platform, its history, and
merged.json, which says what the runs of a platform disagree about."""
from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from addrinuse.analysis import merging
from addrinuse.analysis.merging import Merged
from addrinuse.model import contributions, runs, sketches
from addrinuse.model.sketches import Sketch
from addrinuse.support import paths
from addrinuse.support.errors import UserError
from addrinuse.survey.recorder import check_output

HISTORY = "history"
FEW = 32       # files that are read in this process: starting others takes longer
CHUNK = 16     # files that a process takes at once
UNSAFE = re.compile(r"[^A-Za-z0-9._+@-]")
ENDINGS = {b"\xfd": ".jsonl.xz", b"\x1f": ".jsonl.gz"}


def run(named: Sequence[Path], folder: Path) -> int:
    """Merges these files, those in these folders, and what an earlier merge left in `folder`. The exit code:
    0, or 2 where a file could not be read; all others are merged then."""
    files = files_of(named)
    check_output(folder)
    found, errors = _sketched([*files, *_of_earlier_merge(folder)])
    for error in errors:
        print(f"addrinuse: {error}", file=sys.stderr)
    if not found:
        raise UserError("merge", "no run could be read", "Name run files, *.jsonl, or folders with such.")
    merged = merging.merge(found)
    try:
        _write(folder, merged, {sketch.path for sketch in found})
    except OSError as error:
        raise UserError(f"output {paths.show(folder)}", f"cannot be written: {error.strerror}",
                        "Make room, or name another folder with -o DIR.") from None
    print("\n".join(lines(merged)))
    return 2 if errors else 0


def files_of(named: Iterable[Path]) -> list[Path]:
    """The files, each once: a folder stands for the run files in it and below it."""
    found: dict[Path, None] = {}
    for path in named:
        inside = sorted(file for file in path.rglob("*.jsonl*") if file.name.endswith(runs.SUFFIXES)
                        ) if path.is_dir() else [path]
        found.update((file.resolve(), None) for file in inside)
    return list(found)


def lines(merged: Iterable[Merged]) -> Iterator[str]:
    """For each platform: how many runs there are, which one is shown, and what they disagree about."""
    for one in merged:
        state = "" if one.shown.complete else ", truncated"
        line = f"{one.platform}: run of {one.shown.header.started}{state}"
        if one.earlier:
            names = list(one.disagreements)
            more = f" and {len(names) - 5} more" if len(names) > 5 else ""
            line += (f"; {len(one.earlier)} more in the history; "
                     + (f"they disagree in {', '.join(names[:5])}{more}" if names else "they agree"))
        yield line


# ---- reading ----

def _sketched(files: Sequence[Path]) -> tuple[list[Sketch], list[UserError]]:
    """The sketches of the files, and why others have none."""
    workers = len(os.sched_getaffinity(0))
    if len(files) <= FEW or workers == 1:
        answers = list(map(_sketch, files))
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            answers = list(_shared(pool.map(_sketch, files, chunksize=CHUNK)))
    return ([answer for answer in answers if isinstance(answer, Sketch)],
            [answer for answer in answers if isinstance(answer, UserError)])


def _sketch(path: Path) -> Sketch | UserError:
    try:
        return sketches.read(path)
    except UserError as error:
        return error


def _shared(answers: Iterable[Sketch | UserError]) -> Iterator[Sketch | UserError]:
    """The same; equal lists of names are one object, since runs of the same suite have the same names."""
    known: dict[bytes, bytes] = {}
    for answer in answers:
        if isinstance(answer, Sketch):
            for part in ("names", "words"):
                value = getattr(answer, part)
                object.__setattr__(answer, part, known.setdefault(value, value))
        yield answer


def _of_earlier_merge(folder: Path) -> list[Path]:
    """The runs that an earlier merge left there. Raises UserError where the folder holds anything else."""
    index = folder / contributions.MERGED
    if not index.is_file():
        others = sorted(path.name for path in folder.iterdir())
        if others:
            raise UserError(paths.show(folder), f"holds {others[0]!r}, and was not written by a merge",
                            "Name a new or an empty folder with -o DIR.")
        return []
    return [file for file in files_of([folder]) if file.is_file()]


# ---- writing ----

def _write(folder: Path, merged: Sequence[Merged], read: set[Path]) -> None:
    """Copies each run to its place, the history first: it may be what was shown before. Then writes the
    index, then removes the files in the folder that were read and have another place now."""
    slugs = _slugs([one.platform for one in merged])
    entries: dict[str, Any] = {}
    for one in merged:
        name = slugs[one.platform] + _ending(one.shown.path)
        history = [_place(folder, slugs[one.platform], sketch) for sketch in one.earlier]
        _copy(one.shown, folder / name)
        entries[name] = {
            "platform": one.platform, "started": one.shown.header.started, "digest": one.shown.digest,
            "earlier_runs": len(one.earlier), "disagreements": list(one.disagreements),
            "words": {name: list(words) for name, words in one.disagreements.items()},
            "history": history}
    fresh = folder / f"{contributions.MERGED}.new"
    fresh.write_text(json.dumps({"files": entries}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fresh.replace(folder / contributions.MERGED)
    kept = {entry["file"] for shown in entries.values() for entry in shown["history"]} | set(entries)
    place = folder.resolve()
    for path in read:
        if path.is_relative_to(place) and str(path.relative_to(place)) not in kept:
            path.unlink()


def _slugs(platforms: Sequence[str]) -> dict[str, str]:
    """A file name for each platform; of names that differ only in case, each gets a digest."""
    plain = {name: UNSAFE.sub("-", name) for name in platforms}
    folded = [slug.casefold() for slug in plain.values()]
    return {name: slug if folded.count(slug.casefold()) == 1
            else f"{slug}-{sha256(name.encode()).hexdigest()[:8]}" for name, slug in plain.items()}


def _place(folder: Path, slug: str, sketch: Sketch) -> dict[str, str]:
    """Copies a run into the history; gives its entry in the index."""
    started = UNSAFE.sub("", sketch.header.started)
    file = Path(HISTORY) / slug / f"{started}-{sketch.digest[:12]}{_ending(sketch.path)}"
    (folder / file.parent).mkdir(parents=True, exist_ok=True)
    _copy(sketch, folder / file)
    return {"file": str(file), "started": sketch.header.started, "digest": sketch.digest}


def _ending(path: Path) -> str:
    with open(path, "rb") as file:
        return ENDINGS.get(file.read(1), ".jsonl")


def _copy(sketch: Sketch, target: Path) -> None:
    """Copies a file as it is, unless it is there."""
    if target.resolve() == sketch.path or _is_same(sketch, target):
        return
    _replace(sketch.path, target)
    note, target_note = map(contributions.note_path, (sketch.path, target))
    if note.is_file():
        _replace(note, target_note)
    else:
        target_note.unlink(missing_ok=True)


def _is_same(sketch: Sketch, target: Path) -> bool:
    return (target.is_file() and target.stat().st_size == sketch.size
            and sketches.digest_of(target) == sketch.stored)


def _replace(source: Path, target: Path) -> None:
    fresh = target.with_name(f"{target.name}.{os.urandom(6).hex()}.new")
    try:
        shutil.copyfile(source, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
