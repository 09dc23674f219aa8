"""The picture of an exchange."""
from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

from addrinuse.analysis import exchange
from addrinuse.publish import exchange as pictures

CROSSING: list[list[Any]] = [
    [10, "server.bind(10.173.175.1:0)", "ok"],
    [1000, "states of system / peer", "ESTABLISHED / ESTABLISHED"],
    [2000, "accepted.close()", "ok"],
    [3000, "state of 10.173.175.1:5 to 10.173.175.2:6", "FIN_WAIT_1"],
    [4000, "peer -> system", "FIN seq 1 ack 1 win 65535"],
    [4100, "states of system / peer", "CLOSING / FIN_WAIT_1"],
    [5000, "system -> peer", "FIN seq 1 ack 1 win 65495"],
    [5100, "states of system / peer", "CLOSING / CLOSING"],
    [6000, "system -> peer", "nothing"],
]


def test_a_transcript_without_segments_and_states_has_no_picture() -> None:
    assert exchange.events([[1, "first.bind(127.0.0.1:0)", "ok"], [2, "first.close()", "ok"]]) == []
    assert list(pictures.text([])) == []
    assert pictures.svg([], "nothing") == ""


def test_states_stand_beside_the_segment_that_led_to_them() -> None:
    assert [(event.segment.partition(" ")[0], event.system, event.peer, event.note)
            for event in exchange.events(CROSSING)] == [
        ("", "ESTABLISHED", "ESTABLISHED", ""),
        ("", "", "", "accepted.close()"),
        ("", "FIN_WAIT_1", "", ""),
        ("FIN", "CLOSING", "FIN_WAIT_1", ""),
        ("FIN", "", "CLOSING", ""),
        ("", "", "", "the peer waits, and nothing comes"),
    ]


def test_arrows_point_to_the_receiver() -> None:
    lines = list(pictures.text(exchange.events(CROSSING)))
    to_system, to_peer = (line for line in lines if "FIN seq" in line)
    assert "CLOSING      <- FIN seq 1 ack 1 win 65535 ---" in to_system and to_system.endswith("FIN_WAIT_1")
    assert "-- FIN seq 1 ack 1 win 65495 ---" in to_peer and to_peer.endswith("->  CLOSING")


def test_states_of_one_side_alone_are_drawn() -> None:
    lines = list(pictures.text(exchange.events([[1000, "state of 1.1.1.1:1 to 1.1.1.1:2", "TIME_WAIT"]])))
    assert lines == ["   seconds  system", "     0.001  TIME_WAIT"]


def test_the_other_end_of_a_connection_is_drawn_as_the_peer() -> None:
    steps = [[1000, "state of 1.1.1.1:1 to 1.1.1.1:2", "TIME_WAIT"],
             [2000, "state of 1.1.1.1:2 to 1.1.1.1:1", "LAST_ACK"],
             [3000, "state of 1.1.1.1:3 to 1.1.1.1:4", "CLOSED"]]
    assert [(event.system, event.peer, event.note) for event in exchange.events(steps)] == [
        ("TIME_WAIT", "", ""), ("", "LAST_ACK", ""), ("", "", "1.1.1.1:3 to 1.1.1.1:4: CLOSED")]
    sockets = [[1, "state of server, as it says", "ESTABLISHED"],
               [2, "state of client, as it says", "CLOSED"]]
    assert [(event.system, event.peer) for event in exchange.events(sockets)] == [
        ("ESTABLISHED", ""), ("", "CLOSED")]


def test_the_drawing_is_well_formed_whatever_a_record_says() -> None:
    hostile = [*CROSSING, [7000, "peer -> system", '<script>&"\x1b[2J'], [8000, "a.close()", "\x00<b>"]]
    drawing = ET.fromstring(pictures.svg(exchange.events(hostile), "a <title>"))
    texts = [element.text for element in drawing.iter() if element.text]
    assert "a <title>" in texts and "CLOSING" in texts
    assert len([element for element in drawing if element.tag.endswith("path")]) == 2 + 3
