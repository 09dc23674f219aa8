"""Comparing grids: which cells differ, by which rules, and what is not comparable."""
from __future__ import annotations

import numpy as np
import pytest
import synthetic

from addrinuse.support.errors import UserError
from addrinuse.grid import describe, diff, known
from addrinuse.grid.table import Column, Grid, from_rows
from addrinuse.grid.vocabulary import DIMENSIONS

SMALL = synthetic.plan(synthetic.SMALL)


def linux(name: str, **meta: object) -> Grid:
    return synthetic.linux(name, SMALL, meta)


def with_column(grid: Grid, column: str, word: str, mask, name: str = "b") -> Grid:
    """The same grid with another answer in some cells."""
    old = grid.columns[column]
    words = (*old.words, word)
    codes = np.where(mask, len(old.words), old.codes).astype(np.uint16)
    return Grid(name, {**grid.columns, column: Column(words, codes)}, grid.meta)


def test_a_grid_does_not_differ_from_itself():
    result = diff.compare(linux("a"), linux("b"))
    assert (result.cells_different, result.rules, result.cells_compared) == (0, [], len(linux("a")))


def test_the_rules_cover_exactly_the_cells_that_differ():
    a = linux("a")
    b = synthetic.changed(a, "b", [{
        "state": "listening",
        "addr1": "any4",
        "addr2": "lo4"
    }, {
        "opts1": "RA",
        "user": "other"
    }])
    result = diff.compare(a, b)
    cells = [(a.cell(index), a.answers(index), b.answers(index)) for index in range(len(a))]
    for cell, before, after in cells:
        holding = [rule for rule in result.rules if rule.holds(cell)]
        assert bool(holding) == (before != after)
        for rule in holding:
            assert all((before[name], after[name]) == pair for name, pair in rule.answers.items())
    assert result.cells_different == sum(before != after for _, before, after in cells)


def test_the_order_of_cells_and_words_does_not_matter():
    a = linux("a")
    rows = [{**a.cell(index), **a.answers(index)} for index in range(len(a))]
    assert diff.compare(a, from_rows("b", rows[::-1])).cells_different == 0


def test_a_state_that_was_not_reached_is_no_difference():
    a = linux("a")
    lost = synthetic.where(SMALL, state="time-wait")
    b = with_column(a, "bind", "unverified", lost)
    result = diff.compare(a, b)
    assert (result.cells_different, result.not_comparable) == (0, {"state not reached": int(lost.sum())})
    assert result.cells_compared == len(a) - lost.sum()


def test_no_rule_covers_a_cell_that_is_not_comparable():
    a = linux("a")
    b = with_column(synthetic.changed(a, "b", [{"state": "listening"}]), "bind", "unverified",
                    synthetic.where(SMALL, state="listening", opts1="RP"))
    result = diff.compare(a, b)
    assert result.rules and all("RP" not in rule.where.get("opts1", ("RP",)) for rule in result.rules)


def test_an_answer_that_one_grid_never_gives_is_not_compared():
    a = linux("a")
    b = with_column(a, "receivers", "lo4=first", np.ones(len(a), dtype=bool))
    result = diff.compare(a, b)
    assert result.cells_different == 0 and "receivers" in result.not_compared


def test_of_receivers_the_addresses_are_told_at_which_they_differ():
    a = with_column(linux("a"), "receivers", "lo4=first;alias4=first", np.ones(len(linux("a")), dtype=bool),
                    "a")
    b = with_column(a, "receivers", "lo4=first;alias4=second", synthetic.where(SMALL,
                                                                               proto="udp",
                                                                               addr2="lo4"))
    (rule,) = diff.compare(a, b).rules
    assert rule.answers == {"receivers": ("alias4=first", "alias4=second")}


@pytest.mark.parametrize("box, gains", [
    ({
        "state": "bound",
        "proto": "tcp",
        "user": "other"
    }, "shares the port"),
    ({
        "state": "listening",
        "user": "same",
        "addr1": "any4",
        "attempt": "listen"
    }, "receives the first one's traffic"),
    ({
        "state": "listening",
        "addr1": "any4",
        "attempt": "listen"
    }, "receives another user's traffic"),
])
def test_what_the_second_socket_gains(box, gains):
    a = linux("a")
    result = diff.compare(a, synthetic.changed(a, "b", [box]))
    assert result.rules[0].gains == gains
    assert diff.compare(synthetic.changed(a, "b", [box]), a).rules[0].gains == "nothing"


