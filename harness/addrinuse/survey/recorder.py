"""Writes run files while observations arrive, line by line, so that whatever ends a survey early loses
nothing.

A run is written to a fresh file whose name nobody can foresee (NAME.jsonl.XXXXXXXX.part). At its end it is
written again in the order of the ids and gets its name. It takes the place of an older run only where it
loses nothing of it; otherwise it is put beside it (NAME-1.jsonl). A survey that is killed leaves the .part
file: a truncated run.
"""
from __future__ import annotations

import fcntl
import itertools
import os
import re
import stat
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from addrinuse.model import records, runs
from addrinuse.model.observations import Footer, Header, Observation, Status
from addrinuse.model.runs import Run
from addrinuse.support.errors import UserError
from addrinuse.support.paths import show

ROOM = 1 << 20  # bytes that must fit into the output folder before anything runs
FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Listener(Protocol):
    """Somebody who follows what is recorded."""

    def recorded(self, platform: str, event: Header | Observation | Footer) -> None:
        """An event of the platform (named as it was asked for) is in its file."""


def check_output(folder: Path) -> None:
    """Raises UserError where run files cannot be written: no such place, no permission, no room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"\0" * ROOM)
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        raise _unwritable(folder, error) from None


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError(f"output {show(path)}", f"cannot be written: {error.strerror}",
                     "Make room, or name another folder with -o DIR.")


def loses_nothing(new: Run, old: Run) -> bool:
    """Whether `new` may replace `old`: it is complete if that one is, it ran every case that ran there, and
    each as often."""
    if new.truncated and not old.truncated:
        return False
    return all(
        name in new.observations and new.observations[name].status is not Status.NOT_RUN
        and len(new.observations[name].repeats) >= len(observation.repeats)
        for name, observation in old.observations.items() if observation.status is not Status.NOT_RUN)


class RunFile:
    """One run while it is written. `kept` is a fuller run that was left in its place. What was written since
    `began` (a file's time; None: since now) is never replaced."""

    def __init__(self, folder: Path, header: Header, began: int | None = None) -> None:
        self.name = re.sub(r"[^A-Za-z0-9._+-]", "-", header.platform)
        self.folder = folder
        self.kept: Path | None = None
        self._size = 0
        self._is_open = True
        try:
            self._part, self._file = self._fresh()
        except OSError as error:
            raise _unwritable(folder / f"{self.name}.jsonl", error) from None
        self.began = os.fstat(self._file.fileno()).st_mtime_ns if began is None else began
        self.run = Run(self._part, header)
        self._write(records.as_line(header))

    @property
    def path(self) -> Path:
        """Where the run is now."""
        return self.run.path

    def add(self, observation: Observation) -> bool:
        """Writes an observation, unless the case has one already; returns whether it did."""
        if observation.id in self.run.observations:
            return False
        self._write(records.as_line(observation))
        self.run.observations[observation.id] = observation
        return True

    def finish(self, footer: Footer) -> None:
        """The run is complete: writes it in the order of the ids, with its footer, under its name."""
        self.run.footer = Footer(len(self.run.observations), footer.finished)
        try:
            sorted_part, file = self._fresh()
            try:
                with file:
                    file.write(runs.encoded(self.run))
                self._place(sorted_part)
            finally:
                sorted_part.unlink(missing_ok=True)
        except OSError as error:
            self.run.footer = None
            raise _unwritable(self.path, error) from None
        self._is_open = False
        self._file.close()
        self._part.unlink(missing_ok=True)

    def close(self) -> None:
        """Without a footer before it, the run is truncated: it gets its name as it is. A run without
        observations is removed."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            self._file.close()
            if self.run.observations:
                self._place(self._part)
            self._part.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def _fresh(self) -> tuple[Path, BinaryIO]:
        path = self.folder / f"{self.name}.jsonl.{os.urandom(4).hex()}.part"
        return path, open(os.open(path, FRESH, 0o666), "wb", buffering=0)

    def _write(self, line: bytes) -> None:
        try:
            written = 0
            while written < len(line):
                written += self._file.write(line[written:])
        except OSError as error:
            self._file.truncate(self._size)  # what was written whole stays readable
            raise _unwritable(self.path, error) from None
        self._size += len(line)

    def _place(self, part: Path) -> None:
        """Gives a written file the first name of this run that is free or may be replaced. Raises OSError."""
        with _locked(self.folder):
            for count in itertools.count():
                path = self.folder / f"{self.name}{f'-{count}' if count else ''}.jsonl"
                if _linked(part, path):
                    break
                if self._may_replace(path):
                    os.replace(part, path)
                    break
                self.kept = self.kept or path
        self.run.path = path

    def _may_replace(self, path: Path) -> bool:
        """Whether the file there is an older run of which nothing is lost. One that was written while this
        one ran belongs to another survey."""
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_mtime_ns >= self.began:
            return False
        try:
            old = runs.read(path)
        except UserError:
            return status.st_size == 0
        return old.platform == self.run.platform and loses_nothing(self.run, old)


def _linked(part: Path, path: Path) -> bool:
    """Gives the file another name, if nothing has it; returns whether it did. Raises OSError."""
    try:
        os.link(part, path, follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            return False
        os.rename(part, path)
        return True
    part.unlink()
    return True


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keeps two surveys from placing their files at the same moment."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:
            pass  # a file system without locks
        yield
    finally:
        os.close(descriptor)


class Recorder:
    """The run files of a survey, one a platform, in one folder. Takes events from several threads."""

    def __init__(self, folder: Path, listener: Listener | None = None) -> None:
        self.folder = folder
        self.listener = listener
        self.files: dict[str, RunFile] = {}
        self._lock = threading.Lock()
        # When this survey's first run began: its runs do not replace each other.
        self._began: int | None = None

    def take(self, platform: str, event: Header | Observation | Footer) -> None:
        """Records what came from a platform, named as it was asked for. Raises UserError when it cannot be
        written."""
        with self._lock:
            if self._wrote(platform, event):
                self._report(platform, event)

    def _wrote(self, platform: str, event: Header | Observation | Footer) -> bool:
        if isinstance(event, Header):
            if platform in self.files:
                return False
            self.files[platform] = file = RunFile(self.folder, event, self._began)
            self._began = file.began
        elif isinstance(event, Footer):
            self.files[platform].finish(event)
        else:
            return self.files[platform].add(event)
        return True

    def _report(self, platform: str, event: Header | Observation | Footer) -> None:
        """What is recorded does not depend on who watches: a display that fails is given up."""
        if self.listener:
            try:
                self.listener.recorded(platform, event)
            except Exception:
                self.listener = None

    def close(self) -> None:
        """Closes what is still open; those runs are truncated."""
        with self._lock:
            for file in self.files.values():
                file.close()

    def recorded(self, platforms: Iterable[str]) -> list[RunFile]:
        """The files of these platforms that have an observation, in this order."""
        return [self.files[name] for name in platforms if name in self.files
                and self.files[name].run.observations]
