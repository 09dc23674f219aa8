"""Run files: what one platform answered, once, as JSON Lines, plain or compressed. They may come from
strangers, so reading is strict, and every input is read once.

The format is results/run.schema.json. Every error names the file and the line.
"""
from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from addrinuse.model import observations as model
from addrinuse.model import contributions, records
from addrinuse.model.observations import Footer, Header, Observation, ObservationId
from addrinuse.model.records import Record
from addrinuse.support import compression, paths
from addrinuse.support.errors import UserError

OLD_SCHEMA = 1
LINE_LIMIT = 8 << 20       # bytes
FILE_LIMIT = 512 << 20     # bytes, decompressed
OBSERVATION_LIMIT = 200_000
SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.xz")


@dataclass
class Run:
    """One run as it was read: its header, its observations by their ids in the order of the file, and whether
    it ended as a run does (`footer`) or is truncated."""

    path: Path
    header: Header
    observations: dict[ObservationId, Observation] = field(default_factory=dict)
    footer: Footer | None = None

    @property
    def truncated(self) -> bool:
        """Whether the run was interrupted."""
        return self.footer is None

    @property
    def platform(self) -> str:
        """The name of what answered."""
        return self.header.platform

    @property
    def simulated(self) -> bool:
        """Whether what answered is no system that anybody has (a mutant)."""
        return self.header.facts.get("simulated") is True

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the platform said of itself."""
        return self.header.facts

    @cached_property
    def by_case(self) -> dict[str, list[Observation]]:
        """The observations by the ids of their cases. Only for a run that is complete in memory."""
        return model.by_case(self.observations.values())


def published() -> list[Path]:
    """The files of the published runs, in the order of their names."""
    return in_folder(paths.published_runs())


def contributed() -> list[Path]:
    """The files of the runs that came from elsewhere, in the order of their names."""
    return in_folder(paths.contributed_runs())


def in_folder(folder: Path) -> list[Path]:
    """The run files in a folder, in the order of their names."""
    return sorted(path for path in folder.glob("*.jsonl*") if path.name.endswith(SUFFIXES))


def name_of(path: Path) -> str:
    """The name of a run file without what says its form: the platform's, as runs are published."""
    return path.name.rpartition(".jsonl")[0]


def read_all(files: Iterable[Path], complete: bool = False) -> list[Run]:
    """Every run; with `complete`, a truncated one is an error."""
    found = [read(path) for path in files]
    for run in found:
        if complete and run.truncated:
            raise UserError(paths.show(run.path), "truncated: the run was interrupted and has no footer",
                            "Survey that platform again.")
    return found


def given_or_published(files: Iterable[Path]) -> list[Run]:
    """The runs in these files, or else the published and the contributed ones without simulated platforms.
    Raises UserError if there are none."""
    files = list(files)
    if files:
        return list(map(named, files))
    if not published():
        raise UserError(paths.show(paths.published_runs()), "there are no published runs",
                        f"Name run files, e.g. {paths.own_runs()}/*.jsonl after `addrinuse survey`.")
    return [run for run in read_all([*published(), *contributed()]) if not run.simulated]


def named(name: Path) -> Run:
    """The run in a file, or the published run of a platform that has this name. Raises UserError as `read`
    does."""
    if len(name.parts) == 1 and not name.exists():
        for path in (*published(), *contributed()):
            if name_of(path) == str(name):
                return read(path)
    return read(name)


def read(path: Path) -> Run:
    """The run in a file, with what a note beside it and a merge know of it (model/contributions.py). Raises
    UserError as `read_as_stored` does."""
    run = read_as_stored(path)
    run.header, run.observations = contributions.applied(path, run.header, run.observations)
    return run


def read_as_stored(path: Path) -> Run:
    """The run in a file, and nothing besides. A file without its footer is a truncated run and is read; one
    that ends in the middle of a line, is of an unknown schema version, or is not a run at all raises
    UserError naming file and line."""
    try:
        with open(path, "rb") as file:
            return _read(path, lines_of(path, compression.reader(file)))
    except OSError as error:
        raise UserError(str(path), error.strerror or str(error),
                        "Give the file of a run, *.jsonl, or the name of a published one.") from None


def lines_of(path: Path, file: BinaryIO) -> Iterator[tuple[int, Record]]:
    """Number and record of each line. Raises UserError where a line is no record."""
    for number, line in raw_lines(path, file):
        yield number, _parsed(path, number, line)