def test_what_first_differs_decides():
    """A bind that works where it failed changes listen and winner too: that is one rule, not three."""
    a = linux("a")
    result = diff.compare(
        a,
        synthetic.changed(a, "b", [{
            "proto": "tcp",
            "state": "listening",
            "addr1": "any4",
            "addr2": "any4",
            "opts1": "none"
        }]))
    assert [rule.answers for rule in result.rules] == [{"bind": ("EADDRINUSE", "ok")}]


def test_grids_of_different_plans_are_refused():
    with pytest.raises(UserError, match="different plans: core and full"):
        diff.compare(linux("a", plan="core"), linux("b", plan="full"))
    with pytest.raises(UserError, match="interrupted"):
        diff.compare(linux("a", complete=False), linux("b"))
    part = linux("b").take(synthetic.where(SMALL, proto="tcp"))
    with pytest.raises(UserError, match="do not ask the same"):
        diff.compare(linux("a"), part)


def test_the_common_cells_of_different_plans_are_compared_on_request():
    mask = synthetic.where(SMALL, proto="tcp")
    result = diff.compare(linux("a"), linux("b").take(mask), common=True)
    assert result.cells_compared == mask.sum() and result.not_comparable == {"only in a": int((~mask).sum())}


def test_a_rule_in_plain_english():
    columns = synthetic.plan([{**synthetic.TCP, "opts1": ("none", "RA"), "opts2": ("none", "RA")}])
    a = synthetic.with_answers("a", columns, np.zeros(len(columns["proto"].codes), dtype=bool))
    b = synthetic.changed(a, "b", [{"state": "listening", "addr1": "mapped-any", "addr2": "mapped-lo"}])
    result = diff.compare(a, b)
    assert [describe.sentence(rule, result.words) for rule in result.rules] == [
        "first listening on ::ffff:0.0.0.0, second on ::ffff:127.0.0.1: ok instead of EADDRINUSE, "
        "any options, any user: 24 cells"
    ]
    assert describe.gains(
        result.rules[0]) == "the second socket receives another user's traffic (in 4 of the cells)"


KNOWN = """
[[rule]]
a = "a"
b = "b*"
where = { state = "listening", addr1 = ["any4"] }
answers = { bind = ["EADDRINUSE", "ok"] }
class = "intended"
explanation = "a test"
"""


def test_what_is_explained_is_not_told_again(tmp_path):
    path = tmp_path / known.FILE
    path.write_text(KNOWN)
    a = linux("a")
    b = synthetic.changed(a, "b", [{"state": "listening", "addr1": "any4|lo4"}])
    told = known.check_grid(b, a, known.load(path))
    assert told and all(rule.where["addr1"] == ("lo4",) for rule in told)
    assert known.check_grid(synthetic.changed(a, "b", [{
        "state": "listening",
        "addr1": "any4"
    }]), a, known.load(path)) == []
    assert any("any4" in rule.where["addr1"] for rule in known.check_grid(b, a))


@pytest.mark.parametrize("old, new, reason", [
    ("intended", "intendet", "Nearest: intended"),
    ("state", "stat", "Nearest: state"),
    ('bind = ["EADDRINUSE", "ok"]', "", "two words"),
    ("explanation", "explanaton", "explanation"),
    ('"listening"', "1", "a word or a list"),
    ('a = "a"', "", "no text 'a'"),
    ("[[rule]]", "[rule]", "list of tables"),
    ("[[rule]]", "[[rule", "is not TOML"),
    ('["EADDRINUSE", "ok"]', '"ok"', "two words"),
])
def test_a_file_of_known_rules_with_a_mistake_is_refused(tmp_path, old, new, reason):
    path = tmp_path / known.FILE
    path.write_text(KNOWN.replace(old, new))
    with pytest.raises(UserError) as error:
        known.load(path)
    assert reason in str(error.value)


def test_a_known_rule_may_name_answers_by_globs(tmp_path):
    path = tmp_path / known.FILE
    path.write_text(KNOWN.replace('["EADDRINUSE", "ok"]', '["EADDR*", "o?"]'))
    a = linux("a")
    b = synthetic.changed(a, "b", [{"state": "listening", "addr1": "any4"}])
    assert known.check_grid(b, a) != []
    assert known.check_grid(b, a, known.load(path)) == []


def test_no_file_of_known_rules_is_no_error(tmp_path):
    assert known.load(tmp_path / "none.toml") == []
    assert set(DIMENSIONS) == set(SMALL)
