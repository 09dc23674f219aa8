"""The commands: exit statuses, formats, and bad input in plain words."""
from __future__ import annotations

import json
import re
import os
from pathlib import Path

import click
import pytest
import synthetic

from addrinuse.support.errors import UserError
from addrinuse.grid import store
from addrinuse.grid.commands import grid as command

SMALL = synthetic.plan(synthetic.SMALL)


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Runs a command on three published grids; gives its exit status and what it printed."""
    monkeypatch.setenv("ADDRINUSE_ROOT", str(tmp_path))
    linux = synthetic.linux("linux-6.1", SMALL, {"plan": "core"})
    for made in (linux, synthetic.linux("linux-6.6", SMALL, {"plan": "core"}),
                 synthetic.changed(linux, "linux-7.0", [{
                     "state": "listening",
                     "addr1": "any4",
                     "addr2": "lo4",
                     "opts1": "RA"
                 }])):
        store.add(tmp_path / "results" / "grids", made)

    def called(*arguments: str) -> tuple[int, str]:
        code = command.main(list(arguments), standalone_mode=False)
        return code, capsys.readouterr().out
    return called


def test_diff_of_equal_grids_is_0_and_of_others_1(run):
    assert run("diff", "linux-6.1", "linux-6.6")[0] == 0
    code, text = run("diff", "linux-6.1", "linux-7.0")
    assert code == 1 and "ok instead of EADDRINUSE" in text
    assert "witness: tcp/listening/any4/RA/lo4/none/" in text


def test_the_json_of_diff_is_the_contracts(run):
    code, text = run("diff", "linux-6.1", "linux-7.0", "--format", "json")
    result = json.loads(text)
    assert code == 1 and list(result) == ["a", "b", "cells_compared", "cells_different", "rules"]
    assert all(list(rule) == ["where", "answers", "cells", "gains", "loses", "witness"]
               for rule in result["rules"])
    rule = result["rules"][0]
    assert rule["where"]["state"] == "listening" and rule["answers"] == {"bind": ["EADDRINUSE", "ok"]}
    assert rule["gains"] == "receives another user's traffic" and rule["witness"]["user"] == "other"
    assert (result["a"], result["b"], result["cells_compared"]) == ("linux-6.1", "linux-7.0",
                                                                    len(SMALL["proto"].codes))


def test_a_file_does_as_well_as_a_name(run, tmp_path):
    path = tmp_path / "results" / "grids" / "linux-7.0.csv.xz"
    assert run("diff", str(path), "linux-7.0")[0] == 0


def test_diff_of_a_slice(run):
    assert run("diff", "linux-6.1", "linux-7.0", "--where", "user=same,state=bound")[0] == 0


def test_known_differences_are_left_out_on_request(run, tmp_path):
    (tmp_path / "results" / "grids" / "known-rules.toml").write_text(
        '[[rule]]\na = "linux-6.*"\nb = "linux-7.0"\nwhere = { addr1 = "any4" }\n'
        'answers = { bind = ["EADDRINUSE", "ok"] }\n'
        'class = "unknown"\nexplanation = "none yet"\n')
    code, text = run("diff", "linux-6.1", "linux-7.0", "--known")
    assert code == 0 and "no other cell differs" in text
    assert re.search(r"Explained in known-rules.toml, and left out: [1-9][0-9,]* cells", text)
    assert run("diff", "linux-6.1", "linux-7.0")[0] == 1


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_every_command_has_every_format(run, form):
    for arguments in (["diff", "linux-6.1", "linux-7.0"], ["rules", "linux-6.1"],
                      ["show", "linux-6.1", "linux-7.0", "tcp/listening/*/RA/*/none/same/bind"]):
        code, text = run(*arguments, "--format", form)
        assert code in (0, 1) and text.endswith("\n")
        if form == "json":
            json.loads(text)


def test_rules_of_one_attempt(run):
    code, text = run("rules", "linux-6.1", "--attempt", "bind", "--format", "json")
    rules = json.loads(text)["rules"]
    assert code == 0 and {word for rule in rules for word in rule["answers"]} == {"bind"}
    assert json.loads(text)["cells"] == int(synthetic.where(SMALL, attempt="bind").sum())


@pytest.mark.parametrize("arguments, hint", [
    (["diff", "linux-6.2", "linux-6.6"], "Nearest: linux-6"), (["dif"], "Nearest: diff"),
    (["rules", "linux-6.1", "--attempt", "bin"], "Nearest: bind"), (["show", "linux-6.1"], "For example"),
    (["show", "linux-6.1", "linux-6.6", "linux-7.0", "*"], "one or two platforms"),
    (["diff", "linux-6.1", "linux-6.6", "--where", "stat=x"], "Nearest: state"),
    (["show", "linux-6.1", "*", "--answer", "winer"], "Nearest: winner"),
])
def test_bad_input_is_an_error_with_a_next_step(run, arguments, hint):
    with pytest.raises(UserError) as error:
        run(*arguments)
    assert hint in str(error.value)


def test_a_format_that_there_is_not(run):
    with pytest.raises(click.UsageError):
        run("diff", "linux-6.1", "linux-6.6", "--format", "xml")


def test_documents_of_every_published_grid(run):
    places = Path(__file__).resolve().parents[3] / "docs" / "grid-predictions.toml"
    root = Path(os.environ["ADDRINUSE_ROOT"])
    (root / "docs").mkdir()
    (root / "docs" / "grid-predictions.toml").write_text(places.read_text())
    code, text = run("documents")
    assert code == 0 and "linux-7.0: linux-socket-7: " in text and "linux-6.1: linux-ip-7: 0 of " in text
    assert set(json.loads(run("documents", "linux-6.1", "--format", "json")[1])) == {"linux-6.1"}
