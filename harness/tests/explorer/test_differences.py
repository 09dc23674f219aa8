"""Comparison, confirmation, shrinking, grouping, records and invariants, on platforms with planted
differences."""
from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest

from addrinuse.explorer.answers import DIED, HEADER, NO_END, Platform, read, words_of
from addrinuse.explorer.commands import orders
from addrinuse.explorer.compare import Difference, confirmed, differences, differing_parts, first_difference
from addrinuse.explorer.groups import Groups, read_known
from addrinuse.explorer.invariants import violations
from addrinuse.explorer.records import Record, check_same_stories, digest_of
from addrinuse.explorer.records import read as read_record
from addrinuse.explorer.records import write
from addrinuse.explorer.search import Search, summary
from addrinuse.explorer.shrink import differs_between, shrink
from addrinuse.explorer.story import Story, parse, text_of
from addrinuse.explorer.story import read as read_stories
from addrinuse.support.errors import UserError

from helpers.story_platforms import platform_with


@pytest.fixture
def plain() -> Platform:
    """Every step answers ok."""
    return platform_with(lambda story: ["ok"] * len(story))


@pytest.fixture
def strict() -> Platform:
    """The second bind after a SO_REUSEPORT is refused, wherever these steps are."""
    def rule(story: Story) -> list[str]:
        answers: list[str] = []
        binds = 0
        is_set = False
        for step in story:
            is_set |= step.verb == "set" and step.words == ("reuseport", "1")
            binds += is_set and step.verb == "bind"
            answers.append("EADDRINUSE" if step.verb == "bind" and binds == 2 else "ok")
        return answers
    return platform_with(rule, "strict")


PLANTED = parse("s0-4=open tcp6 user2; setting port-range 2; s0-4.set reuseaddr 1; s2-3.set reuseport 1; "
                "s4.listen 8; s0.bind any6 P1; s0.listen 2; s5=open udp4; s5.bind lo4 P3; s1.close; "
                "s3.bind lo6 P1; s4.close")


def test_shrinking_finds_a_planted_minimum(plain: Platform, strict: Platform) -> None:
    difference = differences([PLANTED], plain.answers([PLANTED]), strict.answers([PLANTED]))[0]
    shrunk = shrink(difference, differs_between(plain, strict))
    assert [step.verb for step in shrunk.story] == ["open", "set", "bind", "bind"]
    assert text_of(shrunk.story).count("tcp4") + text_of(shrunk.story).count("udp4") == 1
    assert "user2" not in text_of(shrunk.story)


def test_the_first_step_that_differs_is_named() -> None:
    difference = first_difference(parse("s0=open tcp4; s0.listen 1; s0.close"), "ok;ok s0:LISTEN;ok",
                                  "ok;EINVAL;ok")
    assert difference and (difference.at, difference.key) == (1, ("listen", "ok", "EINVAL"))


@pytest.mark.parametrize(("a", "b", "differs"), [
    ("ok,@lo4:any", "ok,@lo4:odd-outside", False), ("ok,@lo4:any", "ok,@any4:odd", True),
    ("ok*20,lower-half", "ok,@lo4:any*20", True), ("ok,@lo4:odd*20,lower-half", "ok,@lo4:any*20", False),
    ("ok,@lo4:any", "ok,@lo4:even-narrow", True), ("ok,@lo4:any,=s1", "ok,@lo4:udp", True)])
def test_a_port_of_an_unknown_range_differs_from_none(a: str, b: str, differs: bool) -> None:
    assert (first_difference(parse("s0-19.bind lo4 0"), a, b) is not None) is differs


@pytest.mark.parametrize(("a", "b", "differs"), [
    ("ok s0-19:unknown", "ok s0:LISTEN s1-19:CLOSED", False), ("ok s0:unknown !w0:in", "ok", True),
    ("ok s0-19:LISTEN", "ok", True)])
def test_states_that_a_system_does_not_tell_are_not_compared(a: str, b: str, differs: bool) -> None:
    assert (first_difference(parse("s0-19.listen 8"), a, b) is not None) is differs


@pytest.mark.parametrize("passes", [1, 2, 3, 10])
def test_every_pass_has_an_order_of_its_own(passes: int) -> None:
    each = list(orders(20, passes))
    assert len({tuple(order) for order in each}) == passes
    assert all(sorted(order) == list(range(20)) for order in each)


