"""Advice is derived from answers: other answers give other advice."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from addrinuse import cli
from addrinuse.advice import answers, code, derive, goals, grids, report
from addrinuse.advice.answers import Answers
from addrinuse.advice.derive import FAILS, REACHES, UNKNOWN
from addrinuse.model import cases, runs
from addrinuse.support.errors import UserError

GOALS = goals.load()
RESTART = GOALS["restart"]
PLAIN, REUSE, BOTH = RESTART.recipes


def answering(**words: str) -> dict[str, dict[str, str | None]]:
    """Answers of one platform: the last part of a case's id -> what was observed."""
    ids = {case.rpartition("/")[2]: case for case in cases.load()}
    return {ids[name]: {"": word} for name, word in words.items()}


def advised(**platforms: dict[str, dict[str, str | None]]) -> derive.Advice:
    found: Answers = platforms
    return derive.advice(RESTART, found, {})


OLD = answering(rebind_plain="EADDRINUSE", rebind_with_reuseaddr_on_both_servers="ok",
                hijack_of_listener_with_reuseaddr_by_another_user="stolen")
EASY = answering(rebind_plain="ok")
STRICT = answering(rebind_plain="EADDRINUSE", rebind_with_reuseaddr_on_both_servers="EADDRINUSE")


def test_the_smallest_recipe_that_reaches_the_goal_is_advised() -> None:
    found = advised(old=OLD, easy=EASY)
    assert [trial.recipe for trial in map(found.best, ("old", "easy")) if trial] == [REUSE, PLAIN]


def test_a_recipe_that_fails_names_the_case_and_nothing_is_advised() -> None:
    found = advised(strict=STRICT)
    assert found.best("strict") is None
    assert [trial.result for trial in found.trials["strict"]] == [FAILS, FAILS, UNKNOWN]
    assert found.trials["strict"][0].shown_by == ("time_wait/rebind_plain",)


def test_a_cost_is_named_only_where_the_case_shows_it() -> None:
    costs = [trial.costs for platform in (OLD, {**OLD, **answering(
        hijack_of_listener_with_reuseaddr_by_another_user="bind: EADDRINUSE")})
        if (trial := advised(it=platform).best("it"))]
    assert [[cost.shown_by for cost in found] for found in costs] == [
        ["wildcard/hijack_of_listener_with_reuseaddr_by_another_user"], []]


def test_no_answer_is_neither_success_nor_failure() -> None:
    nothing: dict[str, dict[str, str | None]] = {"time_wait/rebind_plain": {"": None}}
    assert {trial.result for trial in advised(it=nothing).trials["it"]} == {UNKNOWN}


def test_the_universal_recipe_fails_nowhere() -> None:
    easy_too = {**EASY, **answering(rebind_with_reuseaddr_on_both_servers="ok")}
    assert advised(old=OLD, easy=easy_too).universal is REUSE
    assert advised(old=OLD, easy=EASY).universal is None      # not asked there
    assert advised(old=OLD, strict={**STRICT}).universal is None


def row(**words: str) -> grids.Row:
    return {"proto": "tcp", "state": "time-wait", "addr1": "any4", "opts1": "RA", "addr2": "any4",
            "opts2": "RA", "user": "same", "attempt": "listen", "bind": "ok", "listen": "ok", **words}


def test_one_cell_of_the_grid_makes_a_recipe_fail() -> None:
    good, bad = [row()], [row(), row(state="last-ack", bind="EADDRINUSE", listen="-")]
    results = [derive.advice(RESTART, {"it": OLD}, {"it": rows}).trials["it"][1] for rows in (good, bad)]
    assert [(trial.result, trial.cells) for trial in results] == [(REACHES, 1), (FAILS, 1)]
    assert results[1].cell == "tcp/last-ack/any4/RA/any4/RA/same/listen"


@pytest.mark.parametrize("words", [{"opts2": "none"}, {"user": "other"}, {"addr2": "lo4"},
                                   {"bind": "unverified"}, {"attempt": "bind"}, {"state": "bound"}])
