"""Run files: what one platform answered, once, as JSON Lines. They may come from strangers, so reading is
strict.

The format is results/run.schema.json. Every error names the file and the line.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from addrinuse.support import paths
from addrinuse.support.errors import UserError

SCHEMA = 1
LINE_LIMIT = 8 << 20       # bytes
FILE_LIMIT = 512 << 20     # bytes
OBSERVATION_LIMIT = 200_000
STATUSES = ("observed", "not-applicable", "broken", "crashed", "timeout", "not-run")
FAILED = ("broken", "crashed", "timeout")

Record = dict[str, Any]

CASE = re.compile(r"[a-z0-9][a-z0-9_]*/[a-z0-9][a-z0-9_]*(\[[a-z0-9][a-z0-9_]*\])?")
WORD = re.compile(r"[ -~]{1,80}")


@dataclass
class Run:
    """One run as it was read: its header, its observations by their ids in the order they arrived, and
    whether it ended as a run does (with a footer) or is truncated."""

    path: Path
    header: Record
    observations: dict[str, Record] = field(default_factory=dict)
    truncated: bool = True

    @property
    def platform(self) -> str:
        """The name of what answered."""
        return self.header["platform"]

    @property
    def simulated(self) -> bool:
        """Whether what answered is no system that anybody has (a mutant)."""
        return self.header["facts"].get("simulated") is True

    @property
    def facts(self) -> dict[str, Any]:
        """What the platform said of itself."""
        return self.header["facts"]


def failed_controls(observations: Iterable[Record]) -> list[str]:
    """The controls that did not come out as they must, each with its reason. While there are any, nothing
    else in the run is a finding."""
    return [f"{one['case']}: {reason}" for one in observations
            if one["case"].startswith("controls/") and (reason := _control_trouble(one))]


def _control_trouble(one: Record) -> str:
    if one["status"] in FAILED:
        return f"{one['status']}, {one['why']}"
    if one["status"] == "observed" and one["claimed"] is not None and one["observed"] != one["claimed"]:
        return f"{one['observed']} instead of {one['claimed']}"
    return ""


def published() -> list[Path]:
    """The files of the published runs, in the order of their names."""
    return sorted(paths.published_runs().glob("*.jsonl"))


def read_all(files: Iterable[Path], complete: bool = False) -> list[Run]:
    """Every run; with `complete`, a truncated one is an error."""
    found = [read(path) for path in files]
    for run in found:
        if complete and run.truncated:
            raise UserError(paths.show(run.path), "truncated: the run was interrupted and has no footer",
                            "Survey that platform again.")
    return found


def read(path: Path) -> Run:
    """The run in a file. A file without its footer is a truncated run and is read; one that ends in the
    middle of a line, is of another schema version, or is not a run at all raises UserError naming file and
    line."""
    try:
        with open(path, "rb") as file:
            return _read(path, _lines(path, file))
    except OSError as trouble:
        raise UserError(str(path), trouble.strerror or str(trouble),
                        "Give the file of a run, *.jsonl.") from None


def _lines(path: Path, file: BinaryIO) -> Iterator[tuple[int, Record]]:
    """Number and record of each line."""
    total, number = 0, 0
    while line := file.readline(LINE_LIMIT + 1):
        number, total = number + 1, total + len(line)
        if len(line) > LINE_LIMIT or total > FILE_LIMIT:
            raise _wrong(path, number, "longer than a run may be")
        yield number, _parse(path, number, line)


def record_of(line: bytes) -> Record | None:
    """The JSON object in a line of a stream; nothing where there is none."""
    try:
        record = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _parse(path: Path, number: int, line: bytes) -> Record:
    try:
        record = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        if number == 1:
            raise _wrong(path, 1, "not a run: the line is not JSON") from None
        if not line.endswith(b"\n"):
            raise _wrong(path, number, "cut off in the middle of the line",
                         "Without that line the file is a truncated run, which can be read.") from None
        raise _wrong(path, number, "the line is not JSON") from None
    if not isinstance(record, dict):
        raise _wrong(path, number, "the line is not a JSON object")
    return record


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _read(path: Path, lines: Iterator[tuple[int, Record]]) -> Run:
    number, header = next(lines, (1, None))
    if header is None:
        raise _wrong(path, 1, "not a run: the file is empty")
    _check_header(path, header)
    run = Run(path, header)
    for number, record in lines:
        if not run.truncated:
            raise _wrong(path, number, "goes on after its footer")
        reason = trouble_with(record)
        if reason:
            raise _wrong(path, number, reason)
        if "count" in record:
            _finish(run, number, record)
        elif record["case"] in run.observations:
            raise _wrong(path, number, f"a second observation of {record['case']}")
        else:
            run.observations[record["case"]] = record
        if len(run.observations) > OBSERVATION_LIMIT:
            raise _wrong(path, number, "more observations than a run may have")
    return run


def _finish(run: Run, number: int, footer: Record) -> None:
    if footer["count"] != len(run.observations):
        raise _wrong(run.path, number, f"the footer counts {footer['count']} observations, "
                                       f"the file has {len(run.observations)}")
    run.truncated = False


def _check_header(path: Path, header: Record) -> None:
    if header.get("run") != "addrinuse":
        raise _wrong(path, 1, "not a run of addrinuse: the first line is not its header")
    version = header.get("schema")
    if version != SCHEMA or isinstance(version, bool):
        shown = json.dumps(version)[:40]
        raise _wrong(path, 1, f"schema version {shown}; this addrinuse reads version {SCHEMA}",
                     "Read it with the addrinuse that wrote it, or survey again.")
    reason = schema_trouble(header)
    if reason:
        raise _wrong(path, 1, reason)


def _wrong(path: Path, number: int, reason: str, next_step: str = "") -> UserError:
    return UserError(f"{paths.show(path)}:{number}", reason, next_step)


def trouble_with(record: Record) -> str:
    """What the schema has against a record, or nothing. Plainly regular observations, nearly all lines of a
    run, are let through without asking the schema, which costs a hundred times as much."""
    return "" if plainly_regular(record) else schema_trouble(record)


def schema_trouble(record: Record) -> str:
    """What the schema has against a record, as one line, or nothing."""
    kind = kind_of(record)
    if not kind:
        return "neither an observation nor a footer"
    from jsonschema.exceptions import best_match

    error = best_match(_validator(kind).iter_errors(record))
    if error is None:
        return ""
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    message = error.message if len(error.message) < 200 else error.message[:80] + " … " + error.message[-80:]
    return f"{kind}{where}: {message}".encode("ascii", "backslashreplace").decode()


def kind_of(record: Record) -> str:
    """header, observation, footer, or nothing."""
    return next((kind for key, kind in (("run", "header"), ("case", "observation"), ("count", "footer"))
                 if key in record), "")


@lru_cache
def _validator(kind: str) -> Any:
    from jsonschema import Draft202012Validator

    schema = json.loads(paths.run_schema().read_text(encoding="utf-8"))
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"})


def plainly_regular(record: Record) -> bool:
    """Whether a record is an observation that the schema surely accepts. May say no to one that it accepts.
    """
    if not record.keys() <= {"case", "status", "observed", "claimed", "details", "seconds", "transcript",
                             "why"}:
        return False
    return (
        _text(record.get("case"), 200) and CASE.fullmatch(record["case"]) is not None
        and record.get("status") in STATUSES and _answer_is_regular(record)
        and (record.get("claimed", "") is None or _word(record.get("claimed")))
        and _details_are_regular(record.get("details"))
        and type(record.get("seconds")) in (int, float) and record["seconds"] >= 0
        and _transcript_is_regular(record.get("transcript")))


def _answer_is_regular(record: Record) -> bool:
    if record["status"] == "observed":
        return _word(record.get("observed")) and "why" not in record
    return "observed" not in record and _text(record.get("why"), 65536) and record["why"] != ""


def _details_are_regular(details: Any) -> bool:
    return type(details) is dict and len(details) <= 1000 and all(
        type(value) in (int, float) or _text(value, 8192) for value in details.values())


def _transcript_is_regular(transcript: Any) -> bool:
    return type(transcript) is list and len(transcript) <= 100_000 and all(
        type(entry) is list and len(entry) == 3 and type(entry[0]) in (int, float) and entry[0] >= 0
        and _text(entry[1], 8192) and _text(entry[2], 8192) for entry in transcript)


def _word(value: Any) -> bool:
    return type(value) is str and WORD.fullmatch(value) is not None


def _text(value: Any, most: int) -> bool:
    return type(value) is str and len(value) <= most
