"""Cases: one C++ file each, its claim and sources in the first comment, as TOML.

The format of that comment is described in docs/writing-a-case.md. Every error names the file and the line.
"""
from __future__ import annotations

import fnmatch
import functools
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.model import documents
from addrinuse.support import paths
from addrinuse.model.documents import Document, line_of
from addrinuse.model.observations import CONTROLS, ObservationId
from addrinuse.support.errors import UserError, nearest, unknown

FRONT = re.compile(r"\A/\*---[ \t]*\n(.*?)^---\*/", re.S | re.M)
BODY = re.compile(r"^CASE\(([^)]*)\)", re.M)
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")
VARIANT = re.compile(r"[a-z0-9][a-z0-9_]*")
ANSWERING = ("cases", "harness/probe", "harness/runner")   # the folders whose C++ files can change an answer
KEYS = ("claim", "question", "says", "disputed_by", "catalogue", "needs", "tags", "slow")
STATEMENT_KEYS = ("doc", "at", "on", "predicts")
REGISTRY = "docs/tags.toml"   # the words of `tags` and `needs`, each with its meaning
TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")


@dataclass(frozen=True)
class Statement:
    """What one document says: at which place, about which platforms (none named: all), and what it predicts
    (nothing named: what the case claims)."""

    doc: str
    at: str
    on: tuple[str, ...] = ()
    predicts: tuple[str, ...] = ()

    def predicted(self, claimed: str | None) -> tuple[str, ...]:
        """The words that it predicts: its own, or else that of the case's claim; none if that is unknown."""
        return self.predicts or ((claimed,) if claimed is not None else ())

    def as_json(self) -> dict[str, Any]:
        """The statement as the front matter writes it, empty parts left out."""
        found: dict[str, Any] = {"doc": self.doc, "at": self.at}
        if self.on:
            found["on"] = list(self.on)
        if self.predicts:
            found["predicts"] = list(self.predicts)
        return found


@dataclass(frozen=True)
class Case:
    """One case as its file describes it. `question` is its claim as a person with the problem would ask it
    (empty if the file has none). `slow` is the real time it waits, in seconds (0: none)."""

    id: str
    path: Path
    claim: str
    says: tuple[Statement, ...] = ()
    disputed_by: tuple[Statement, ...] = ()
    catalogue: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    slow: float = 0
    variants: tuple[str, ...] = ()
    question: str = ""

    @property
    def topic(self) -> str:
        """The folder the case lies in."""
        return self.id.partition("/")[0]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What every document says of it: those that make the claim, then those that dispute it."""
        return (*self.says, *self.disputed_by)

    @property
    def is_control(self) -> bool:
        """Controls gate a platform's column: when one fails, nothing else of that platform is a finding."""
        return self.topic == CONTROLS

    @property
    def fills_tables(self) -> bool:
        """Whether it does a thing a thousand times. What it leaves makes tables slow to read, for
        everybody."""
        return "many" in self.tags

    @property
    def lingers(self) -> bool:
        """Whether a socket of its waits in close() for seconds (SO_LINGER)."""
        return bool(self.slow) and "SO_LINGER" in self.tags

    def observations(self) -> list[ObservationId]:
        """The ids of its observations: one a variant, or the case's own id."""
        return [ObservationId.of(self.id, variant) for variant in self.variants or ("",)]


@functools.lru_cache
def registered_words(path: Path) -> Mapping[str, frozenset[str]]:
    """The words that `tags` and `needs` may use, by key; nothing where there is no register (an installed
    suite, whose cases nobody edits). Raises UserError where it is not TOML, or has no words."""
    if not path.is_file():
        return {}
    tables = documents.parse_toml(documents.read_text(path), path)
    for key, words in tables.items():
        if not isinstance(words, (list, dict)) or not all(isinstance(word, str) for word in words):
            raise UserError(paths.show(path), f"`{key}` is no list or table of words")
    return {key: frozenset(words) for key, words in tables.items()}


def files(folder: Path) -> list[Path]:
    """Every case file below the folder of the cases, in the order of their ids."""
    return sorted(folder.glob("*/*.cc"))