def test_crowds_differ_by_the_first_member_that_does() -> None:
    story = parse("s0-4=open tcp4")
    difference = first_difference(story, "ok*5", "ok*2+EMFILE*3")
    assert difference and difference.key == ("open", "ok", "EMFILE")
    assert words_of("ok*2+EMFILE*3", 5) == ["ok", "ok", "EMFILE", "EMFILE", "EMFILE"]
    assert words_of("ok*2+EMFILE*130", 132) == ["ok"] * 2 + ["EMFILE"] * 130


@pytest.mark.parametrize(("a", "b", "key"), [
    ("ok,@lo4:odd-narrow", "EINVAL", ("ok", "EINVAL")),
    ("ok,@lo4:odd,=s3", "ok,@any4:odd", ("ok,@lo4:odd,=s", "ok,@any4:odd")),
    ("ok,@lo4:udp", "ok,@lo4:udp-outside", ("ok,@:udp", "ok,@:udp-outside")),
    ("ok,from=s1", "ok,from=s2", ("ok,from=s", "ok,from=s")),
    ("ok s0:LISTEN", "ok", ("LISTEN", "no change"))])
def test_the_kind_of_a_difference_leaves_out_what_follows(a: str, b: str, key: tuple[str, str]) -> None:
    assert differing_parts(a, b) == key


def test_a_story_that_depends_on_chance_is_not_reported(plain: Platform) -> None:
    coin = itertools.cycle(["ok", "EADDRINUSE", "ok"])
    moody = platform_with(lambda story: ["ok"] * (len(story) - 1) + [next(coin)], "moody")
    candidates = [Difference(PLANTED, len(PLANTED) - 1, "ok", "EADDRINUSE")]
    certain, by_chance = confirmed(candidates, plain, moody)
    assert not certain and len(by_chance) == 1


def test_chance_before_the_difference_makes_it_chance(plain: Platform) -> None:
    coin = itertools.cycle(["ok", "EAGAIN"])
    moody = platform_with(lambda story: [next(coin)] + ["EINVAL"] * (len(story) - 1), "moody")
    certain, _ = confirmed([Difference(PLANTED, 1, "ok", "EINVAL")], plain, moody)
    assert not certain


def test_a_search_reports_one_cause_once(plain: Platform, strict: Platform) -> None:
    report = Search(plain, strict, 1).run(4000)
    assert report.groups and report.different > 3
    causes = {text_of(group.cause.story) for group in report.groups.groups}
    assert len(causes) == len(report.groups.groups) <= 4
    assert sum(group.stories for group in report.groups.groups) > len(causes)


@pytest.mark.parametrize("word", NO_END)
def test_a_story_without_end_is_shrunk_to_what_kills(word: str, plain: Platform) -> None:
    """The platform does not survive a listen() after a close(), and does not say at which step it ended."""
    def run(platform: str, arguments: Sequence[str], given: bytes) -> bytes:
        lines = [f"{HEADER} system=Fake"]
        for number, story in enumerate(read_stories(given.decode(), "input")):
            verbs = [step.verb for step in story]
            ends = "close" in verbs and "listen" in verbs[verbs.index("close"):]
            lines.append(f"{number} {word if ends else ';'.join(['ok'] * len(story))}")
        return "\n".join([*lines, "end 0", ""]).encode()
    stories = [parse("s0-3=open tcp4; s0.close; s1.bind lo4 P0; s1.listen 8; s2.set reuseaddr 1"),
               parse("s0=open tcp4; s1=open udp4; s1.close; s0.bind lo4 0; s0.listen 2; s0.close")]
    report = Search(plain, Platform("frail", run), 1, corpus=stories).run(0)
    assert report.groups
    [group] = report.groups.groups
    assert group.stories == 2 and group.cause.key == ("", "ended", word)
    assert [step.verb for step in group.cause.story] == ["open", "close", "listen"]
    assert summary(group.cause, "plain", "frail").endswith(f"s1.listen 8] ended on plain and {word} on frail")


def test_a_step_that_differs_by_itself_hides_nothing(plain: Platform) -> None:
    def rule(story: Story) -> list[str]:
        verbs = [step.verb for step in story]
        closed = verbs.index("close") if "close" in verbs else len(verbs)
        return ["ENOPROTOOPT" if step.verb == "set" else "EINVAL" if step.verb == "bind" and number > closed
                else "ok" for number, step in enumerate(story)]
    poor = platform_with(rule, "poor")
    stories = [parse("s0=open tcp4; s0.set reuseaddr 1"),
               parse("s0=open tcp4; s0.set reuseaddr 1; s0.close; s1=open tcp4; s1.bind lo4 P0")]
    report = Search(plain, poor, 1, corpus=stories).run(0)
    assert report.groups and {group.cause.key[0] for group in report.groups.groups} == {"set", "bind"}


