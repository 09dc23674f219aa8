"""Writes run files while observations arrive, line by line, so that whatever ends a survey early loses
nothing. A file belongs to one survey until it is released: another one at the same time takes another name.
"""
from __future__ import annotations

import fcntl
import itertools
import json
import os
import re
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Protocol

from addrinuse.support.errors import UserError
from addrinuse.support.paths import show
from addrinuse.model.runs import Record

ROOM = 1 << 20  # bytes that must fit into the output folder before anything runs


class Listener(Protocol):
    """Somebody who follows what is recorded."""

    def recorded(self, platform: str, record: Record) -> None:
        """A header, observation or footer of the platform (named as it was asked for) is in its file."""


def check_output(folder: Path) -> None:
    """Raises UserError where run files cannot be written: no such place, no permission, no room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * ROOM)
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as trouble:
        raise _unwritable(folder, trouble) from None


def _unwritable(path: Path, trouble: OSError) -> UserError:
    return UserError(f"output {show(path)}", f"cannot be written: {trouble.strerror}",
                     "Make room, or name another folder with -o DIR.")


def claimed(path: Path) -> int | None:
    """A descriptor by which the file is ours until it is closed; nothing where it is another survey's. Raises
    UserError where there can be no such file."""
    try:
        claim = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as trouble:
        raise _unwritable(path, trouble) from None
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(claim)
        return None
    except OSError:
        pass  # a file system without locks
    return claim


class RunFile:
    """One run while it is written."""

    def __init__(self, path: Path, header: Record) -> None:
        self.path = path
        self._cases: set[str] = set()
        self._size = 0
        try:
            self._file: BinaryIO = open(path, "wb", buffering=0)
            self._write(header)
        except OSError as trouble:
            raise _unwritable(path, trouble) from None

    def add(self, record: Record) -> bool:
        """Writes an observation, unless the case has one already; says whether it did."""
        if record["case"] in self._cases:
            return False
        self._cases.add(record["case"])
        self._write(record)
        return True

    def finish(self, footer: Record) -> None:
        """Writes the footer: the run is complete."""
        self._write({**footer, "count": len(self._cases)})
        self.close()

    def close(self) -> None:
        """Without a footer before it, the run is truncated."""
        try:
            self._file.close()
        except OSError as trouble:
            raise _unwritable(self.path, trouble) from None

    def _write(self, record: Record) -> None:
        line = json.dumps(record, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        try:
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError as trouble:
            self._file.truncate(self._size)  # what was written whole stays readable
            raise _unwritable(self.path, trouble) from None
        self._size += len(line)


class Recorder:
    """The run files of a survey, one a platform, in one folder. Takes records from several threads."""

    def __init__(self, folder: Path, listener: Listener | None = None) -> None:
        self.folder = folder
        self.listener = listener
        self.files: dict[str, RunFile] = {}
        self._claims: list[int] = []
        self._lock = threading.Lock()

    def take(self, platform: str, record: Record) -> None:
        """Records what came from a platform, named as it was asked for. Raises UserError when it cannot be
        written."""
        with self._lock:
            if self._wrote(platform, record) and self.listener:
                self.listener.recorded(platform, record)

    def _wrote(self, platform: str, record: Record) -> bool:
        if "run" in record:
            if platform in self.files:
                return False
            self.files[platform] = RunFile(self._path(record["platform"]), record)
        elif "count" in record:
            self.files[platform].finish(record)
        else:
            return self.files[platform].add(record)
        return True

    def _path(self, name: str) -> Path:
        """A file of its own for each platform, also where two answer by the same name or another survey writes."""
        plain = re.sub(r"[^A-Za-z0-9._+-]", "-", name)
        names = (f"{plain}{f'-{count}' if count else ''}.jsonl" for count in itertools.count())
        path, claim = next((path, claim) for path in map(self.folder.joinpath, names)
                           if (claim := claimed(path)) is not None)
        self._claims.append(claim)
        return path

    def close(self) -> None:
        """Closes what is still open; those runs are truncated."""
        with self._lock:
            for file in self.files.values():
                file.close()

    def release(self) -> None:
        """Leaves the files to others: they have been read, or nobody will."""
        for claim in self._claims:
            os.close(claim)
        self._claims.clear()

    def paths(self, platforms: Iterable[str]) -> list[Path]:
        """The files written for these platforms, in this order."""
        return [self.files[name].path for name in platforms if name in self.files]
