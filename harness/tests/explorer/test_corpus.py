"""The choice of the corpus: what stories show, and which of them show the most together."""
from __future__ import annotations

from addrinuse.explorer.answers import DIED
from addrinuse.explorer.corpus import choose, features_of
from addrinuse.explorer.story import parse

BIND = parse("s0=open tcp4; s0.bind lo4 P0; s1=open tcp4; s1.bind lo4 P0")
REFUSED = "ok;ok;ok;EADDRINUSE"
SHARED = "ok;ok;ok;ok"


def test_the_other_socket_on_the_port_is_part_of_the_situation() -> None:
    beside = {feature for feature in features_of(BIND, REFUSED) if feature[0] == "beside"}
    assert len(beside) == 1
    other_port = parse("s0=open tcp4; s0.bind lo4 P0; s1=open tcp4; s1.bind lo4 P1")
    assert not {feature for feature in features_of(other_port, SHARED) if feature[0] == "beside"}


def test_another_answer_is_another_feature() -> None:
    assert features_of(BIND, REFUSED) != features_of(BIND, SHARED)


def test_slots_do_not_matter() -> None:
    renamed = parse("s4=open tcp4; s4.bind lo4 P0; s7=open tcp4; s7.bind lo4 P0")
    assert features_of(renamed, REFUSED) == features_of(BIND, REFUSED)


def test_a_platform_that_died_shows_nothing() -> None:
    assert not features_of(BIND, DIED)


def test_stories_that_add_nothing_are_not_chosen() -> None:
    other = parse("s0=open udp4; s0.bind lo4 P0")
    assert choose([BIND, BIND, other], [REFUSED, REFUSED, "ok;ok"], 3) == [BIND, other]


def test_the_richest_story_is_chosen_first() -> None:
    poor = parse("s0=open tcp4")
    assert choose([poor, BIND], ["ok", REFUSED], 1) == [BIND]
