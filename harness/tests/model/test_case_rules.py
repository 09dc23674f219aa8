"""Rules for cases that nothing else checks: each has a question of its own, no result of a set-up step is
dropped, and no address is asked for after a call that may take it away."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from addrinuse.model import cases
from addrinuse.support import paths
from helpers.tools import needs

# What may take a socket's address away: shutdown(), connect() to AF_UNSPEC, and the words that call them.
ENDS = re.compile(r"\b([\w.]+)\.(?:shutdown|disconnect)\(|\b(?:shut_down|dissolve)\(([\w.]+)\)")
NEEDS_COMPILER = needs("g++", "build")


def asked_too_late(text: str) -> list[str]:
    """The questions for an address or port of a socket that was shut down or disconnected before, as written.
    local_if_any() is none of them: there the answer is what the case is about."""
    late: list[str] = []
    for end in ENDS.finditer(text):
        name = re.escape(end[1] or end[2])
        late += re.findall(rf"(?<![\w.]){name}\.(?:local|peer|port)\(\)", text[end.end():])
    return late


def body_of(path: Path) -> str:
    """The C++ of a case, without its comments."""
    return re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8").rpartition("---*/")[2])


def test_every_case_has_a_question_of_its_own() -> None:
    questions = {case.id: case.question for case in cases.load(paths.cases()).values()}
    assert [name for name, question in questions.items() if not fits(question)] == []
    assert len(set(questions.values())) == len(questions)


def fits(question: str) -> bool:
    """Whether this is one sentence that asks, short enough for a heading."""
    return question.endswith("?") and question.count("?") == 1 and len(question) <= 110


@pytest.mark.parametrize("question", ["", "Ports are taken.", "Is it? Or not?", "Is " + "very " * 30 + "it?"])
def test_the_rule_catches_what_is_no_question(question: str) -> None:
    assert not fits(question)


def test_no_case_asks_for_an_address_after_a_call_that_may_take_it_away() -> None:
    late = {path.name: asked_too_late(body_of(path)) for path in cases.files(paths.cases())}
    assert {name: questions for name, questions in late.items() if questions} == {}


@pytest.mark.parametrize(("body", "late"), [
    ("listener.shutdown(How::both);\n plain.bind(listener.local());", ["listener.local()"]),
    ("const Address had = shut_down(listener);\n detail(\"port\", listener.port());", ["listener.port()"]),
    ("dissolve(client);\n stranger.send_to(client.local(), \"x\");", ["client.local()"]),
    ("GIVEN(pair.server.shutdown(How::write));\n pair.server.local();", ["pair.server.local()"]),
    ("GIVEN(server.shutdown(How::write));\n client.connect(other_server.local());", []),
    ("const Address address = shut_down(listener);\n plain.bind(address);", []),
    ("dissolve(client);\n OBSERVE(what_is_left_of(client.local_if_any(), port));", []),
])
def test_the_rule_catches_a_late_question(body: str, late: list[str]) -> None:
    assert asked_too_late(body) == late


def compiler_says(tmp_path: Path, statement: str) -> str:
    """What g++ says of a case whose body is this statement."""
    source = tmp_path / "dropped.cc"
    source.write_text('#include "probe/net/socket.h"\n'
                      f"void body(probe::Socket& socket) {{ {statement} }}\n")
    command = ["g++", "-std=c++17", "-fsyntax-only", "-Werror", "-I", str(paths.root() / "harness"),
               str(source)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stderr


@NEEDS_COMPILER
@pytest.mark.parametrize("statement", ["socket.disconnect();", "socket.shutdown(probe::How::both);",
                                       "socket.set_linger(0);", "socket.receive();",
                                       "socket.is_readable(0);"])
def test_a_dropped_result_does_not_compile(tmp_path: Path, statement: str) -> None:
    assert "nodiscard" in compiler_says(tmp_path, statement)


@NEEDS_COMPILER
def test_a_result_that_is_used_compiles(tmp_path: Path) -> None:
    assert compiler_says(tmp_path, "const probe::Outcome outcome = socket.disconnect(); (void)outcome;") == ""
