"""A case's answer in a sentence."""
from __future__ import annotations

import pytest
from helpers.fake_suite import FakeSuite, observation, write_run

from addrinuse.analysis import answering, tables
from addrinuse.model import cases, runs


def sentence(suite: FakeSuite, question: str, claimed: str, **answers: str) -> str:
    """The answer to a question, for platforms and what each of them answered."""
    suite.case("bind/x", f'question = "{question}"\nsays = [{{ doc = "manual", at = "1" }}]\n')
    found = [runs.read(write_run(suite.root / f"{name}.jsonl", observation("bind/x", word, claimed),
                                 platform=name)) for name, word in answers.items()]
    return answering.sentence(tables.make(cases.load(), found).rows[0])


@pytest.mark.parametrize("claimed", ["EADDRINUSE", "ok"])
def test_a_refusal_is_a_no_whatever_the_claim_was(suite: FakeSuite, claimed: str) -> None:
    told = sentence(suite, "Can a port in TIME_WAIT be bound?", claimed, a="EADDRINUSE", b="ok")
    assert told == "No on a (EADDRINUSE). Yes on b (ok)."


@pytest.mark.parametrize("question, word", [
    ("Is the port still in use?", "EADDRINUSE"), ("Can a port still be in use afterwards?", "EADDRINUSE"),
    ("Does close() reset the connection?", "ECONNRESET"), ("Which states come in between?", "TIME_WAIT"),
    ("Can a socket lock its port again?", "EADDRINUSE")])
def test_a_word_that_does_not_answer_the_question_is_compared_with_the_claim(
        suite: FakeSuite, question: str, word: str) -> None:
    assert sentence(suite, question, word, a=word, b="other") == (
        f"As claimed on a ({word}). Not as claimed on b (other).")


def test_one_answer_that_says_neither_keeps_all_from_a_yes_or_no(suite: FakeSuite) -> None:
    told = sentence(suite, "Can another user take the port?", "ok", a="owner's listen: EADDRINUSE", b="ok")
    assert "Yes" not in told and told.startswith("Not as claimed on a (owner's listen: EADDRINUSE).")


def test_the_published_answer_to_the_commonest_question(suite: FakeSuite) -> None:
    assert answering.yes_or_no("bind: EADDRINUSE") == "No" and answering.yes_or_no("stolen") == "Yes"
    assert not answering.yes_or_no("ESTABLISHED") and not answering.yes_or_no("60 s")
