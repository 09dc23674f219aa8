"""results/compat.md and results/compat.json: the table of the published runs, generated, never edited."""
from __future__ import annotations

import io
import json
from pathlib import Path

from addrinuse.analysis import columns
from addrinuse.publish import formats
from addrinuse.support import escape, paths
from addrinuse.support.errors import UserError
from addrinuse.analysis.tables import Row, Table

HEAD = """# What platforms answer

Generated from results/runs by `./addrinuse table --write`; not edited by hand. A cell is what was observed.
The signs after it tell whether the answer endangers somebody, and how documents about the platform fare. A
column stands for all platforms that answer alike; results/compat.json has each of them. The claims, documents
and evidence behind every cell: `./addrinuse explain CASE`, or the pages that `./addrinuse site DIR` writes.
"""


def files(table: Table) -> dict[Path, str]:
    """The two files, as the table says they are."""
    file = paths.published_table()
    return {file.with_suffix(".md"): markdown(table),
            file: json.dumps(formats.json_of(table), indent=1) + "\n"}


def markdown(table: Table) -> str:
    """The table as a Markdown document, topic by topic."""
    out = io.StringIO()
    out.write(HEAD + "\n| platform | observed on | time | release |\n|---|---|---|---|\n")
    for column in table.columns:
        header, facts = column.run.header, column.run.facts
        release = f"{facts['sysname']} {facts['release']}, {facts['machine']}"
        cells = (column.name, header.started[:10], header.time, release)
        out.write("| " + " | ".join(map(escape.markdown, cells)) + " |\n")
    folded = columns.fold(table)
    topics: dict[str, list[Row]] = {}
    for row in folded.rows:
        topics.setdefault(row.id.partition("/")[0], []).append(row)
    for topic, rows in topics.items():
        out.write(f"\n## {escape.markdown(topic)}\n\n")
        formats.rows_as_markdown(folded, rows, out)
    out.write("\n" + formats.closing_as_markdown(folded))
    return out.getvalue()


def write(table: Table) -> list[Path]:
    """Writes both files; gives those that were not so already."""
    changed = []
    for path, text in files(table).items():
        try:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
                changed.append(path)
        except OSError as error:
            raise UserError(paths.show(path), f"cannot be written: {error.strerror}") from None
    return changed


def stale(table: Table) -> list[Path]:
    """Those of the two files that are missing or do not say what the table says."""
    return [path for path, text in files(table).items()
            if not path.exists() or path.read_text(encoding="utf-8") != text]
