"""Yes and no are what the question asks for, whatever the claim is."""
from __future__ import annotations

import pytest

from addrinuse.analysis import answering


@pytest.mark.parametrize("question, answer, word", [
    ("Can two sockets bind the same address?", "EADDRINUSE", "No"),
    ("Can two sockets bind the same address?", "bind: EADDRINUSE", "No"),
    ("Can a server listen on both?", "ok, ok", "Yes"),
    ("Can a server listen on both?", "ok, EADDRINUSE", ""),
    ("Can port 0 give the port of a listener?", "never", ""),
    ("Does an old connection block the port?", "ok", ""),
    ("Does close() end the connection?", "nothing", ""),
    ("Can a socket lock its port again by clearing SO_REUSEADDR after bind()?", "EADDRINUSE", ""),
    ("Can a port still be in use although nobody holds it?", "EADDRINUSE", ""),
    ("Can a program read the state of its socket?", "ESTABLISHED", ""),
    ("Can a client be cut off?", "ECONNRESET", ""),
    ("Which error does bind() give?", "EADDRINUSE", ""),
    ("", "ok", "")])
def test_an_answer_is_a_yes_or_a_no_by_its_question(question: str, answer: str, word: str) -> None:
    assert answering.yes_or_no(question, answer) == word
