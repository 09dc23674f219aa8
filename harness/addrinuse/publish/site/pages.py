"""The pages: which there are, and what each template gets. Whatever came from elsewhere is escaped here, for
every template at once."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from addrinuse import __version__
from addrinuse.analysis import answering, marks, profiles
from addrinuse.model import documents, verdicts
from addrinuse.model.observations import Status
from addrinuse.support.escape import clean
from addrinuse.search import synonyms
from addrinuse.publish import cells
from addrinuse.publish.site import (
    advice, diagram, documented, evidence, exchanges, findings, history, pictures, tcp)
from addrinuse.publish.site.comparisons import Comparison
from addrinuse.publish.site.downloads import Download
from addrinuse.publish.site.view import Platform, Said, View
from addrinuse.analysis.tables import Cell, Row

STATUS_CLASS: dict[str, str] = {"observed": "", "not-applicable": " na", "broken": " br", "crashed": " cr",
                                "timeout": " to", "not-run": " nr"}
MEANING = {"holds": "as documented", "contradicted": "otherwise than documented",
           "undecided": "no one answer to compare", "silent": "no document speaks of it there"}
SURPRISES = 6  # rows on the first page
MOST = 20  # documents that a comparison names
MANY = 4  # platforms of a stack that are told as one
ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")
Page = tuple[str, str]
Matrices = Mapping[str, list[tuple[str, str]]]  # by grid: title and picture (SVG) of each slice


def every(view: View, compared: list[Comparison], offered: list[Download], matrices: Matrices,
          states: tcp.States, past: list[history.State]) -> Iterator[Page]:
    """Every page: its name below the site's folder, and its text; also the pictures that belong to one page.
    `matrices` has the names of pictures."""
    writer = _Writer(view)
    yield writer.page("index.html", "start.html", found=view.by_surprise[:SURPRISES])
    yield writer.page("table.html", "matrix.html", topics=list(view.rows_by_topic()))
    yield "assets/columns.css", _labels(view)
    yield "assets/synonyms.js", evidence.script("addrinuseSynonyms", synonyms.as_json(synonyms.load()))
    yield writer.page("myths.html", "myths.html", myths=findings.myths(view))
    yield writer.page("users.html", "users.html", groups=findings.takeovers(view))
    yield writer.page("documented.html", "documented.html", systems=documented.systems(view))
    yield writer.page("timeline.html", "timeline.html", changes=findings.timeline(view),
                      preview=pictures.TIMELINE)
    yield "assets/states.css", diagram.STYLE.lstrip()
    yield writer.page(tcp.PAGE, "tcp.html", states=states, picture=tcp.PICTURE, preview=tcp.PICTURE,
                      svg=Markup(states.svg))
    yield writer.page("history.html", "history.html", states=past)
    yield writer.page("options.html", "options.html", stacks=matrices,
                      preview=next((slices[0][1] for slices in matrices.values() if slices),
                                   pictures.BARCODE))
    yield "assets/platforms.js", evidence.script("addrinusePlatforms", list(map(_brief, view.platforms)))
    yield writer.page("cases/index.html", "cases.html", topics=view.rows_by_topic())
    rows = view.table.rows
    for place, row in enumerate(rows):
        drawn = exchanges.of_row(row, view)
        yield from ((picture.name, picture.svg) for picture in drawn)
        yield writer.page(f"cases/{row.id}.html", "case.html", row=row, said=view.said[row.id],
                          groups=answer_groups(row, view.platforms), source=_source(row),
                          answer=answering.sentence(view.folded_rows[row.id]), warnings=_warnings(row),
                          before=rows[place - 1] if place else None,
                          after=rows[place + 1] if place + 1 < len(rows) else None,
                          styles=profiles.of_case(row.id), pictures=drawn,
                          absent=[one for one in view.platforms if not one.run.by_case.get(row.id)],
                          transitions=states.of_case.get(row.id, []))
    yield writer.page("platforms/index.html", "platforms.html", left_out=view.left_out)
    for platform in view.platforms:
        yield writer.page(f"platforms/{platform.slug}.html", "platform.html", platform=platform,
                          topics=_score_by_topic(platform, view), against=_against(platform, view),
                          without=_without_answer(platform, view),
                          others=[one for one in compared if platform in (one.left, one.right)])
    yield writer.page("documents/index.html", "documents.html", scores=_scores(view), stacks=_stacks(view),
                      preview=pictures.DOCUMENTS)
    for key, document in view.documents.items():
        yield writer.page(f"documents/{view.document_slugs[key]}.html", "document.html", document=document,
                          statements=_worst_first(view.of_document(key)), link=_address(document.find))
    pairs = {(one.left.name, one.right.name): one for one in compared}
    pairs |= {(right, left): one for (left, right), one in pairs.items()}
    yield writer.page("compare/index.html", "comparisons.html", pairs=pairs)
    for one in compared:
        yield writer.page(f"compare/{one.slug}.html", "comparison.html", comparison=one, most=MOST)
    yield writer.page("styles.html", "styles.html", styles=profiles.STYLES)
    yield writer.page("advice.html", "advice.html",
                      goals=advice.goals_of({file.name: file.content for file in offered}))
    yield writer.page("data.html", "data.html", downloads=offered)
    yield writer.page("reading.html", "reading.html")


class _Writer:
    """Turns templates into pages."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.environment = Environment(
            loader=PackageLoader("addrinuse.publish.site"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, finalize=_shown)
        self.environment.filters.update(lines=_lines, words=_words, status_class=STATUS_CLASS.__getitem__,
                                        short=short, signs=cells.signs, by_stack=self.by_stack)
        self.environment.globals.update(
            view=view, platforms=view.platforms, verdict_signs=verdicts.SYMBOLS, verdicts=verdicts.WORDS,
            meaning=MEANING, marks=list(zip(marks.shown(), marks.legend())), warning_sign=cells.WARNING,
            cell_class=cells.cell_class, mark_class=_mark_class, answer_of=answering.sentence,
            version=__version__, style_sentence=profiles.sentence)

    def by_stack(self, platforms: list[Platform]) -> list[tuple[str, list[Platform]]]:
        """Platforms with the stack they are all of in front, where many are and none of it is missing; the
        others one by one, with nothing."""
        total = Counter(platform.facts["stack"] for platform in self.view.platforms)
        here: dict[str, list[Platform]] = {}
        for platform in platforms:
            here.setdefault(platform.facts["stack"], []).append(platform)
        found: list[tuple[str, list[Platform]]] = []
        for stack, group in here.items():
            if len(group) == total[stack] and len(group) >= MANY:
                found.append((stack, group))
            else:
                found += [("", [platform]) for platform in group]
        return found

    def page(self, name: str, template: str, **values: Any) -> Page:
        """The page of that name; `root` is the way from it to the site's folder."""
        values.setdefault("preview", pictures.BARCODE)
        values["root"] = "../" * name.count("/")
        values["here"] = name
        return name, self.environment.get_template(template).render(values)


