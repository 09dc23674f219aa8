"""The command `sensitivity`: no case without something that flips it."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from addrinuse import cases, engine, sensitivity, sensitivity_report
from addrinuse.cases import Case
from addrinuse.errors import UserError
from addrinuse.platforms import mutant
from addrinuse.sensitivity import Findings, Options, Witness
from conftest import FakeSuite, observation


def findings(here: dict[str, str | None], **others: dict[str, str]) -> Findings:
    """What is known when this machine says `here` (nothing: not applicable) and the others what is given."""
    made = Findings({id: observation(id, word, status="observed") if word else
                     observation(id, None, status="not-applicable", why="needs another stack")
                     for id, word in here.items()})
    for platform, answers in others.items():
        made.add(platform, answers)
    return made


def test_another_word_in_one_variant_flips_a_case() -> None:
    found = findings({"bind/a[tcp4]": "ok", "bind/a[tcp6]": "ok"}, m={"bind/a[tcp6]": "EADDRINUSE"})
    assert found.flipped() == {"bind/a"}
    assert found.flipped_by("m") == {"bind/a"}
    assert found.outcomes("bind/a") == {"ok": ["here"], "EADDRINUSE": ["m"]}


def test_the_same_word_flips_nothing() -> None:
    assert findings({"bind/a": "ok"}, m={"bind/a": "ok"}).flipped() == set()


def test_what_is_not_observed_there_flips_nothing() -> None:
    broken = observation("bind/a", None, status="broken", why="the server binds: EADDRINUSE")
    assert sensitivity.answers_of({"bind/a": broken}) == {}


def test_what_is_not_observed_here_is_not_flipped() -> None:
    found = findings({"bind/a": None}, m={"bind/a": "ok"})
    assert (found.flipped(), found.observed()) == (set(), set())


def test_a_word_that_is_not_steady_flips_nothing() -> None:
    assert sensitivity.answers_of({"bind/a": observation("bind/a", repeats=["ok", "EADDRINUSE"])}) == {}


def test_the_report_names_who_shows_which_outcome() -> None:
    here = {"bind/a": "ok", "bind/b": "ok", "bind/c": None}
    found = findings(here, **{"mutant:x": {"bind/a": "EADDR|NUSE"}})
    found.asked = {"x": "", "y": "sanity/s[tcp4]: ok instead of EADDRINUSE"}
    known = {id: Case(id, Path(id), "") for id in ("bind/a", "bind/b", "bind/c")}
    page = "\n".join(sensitivity_report.lines(found, known, {"x": "an x", "y": "a y", "z": "not asked"}))
    assert "| `x` | an x | 1 |" in page
    assert "| `y` | a y | control sanity/s\\[tcp4\\] fails |" in page
    assert "not asked" not in page
    assert "| bind/a | ok | EADDR\\|NUSE: `x` |" in page
    assert "- bind/b: always ok" in page
    assert "| bind/c | needs another stack |" in page


def test_the_record_is_read_as_it_was_written(suite: FakeSuite) -> None:
    made = {"bind/b": Witness("bind/b[tcp4]", "x"), "bind/a": Witness("bind/a", "y")}
    sensitivity.write_record(made)
    assert sensitivity.read_record() == made
    assert list(sensitivity.read_record()) == ["bind/a", "bind/b"]


def test_a_record_that_cannot_be_read_is_named(suite: FakeSuite) -> None:
    sensitivity.record_file().parent.mkdir()
    sensitivity.record_file().write_text('{"bind/a": 7}')
    with pytest.raises(UserError, match="sensitivity.json"):
        sensitivity.read_record()


def test_every_witness_is_a_case_and_a_mutant_that_exist() -> None:
    known = {id for case in cases.load().values() for id in case.observations()}
    for case, witness in sensitivity.read_record().items():
        assert witness.observation in known and cases.case_of(witness.observation) == case
        assert witness.mutant in mutant.rules()


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="mutants need Linux")
def test_every_case_is_flipped_by_something(capsys: pytest.CaptureFixture[str]) -> None:
    code = sensitivity.run(Options())
    engine.suite.cache_clear()
    assert code == 0, capsys.readouterr().out
