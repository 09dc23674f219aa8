"""Cells by name, slices as matrices, in the terminal and as SVG."""
from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import synthetic

from addrinuse.support.errors import UserError
from addrinuse.grid import cells, matrix, show, svg
from addrinuse.grid.table import Grid

COLUMNS = synthetic.plan([synthetic.TCP])
LINUX = synthetic.linux("linux-6.1", COLUMNS)
OTHER = synthetic.changed(LINUX, "gvisor-20240729", [{"state": "listening", "addr1": "any4"}])
SLICE = "tcp/listening/*/none/*/none/same/bind"


def shown(*names: Grid, text: str = SLICE, form: str = "text", answer: str = "outcome") -> str:
    return show.show(list(names), [cells.parse(text, one) for one in names], answer, form)


def test_a_cells_name_is_read_back():
    for index in range(0, len(LINUX), 997):
        mask = cells.select(LINUX, cells.parse(cells.name_of(LINUX.cell(index)), LINUX))
        assert np.flatnonzero(mask).tolist() == [index]


def test_a_name_gives_every_dimension():
    grid = synthetic.linux("a", synthetic.plan(synthetic.CORE))
    last = len(grid) - 1
    name = cells.name_of(grid.cell(last))
    assert name == "tcp/bound/lo6/RA+RP/lo6/RA+RP/same/listen/before/explicit/-/-/-/40/many"
    assert np.flatnonzero(cells.select(grid, cells.parse(name, grid))).tolist() == [last]


def test_a_slice_by_keys_is_the_slice_by_name():
    pairs = "proto=tcp,state=listening,opts1=none,opts2=none,user=same,attempt=bind"
    assert (cells.select(LINUX, cells.parse(pairs, LINUX)) == cells.select(LINUX, cells.parse(SLICE,
                                                                                              LINUX))).all()


@pytest.mark.parametrize("text, hint", [
    ("tcp/listenin/any4/RA/lo4/none/same/bind", "Nearest: listening"),
    ("tcp/listening", "needs 8"),
    ("stat=bound", "Nearest: state"),
    ("state=bond", "Nearest: bound"),
    ("state", "no KEY=VALUE"),
    ("state=bound,state=bound", "twice"),
    ("tcp/bound/any4/RA/lo4/none/same/bind/coun=1", "Nearest: count"),
    ("tcp/bound/any4/RA/lo4/none/same/bind/count=7", "There: 1"),
    ("tcp/bound/any4/RA/count=1/lo4/none/same/bind", "needs 8"),
    ("state=bound|", "state"),
    ("\x1b[31m=x", "\\x1b"),
])
def test_a_mistake_in_a_name_gets_the_nearest_names(text, hint):
    with pytest.raises(UserError) as error:
        cells.parse(text, LINUX)
    assert hint in str(error.value) and "\x1b" not in str(error.value)


def test_a_slice_without_cells_is_an_error():
    grid = synthetic.linux("a", synthetic.plan(synthetic.CORE))
    with pytest.raises(UserError, match="has none"):
        shown(grid, text="proto=udp,state=time-wait")


def test_one_cell_is_shown_with_all_its_answers():
    text = shown(LINUX, OTHER, text="tcp/listening/any4/RA/lo4/none/same/bind")
    assert "bind       EADDRINUSE           ok                    *" in text.splitlines()
    assert text.splitlines()[0].startswith("tcp/listening/any4/RA/lo4/none/same/bind/before/")


def test_a_matrix_marks_where_two_platforms_differ_in_80_columns():
    text = shown(LINUX, OTHER)
    line = next(line for line in text.splitlines() if line.startswith("1  any4"))
    assert line.split() == [
        "1", "any4", "U*", "U*", "U*", "U*", ".", ".", "U*", "U*", "|", ".*", ".*", ".*", ".*", ".", ".",
        ".*", ".*"
    ]
    assert max(map(len, text.splitlines()[1:])) <= 80
    assert "U EADDRINUSE" in text and "* differs" in text
    assert "*" not in next(line for line in text.splitlines() if line.startswith("2  lo4"))


def test_several_answers_in_one_field_are_told():
    lines = shown(LINUX, text="state=bound").splitlines()
    assert lines[5].split() == ["1", "any4", "~", "~", "~", "~", ".", ".", "~", "~"]
    assert "~ several answers" in lines[-1]


def test_every_answer_has_a_sign_of_its_own():
    words = [f"E{letter}{letter}" for letter in "ABCDEFGHIJ"] + ["ok", "EADDRINUSE", "listen EADDRINUSE"]
    made = matrix.Matrix(("any4",), ("any4",), ((tuple(words),),), len(words))
    signs = show._signs([made])
    assert len(set(signs.values())) == len(words)


def test_the_json_of_a_slice_and_of_a_cell():
    whole = json.loads(shown(LINUX, OTHER, form="json"))
    assert whole["matrix"]["linux-6.1"]["any4"]["lo4"] == ["EADDRINUSE"]
    assert whole["matrix"]["gvisor-20240729"]["any4"]["lo4"] == ["ok"]
    one = json.loads(shown(LINUX, form="json", text="tcp/listening/any4/RA/lo4/none/same/bind"))
    assert one["answers"]["linux-6.1"]["bind"] == "EADDRINUSE"


def test_markdown_is_a_table():
    lines = shown(LINUX, OTHER, form="markdown").splitlines()
    assert "| any4 | EADDRINUSE * |" in lines[4] and lines[2].count("|") == lines[4].count("|")


def test_an_unknown_answer_gets_the_nearest():
    with pytest.raises(UserError, match="Nearest: winner"):
        shown(LINUX, answer="winer")


def test_the_outcome_names_the_call_that_failed():
    assert matrix._outcome("listen", "ok", "EADDRINUSE", "-") == "listen EADDRINUSE"
    assert matrix._outcome("connect", "ok", "-", "ok") == "ok"
    assert matrix._outcome("bind", "EACCES", "-", "-") == "EACCES"


def test_the_heat_map_is_whole_xml_and_says_everything_in_words():
    text = svg.matrix_svg(LINUX, cells.parse(SLICE, LINUX), OTHER)
    root = ElementTree.fromstring(text)
    words = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}title")]
    assert "any4, lo4: EADDRINUSE; the other: ok" in words
    frames = [one for one in root.iter("{http://www.w3.org/2000/svg}rect") if one.get("class") == "differs"]
    fields = matrix.differing(LINUX, OTHER, cells.parse(SLICE, LINUX), "outcome")
    assert len(frames) == sum(a != b for one, two in zip(fields[0].fields, fields[1].fields)
                              for a, b in zip(one, two)) > 0
    assert "prefers-color-scheme: dark" in text and "var(--grid-ok" in text
