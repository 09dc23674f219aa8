"""Transitions between TCP states that a transcript shows."""
from __future__ import annotations

from typing import Any

import pytest

from addrinuse.analysis import states

ONE = "state of 10.0.0.1:5 to 10.0.0.2:6"
OTHER = "state of 10.0.0.2:6 to 10.0.0.1:5"
BOTH = "states of system / peer"


def shown(*steps: list[Any]) -> set[tuple[str, str]]:
    return set(states.readings(steps).shown)


def test_the_diagram_has_eleven_states_and_names_are_unique() -> None:
    assert len(states.STATES) == 11
    assert len({transition.name for transition in states.TRANSITIONS}) == len(states.TRANSITIONS) == 21


def test_two_readings_of_one_end_show_a_transition() -> None:
    assert shown([1, ONE, "FIN_WAIT_2"], [2, ONE, "TIME_WAIT"]) == {("FIN_WAIT_2", "TIME_WAIT")}
    assert shown([1, ONE, "FIN_WAIT_2"], [2, OTHER, "TIME_WAIT"]) == set()


def test_the_first_state_is_taken_from_a_call_that_succeeded() -> None:
    opened = [1, "server = listener.accept()", "ok"]
    assert shown(opened, [2, ONE, "FIN_WAIT_1"]) == {("ESTABLISHED", "FIN_WAIT_1")}
    assert shown([1, "server = listener.accept()", "EINTR"], [2, ONE, "FIN_WAIT_1"]) == set()
    assert shown([1, "c.start_connecting(10.0.0.2:6)", "EINPROGRESS"], [2, ONE, "SYN_SENT"]) == {
        ("CLOSED", "SYN_SENT")}
    assert shown([1, "s.listen(1)", "ok"], [2, "peer -> system", "SYN seq 0"],
                 [3, BOTH, "SYN_RECEIVED / SYN_SENT"]) == {("LISTEN", "SYN_RECEIVED")}
    assert shown([1, "s.listen(1)", "ok"], [3, BOTH, "SYN_RECEIVED / SYN_SENT"]) == set()


@pytest.mark.parametrize("segments, is_shown", [(["FIN seq 1 ack 2"], True), ([], False),
                                                (["ACK ack 2", "FIN seq 1"], False), (["nothing"], False)])
def test_a_state_between_that_was_not_read_is_not_skipped(segments: list[str], is_shown: bool) -> None:
    steps = [[2, "peer -> system", segment] for segment in segments]
    found = shown([1, BOTH, "FIN_WAIT_1 / CLOSE_WAIT"], *steps, [3, BOTH, "TIME_WAIT / CLOSED"])
    assert (("FIN_WAIT_1", "TIME_WAIT") in found) is is_shown


def test_time_wait_ends_by_its_timer_only() -> None:
    assert shown([0, ONE, "TIME_WAIT"], [60_000_000, ONE, "CLOSED"]) == {("TIME_WAIT", "CLOSED")}
    assert shown([0, ONE, "TIME_WAIT"], [1000, ONE, "CLOSED"]) == set()
    answered = [1, "peer -> system", "ACK seq 1"]
    assert shown([0, ONE, "TIME_WAIT"], answered, [60_000_000, ONE, "none"]) == set()


def test_a_state_after_a_reset_shows_nothing() -> None:
    for direction in ("peer -> system", "system -> peer"):
        found = states.readings([[0, ONE, "LAST_ACK"], [1, direction, "RST seq 1"], [2, ONE, "CLOSED"]])
        assert not found.shown and not found.skipped


def test_a_pair_that_the_diagram_does_not_have_is_kept_apart() -> None:
    found = states.readings([[0, ONE, "ESTABLISHED"], [1, ONE, "FIN_WAIT_2"], [2, ONE, "nonsense"]])
    assert not found.shown and found.skipped == {("ESTABLISHED", "FIN_WAIT_2")}


def test_an_end_that_is_gone_does_not_lead_to_a_new_connection() -> None:
    found = states.readings([[0, BOTH, "LAST_ACK / CLOSED"], [1, BOTH, "none / CLOSED"],
                             [2, BOTH, "SYN_RECEIVED / SYN_SENT"]])
    assert found.shown == {("LAST_ACK", "CLOSED")} and not found.skipped
