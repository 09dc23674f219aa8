"""The command `explore`, on platforms that answer by rules written here."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from addrinuse.explorer import replayed
from addrinuse.explorer.commands import Options, compare_records, run
from addrinuse.explorer.programs import PROGRAM
from addrinuse.explorer.story import read as read_stories
from addrinuse.explorer.story import text_of
from addrinuse.platforms.wine import Wine
from addrinuse.support.errors import UserError
from helpers.story_platforms import output_of


def run_program(platform: str, arguments: Sequence[str], given: bytes) -> bytes:
    """No platform binds; on `strict` every listen() fails, and everything else answers ok."""
    failing = {"bind": "EADDRNOTAVAIL"} | ({"listen": "EACCES"} if platform == "strict" else {})
    return output_of(given, lambda story: [failing.get(step.verb, "ok") for step in story])


def options(*platforms: str, write: Path | None = None, record: Path | None = None,
            replay: Path | None = None) -> Options:
    """A search of 300 stories."""
    return Options(platforms, 1, 300, None, write, record, replay, False)


@pytest.fixture(autouse=True)
def own_stories(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No corpus and no known differences."""
    monkeypatch.setattr(replayed, "folder", lambda: tmp_path / "none")


def test_platforms_that_agree_give_0() -> None:
    assert run(options("host", "other"), run_program) == 0


def test_a_new_difference_gives_1_and_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(options("host", "strict", write=tmp_path / "cases"), run_program) == 1
    assert "gives ok on host and EACCES on strict" in capsys.readouterr().out
    case = (tmp_path / "cases" / "difference_1.cc").read_text()
    assert re.search(r"OBSERVE\(s0\.listen\(\d+\)\);", case)


def test_records_are_compared_in_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(options("host", "strict", "other", record=tmp_path), run_program) == 0
    assert compare_records(tmp_path / "host.gz", tmp_path / "other.gz") == 0
    assert compare_records(tmp_path / "host.gz", tmp_path / "strict.gz") == 1
    assert "listen gives ok on host and EACCES on strict" in capsys.readouterr().out


def test_the_stories_that_differ_can_be_replayed(tmp_path: Path) -> None:
    assert run(options("host", "strict", record=tmp_path), run_program) == 0
    compare_records(tmp_path / "host.gz", tmp_path / "strict.gz", tmp_path / "news")
    path = tmp_path / "news" / "host-strict.txt"
    assert all("listen" in text_of(story) for story in read_stories(path.read_text(), path.name))
    assert run(options("host", "strict", replay=path), run_program) == 1


@pytest.mark.parametrize("option", ["record", "write", "collect"])
def test_a_folder_that_cannot_be_written_is_refused(option: str, tmp_path: Path) -> None:
    path = tmp_path / "file" / "below"
    path.parent.write_text("no folder")
    chosen = replace(options("host", "strict"), **{option: (path, 3) if option == "collect" else path})
    with pytest.raises(UserError, match="cannot be written"):
        run(chosen, run_program)


def test_a_benchmark_runs_every_story_once_more(capsys: pytest.CaptureFixture[str]) -> None:
    given: list[int] = []

    def counted(platform: str, arguments: Sequence[str], stories: bytes) -> bytes:
        given.append(len(read_stories(stories.decode(), "input")))
        assert list(arguments) == ["--benchmark"]
        return b""
    assert run(replace(options("host"), benchmark=True), counted) == 0
    assert given == [1, 300] and capsys.readouterr().out.startswith("host: 300 stories in ")


def test_wine_says_why_it_runs_no_stories() -> None:
    with pytest.raises(UserError, match="not applicable: addrinuse-explorer needs fork"):
        Wine().standalone_program(PROGRAM)


def test_three_platforms_need_records() -> None:
    with pytest.raises(UserError, match="two can be compared"):
        run(options("a", "b", "c"), run_program)


@pytest.mark.parametrize("text", ["addrinuse-stories 3\ns0=open tcp4\n", "\0\0"])
def test_stories_of_another_version_are_not_replayed(text: str, tmp_path: Path) -> None:
    path = tmp_path / "stories.txt"
    path.write_text(text)
    with pytest.raises(UserError, match="this version reads"):
        run(options("host", replay=path), run_program)


def test_the_corpus_of_the_repository_can_be_read() -> None:
    path = Path(__file__).resolve().parents[3] / "results" / "stories" / "corpus.txt"
    assert len(read_stories(path.read_text(encoding="utf-8"), path.name)) >= 10
