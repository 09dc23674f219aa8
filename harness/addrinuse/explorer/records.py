"""Records: what one platform answered to many stories, so that all pairs of platforms can be compared later.

A gzip file: a line with the version, one with the platform and its facts as JSON, the stories' digest, and a
line of answers for each story. Equal answers are given by the number of the line that had them first, which
makes a third of the size.
"""
from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from addrinuse.explorer.story import Story, file_of
from addrinuse.support import compression, inputs
from addrinuse.support.errors import UserError

HEADER = "addrinuse-story-record 1"
LIMIT, UNPACKED_LIMIT = 64 << 20, 512 << 20   # bytes; a record of 3,317 stories takes 60 kB, packed
AGAIN = "Record the platform again."
PLATFORM = re.compile(r"[!-~]{1,200}")  # a name that a file can have
CHANCE = "?"  # stands for the answers to a story that answered differently when it was repeated


@dataclass(frozen=True)
class Record:
    """The answers of one platform to the stories with this digest."""

    platform: str
    facts: dict[str, str]
    digest: str
    answers: tuple[str, ...]


def digest_of(stories: Sequence[Story]) -> str:
    """Names a sequence of stories."""
    return hashlib.sha256(file_of(stories).encode()).hexdigest()


def write(record: Record, path: Path) -> None:
    """Writes a record; the same record gives the same bytes."""
    first: dict[str, int] = {}
    lines = [HEADER, json.dumps({"platform": record.platform, "facts": record.facts, "stories": record.digest,
                                 "count": len(record.answers)}, sort_keys=True)]
    for number, answers in enumerate(record.answers):
        lines.append(f"={first[answers]}" if answers in first else answers)
        first.setdefault(answers, number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))


def read(path: Path) -> Record:
    """Reads a record. Raises UserError if it is cut off, of another version, or none."""
    lines = _lines(path)
    if not lines or lines[0] != HEADER:
        start = lines[0][:60] if lines else ""
        raise UserError(f"record {path.name}", f"its first line is {start!r}, not {HEADER!r}",
                        "Record the platform again with this version.")
    try:
        about = json.loads(lines[1])
        answers = _expanded(lines[2:])
        if len(answers) != about["count"]:
            raise UserError(f"record {path.name}", f"cut off: {len(answers)} of {about['count']} stories",
                            "Record the platform again.")
        facts = {str(name): str(value) for name, value in about["facts"].items()}
        if not PLATFORM.fullmatch(str(about["platform"])):
            raise ValueError
        return Record(str(about["platform"]), facts, str(about["stories"]), tuple(answers))
    except (IndexError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        raise UserError(f"record {path.name}", "damaged", "Record the platform again.") from None


def _lines(path: Path) -> list[str]:
    """The lines of a record. Raises UserError for a file that is no text, or unpacks to too much."""
    packed = inputs.read(path, LIMIT, AGAIN)
    try:
        content = compression.decompressed(packed, UNPACKED_LIMIT + 1)
        text = content.decode("utf-8")
    except (*compression.ERRORS, UnicodeDecodeError) as error:
        raise UserError(f"record {path.name}", f"cannot be read: {error}", AGAIN) from None
    if len(content) > UNPACKED_LIMIT:
        raise UserError(f"record {path.name}", f"unpacks to more than {UNPACKED_LIMIT >> 20} MB", AGAIN)
    return text.splitlines()


def _expanded(lines: Sequence[str]) -> list[str]:
    answers: list[str] = []
    for line in lines:
        answers.append(answers[int(line[1:])] if line.startswith("=") else line)
    return answers


def check_same_stories(a: Record, b: Record) -> None:
    """Raises UserError if the two records are of different stories."""
    if a.digest != b.digest:
        raise UserError(f"records of {a.platform} and {b.platform}", "they answer different stories",
                        "Record both with the same --seed and --stories.")
