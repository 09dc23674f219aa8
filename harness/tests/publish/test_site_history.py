"""What changed between two published states of the results: on a page, in a file, in the feed."""
from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from helpers.fake_suite import FakeSuite, observation, write_run
from helpers.tools import needs

from addrinuse.publish.site import history, previews

FIRST = [observation("bind/a[tcp4]", "ok"), observation("bind/a[tcp6]", "EINVAL"),
         observation("udp/c", "60 s")]


@pytest.fixture
def suite(suite: FakeSuite) -> FakeSuite:
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}")
    suite.case("udp/c")
    return suite


def published(suite: FakeSuite, *records: dict[str, Any], platform: str = "linux-1") -> Path:
    """The site of one run; the site that is there is replaced."""
    write_run(suite.root / "run.jsonl", *records, platform=platform)
    suite.run("site", "site", "run.jsonl", "--address", "https://example.org/x", code=0)
    return suite.root / "site"


def states_in(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "data/history.json").read_text())["states"]
    return found


def test_the_first_state_has_no_history_and_the_same_results_add_none(suite: FakeSuite) -> None:
    assert states_in(published(suite, *FIRST)) == [] and states_in(published(suite, *FIRST)) == []
    assert "this is the first state" in (suite.root / "site/history.html").read_text()


def test_an_answer_that_changed_is_on_the_page_and_in_the_feed(suite: FakeSuite) -> None:
    published(suite, *FIRST)
    folder = published(suite, FIRST[0], observation("bind/a[tcp6]", "ok"), FIRST[2])
    assert states_in(folder)[0]["changed"] == [{
        "case": "bind/a", "platform": "linux-1", "before": "tcp4: ok; tcp6: EINVAL", "after": "ok"}]
    text = (folder / "history.html").read_text()
    assert "1 answers changed" not in text and "1 answer changed" in text
    assert 'href="cases/bind/a.html"' in text and "tcp4: ok; tcp6: EINVAL" in text
    feed = ET.parse(folder / "feed.xml").getroot()
    titles = [element.text or "" for element in feed.iter() if element.tag.endswith("title")]
    assert any("1 answer changed" in title for title in titles)
    moments = [element.text or "" for element in feed.iter() if element.tag.endswith("updated")]
    assert moments[0] == max(moments[1:]) == f"{states_in(folder)[0]['published']}T00:00:00Z"


def test_states_are_carried_on_the_newest_first(suite: FakeSuite) -> None:
    published(suite, *FIRST)
    published(suite, *FIRST[:2])
    states = states_in(published(suite, *FIRST[:2], platform="linux-2"))
    assert [(state["lost"], state["new_platforms"], state["gone_platforms"]) for state in states] == [
        (0, ["linux-2"], ["linux-1"]), (1, [], [])]


def test_an_answer_that_is_lost_is_no_change() -> None:
    row = {"linux-1": {"status": "observed", "observed": "ok"}}
    lost = {"linux-1": {"status": "not-applicable", "observed": None}}
    after = {"cells": {"bind/a": lost, "bind/b": row}}
    state = history.between({"cells": {"bind/a": row}}, after, "2026-01-01")
    assert (state.count, state.lost, state.gained, state.new_cases) == (0, 1, 0, ("bind/b",))


@pytest.mark.parametrize("content", [
    "", "{", "[]", '{"states": 3}', '{"cells": {"a": 1}}', '{"states": [3, {}, {"published": "<b>"}]}',
    '{"states": [{"published": "2026-01-01", "changed": [7], "count": 1}]}'])
def test_a_history_that_is_none_is_left_out(tmp_path: Path, content: str) -> None:
    (tmp_path / "data").mkdir()
    for name in (history.NAME, history.TABLE):
        (tmp_path / name).write_text(content)
    table = {"cells": {"bind/a": {"linux-1": {"status": "observed", "observed": "ok"}}}}
    assert history.following(tmp_path, table, "2026-01-01") == []


def test_an_earlier_table_can_be_named(suite: FakeSuite) -> None:
    write_run(suite.root / "old.jsonl", observation("udp/c", "30 s"), platform="linux-1")
    write_run(suite.root / "new.jsonl", *FIRST, platform="linux-1")
    table = suite.run("table", "old.jsonl", "--format", "json", code=0).stdout
    (suite.root / "before.json").write_text(table)
    suite.run("site", "site", "new.jsonl", "--before", "before.json", code=0)
    changed = states_in(suite.root / "site")[0]["changed"]
    assert [(change["before"], change["after"]) for change in changed] == [("30 s", "60 s")]
    refused = suite.run("site", "site", "new.jsonl", "--before", "new.jsonl", code=2).stderr
    assert "is not a table of addrinuse" in refused and "Traceback" not in refused


def test_colours_of_the_light_page_replace_variables() -> None:
    svg = ("<svg><style>svg { --a: #123456; } @media (prefers-color-scheme: dark) { svg { --a: #fff; } }"
           " .x { fill: var(--a); stroke: var(--none); }</style></svg>")
    flat = "<svg><style>svg { --a: #123456; }  .x { fill: #123456; stroke: #000; }</style></svg>"
    assert previews.flat(svg) == flat
    assert previews.flat("<svg>@media") == "<svg>@media" and previews.flat("@media {") == ""


@needs("rsvg-convert", "site")
def test_a_shared_link_has_a_preview(suite: FakeSuite) -> None:
    folder = published(suite, *FIRST)
    assert (folder / "pictures/barcode.png").read_bytes().startswith(b"\x89PNG")
    for page, picture in (("index", "barcode"), ("tcp", "tcp-states")):
        wanted = f'og:image" content="https://example.org/x/pictures/{picture}.png"'
        assert wanted in (folder / f"{page}.html").read_text()


def test_a_program_that_draws_nothing_gives_no_preview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PROGRAM", "no-such-program")
    assert previews.program() is None
    assert previews.png("<svg/>", "/no/such/program") is None
