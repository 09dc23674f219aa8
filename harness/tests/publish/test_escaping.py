"""Whatever a run says comes out harmless in every format: the same table, page or report as of a run with
plain words, with the words written out."""
from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
import xml.etree.ElementTree
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from addrinuse.analysis import diff, expectations, scorecard, scorecard_page
from addrinuse.commands import check, explain
from addrinuse.model import cases, documents, runs
from addrinuse.publish import formats, kcidb
from addrinuse.publish import site as pages
from addrinuse.analysis import tables
from addrinuse.support.escape import FORMULA
from helpers.fake_suite import HEADER, FakeSuite, observation, write_run
from helpers.site_runs import NOW

PAYLOAD = (
    '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&amp; </title></td>]]>--> {{ 7 }} ${x} \\ '
    '| `code` *b* _i_ ~s~ [a](javascript:b) ![i](c) https://example.org www.example.org #1 @user '
    '\x1b[2J\x1b]0;title\x07\x9b31m\x08\x7f\u202ebidi\u2066\u200b\ufeff\u2028 '
    '%0A::error::x\r\n::error::y\n- item\n# head\n\n    code\n---\t \ud800')
WORDS = ("=1+1", "+1", "-1", "@x", "|a|b|", "<b>x</b>", "`c`*d*_e_", "[a](b)", "::error::x", "%0A", "{{ 7 }}",
         "]]>", "1. x", "#h")
PREFIXES = ("=", "+", "-", "@", "\t=", "\r=", "|", "#", "::error::", "")  # where a text begins counts, too
CONTROL = {"\n"}


def words_of(hostile: bool) -> Iterator[str]:
    """Words that a case observed."""
    while True:
        yield from WORDS if hostile else (f"word-{count}" for count in range(len(WORDS)))


def texts_of(hostile: bool) -> Iterator[str]:
    """Texts that a program said."""
    while True:
        yield from (prefix + PAYLOAD if hostile else f"text {count}" for count, prefix in enumerate(PREFIXES))


def run(path: Path, hostile: bool) -> runs.Run:
    """A run with something of its own in every place; of two of them the shape is the same."""
    word, text = words_of(hostile), texts_of(hostile)
    facts = {**HEADER["facts"],
             **{name: next(text) for name in ("sysname", "release", "machine", "libc", "rule")},
             "settings": {next(text): next(text)}, next(text): next(text), "list": [next(text)],
             "map": {next(text): next(text)}}
    records = [
        observation("controls/s", next(word), "ok"),
        *(observation(f"bind/w{count}", next(word), next(word), details={next(text): next(text), "n": 1},
                      transcript=[[1, next(text), next(text)]], output=next(text))
          for count in range(len(WORDS))),
        observation("bind/a[tcp4]", next(word), next(word), repeats=[next(word), next(word)]),
        observation("bind/a[tcp6]", None, status="broken", why=next(text), output=next(text)),
        *(observation(f"udp/t{count}", None, None, status=status, why=next(text), output=next(text))
          for count, status in enumerate(("not-applicable", "crashed", "timeout", "not-run") * 3)),
    ]
    return runs.read(write_run(path, *records, facts=facts, selection=next(text)))


class Made:
    """A suite, and what every format makes of a run."""

    def __init__(self, suite: FakeSuite, hostile: bool) -> None:
        says = 'says = [{ doc = "manual", at = "1.2" }]\n'
        suite.case("bind/a", says, "CASE(tcp4, tcp6) {}", "A <claim> | of `it` & *more*.")
        suite.cases("controls/s", *(f"udp/t{count}" for count in range(11)))
        suite.cases(*(f"bind/w{count}" for count in range(len(WORDS))))
        for count in range(len(WORDS)):
            path = suite.root / f"results/expected/bind/w{count}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'"linux-*" = {json.dumps(next(words_of(hostile)))}\n')
        self.root = suite.root
        self.documents = documents.load(suite.root / "docs" / "documents.toml")
        self.cases = cases.load(known=self.documents)
        self.run = run(suite.root / "run.jsonl", hostile)
        self.table = tables.make(self.cases, [self.run])

    def written(self, form: str, tty: bool = False) -> str:
        """The table in a format."""
        out = Terminal() if tty else io.StringIO()
        formats.WRITERS[form](self.table, out)
        return out.getvalue()

    def checked(self, form: str) -> str:
        """What `check` tells."""
        out = io.StringIO()
        check.write(check.check([self.run], expectations.load(), self.cases), form, out, kcidb.ORIGIN)
        return out.getvalue()

    def explained(self) -> str:
        """What `explain` tells of every case."""
        return "\n".join(line for id in self.cases
                         for line in explain.lines(id, self.cases, self.documents, [self.run]))

    def compared(self, form: str) -> str:
        """What `diff` tells of the run and an older one without answers."""
        before = runs.read(write_run(self.root / "before.jsonl", observation("bind/a[tcp4]", "as before")))
        found = diff.between(before, self.run, self.cases)
        if form == "json":
            return json.dumps(found.as_json())
        return "\n".join(found.markdown() if form == "markdown" else found.lines())

    def scored(self) -> str:
        """What `documents` tells."""
        scores = scorecard.of_runs(self.cases, self.documents, [self.run])
        return "\n".join(scorecard.lines(scores, self.documents))

    def scored_as_page(self) -> str:
        """What `documents --format markdown` tells."""
        scores = scorecard.of_runs(self.cases, self.documents, [self.run])
        return "\n".join(scorecard_page.lines(scores, self.documents, self.cases))

    def site(self) -> dict[str, str]:
        """The files of the pages, by their names."""
        folder = self.root / "site"
        shutil.rmtree(folder, ignore_errors=True)  # or its history would be that of the other run
        pages.build(folder, [self.run], self.cases, self.documents, NOW)
        return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*"))
                if path.is_file() and path.suffix not in {".gz", ".xz", ".png"}}