def test_a_search_can_end_at_the_first_new_cause(plain: Platform, strict: Platform) -> None:
    whole, short = Search(plain, strict, 1).run(3000), Search(plain, strict, 1).run(3000, first=True)
    assert short.stories < whole.stories
    assert short.groups and whole.groups
    assert short.groups.groups[0].first_at == whole.groups.groups[0].first_at
    assert "pairs" in short.coverage


def test_the_same_platform_twice_differs_in_nothing(plain: Platform) -> None:
    report = Search(plain, None, 1).run(2000)
    assert report.groups and not report.groups.groups and report.different == 0


def test_a_platform_that_dies_costs_one_story() -> None:
    def run(platform: str, arguments: Sequence[str], given: bytes) -> bytes:
        text = f"{HEADER} system=Fake\n"
        for number, story in enumerate(read_stories(given.decode(), "input")):
            if story[0].words == ("udp6",):
                return (text + f"{number} o").encode()  # cut off within the line
            text += f"{number} ok\n"
        return (text + "end 3\n").encode()
    stories = [parse(f"s0=open {kind}") for kind in ("tcp4", "udp6", "tcp6")]
    answers = Platform("dying", run).answers(stories)
    assert answers == ["ok", DIED, "ok"]
    assert ([violation.invariant for violation in violations(stories[1], DIED)]
            == ["the system survives every story"])


@pytest.mark.parametrize("data",
                         [b"", b"addrinuse-story-answers 9 system=x\nend 0\n", b"Segmentation fault\n"])
def test_output_of_another_version_is_refused(data: bytes) -> None:
    with pytest.raises(UserError, match="begins with"):
        read(data, "host")


def test_known_differences_are_recognised(tmp_path: Path, plain: Platform, strict: Platform) -> None:
    path = tmp_path / "known.toml"
    path.write_text('[[difference]]\nname = "planted"\na = "strict"\nb = "fa*"\n'
                    'answers = ["EADDRINUSE", "ok"]\nstory = "s0=open tcp4; s0.set reuseport 1; '
                    's0.bind lo4 P0; s0.bind lo4 P0"\nwhy = "a test"\n')
    groups = Groups("fake", "strict", read_known(path))
    cause = parse("s0=open tcp4; s0.set reuseport 1; s0.bind lo4 P0; s0.bind lo4 P0")
    assert groups.add(Difference(cause, 3, "ok", "EADDRINUSE"), 0).known
    assert not groups.add(Difference(cause, 3, "ok", "EACCES"), 0).known


def test_a_malformed_list_of_known_differences_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text('[[difference]]\nname = "no why"\n')
    with pytest.raises(UserError, match="exactly the keys"):
        read_known(path)


def test_records_keep_answers_and_refuse_what_is_cut_off(tmp_path: Path) -> None:
    record = Record("host", {"system": "Linux"}, digest_of([PLANTED]), ("ok;ok", "ok;EINVAL", "ok;ok"))
    path = tmp_path / "host.gz"
    write(record, path)
    assert read_record(path) == record
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UserError, match="cannot be read"):
        read_record(path)


def test_records_of_other_stories_are_not_compared() -> None:
    with pytest.raises(UserError, match="different stories"):
        check_same_stories(Record("a", {}, "1", ()), Record("b", {}, "2", ()))


SHARED = "s0=open tcp4; s0.bind lo4 P0; s0.listen 8; s1=open tcp4 user2; s1.bind lo4 P0; s1.listen 8"


@pytest.mark.parametrize(("story", "answers", "broken"), [
    (SHARED, "ok;ok;ok;ok;ok;ok", ["users share a listener only if both agree"]),
    (SHARED, "ok;ok;ok;ok;EADDRINUSE;EADDRINUSE", []),
    (SHARED.replace(" user2", ""), "ok;ok;ok;ok;ok;ok", []),
    ("s0=open tcp4; s0.bind lo4 0; s1=open tcp4; s1.bind lo4 0", "ok;ok,@lo4:odd;ok;ok,@lo4:odd,=s0",
     ["automatic choice gives no port twice without reuse"]),
    ("s0=open udp4; s0.bind lo4 P0; s0.close; probe udp4 lo4 P0", "ok;ok;ok;s0",
     ["nothing is delivered to a closed socket"]),
    ("s0=open udp4; s0.bind lo4 P0; probe udp4 lo4 P0", "ok;ok;s0", [])])
def test_invariants(story: str, answers: str, broken: list[str]) -> None:
    assert [violation.invariant for violation in violations(parse(story), answers)] == broken