def raw_lines(path: Path, file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line, up to the size that a run may have. Raises UserError beyond that, and
    where a compressed file is damaged."""
    total, number = 0, 0
    while True:
        number += 1
        try:
            line = file.readline(LINE_LIMIT + 1)
        except compression.ERRORS as error:
            raise _invalid(path, number,
                           f"not a run: the compressed file is damaged or cut off ({error})") from None
        if not line:
            return
        total += len(line)
        if len(line) > LINE_LIMIT or total > FILE_LIMIT:
            raise _invalid(path, number, "longer than a run may be")
        yield number, line


def _parsed(path: Path, number: int, line: bytes) -> Record:
    record = records.parsed(line)
    if record is not None:
        return record
    if number == 1:
        raise _invalid(path, 1, "not a run: the line is not a JSON object")
    if not line.endswith(b"\n"):
        raise _invalid(path, number, "cut off in the middle of the line",
                       "Without that line the file is a truncated run, which can be read.")
    raise _invalid(path, number, "the line is not a JSON object")


def _read(path: Path, lines: Iterator[tuple[int, Record]]) -> Run:
    number, record = next(lines, (1, None))
    if record is None:
        raise _invalid(path, 1, "not a run: the file is empty")
    is_old = _version(path, record) == OLD_SCHEMA
    run = Run(path, _header(path, records.upgraded(record) if is_old else record))
    for number, record in lines:
        if run.footer:
            raise _invalid(path, number, "goes on after its footer")
        record = records.upgraded(record) if is_old else record
        error = records.validation_error(record)
        if error:
            raise _invalid(path, number, error)
        _add(run, number, records.event_of(record))
    return run


def _add(run: Run, number: int, event: Header | Observation | Footer) -> None:
    if isinstance(event, Header):
        raise _invalid(run.path, number, "a second header")
    if isinstance(event, Footer):
        if event.count != len(run.observations):
            raise _invalid(run.path, number, f"the footer counts {event.count} observations, "
                                             f"the file has {len(run.observations)}")
        run.footer = event
        return
    if event.id in run.observations:
        raise _invalid(run.path, number, f"a second observation of {event.id}")
    run.observations[event.id] = event
    if len(run.observations) > OBSERVATION_LIMIT:
        raise _invalid(run.path, number, "more observations than a run may have")


def header_of(path: Path, record: Record) -> Header:
    """The header of a run whose first record this is. Raises UserError where it is none."""
    return _header(path, records.upgraded(record) if _version(path, record) == OLD_SCHEMA else record)


def _version(path: Path, record: Record) -> int:
    if record.get("run") != "addrinuse":
        raise _invalid(path, 1, "not a run of addrinuse: the first line is not its header")
    version = record.get("schema")
    if type(version) is int and version in (OLD_SCHEMA, records.SCHEMA):
        return version
    raise _invalid(path, 1, f"schema version {json.dumps(version)[:40]}; this addrinuse reads versions "
                            f"{OLD_SCHEMA} and {records.SCHEMA}",
                   "Read it with the addrinuse that wrote it, or survey again.")


def _header(path: Path, record: Record) -> Header:
    error = records.header_error(record)
    if error:
        raise _invalid(path, 1, error)
    header = records.event_of(record)
    assert isinstance(header, Header)
    return header


def _invalid(path: Path, number: int, reason: str, next_step: str = "") -> UserError:
    return UserError(f"{paths.show(path)}:{number}", reason, next_step)


# ---- writing ----

def encoded(run: Run) -> bytes:
    """The content of a run file, its observations in the order of their ids: a run that is made again changes
    only where an answer changed."""
    out = io.BytesIO()
    out.write(records.as_line(run.header))
    out.writelines(records.as_line(run.observations[name]) for name in sorted(run.observations))
    if run.footer:
        out.write(records.as_line(run.footer))
    return out.getvalue()


def stored(run: Run, path: Path) -> bytes:
    """The content of a run file of that name: compressed if the name ends in .xz."""
    content = encoded(run)
    return compression.compressed(content) if path.suffix == ".xz" else content


def write(run: Run, path: Path) -> None:
    """Writes a run to a file, which is there as a whole or not at all. Raises UserError when it cannot."""
    fresh = path.with_name(f"{path.name}.{os.urandom(6).hex()}.new")
    try:
        with open(fresh, "xb") as file:
            file.write(stored(run, path))
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UserError(paths.show(path), f"cannot be written: {error.strerror}") from None
