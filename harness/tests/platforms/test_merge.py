"""Streams put together to one."""
from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from addrinuse.model.observations import Footer, Header, Noise, Observation, ObservationId, Status, Suite
from addrinuse.platforms.merge import interleave, merge_runs


def waits_for(event: threading.Event, *lines: str) -> Iterator[str]:
    """A stream whose second line comes when the event is there."""
    for line in lines:
        yield line
        event.wait(60)


def says(event: threading.Event, *lines: str) -> Iterator[str]:
    """A stream that lets another one go on after its last line."""
    yield from lines
    event.set()


def test_every_line_comes_once_in_the_order_of_its_stream():
    event = threading.Event()
    came = list(interleave([waits_for(event, "a", "b"), says(event, "1", "2", "3")], lambda: None))
    assert [line for number, line in came if number == 0] == ["a", "b"]
    assert [line for number, line in came if number == 1] == ["1", "2", "3"]
    assert len(came) == 5


def breaks() -> Iterator[str]:
    yield "a"
    raise ValueError("broken")


def test_what_one_stream_raises_stops_the_others_and_is_raised():
    event = threading.Event()
    with pytest.raises(ValueError, match="broken"):
        list(interleave([breaks(), waits_for(event, "1", "2")], event.set))
    assert event.is_set()


def test_closing_stops_the_streams_and_waits_for_them():
    event = threading.Event()
    ended = []

    def stream() -> Iterator[str]:
        yield from waits_for(event, "a", "b")
        ended.append(True)

    lines = interleave([stream()], event.set)
    next(lines)
    lines.close()
    assert event.is_set() and ended == [True]


HEADERS = [Header(str(number), {}, Suite("unknown", "0" * 64), "", "real") for number in range(2)]


def answered(name: str, word: str = "ok") -> Observation:
    return Observation(ObservationId(name), Status.OBSERVED, word)


def test_several_programs_give_one_run():
    control, other = answered("controls/a"), answered("controls/a", "eof")
    arrivals = [(1, HEADERS[1]), (0, HEADERS[0]), (1, control), (0, other), (1, answered("bind/a")),
                (1, Footer(2, "")), (0, Noise("nonsense")), (0, answered("bind/b")), (0, Footer(3, ""))]
    assert list(merge_runs(arrivals, 2)) == [
        HEADERS[1], control, answered("bind/a"), Noise("nonsense"), answered("bind/b"), Footer(3, "")]


def test_a_program_that_repeats_a_control_is_heard_each_time():
    control = answered("controls/a")
    assert list(merge_runs([(0, control), (0, control), (1, control)], 2)) == [control, control]


def test_there_is_no_footer_where_a_program_gave_none():
    arrivals = [(0, HEADERS[0]), (1, answered("bind/a")), (0, Footer(3, ""))]
    assert list(merge_runs(arrivals, 2)) == [HEADERS[0], answered("bind/a")]
