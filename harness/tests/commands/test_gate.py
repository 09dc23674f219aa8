"""The gate over grids and stories: `accept` keeps one, and `check` tells what is different in the next."""
from __future__ import annotations

from pathlib import Path

import pytest
from helpers.gate_files import grid_file, record_file

from addrinuse.commands import gate
from addrinuse.explorer import replayed
from addrinuse.support.errors import UserError


@pytest.mark.parametrize("make", [grid_file, record_file])
def test_what_was_accepted_is_no_news_and_another_answer_is(make, tmp_path: Path) -> None:
    expected = tmp_path / "expected"
    gate.accept(make(tmp_path / "old", "linux-6.1", "EADDRINUSE"), "linux-*", expected)
    same = gate.judge(make(tmp_path / "same", "linux-6.12", "EADDRINUSE"), expected)
    changed = gate.judge(make(tmp_path / "new", "linux-6.16", "ok"), expected)
    assert (same.baseline, same.different, list(same.news)) == ("linux-6.1", 0, [])
    assert changed.different == 1
    assert len(changed.news) == 1
    assert any("EADDRINUSE" in line and "ok" in line for line in changed.lines)


def test_the_most_specific_pattern_applies(tmp_path: Path) -> None:
    gate.accept(grid_file(tmp_path / "old", "linux-6.1", "EADDRINUSE"), "linux-*", tmp_path)
    gate.accept(grid_file(tmp_path / "older", "linux-6.2", "ok"), "linux-6.2", tmp_path)
    assert gate.judge(grid_file(tmp_path / "new", "linux-6.2", "ok"), tmp_path).different == 0
    assert gate.judge(grid_file(tmp_path / "next", "linux-6.3", "ok"), tmp_path).different == 1


def test_a_platform_without_a_baseline_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no grid was accepted"):
        gate.judge(grid_file(tmp_path / "new", "linux-6.1", "ok"), tmp_path)


def test_another_kind_for_the_same_platforms_is_kept(tmp_path: Path) -> None:
    gate.accept(grid_file(tmp_path / "old", "linux-6.1", "ok"), "linux-*", tmp_path)
    gate.accept(record_file(tmp_path / "stories-of-old", "linux-6.1", "ok"), "linux-*", tmp_path)
    assert gate.read(tmp_path / gate.FILE) == {"linux-*": {"grid": "linux-6.1", "stories": "linux-6.1"}}


@pytest.mark.parametrize("text", ["[[", "[['linux-*']]\ncolour = 'red'\n", "'linux-*' = 3\n",
                                  "[['linux-*']]\ngrid = 3\n"])
def test_malformed_baselines_are_refused_with_the_reason(text: str, tmp_path: Path) -> None:
    (tmp_path / gate.FILE).write_text(text)
    with pytest.raises(UserError):
        gate.read(tmp_path / gate.FILE)


def test_a_record_whose_stories_are_gone_is_refused(tmp_path: Path) -> None:
    gate.accept(record_file(tmp_path / "old", "linux-6.1", "ok"), "linux-*", tmp_path)
    path = record_file(tmp_path / "new", "linux-6.12", "ok")
    (path.parent / replayed.STORIES).unlink()
    with pytest.raises(UserError, match="the stories that it answers are not there"):
        gate.judge(path, tmp_path)