def _shown(value: Any) -> Any:
    """What a template shows of a value: texts come from elsewhere, so what would not show is written out."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _lines(text: str) -> Markup:
    """A text of several lines, as it stands."""
    return Markup("\n").join(escape(clean(line.expandtabs())) for line in text.split("\n"))


def _words(name: str) -> Markup:
    """An id that may be broken over lines after its underscores and slashes."""
    return Markup(str(escape(clean(name))).replace("_", "_<wbr>").replace("/", "/<wbr>"))


def _brief(platform: Platform) -> dict[str, Any]:
    """What the evidence says of a platform."""
    facts = platform.facts
    known = [(name.replace("_", " "), facts.get(name)) for name in (
        "engine", "engine_version", "stack", "sysname", "release", "version", "machine", "libc", "isolation",
        "user", "package", "package_version", "digest", "image_sha256")]
    return {"name": clean(platform.name), "slug": platform.slug, "rank": platform.rank,
            "started": clean(platform.started),
            "time": platform.run.header.time, "notes": [clean(note) for note in platform.notes],
            "facts": [[name, clean(str(value))] for name, value in known if value]}


def short(cell: Cell) -> str:
    """A cell's answer for a narrow column: where variants differ, what most of them say, then the others."""
    if not cell.variants:
        return cell.answer
    said: dict[str, list[str]] = {}
    for name, one in cell.variants.items():
        said.setdefault(one.answer, []).append(name)
    most = max(said, key=lambda answer: len(said[answer]))
    if 2 * len(said[most]) <= len(cell.variants):
        return "; ".join(f"{_family(names, cell)}: {answer}" for answer, names in said.items())
    rest = "; ".join(f"{_family(names, cell)}: {answer}" for answer, names in said.items() if answer != most)
    return f"{most}, but {rest}"


def _family(names: list[str], cell: Cell) -> str:
    """The names of some variants, "tcp" or "udp" standing for all that are over it."""
    datagrams = {name for name in cell.variants if name.startswith("udp")}
    streams = set(cell.variants) - datagrams
    if datagrams and streams and set(names) in (datagrams, streams):
        return "udp" if set(names) == datagrams else "tcp"
    return "+".join(names)


