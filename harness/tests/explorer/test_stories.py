"""Stories as text, their generator, and what is counted of them."""
from __future__ import annotations

import pytest

from addrinuse.explorer.coverage import Coverage
from addrinuse.explorer.generator import Generator
from addrinuse.explorer.story import file_of, parse, read, renumbered, repaired, text_of
from addrinuse.support.errors import UserError


def test_every_generated_story_reads_back_as_it_was() -> None:
    generator = Generator(3)
    stories = [generator.fresh() for _ in range(500)]
    assert [parse(text_of(story)) for story in stories] == stories


def test_a_seed_gives_the_same_stories_on_every_machine() -> None:
    generator = Generator(7)
    stories = [generator.fresh() for _ in range(3)]
    assert file_of(stories) == file_of([other.fresh() for other in [Generator(7)] for _ in range(3)])
    assert text_of(stories[0]) == FIRST_OF_SEED_7  # written down: another machine must make the same


FIRST_OF_SEED_7 = (
    "s0=open tcp4 user2; "
    "s1=open tcp4; "
    "s1.set reuseport 0; "
    "s1.listen 1; "
    "s0.bind any4 P0; "
    "s0.connect s1"
)


def test_mutated_stories_use_no_socket_that_is_not_open() -> None:
    generator = Generator(5)
    stories = [generator.fresh() for _ in range(50)]
    for _ in range(300):
        story = generator.mutated(generator.pick(stories), generator.pick(stories))
        assert repaired(story) == story


def test_the_generator_prefers_what_was_tried_least() -> None:
    generator = Generator(1)
    for _ in range(300):
        generator.fresh()
    guided = len(generator.coverage.pairs)
    coverage = Coverage()
    unguided = Generator(1, Blind())
    for _ in range(300):
        coverage.add(unguided.fresh())
    assert guided > len(coverage.pairs)


class Blind(Coverage):
    """Counts nothing, so that every step is as good as another."""

    def tries(self, before: object, step: object) -> tuple[int, int]:
        return 0, 0


def test_a_story_without_a_socket_loses_what_was_done_with_it() -> None:
    story = parse("s0=open tcp4; s1.bind lo4 P0; s0.connect s1; s2=accept s1; s0.close; s0.send; p0.kill")
    assert text_of(repaired(story)) == "s0=open tcp4; s0.close"


def test_a_crowd_loses_the_members_that_are_closed() -> None:
    story = parse("s0-3=open tcp4; s1.close; s0-3.listen 8")
    assert text_of(repaired(story)) == "s0-3=open tcp4; s1.close; s0.listen 8; s2-3.listen 8"


def test_renumbering_begins_at_zero() -> None:
    story = parse("s7=open tcp4; s7.bind lo4 P2; s3=open tcp4; s3.connect s7; w1=block s7 accept")
    assert (text_of(renumbered(story))
            == "s0=open tcp4; s0.bind lo4 P0; s1=open tcp4; s1.connect s0; w0=block s0 accept")


@pytest.mark.parametrize("text", ["", "addrinuse-stories 2\n", "s0=open tcp4\n"])
def test_stories_of_another_version_are_refused_with_the_reason(text: str) -> None:
    with pytest.raises(UserError, match="addrinuse-stories 1"):
        read(text, "old.txt")


def test_a_line_that_is_no_story_is_refused() -> None:
    with pytest.raises(UserError, match="S0!bind"):
        read("addrinuse-stories 1\nS0!bind\n", "bad.txt")
