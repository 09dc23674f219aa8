"""The command `table`: the answers of all platforms, or of those asked for."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from addrinuse.analysis import columns, documented, surprise, tables
from addrinuse.analysis.selection import Selection
from addrinuse.analysis.tables import Table
from addrinuse.model import cases, runs
from addrinuse.publish import compat, formats
from addrinuse.support import pager, paths

FOR_PROGRAMS = ("json", "csv")


@dataclass(frozen=True)
class Options:
    """What the user asked for: run files (none: the published ones), the format, which part, and the order.
    """

    files: tuple[Path, ...] = ()
    form: str = "text"
    cases: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    contradicted: bool = False
    only_differences: bool = False
    all_columns: bool = False
    documented: bool = False
    sort: str = "surprise"
    write: bool = False


def write_published() -> list[Path]:
    """Writes results/compat.md and results/compat.json from the published runs; gives those that changed.
    Raises UserError if there are no published runs."""
    paths.require_checkout("writing the published table")
    return list(compat.write(tables.make(cases.load(), runs.given_or_published(()))))


def run(options: Options) -> int:
    """The exit code, which is 0. Raises UserError for names that fit nothing."""
    if options.write:
        if options != Options(write=True):
            raise click.UsageError("--write is about the published runs as a whole; it takes nothing else.")
        changed = write_published()
        print(f"changed: {', '.join(map(paths.show, changed))}" if changed else "nothing changed")
        return 0
    made = _chosen(_table(options), options)
    pager.show(lambda out: formats.WRITERS[options.form](made, out))
    return 0


def _table(options: Options) -> Table:
    """The whole table of the runs; with the columns of systems that no run shows if they were asked for."""
    known, shown = cases.load(), runs.given_or_published(options.files)
    made = tables.make(known, shown)
    if not options.documented:
        return made
    others = runs.given_or_published(()) if options.files else []
    return documented.added(made, shown, documented.claims([*shown, *others]), known)


def _chosen(made: Table, options: Options) -> Table:
    """The part of the table that was asked for, folded and sorted."""
    made = Selection(options.cases, options.platforms, options.topics, options.contradicted).of(made)
    if options.only_differences:
        made = made.only_differences()
    if options.form in FOR_PROGRAMS:
        return made
    if not options.all_columns:
        made = columns.fold(made)
    return surprise.ordered(made) if options.sort == "surprise" else made
