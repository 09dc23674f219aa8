"""Everything as JSON and CSV, with the schemas, and the runs themselves as recorded."""
from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from addrinuse.model import runs, verdicts
from addrinuse.publish import formats
from addrinuse.support import escape, paths
from addrinuse.publish.site import advice, history
from addrinuse.publish.site.evidence import in_order
from addrinuse.publish.site.tcp import States
from addrinuse.publish.site.view import Platform, View

SCHEMA = Path(__file__).with_name("table.schema.json")


@dataclass(frozen=True)
class Download:
    """A file to take away: its name in data/, what it holds, and its bytes."""

    name: str
    what: str
    content: bytes


def every(view: View, states: States, past: list[history.State]) -> list[Download]:
    """The files, those of the whole table first."""
    found = [
        Download("table.json", "the table: platforms with their facts, cases, cells with their verdicts",
                 _json(formats.json_of(view.table))),
        Download("table.csv.gz", "the table, one line a cell",
                 gzip.compress(_written(view, "csv"), 9, mtime=0)),
        Download("table.md", "the table, as Markdown", _written(view, "markdown")),
        Download("observations.csv.gz", "every observation, one line a variant, with its details",
                 gzip.compress(_observations(view).encode(), 9, mtime=0)),
        Download("documents.json", "each document: its statements, and their verdict on each platform",
                 _json(_documents(view))),
        Download("styles.json", "each platform: how it fits each style", _json(_styles(view))),
        Download("tcp-states.json", "each transition between TCP states: which cases show it where",
                 _json(states.as_json())),
        Download("history.json", "what changed from one published state of the results to the next",
                 _json(history.as_json(past))),
        Download("table.schema.json", "the schema of table.json", SCHEMA.read_bytes()),
        Download("run.schema.json", "the schema of a line of a run", paths.run_schema().read_bytes()),
        *(Download(*file) for file in advice.files(view)),
    ]
    return found + [Download(f"runs/{platform.slug}.jsonl.xz", f"the run of {platform.name}, as recorded",
                             _compressed(platform)) for platform in view.platforms]


def _json(value: Any) -> bytes:
    return (json.dumps(value, separators=(",", ":")) + "\n").encode()


def _written(view: View, form: str) -> bytes:
    text = io.StringIO()
    formats.WRITERS[form](view.table, text)
    return text.getvalue().encode()


def _compressed(platform: Platform) -> bytes:
    """The run's own file if it is compressed already: to compress it again takes a second or two."""
    path = platform.run.path
    try:
        if path.suffix == ".xz":
            return path.read_bytes()
    except OSError:
        pass  # it was there a moment ago; what was read of it is as good
    return runs.stored(platform.run, Path("run.jsonl.xz"))


def _observations(view: View) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["observation", "platform", "started", "time", "status", "answer", "claimed", "verdict",
                     "seconds", "why", "details"])
    for row in view.table.rows:
        for platform in view.platforms:
            for one in in_order(row, platform.run.by_case.get(row.id, [])):
                verdict = verdicts.of_case(row.case, one, platform.run.platform, platform.facts)
                writer.writerow([escape.csv(value) for value in (
                    one.id, platform.name, platform.started, platform.run.header.time, one.status.value,
                    one.answer, one.claimed or "", verdict, f"{one.seconds:.3f}",
                    one.why, json.dumps(one.details) if one.details else "")])
    return text.getvalue()


def _documents(view: View) -> Any:
    return {"documents": [{
        "key": key, "title": document.title, "edition": document.edition, "find": document.find,
        "kind": document.kind,
        "statements": [{
            "case": row.id, **said.statement.as_json(), "disputes": said.disputes,
            "verdicts": {one.name: verdict for one, verdict in zip(view.platforms, said.verdicts)},
        } for row, said in view.of_document(key)],
    } for key, document in view.documents.items()]}


def _styles(view: View) -> Any:
    return {"platforms": [{
        "name": platform.name,
        "styles": [{"style": match.style, "whole": match.is_whole, "fitting": match.fitting,
                    "answered": match.answered,
                    "predicates": [{"observation": one.observation, "words": list(one.words), "answer": word}
                                   for one, word in match.answers]} for match in platform.styles],
    } for platform in view.platforms]}
