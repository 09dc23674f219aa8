"""The page of the TCP states, and the pictures of exchanges on the pages of cases."""
from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from helpers import site_runs
from helpers.fake_suite import FakeSuite, observation, write_run

from addrinuse.analysis.states import PAIRS, TRANSITIONS
from addrinuse.publish.site import diagram, exchanges

END = "state of 10.0.0.1:5 to 10.0.0.2:6"
CLOSING: list[list[Any]] = [[1, "server = listener.accept()", "ok"], [2, "server.close()", "ok"],
                            [3, END, "FIN_WAIT_1"], [4, END, "CLOSING"], [5, END, "TIME_WAIT"]]
SKIPPING: list[list[Any]] = [[1, END, "ESTABLISHED"], [2, END, "CLOSED"]]
NAMES = {transition.name for transition in TRANSITIONS}


@pytest.fixture
def folder(suite: FakeSuite) -> Path:
    """A site of two platforms, one of which skips states."""
    suite.case("close/a", body="CASE(tcp4) {}")
    suite.case("udp/b", body="CASE() {}")
    files = [write_run(suite.root / f"{name}.jsonl", observation("close/a[tcp4]", transcript=steps),
                       observation("udp/b"), platform=name, facts=site_runs.facts(name))
             for name, steps in (("linux-1", CLOSING), ("gvisor-2", SKIPPING))]
    site_runs.build(suite.root, files, suite.root / "site")
    return suite.root / "site"


def test_a_transition_leads_to_the_case_that_shows_it_on_each_platform(folder: Path) -> None:
    text = (folder / "tcp.html").read_text()
    rows = dict(re.findall(r'<tr id="([^"]*)">(.*?)</tr>', text, re.DOTALL))
    assert NAMES <= set(rows)
    assert 'href="cases/close/a.html#linux-1"' in rows["fin_wait_1-closing"]
    assert "gvisor-2" not in rows["fin_wait_1-closing"]
    assert "No case reads both states." in rows["listen-syn_sent"] and "href" not in rows["listen-syn_sent"]
    assert 'href="cases/close/a.html#gvisor-2"' in rows["established-closed"]


def test_the_diagram_links_every_transition_and_dashes_what_no_case_shows(folder: Path) -> None:
    for name, page in (("pictures/tcp-states.svg", "../tcp.html"),
                       ("pictures/tcp-states-linux-1.svg", "../tcp.html")):
        drawing = ET.parse(folder / name).getroot()
        links = {link.get("href", ""): link.get("class", "") for link in drawing.iter()
                 if link.tag.endswith("}a")}
        assert set(links) == {f"{page}#{transition}" for transition in NAMES}
        assert "unseen" in links[f"{page}#listen-syn_sent"]
        assert "unseen" not in links[f"{page}#closing-time_wait"]
    assert not (folder / "pictures/tcp-states-gvisor-2.svg").exists()


def test_every_transition_has_a_way_that_ends_at_its_states() -> None:
    middles: dict[str, list[tuple[int, int]]] = {}
    for state, x, y in diagram.BOXES:
        middles.setdefault(state, []).append((x, y))
    assert set(diagram.WAYS) == NAMES
    for transition in TRANSITIONS:
        corners = diagram.corners(diagram.WAYS[transition.name][0])
        for state, (x, y) in ((transition.before, corners[0]), (transition.after, corners[-1])):
            assert any(abs(x - left) <= diagram.BOX_WIDTH // 2 and abs(y - top) <= diagram.BOX_HEIGHT // 2
                       for left, top in middles[state]), (transition.name, state)


def test_the_data_say_the_same(folder: Path) -> None:
    data = json.loads((folder / "data/tcp-states.json").read_text())
    found = {(one["from"], one["to"]): one["cases"] for one in data["transitions"]}
    assert set(found) == set(PAIRS) and found["CLOSING", "TIME_WAIT"] == {"close/a": ["linux-1"]}
    skipped = data["read_without_a_state_between"]
    assert [(one["from"], one["to"]) for one in skipped] == [("ESTABLISHED", "CLOSED")]


def test_a_case_has_a_picture_of_each_distinct_exchange(folder: Path) -> None:
    text = (folder / "cases/close/a.html").read_text()
    assert 'href="../../tcp.html#fin_wait_1-closing"' in text and "As text, and where it was seen" in text
    assert 'alt="close/a[tcp4] on linux-1: the system goes through FIN_WAIT_1, CLOSING, TIME_WAIT.' in text
    drawings = sorted(path.name for path in (folder / "pictures/exchange/close").iterdir())
    assert drawings == ["a-1.svg", "a-2.svg"]
    for name in drawings:
        ET.parse(folder / "pictures/exchange/close" / name)
    assert "The exchange" not in (folder / "cases/udp/b.html").read_text()


def test_a_long_exchange_is_shortened_and_says_so() -> None:
    events = [exchanges.Event(number, system="TIME_WAIT") for number in range(exchanges.MOST_EVENTS + 5)]
    shown = exchanges.shortened(events)
    assert len(shown) == exchanges.MOST_EVENTS + 1 and shown[-1].note == "and 5 more steps"
    assert exchanges.shortened(events[:3]) == events[:3]
