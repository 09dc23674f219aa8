"""The documents that make claims: docs/documents.toml, one table `[documents.KEY]` each."""
from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from addrinuse.support.errors import UserError
from addrinuse.support.paths import show

KEYS = {"title": str, "edition": str, "find": str, "kind": str, "checked": bool, "checked_how": str,
        "on": list, "popular": bool}
KINDS = ("manual", "standard", "article", "mail", "document", "source")
REQUIRED = ("title", "edition", "find")
PARTS = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|.', re.S)
TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class Document:
    """Something that makes claims. `find` says how to get at it; `kind` is one of KINDS, "source" being
    program text; `checked` tells whether somebody has looked at this edition itself, and `checked_how` at
    which copy. `on` are the stacks it speaks for, none for all. `popular` marks a text that people read
    first: an answer, article or book, or the documentation of a language, a library or a server."""

    key: str
    title: str
    edition: str
    find: str
    kind: str = "document"
    checked: bool = False
    checked_how: str = ""
    on: tuple[str, ...] = ()
    popular: bool = False


def load(path: Path) -> dict[str, Document]:
    """Every document by its key; the same object for the same text. Raises UserError naming file and line."""
    return _loaded(path, read_text(path))


@lru_cache(maxsize=8)
def _loaded(path: Path, text: str) -> dict[str, Document]:
    tables = parse_toml(text, path).get("documents", {})
    if not isinstance(tables, dict):
        raise UserError(f"{show(path)}:1", "`documents` is not a table")
    return {key: _document(key, table, path, text) for key, table in tables.items()}


def _document(key: str, table: Any, path: Path, text: str) -> Document:
    place = f"{show(path)}:{line_of(text, f'documents.{key}]', f'documents.{chr(34)}{key}{chr(34)}]')}"
    if not isinstance(table, dict):
        raise UserError(place, f"document {key!r} is not a table")
    for name, value in table.items():
        if name not in KEYS:
            raise UserError(place, f"document {key!r} has an unknown key {name!r}",
                            f"Known: {', '.join(KEYS)}")
        if not isinstance(value, KEYS[name]):
            raise UserError(place, f"document {key!r}: {name} is not a {KEYS[name].__name__}")
    missing = [name for name in REQUIRED if not table.get(name)]
    if missing:
        raise UserError(place, f"document {key!r} has no {missing[0]}")
    if table.get("kind", "document") not in KINDS:
        raise UserError(place, f"document {key!r}: unknown kind {table['kind']!r}",
                        f"Known: {', '.join(KINDS)}")
    values: dict[str, Any] = {**table, "on": tuple(map(str, table.get("on", ())))}
    return Document(key, **values)


def read_text(path: Path) -> str:
    """The file's text. Raises UserError when it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise UserError(f"{show(path)}:{line}", "not UTF-8 text") from None
    except OSError as error:
        raise UserError(show(path), error.strerror or str(error)) from None


def parse_toml(text: str, path: Path, lines_before: int = 0) -> dict[str, Any]:
    """TOML as a dictionary. Raises UserError naming the file and its line; `lines_before` precede the text
    there."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = TOML_PLACE.search(str(error))
        line = lines_before + (int(found[1]) if found else text.count("\n") + 1)
        reason = TOML_PLACE.sub("", str(error)).strip()
        raise UserError(f"{show(path)}:{line}", f"not valid TOML: {reason}") from None
    except (ValueError, RecursionError) as error:  # a number too long, brackets too deep
        raise UserError(show(path), f"cannot be read as TOML: {error}") from None


def on_one_line(text: str) -> str:
    """The text with every inline table on one line, as TOML 1.0 wants it (1.1, and so the cases, may use
    several); the line ends taken out follow the table, so that line numbers stay what they are."""
    depth, held, found = 0, 0, []
    for part in PARTS.findall(text):
        depth += (part == "{") - (part == "}")
        if part == "\n" and depth > 0:
            held += 1
            part = " "
        found.append(part)
        if depth == 0 and held:
            found.append("\n" * held)
            held = 0
    return "".join(found)


def line_of(text: str, *needles: str) -> int:
    """The number of the first line that holds one of the needles, the first needle that is found winning;
    else 1."""
    for needle in needles:
        at = text.find(needle)
        if at >= 0:
            return text.count("\n", 0, at) + 1
    return 1
