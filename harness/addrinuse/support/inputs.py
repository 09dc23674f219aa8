"""Files that a user names: only regular files, only up to a size, and never one that lets us wait for
ever."""
from __future__ import annotations

import errno
import json
import os
import stat
import tomllib
from pathlib import Path
from typing import IO, Any

from addrinuse.support.errors import UserError

CHUNK = 1 << 20           # bytes
KINDS = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"),
         (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"))


def why_not(path: Path, limit: int) -> str:
    """Why the file cannot be read whole: its kind, its rights, more than `limit` bytes; nothing where it
    can."""
    try:
        facts = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        return error.strerror if isinstance(error, OSError) and error.strerror else "no such file"
    for is_kind, kind in KINDS:
        if is_kind(facts.st_mode):
            return f"is {kind}; a file is wanted"
    if not os.access(path, os.R_OK):
        return os.strerror(errno.EACCES)
    return _too_large(limit) if facts.st_size > limit else ""


def read(path: Path, limit: int, wanted: str) -> bytes:
    """The content of a file. `wanted` says in an error what file it should be. Raises UserError where it
    cannot be read, is no regular file, or has more than `limit` bytes."""
    reason = why_not(path, limit)
    if reason:
        raise UserError(str(path), reason, wanted)
    try:
        # It may have become another file meanwhile: opening a named pipe would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            content = read_up_to(file, limit + 1)
    except OSError as error:
        raise UserError(str(path), f"cannot be read: {error.strerror}", wanted) from None
    if len(content) > limit:
        raise UserError(str(path), _too_large(limit), wanted)
    return content


def text(path: Path, limit: int, wanted: str) -> str:
    """The same as UTF-8 text. Raises UserError."""
    try:
        return read(path, limit, wanted).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(str(path), f"is not UTF-8 text: see byte {error.start}", wanted) from None


def toml(path: Path, limit: int, wanted: str) -> dict[str, Any]:
    """The same as TOML. Raises UserError."""
    try:
        return tomllib.loads(text(path, limit, wanted))
    except (ValueError, RecursionError) as error:  # also a number too long, brackets too deep
        raise UserError(str(path), f"is not TOML: {error}", wanted) from None


def tables(path: Path, key: str, limit: int, wanted: str) -> list[dict[str, Any]]:
    """The tables [[key]] of a TOML file; none if it has none of that name. Raises UserError."""
    entries = toml(path, limit, wanted).get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UserError(str(path), f"`{key}` is no list of tables [[{key}]]", wanted)
    return entries


def json_value(path: Path, limit: int, wanted: str) -> Any:
    """The same as JSON. Raises UserError."""
    try:
        return json.loads(text(path, limit, wanted))
    except (ValueError, RecursionError) as error:
        raise UserError(str(path), f"is not JSON: {error}", wanted) from None


def kept_json(path: Path) -> Any:
    """JSON in a file that this suite keeps for itself. Raises OSError, and ValueError whatever is wrong with
    the text: the caller then makes the file again."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:  # brackets too deep
        raise ValueError(str(error)) from None


def a_text(value: object) -> str:
    """The value, if it is a text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def text_table(value: object) -> dict[str, str]:
    """The value, if it is a table of texts. Raises TypeError."""
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is no table")
    return {a_text(key): a_text(entry) for key, entry in value.items()}


def read_up_to(file: IO[bytes], limit: int) -> bytes:
    """What a file or pipe gives until its end, or until there are `limit` bytes; takes no more memory than
    that content."""
    content = bytearray()
    while len(content) < limit and (chunk := file.read(min(CHUNK, limit - len(content)))):
        content += chunk
    return bytes(content)


def _too_large(limit: int) -> str:
    return f"has more than {limit >> 20} MB"