def test_cells_of_another_question_do_not_count(words: dict[str, str]) -> None:
    assert grids.fitting([row(**words)], RESTART.cells[0], REUSE.options) == []


def test_every_state_of_a_goal_is_in_a_published_grid_for_every_recipe() -> None:
    path = list(grids.names().values())[-1]
    missing = []
    for goal in GOALS.values():
        rows = grids.rows(path, goal.cells) if goal.cells else []
        for recipe in goal.recipes:
            if "SO_REUSEPORT_LB" not in recipe.options:  # the grids are of Linux
                missing += [(goal.name, recipe.way, state) for cells in goal.cells for state in cells.states
                            if not grids.fitting([row for row in rows if row["state"] == state], cells,
                                                 recipe.options)]
    assert not missing


def test_all_cases_that_are_named_exist() -> None:
    known = cases.load()
    named = {evidence.case for goal in GOALS.values() for recipe in goal.recipes
             for evidence in (*recipe.reaches, *recipe.costs)}
    assert named <= set(known), named - set(known)


def test_every_goal_of_the_published_answers_has_a_platform_that_reaches_it() -> None:
    published = answers.published()
    for goal in GOALS.values():
        found = derive.advice(goal, published, {})
        assert any(map(found.best, published)), goal.name


def test_a_run_gives_the_same_answers_as_the_table() -> None:
    path = next(path for path in runs.published() if path.name.startswith("lwip-2.2.1"))
    ours, = answers.of_runs([runs.read(path)]).values()
    table = answers.published()["lwip-2.2.1"]
    assert len(ours) > 100
    for goal in GOALS.values():
        both = [derive.advice(goal, {"it": found}, {}).best("it") for found in (ours, table)]
        assert both[0] == both[1], goal.name


def test_a_goal_is_found_by_its_words() -> None:
    assert goals.find("nobody may steal my port", GOALS).name == "keep"
    with pytest.raises(UserError, match="Nearest"):
        goals.find("restrat", GOALS)


ODD_SHAPE = ("[[goal]]\nname='a'\ntitle='b'\nquestion='c'\nwords=[]\n[[goal.recipe]]\nway='d'\nshape='e'\n"
             "options=[]\nreaches=[]\ncosts=[]\n")


@pytest.mark.parametrize("text", ["[[goal]]\nname = 'a'\n", "goal = 1\n", ODD_SHAPE])
def test_a_file_that_is_not_as_it_explains_is_an_error(text: str, tmp_path: Path) -> None:
    file = tmp_path / "advice.toml"
    file.write_text(text)
    with pytest.raises(UserError, match="not as it explains itself"):
        goals.load(file)


def test_a_platform_without_a_recipe_is_still_listed() -> None:
    text = "\n".join(report.lines(advised(old=OLD, strict=STRICT), ["C"]))
    assert "strict:\n  no recipe is known" in text and "No recipe is right on every platform" in text
    assert "setsockopt(s, SOL_SOCKET, SO_REUSEADDR" in text


def test_the_command_prints_goals_advice_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["advise"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in GOALS)
    assert cli.main(["advise", "outgoing", "--platform", "linux-6.16", "--language", "python"]) == 0
    text = capsys.readouterr().out
    assert "IP_BIND_ADDRESS_NO_PORT" in text and "s.setsockopt(socket.IPPROTO_IP, 24, 1)" in text
    assert cli.main(["advise", "handover", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {snippet["language"] for group in found["groups"] if group["recipe"]
            for snippet in group["recipe"]["code"]} == set(code.LANGUAGES)


@pytest.mark.parametrize("words", [["restrat"], ["restart", "--platform", "linux-6.161"],
                                   ["restart", "--language", "perl"], ["restart", "--run", "no-such-file"]])
def test_bad_words_are_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["advise", *words]) == 2
    assert "addrinuse: " in capsys.readouterr().err
