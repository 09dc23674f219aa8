"""The exit status of a step is what `git bisect run` understands, whatever happens."""
from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers.fake_suite import FakeSuite

from addrinuse.bisect import commands, questions
from addrinuse.bisect.questions import Answer, Cell, Stories
from addrinuse.explorer.programs import LONGEST_WAIT
from addrinuse.support.errors import UserError

BAD, SKIP, MISTAKE = 1, 125, 128


@pytest.mark.parametrize(("answer", "good", "status"), [
    ("ok", (), 0), ("EADDRINUSE", (), BAD), ("EADDRINUSE", ("--good", "EADDRINUSE"), 0),
    ("ok", ("--good", "EADDRINUSE"), BAD)])
def test_a_case_is_good_as_claimed_or_as_the_user_says(answer: str, good: tuple[str, ...], status: int,
                                                       suite: FakeSuite) -> None:
    suite.cases("bind/a")
    suite.play(answers={"bind/a": {"observed": answer, "claimed": "ok"}})
    done = suite.run("bisect-step", "--platform", "fake:one", "--case", "bind/a", *good, code=status)
    assert done.stdout.startswith(f"{'bad' if status else 'good'}: bind/a: {answer}")


@pytest.mark.parametrize("name", ["fake:absent", "fake:closed"])
def test_a_build_that_cannot_be_asked_is_skipped(name: str, suite: FakeSuite) -> None:
    suite.cases("bind/a")
    suite.run("bisect-step", "--platform", name, "--case", "bind/a", code=SKIP)


@pytest.mark.parametrize(("options", "words"), [
    ((), "asks one thing, and 0 are named"),
    (("--case", "bind/a", "--cell", "x"), "asks one thing, and 2 are named"),
    (("--case", "bind/nothing"), "unknown"),
    (("--cell", "nonsense", "--good", "ok"), "is no name of a cell"),
    (("--cell", "tcp/bound/any4/none/any4/none/same/bind"), "Name it with --good WORD"),
    (("--story", "absent", "--good", "ok"), "No such file")])
def test_a_mistake_ends_the_bisection(options: tuple[str, ...], words: str, suite: FakeSuite) -> None:
    suite.cases("bind/a")
    done = suite.run("bisect-step", "--platform", "fake:one", *options, code=MISTAKE)
    assert words in done.stderr


def test_an_unknown_platform_ends_the_bisection(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    suite.run("bisect-step", "--platform", "nowhere", "--case", "bind/a", code=MISTAKE)


def test_what_is_not_applicable_is_neither_good_nor_bad(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands._judged([Answer("a", "not-applicable")], "ok") == SKIP
    assert commands._judged([Answer("a", "not-applicable"), Answer("b", "ok")], "ok") == 0
    assert "nothing that was asked is applicable" in capsys.readouterr().err


class Asked:
    """A platform and its session, which prints these lines, or these when it runs again."""

    name = "asked"
    story_arguments = ("--settle", "3")

    def __init__(self, *lines: bytes, again: Sequence[bytes] = (), is_warped: bool = False) -> None:
        self.lines = [lines, again or lines]
        self.is_warped = is_warped
        self.arguments: list[list[str]] = []

    def standalone_program(self, name: str) -> Path:
        """Any program."""
        return Path("/bin/true")

    def lines_of(self, program: Path, arguments: Sequence[str], *rest: Any) -> Generator[bytes, None, None]:
        """What it prints."""
        self.arguments.append(list(arguments))
        yield from self.lines[min(len(self.arguments), len(self.lines)) - 1]


def test_a_cell_answers_with_what_happened_in_it() -> None:
    asked: Any = Asked(b"# grid", b"proto,state,bind,listen,winner,attempt", b"tcp,bound,ok,-,second,bind")
    assert list(Cell("tcp/bound/a/b/c/d/e/bind").answers(asked, asked)) == [
        Answer("tcp/bound/bind", "ok second")]


def test_a_cell_that_the_scanner_does_not_know_is_a_mistake() -> None:
    asked: Any = Asked()
    with pytest.raises(UserError, match="is not in the grid's core"):
        Cell("tcp/bound/a/b/c/d/e/bind").check(asked)


STORY = "s0=open tcp4; s0.bind lo4 P0; s0.bind lo4 P0\n"
HEADER = b"addrinuse-story-answers 1 system=Linux"


def stories(folder: Path, count: int = 1) -> Stories:
    """The question of a file with so many stories."""
    path = folder / "stories"
    path.write_text("addrinuse-stories 1\n" + count * STORY)
    return Stories(path)


def test_a_story_answers_with_its_last_step(tmp_path: Path) -> None:
    asked: Any = Asked(HEADER, b"0 ok;ok;EINVAL 1", b"end 1")
    assert list(stories(tmp_path).answers(asked, asked)) == [Answer("story 1", "EINVAL")]


def test_a_story_in_which_the_build_dies_costs_no_other_story(tmp_path: Path) -> None:
    asked: Any = Asked(HEADER, again=(HEADER, b"0 ok;ok;EINVAL", b"end 1"))
    assert list(stories(tmp_path, 2).answers(asked, asked)) == [Answer("story 1", "died"),
                                                                Answer("story 2", "EINVAL")]


@pytest.mark.parametrize("is_warped", [True, False])
def test_a_story_waits_where_time_is_warped(is_warped: bool, tmp_path: Path) -> None:
    asked: Any = Asked(HEADER, b"0 ok;ok;ok", b"end 1", is_warped=is_warped)
    list(stories(tmp_path).answers(asked, asked))
    assert asked.arguments == [[*(["--max-wait", str(LONGEST_WAIT)] if is_warped else []), "--settle", "3"]]


def test_a_file_without_stories_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stories"
    path.write_text("addrinuse-stories 1\n")
    with pytest.raises(UserError, match="holds no story"):
        questions.Stories(path)
