"""Rules cover exactly the cells that they are asked for, and planted rules are found as few rules."""
from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
import synthetic
from hypothesis import given, settings
from hypothesis import strategies as st

from addrinuse.grid import cover, reduce, rules
from addrinuse.grid.table import Column
from addrinuse.grid.vocabulary import DIMENSIONS

SIZES = (3, 2, 4, 2)
CELLS = list(itertools.product(*(range(size) for size in SIZES)))


def problem(cells: Sequence[Sequence[int]], labels: Sequence[int]) -> reduce.Problem:
    codes = [np.array([cell[number] for cell in cells], dtype=np.uint16) for number in range(len(SIZES))]
    return reduce.problem(codes, list(SIZES), np.array(labels, dtype=np.int32))


def covered(cells, boxes):
    """The cells that a box holds, told without any code of the package."""
    return {
        cell
        for cell in cells if any(
            all(values is None or value in values for value, values in zip(cell, box)) for box in boxes)
    }


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(-1, 2), min_size=len(CELLS), max_size=len(CELLS)))
def test_a_cover_is_exact(labels):
    """Whatever the answers are, and whichever cells (-1) the plan does not have."""
    cells = [cell for cell, label in zip(CELLS, labels) if label >= 0]
    kept = [label for label in labels if label >= 0]
    for label in sorted({one for one in kept if one > 0}):
        boxes = cover.boxes_of(reduce.of_class(problem(cells, kept), label))
        wanted = {cell for cell, one in zip(cells, kept) if one == label}
        assert covered(cells, boxes) == wanted
        for number in range(len(boxes)):
            assert covered(cells, boxes[:number] + boxes[number + 1:]) < wanted, "a box is not needed"


box = st.tuples(*(st.sets(st.integers(0, size - 1), min_size=1) for size in SIZES))


@settings(max_examples=60, deadline=None)
@given(box, st.sets(st.sampled_from(CELLS), max_size=12))
def test_one_planted_rule_is_one_rule(planted, absent):
    """Also where the plan lacks cells in and around it."""
    cells = [cell for cell in CELLS if cell not in absent]
    labels = [int(all(value in values for value, values in zip(cell, planted))) for cell in cells]
    if any(labels):
        assert len(cover.boxes_of(reduce.of_class(problem(cells, labels), 1))) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(box, min_size=2, max_size=3))
def test_few_planted_rules_are_at_most_one_more(planted):
    labels = [
        int(any(all(value in values for value, values in zip(cell, one)) for one in planted))
        for cell in CELLS
    ]
    boxes = cover.boxes_of(reduce.of_class(problem(CELLS, labels), 1))
    assert len(boxes) <= len(planted) + 1


def question(columns: Mapping[str, Column], labels) -> rules.Question:
    count = int(labels.max())
    return rules.Question(columns, labels.astype(np.int32), [{
        "bind": ("EADDRINUSE", str(one))
    } for one in range(count)], np.zeros(len(labels), dtype=np.uint16))


def mask_of(columns, rule):
    return synthetic.where(columns, **{name: "|".join(words) for name, words in rule.where.items()})


def test_planted_rules_are_found_in_a_plan_with_threes_and_crowds():
    columns = synthetic.plan(synthetic.CORE)
    planted = [{
        "proto": "tcp",
        "state": "listening",
        "addr1": "mapped-any",
        "addr2": "mapped-lo",
        "count": "1",
        "state0": "-"
    }, {
        "proto": "udp",
        "user": "other",
        "opts2": "RP|RA+RP",
        "addr2": "alias4"
    }, {
        "state": "time-wait|fin-wait-2",
        "opts1": "RA",
        "addr1": "any6",
        "attempt": "connect"
    }, {
        "state0": "closed",
        "addr0": "any6",
        "addr2": "lo4|alias4"
    }, {
        "count": "33|34|35",
        "opts1": "RP"
    }]
    labels = np.zeros(len(columns["proto"].codes), dtype=np.int32)
    for number, one in enumerate(planted, 1):
        labels[synthetic.where(columns, **one)] = 1 + number % 2
    found = rules.find(question(columns, labels))
    assert len(found) == len(planted)
    for number in (1, 2):
        cells = np.zeros(len(labels), dtype=bool)
        for rule in found:
            if rule.answers["bind"][1] == str(number - 1):
                cells |= mask_of(columns, rule)
        assert (cells == (labels == number)).all()
    assert all(rule.cells == mask_of(columns, rule).sum() and rule.holds(rule.witness) for rule in found)


def test_a_rule_is_told_with_as_few_dimensions_as_it_takes():
    columns = synthetic.plan(synthetic.SMALL)
    labels = synthetic.where(columns, proto="tcp", state="time-wait", opts2="RA").astype(np.int32)
    (rule,) = rules.find(question(columns, labels))
    assert set(rule.where) <= {"proto", "state", "opts2"} and rule.where["state"] == ("time-wait",)


def test_the_witness_has_few_options_the_same_user_and_a_plain_state():
    columns = synthetic.plan(synthetic.SMALL)
    labels = synthetic.where(columns, proto="tcp", state="bound|listening|time-wait",
                             opts1="RA|RA+RP").astype(np.int32)
    (rule,) = rules.find(question(columns, labels))
    assert [rule.witness[name] for name in ("state", "opts1", "opts2", "user", "attempt")] == [
        "bound", "RA", "none", "same", "bind"]


@pytest.mark.parametrize("answers", [rules.CONFLICTS, (*rules.CONFLICTS, "winner")])
def test_a_whole_grid_is_covered_and_every_rule_is_true_in_all_its_cells(answers):
    columns = synthetic.plan(synthetic.SMALL)
    grid = synthetic.linux("a", columns)
    found = rules.of_grid(grid, answers)
    seen = np.zeros(len(grid), dtype=bool)
    for rule in found:
        mask = mask_of(columns, rule)
        assert mask.sum() == rule.cells
        for name, words in rule.answers.items():
            assert grid.columns[name].is_any(frozenset(words))[mask].all()
        seen |= mask
    assert seen.all()


def test_twins_are_merged_and_nothing_else():
    columns = synthetic.plan(synthetic.SMALL)
    labels = synthetic.where(columns, proto="tcp", addr1="any4", user="other").astype(np.int32)
    codes = [columns[name].codes for name in DIMENSIONS]
    small = reduce.problem(codes, [len(columns[name].words) for name in DIMENSIONS], labels)
    assert [len(group) for group in small.groups][DIMENSIONS.index("addr1")] == 2
    assert [len(group) for group in small.groups][DIMENSIONS.index("user")] == 2
    assert [len(group) for group in small.groups][DIMENSIONS.index("opts2")] == 1
