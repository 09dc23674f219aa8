"""What the pages show of runs: platforms in their order, with names for files; what a document says there."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cached_property
from typing import Any

from addrinuse.analysis import columns, profiles, scorecard, surprise, tables
from addrinuse.model import contributions
from addrinuse.model.cases import Case, Statement
from addrinuse.model.documents import Document
from addrinuse.model.runs import Run
from addrinuse.analysis.tables import Row, Table

OLD = timedelta(days=180)
UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
DOTS = re.compile(r"\.{2,}")  # what stands between two platforms in the name of a comparison
RESERVED = {"index"}
ORIGIN = re.compile(r"https://[^\s<>\"']{1,500}")


def slugs(names: Iterable[str]) -> dict[str, str]:
    """For each name one that is safe in file names and addresses, different also where case is not told."""
    found: dict[str, str] = {}
    taken = set(RESERVED)
    for name in names:
        base = DOTS.sub(".", UNSAFE.sub("_", name)).strip(".") or "_"
        slug, count = base, 2
        while slug.casefold() in taken:
            slug, count = f"{base}_{count}", count + 1
        taken.add(slug.casefold())
        found[name] = slug
    return found


def natural(name: str) -> list[Any]:
    """A key to sort by: numbers as numbers, so that linux-6.6 comes before linux-6.12."""
    return [(1, int(part), "") if part.isdecimal() and part.isascii() else (0, 0, part)
            for part in re.split(r"(\d{1,20})", name)]


@dataclass
class Platform:
    """One column of the site. `rank` is its place by name, which decides the address of a comparison; `group`
    are the columns that answer like it, of which one `is_shown` in the folded table.
    """

    name: str
    slug: str
    run: Run
    notes: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    rank: int = 0
    group: columns.Group | None = None
    is_shown: bool = True

    @property
    def started(self) -> str:
        """When the run began, as it says."""
        return self.run.header.started

    @property
    def date(self) -> str:
        """The day the run began."""
        return self.started[:10]

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the platform said of itself."""
        return self.run.facts

    @property
    def is_contributed(self) -> bool:
        """Whether the run came from elsewhere."""
        return contributions.is_contributed(self.facts)

    @property
    def origin(self) -> str:
        """The web address at which the run came in; an empty text if its note names none."""
        link = str(self.facts.get("contributed_link", ""))
        return link if ORIGIN.fullmatch(link) else ""

    @property
    def answered(self) -> int:
        """How many observations have an answer."""
        return sum(one.observed is not None for one in self.run.observations.values())

    @cached_property
    def styles(self) -> tuple[profiles.Match, ...]:
        """How it fits each style."""
        return profiles.matches(self.run)

    def is_old(self, now: datetime) -> bool:
        """Whether the run is older than a reader may take for the present."""
        return now - moment(self.started) > OLD


def moment(text: str) -> datetime:
    """A run file's moment; one that no calendar has counts as very old."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        return datetime.min.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Said:
    """A document's statement on a case, and its verdict on each platform, in the order of the platforms."""

    statement: Statement
    document: Document
    disputes: bool
    verdicts: tuple[str, ...]

    def where(self, verdict: str, platforms: Iterable[Platform]) -> list[Platform]:
        """The platforms on which the statement has that verdict."""
        return [one for one, found in zip(platforms, self.verdicts) if found == verdict]


@dataclass
class View:
    """Everything the pages show: the table, its platforms, and what documents say. `address` is where the
    site is published, with a slash at its end; empty if it is unknown. `previews` names the previews (PNG) of
    its pictures."""

    table: Table
    platforms: list[Platform]
    cases: Mapping[str, Case]
    documents: Mapping[str, Document]
    document_slugs: Mapping[str, str]
    left_out: list[Run]
    now: datetime
    said: dict[str, list[Said]] = field(default_factory=dict)
    groups: list[columns.Group] = field(default_factory=list)
    address: str = ""
    previews: frozenset[str] = frozenset()

    def preview_of(self, picture: str) -> str:
        """The preview (PNG) of a picture (SVG); the picture itself if it has none."""
        preview = picture.removesuffix(".svg") + ".png"
        return preview if preview in self.previews else picture

    @cached_property
    def folded(self) -> Table:
        """The table with one column for all platforms that answer alike."""
        return columns.fold(self.table)

    @cached_property
    def folded_rows(self) -> dict[str, Row]:
        """Each case's row, folded by itself: platforms that answer this case alike are one."""
        return {row.id: columns.fold(Table(self.table.columns, (row,))).rows[0] for row in self.table.rows}

    @cached_property
    def by_surprise(self) -> list[Row]:
        """The rows of the table, the most surprising first."""
        order = {row.id: place for place, row in enumerate(surprise.ordered(self.folded).rows)}
        return sorted(self.table.rows, key=lambda row: order[row.id])

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each platform in the table, by its slug: scripts name platforms by it."""
        return {platform.slug: place for place, platform in enumerate(self.platforms)}

    def rows_by_topic(self) -> dict[str, list[Row]]:
        """The rows, by the topic that their cases lie in."""
        found: dict[str, list[Row]] = {}
        for row in self.table.rows:
            found.setdefault(row.id.partition("/")[0], []).append(row)
        return found

    def of_document(self, key: str) -> list[tuple[Row, Said]]:
        """Every statement of a document."""
        return [(row, said) for row in self.table.rows for said in self.said[row.id]
                if said.statement.doc == key]


def make(runs: Iterable[Run], cases: Mapping[str, Case], documents: Mapping[str, Document], now: datetime
         ) -> View:
    """The view of these runs. Simulated ones are never mixed in; they are named as left out."""
    ordered = sorted(runs, key=lambda run: (natural(run.platform), run.header.started))
    table = tables.make(cases, [run for run in ordered if not run.simulated])
    names = slugs(column.name for column in table.columns)
    ranks = {column.name: rank for rank, column in enumerate(table.columns)}
    table = Table(tuple(columns.by_stack(table.columns)), table.rows)
    platforms = [Platform(column.name, names[column.name], column.run, column.notes, rank=ranks[column.name])
                 for column in table.columns]
    for platform in platforms:
        platform.counts.update(row.cells[platform.name].verdict for row in table.rows)
    used = [key for key in documents
            if any(said.doc == key for case in cases.values() for said in case.statements)]
    view = View(table, platforms, cases, {key: documents[key] for key in used}, slugs(used),
                [run for run in ordered if run.simulated], now)
    view.groups = _grouped(view)
    view.said = {row.id: _said(row, view) for row in table.rows}
    return view


def _grouped(view: View) -> list[columns.Group]:
    """The groups of platforms that answer alike; each platform learns its own, and which one is shown: the
    one that answers the most, the newest of several."""
    found = columns.groups(view.table)
    by_name = {platform.name: platform for platform in view.platforms}
    for group in found:
        members = [by_name[name] for name in group.names]
        best = max(members, key=lambda one: (_answers(one, view), members.index(one)))
        for member in members:
            member.group, member.is_shown = group, member is best
    return found


def _answers(platform: Platform, view: View) -> int:
    return sum(row.cells[platform.name].observed is not None for row in view.table.rows)


def _said(row: Row, view: View) -> list[Said]:
    case = row.case
    if case is None:
        return []
    return [Said(statement, view.documents[statement.doc], disputes,
                 tuple(scorecard.across_variants(statement, one.run.by_case.get(row.id, []), one.run)[0]
                       for one in view.platforms))
            for statements, disputes in ((case.says, False), (case.disputed_by, True))
            for statement in statements]
