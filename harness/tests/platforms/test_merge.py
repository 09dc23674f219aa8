"""Streams put together to one."""
from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest

from addrinuse.platforms.merge import as_one, side_by_side


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
    came = list(side_by_side([waits_for(event, "a", "b"), says(event, "1", "2", "3")], lambda: None))
    assert [line for number, line in came if number == 0] == ["a", "b"]
    assert [line for number, line in came if number == 1] == ["1", "2", "3"]
    assert len(came) == 5


def breaks() -> Iterator[str]:
    yield "a"
    raise ValueError("broken")


def test_what_one_stream_raises_stops_the_others_and_is_raised():
    event = threading.Event()
    with pytest.raises(ValueError, match="broken"):
        list(side_by_side([breaks(), waits_for(event, "1", "2")], event.set))
    assert event.is_set()


def test_closing_stops_the_streams_and_waits_for_them():
    event = threading.Event()
    ended = []

    def stream() -> Iterator[str]:
        yield from waits_for(event, "a", "b")
        ended.append(True)

    lines = side_by_side([stream()], event.set)
    next(lines)
    lines.close()
    assert event.is_set() and ended == [True]


def line(**record: object) -> bytes:
    return json.dumps(record).encode()


def test_several_programs_speak_as_one():
    control, other = line(case="controls/a", status="observed"), line(case="controls/a", status="broken")
    came = [(1, line(run="addrinuse", n=1)), (0, line(run="addrinuse", n=0)), (1, control), (0, other),
            (1, line(case="bind/a")), (1, line(count=2)),
            (0, b"nonsense"), (0, line(case="bind/b")), (0, line(count=3))]
    assert list(as_one(came, 2)) == [
        line(run="addrinuse", n=1), control, line(case="bind/a"), b"nonsense", line(case="bind/b"), line(count=3)]


def test_a_program_that_repeats_a_control_is_heard_each_time():
    control = line(case="controls/a")
    assert list(as_one([(0, control), (0, control), (1, control)], 2)) == [control, control]


def test_there_is_no_footer_where_a_program_gave_none():
    came = [(0, line(run="addrinuse")), (1, line(case="bind/a")), (0, line(count=3))]
    assert list(as_one(came, 2)) == [line(run="addrinuse"), line(case="bind/a")]