def load(folder: Path | None = None, known: Mapping[str, Document] | None = None) -> dict[str, Case]:
    """Every case by its id. Raises one UserError that lists all that is wrong, each with file and line."""
    folder = folder or paths.cases()
    if not folder.is_dir():
        raise UserError(str(folder), "no such folder of cases",
                        "Run from a checkout, or set ADDRINUSE_ROOT to one.")
    known = documents.load(paths.documents()) if known is None else known
    found, wrong = {}, []
    for path in files(folder):
        try:
            case = parse(path, folder, known)
            found[case.id] = case
        except UserError as error:
            wrong.append(error)
    if wrong:
        raise wrong[0] if len(wrong) == 1 else UserError(
            f"{len(wrong)} cases", "not usable", "\n  ".join(str(one).replace("\n", "\n  ") for one in wrong))
    return found


def parse(path: Path, folder: Path, known: Mapping[str, Document]) -> Case:
    """The case in a file; a text that was parsed before, with these documents, is not parsed again. Raises
    UserError naming file and line."""
    file = _File(path, folder, known)
    text, folder_then, known_then, case = _parsed.get(path, ("", None, None, None))
    if case is None or text != file.text or folder_then != folder or known_then is not known:
        case = file.case()
        _parsed[path] = file.text, folder, known, case
    return case


_parsed: dict[Path, tuple[str, Path | None, Mapping[str, Document] | None, Case | None]] = {}