def answer_groups(row: Row, platforms: list[Platform]) -> list[tuple[Cell, list[Platform]]]:
    """The platforms that give the same answer with the same signs, the largest groups first and those without
    an answer last."""
    found: dict[tuple[str, str], list[Platform]] = {}
    for platform in platforms:
        cell = row.cells[platform.name]
        found.setdefault((cell.answer, cells.signs(cell)), []).append(platform)
    groups = [(row.cells[group[0].name], group) for group in found.values()]
    return sorted(groups, key=lambda group: (group[0].observed is None, -len(group[1])))


def _mark_class(cell: Cell) -> str:
    """The classes that the filters of the table ask for."""
    names = {marks.OWN_RIGHT: "or", marks.OWN_WRONG: "ow", marks.GENERAL_WRONG: "gw"}
    return " ".join([names[word] for word in cell.marks.words] + ["wn"] * bool(cell.warning))


def _labels(view: View) -> str:
    """The style sheet that names the platform of each cell where the table is shown as cards."""
    rules = "".join(f"#matrix td:nth-child({place})::before {{ content: {_css(platform.name)}; }}\n"
                    f"#matrix.folded td:nth-child({place})::before {{ content: {_css(_range(platform))}; }}\n"
                    for place, platform in enumerate(view.platforms, 2))
    return f"@media (max-width: 44rem) {{\n{rules}}}\n"


def _range(platform: Platform) -> str:
    return platform.group.label if platform.group else platform.name


def _css(text: str) -> str:
    """A text as a string of a style sheet."""
    plain = clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'"{plain}"'


def _warnings(row: Row) -> list[str]:
    """Why answers of a row endanger somebody, each reason once."""
    return list(dict.fromkeys(cell.warning for cell in row.cells.values() if cell.warning))


def _address(find: str) -> str:
    """The web address of a document; an empty text if `find` has none."""
    found = ADDRESS.search(find)
    return found[0] if found else ""


def _worst_first(statements: list[tuple[Row, Said]]) -> list[tuple[Row, Said]]:
    """The statements, those that are contradicted on the most platforms first."""
    return sorted(statements, key=lambda pair: -pair[1].verdicts.count("contradicted"))


def _source(row: Row) -> str:
    return documents.read_text(row.case.path) if row.case else ""


def _score_by_topic(platform: Platform, view: View) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for topic, rows in view.rows_by_topic().items():
        found[topic] = dict.fromkeys(verdicts.WORDS, 0)
        for row in rows:
            found[topic][row.cells[platform.name].verdict] += 1
    return found


def _against(platform: Platform, view: View) -> list[tuple[Row, Cell, list[Said]]]:
    """The cells in which a document is contradicted, with what is."""
    place = view.platforms.index(platform)
    return [(row, row.cells[platform.name],
             [said for said in view.said[row.id]
              if not said.disputes and said.verdicts[place] == "contradicted"])
            for row in view.table.rows if row.cells[platform.name].verdict == "contradicted"]


def _without_answer(platform: Platform, view: View) -> dict[str, list[tuple[Row, Cell]]]:
    """The cells without an observation, by their status."""
    found: dict[str, list[tuple[Row, Cell]]] = {}
    for row in view.table.rows:
        cell = row.cells[platform.name]
        if cell.status is not Status.OBSERVED:
            found.setdefault(cell.status.value, []).append((row, cell))
    return found


def _stacks(view: View) -> list[tuple[str, int]]:
    """Each stack with the place of its newest platform, which the scorecard shows."""
    newest = {platform.facts["stack"]: place for place, platform in enumerate(view.platforms)
              if not platform.name.startswith("container-")}
    return list(newest.items())


def _scores(view: View) -> dict[str, list[dict[str, int]]]:
    """For each document, its statements by verdict, per platform; the document with the smallest share of
    statements that hold comes first."""
    found: dict[str, list[dict[str, int]]] = {
        key: [dict.fromkeys(verdicts.WORDS, 0) for _ in view.platforms] for key in view.documents}
    for statements in view.said.values():
        for said in statements:
            for counts, verdict in zip(found[said.statement.doc], said.verdicts):
                counts[verdict] += 1
    return dict(sorted(found.items(), key=lambda item: _share(item[1])))


def _share(counts: list[dict[str, int]]) -> tuple[float, int]:
    """A key that puts what holds least first, and what was decided nowhere last."""
    holds, wrong = (sum(one[word] for one in counts) for word in ("holds", "contradicted"))
    return (holds / (holds + wrong) if holds + wrong else 2, -wrong)