class Terminal(io.StringIO):
    """A terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def both(suite: FakeSuite, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Made, Made]]:
    """The same with plain and with hostile words; only one suite is the current one."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    yield Made(suite, False), Made(suite, True)


# ---- what is harmless ----

def assert_shows(text: str) -> None:
    """No character that a terminal or a reader's eye takes for anything but a sign."""
    bad = {char for char in text if char not in CONTROL and unicodedata.category(char)[0] == "C"}
    assert not bad, bad


def lines_of(text: str) -> int:
    """How many lines there are: a text that breaks out of its line makes more."""
    assert_shows(text)
    lines = text.split("\n")
    assert not [line for line in lines if line.lstrip().startswith("::")]  # a command, where GitHub shows it
    # What a case printed has lines of its own.
    return len([line for line in lines if not line.startswith("  | ")])


def on_a_terminal(text: str) -> int:
    """Colours are ours; everything else is as elsewhere. A narrow terminal breaks lines, so they do not
    count."""
    assert_shows(re.sub(r"\x1b\[[0-9;]*m", "", text))
    return 0


def markdown(text: str) -> list[Any]:
    """The elements that a reader of Markdown sees, with HTML and links switched on, and the columns of tables
    (what is beyond the last one is not shown)."""
    assert_shows(text)
    columns = [len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")]
    tokens = MarkdownIt("gfm-like", {"linkify": False}).enable(["html_inline", "html_block"]).parse(text)
    return columns + [inner.type for token in tokens for inner in (token, *(token.children or ()))
                      if inner.type != "text_special"]


class Elements(HTMLParser):
    """The elements of a page and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, [name for name, _ in attributes])] * (tag not in ("wbr", "p", "li", "span"))
        self.addresses |= {value or "" for name, value in attributes if name in ("href", "src")}

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")


def html(text: str) -> list[Any]:
    """The elements of a page. Its addresses lead nowhere that a run names."""
    assert_shows(text.replace("\t", " "))
    parser = Elements()
    parser.feed(text)
    assert not any("javascript:" in address or "example.org" in address for address in parser.addresses)
    return parser.found


def script(text: str) -> int:
    """One call with JSON that is also JavaScript, and nothing that ends a script."""
    assert text.isascii() and "<" not in text and ">" not in text and "&" not in text
    name, _, rest = text.partition("(")
    assert re.fullmatch("addrinuse[A-Za-z]+", name) and rest.endswith(");\n")
    json.loads(f"[{rest.removesuffix(');' + chr(10))}]")
    return text.count("\n")


def table(text: str) -> list[int]:
    """Lines and columns of a file for spreadsheets; no cell begins as a formula does."""
    assert_shows(text)
    rows = list(csv.reader(io.StringIO(text)))
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA)]
    return [len(row) for row in rows]


def values(text: str) -> int:
    """JSON that every reader takes."""
    assert text.isascii()
    json.loads(text)
    return 0


def commands(text: str) -> list[str]:
    """The workflow commands that GitHub sees: what stands between the first pairs of colons is ours, and what
    GitHub reads behind them is one line."""
    assert_shows(text)
    assert not re.search("%0[AaDd]", text)
    return [re.sub(r"=[^,]*", "", line.split("::")[1]) if line.startswith("::") else ""
            for line in text.splitlines()]


def picture(text: str) -> list[str]:
    """The elements of an SVG picture."""
    return [element.tag for element in xml.etree.ElementTree.fromstring(text).iter()]


FORMS: dict[str, tuple[Callable[[Made], str], Callable[[str], Any]]] = {
    "text": (lambda made: made.written("text"), lines_of),
    "text on a terminal": (lambda made: made.written("text", tty=True), on_a_terminal),
    "Markdown": (lambda made: made.written("markdown"), markdown),
    "HTML": (lambda made: made.written("html"), html),
    "JSON": (lambda made: made.written("json"), values),
    "CSV": (lambda made: made.written("csv"), table),
    "check": (lambda made: made.checked("text"), lines_of),
    "check as JSON": (lambda made: made.checked("json"), values),
    "step summary": (lambda made: made.checked("markdown"), markdown),
    "annotations": (lambda made: made.checked("github"), commands),
    "KCIDB": (lambda made: made.checked("kcidb"), values),
    "diff": (lambda made: made.compared("text"), lines_of),
    "diff as Markdown": (lambda made: made.compared("markdown"), markdown),
    "diff as JSON": (lambda made: made.compared("json"), values),
    "explain": (Made.explained, lines_of),
    "documents": (Made.scored, lines_of),
    "documents as Markdown": (Made.scored_as_page, markdown),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_run_comes_out_as_a_plain_one_does(both: tuple[Made, Made], form: str) -> None:
    made, shape = FORMS[form]
    plain, hostile = both
    assert shape(made(hostile)) == shape(made(plain))


OF_PAGES = {".html": html, ".js": script, ".json": values, ".csv": table, ".md": markdown, ".svg": picture,
            ".txt": lines_of}


def test_pages_of_a_hostile_run_are_those_of_a_plain_one(both: tuple[Made, Made]) -> None:
    plain, hostile = (made.site() for made in both)
    assert plain.keys() == hostile.keys()
    for name in (name for name in plain if not name.startswith("assets/") or name == "assets/platforms.js"):
        shape = OF_PAGES[Path(name).suffix]
        assert shape(hostile[name]) == shape(plain[name]), name


# ---- while a survey runs ----

def surveyed(suite: FakeSuite, hostile: bool) -> tuple[str, str, str]:
    """A survey of a program that says such things: what it tells, its JUnit report, and what pytest tells."""
    word, text = words_of(hostile), texts_of(hostile)
    records = [observation("bind/a", next(word), next(word)),
               *(observation(f"bind/{status[0]}", None, None, status=status, why=next(text),
                             output=next(text))
                 for status in ("broken", "not-applicable", "crashed"))]
    suite.cases(*(one["observation"] for one in records))
    suite.play(answers={one["observation"]: {"raw": json.dumps(one)} for one in records})
    told = suite.run("survey", "--junitxml", "junit.xml", code=1)
    by_pytest = suite.pytest("--color=no", "-rA")
    return told.stdout + told.stderr, (suite.root
                                       / "junit.xml").read_text(), by_pytest.stdout + by_pytest.stderr


def elements(report: str) -> list[Any]:
    """The elements of a JUnit report."""
    assert_shows(report)
    return [(element.tag, sorted(element.attrib))
            for element in xml.etree.ElementTree.fromstring(report).iter()]


def test_a_survey_of_a_hostile_program_tells_it_in_plain_signs(suite: FakeSuite) -> None:
    plain, hostile = surveyed(suite, False), surveyed(suite, True)
    for told in (hostile[0], hostile[2]):
        assert_shows(told)
        assert "\\x1b[2J" in told
    assert elements(hostile[1]) == elements(plain[1])


# ---- names of files ----

@pytest.mark.parametrize("words", [
    ("table",), ("check",), ("accept",), ("diff", "ok.jsonl"), ("explain", "bind/a"), ("site", "pages\udcff"),
    ("survey", "--junitxml", "junit.xml", "-o", "out\udcff", "--platform")], ids=lambda words: words[0])
@pytest.mark.parametrize("whole", [True, False], ids=["whole", "truncated"])
def test_a_name_that_is_no_text_is_written_out(suite: FakeSuite, words: tuple[str, ...], whole: bool) -> None:
    name = "a\udcff\x1b[2J.jsonl"  # a byte that is no UTF-8, and one that a terminal obeys
    suite.cases("bind/a", "controls/s")
    for path in (name, "ok.jsonl"):
        write_run(suite.root / path, observation("controls/s"), observation("bind/a"), footer=whole)
    done = suite.run(*words, f"run:{name}" if words[0] == "survey" else name)
    assert done.returncode in (0, 1, 2) and "defect" not in done.stderr, done.stderr
    assert_shows(done.stdout + done.stderr)