class _File:
    """One case file while it is read; knows how to name the line of what is wrong."""

    def __init__(self, path: Path, folder: Path, known: Mapping[str, Document]) -> None:
        self.path = path
        self.id = path.relative_to(folder).with_suffix("").as_posix()
        self.known = known
        self.text = documents.read_text(path)

    def case(self) -> Case:
        for part in self.id.split("/"):
            if not NAME.fullmatch(part):
                raise self.error(1, f"{part!r} is not a name of small letters, digits and underscores")
        front = FRONT.match(self.text)
        if front is None:
            raise self.error(1, "no claim: the file does not begin with a /*--- … ---*/ comment")
        table = self.table(front[1])
        self.check_keys(table)
        return Case(
            self.id, self.path, self.claim(table),
            self.statements(table, "says"), self.statements(table, "disputed_by"),
            self.words(table, "catalogue"), self.registered(table, "needs"), self.tags(table),
            self.slow(table), self.variants(front.end()), self.question(table))

    def table(self, text: str) -> dict[str, Any]:
        """The front matter. Nearly all of it is TOML 1.0; only what is not is brought into that form."""
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError):
            return documents.parse_toml(documents.on_one_line(text), self.path, lines_before=1)

    def error(self, line: int, reason: str, next_step: str = "") -> UserError:
        return UserError(f"{paths.show(self.path)}:{line}", reason, next_step)

    def error_at(self, needle: str, reason: str, next_step: str = "") -> UserError:
        return self.error(line_of(self.text, needle), reason, next_step)

    def check_keys(self, table: dict[str, Any]) -> None:
        for key in table:
            if key not in KEYS:
                raise self.error_at(key, f"unknown key {key!r}", f"Known: {', '.join(KEYS)}")
        for key in ("claim", "says"):
            if key not in table:
                raise self.error(1, f"no `{key}`")

    def claim(self, table: dict[str, Any]) -> str:
        if not isinstance(table["claim"], str) or not table["claim"].strip():
            raise self.error_at("claim", "`claim` is not a sentence")
        return " ".join(table["claim"].split())

    def question(self, table: dict[str, Any]) -> str:
        value = table.get("question", "")
        if not isinstance(value, str) or ("question" in table and not value.rstrip().endswith("?")):
            raise self.error_at("question", "`question` is not a sentence that ends in \"?\"")
        return " ".join(value.split())

    def statements(self, table: dict[str, Any], key: str) -> tuple[Statement, ...]:
        entries = table.get(key, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise self.error_at(key, f"`{key}` is not a list of tables {{ doc = …, at = … }}")
        if key == "says" and not entries and not self.id.startswith(f"{CONTROLS}/"):
            raise self.error_at(key, "`says` is empty: nobody claims this",
                                "Only controls (controls/) claim nothing.")
        return tuple(self.statement(entry, key) for entry in entries)

    def statement(self, entry: dict[str, Any], key: str) -> Statement:
        doc = entry.get("doc")
        near = f'"{doc}"' if isinstance(doc, str) else key
        for name in entry:
            if name not in STATEMENT_KEYS:
                raise self.error_at(name, f"unknown key {name!r} in `{key}`",
                                    f"Known: {', '.join(STATEMENT_KEYS)}")
        if not isinstance(doc, str) or not isinstance(entry.get("at"), str):
            raise self.error_at(near, f"an entry of `{key}` needs doc = \"…\" and at = \"…\"")
        if doc not in self.known:
            close = nearest(doc, self.known)
            raise self.error_at(near, f"unknown document {doc!r}",
                                f"Nearest: {', '.join(close)}" if close else "Add it to docs/documents.toml.")
        on, predicts = self.words(entry, "on", near), self.words(entry, "predicts", near)
        if key == "disputed_by" and not predicts:
            raise self.error_at(near, f"{doc!r} disputes the claim but predicts nothing",
                                'Add predicts = "…".')
        return Statement(doc, entry["at"], on or self.known[doc].on, predicts)

    def words(self, table: dict[str, Any], key: str, near: str = "") -> tuple[str, ...]:
        value = table.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise self.error_at(near or key, f"`{key}` is not a list of words")
        return tuple(value)

    def tags(self, table: dict[str, Any]) -> tuple[str, ...]:
        for tag in self.words(table, "tags"):
            if not TAG.fullmatch(tag):
                raise self.error_at("tags", f"{tag!r} is not a tag: letters, digits, - . + _ between them")
        return self.registered(table, "tags")

    def registered(self, table: dict[str, Any], key: str) -> tuple[str, ...]:
        words = self.words(table, key)
        known = registered_words(paths.tags()).get(key) if words else None
        for word in words:
            if known is not None and word not in known:
                close = nearest(word, known)
                raise self.error_at(f'"{word}"', f"unknown word {word!r} in `{key}`",
                                    f"Nearest: {', '.join(close)}" if close else f"Add it to {REGISTRY}.")
        return words

    def slow(self, table: dict[str, Any]) -> float:
        value = table.get("slow", 0)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e6:
            raise self.error_at("slow", "`slow` is not a number of seconds")
        return value

    def variants(self, body: int) -> tuple[str, ...]:
        found = BODY.findall(self.text, body)
        if len(found) != 1:
            raise self.error(1, f"has {len(found)} CASE(…) at the start of a line, not one")
        names = tuple(name.strip() for name in found[0].split(",") if name.strip())
        for name in names:
            if not VARIANT.fullmatch(name) or names.count(name) > 1:
                raise self.error_at("CASE(", f"{name!r} is not a variant, or stands there twice")
        return names


def matching(cases: Mapping[str, Case], globs: Iterable[str]) -> dict[str, Case]:
    """The cases that one of the globs names, all of them when there is no glob. A topic's name stands for all
    its cases; a variant in brackets is looked past. Raises UserError for a glob that matches nothing."""
    globs = list(globs)
    if not globs:
        return dict(cases)
    chosen: set[str] = set()
    for glob in globs:
        hits = {case.id for case in cases.values() if _names(glob, case)}
        if not hits:
            raise unknown("case", glob, [*cases, *{case.topic for case in cases.values()}],
                          "See `addrinuse cases`.")
        chosen |= hits
    return {name: case for name, case in cases.items() if name in chosen}


def names_observation(globs: Iterable[str], case: Case, observation: ObservationId) -> bool:
    """Whether one of the globs (none: all) names this observation of the case."""
    globs = list(globs)
    return not globs or any(
        _names(glob, case) and _variant_asked(glob, case) in ("", observation.variant) for glob in globs)


def _names(glob: str, case: Case) -> bool:
    if _variant_asked(glob, case):
        glob = ObservationId(glob).case
    return glob.rstrip("/") == case.topic or fnmatch.fnmatchcase(case.id, glob)


def _variant_asked(glob: str, case: Case) -> str:
    asked = ObservationId(glob).variant if glob.endswith("]") else ""
    return asked if asked in case.variants else ""


def digest(root: Path | None = None) -> str:
    """SHA-256, as 64 hexadecimal digits, over the C++ files that can change an answer: the cases without
    their first comments, the vocabulary and the runner. Mutants, adapters and the harness are left out.
    cmake/digest.cmake puts the same into the program."""
    root = root or paths.root()
    files = [path.relative_to(root).as_posix() for folder in ANSWERING
             for path in (root / folder).rglob("*") if path.suffix in (".cc", ".h")]
    lines = [f"{hashlib.sha256(_answering_part(root, name)).hexdigest()}  {name}\n" for name in sorted(files)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _answering_part(root: Path, name: str) -> bytes:
    """What of a file can change an answer: of a case what follows the text of its first comment."""
    content = (root / name).read_bytes()
    end = content.find(b"\n---*/") if name.startswith("cases/") else -1
    return content[end:] if end >= 0 else content
