"""The command `sensitivity`: no case without something that flips it."""
from __future__ import annotations

import itertools
import platform as system
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from addrinuse.model import cases, runs
from addrinuse.mutation import report, witnesses, study
from addrinuse.survey import stream
from addrinuse.support.errors import UserError
from addrinuse.mutation.ask import Observations, Question
from addrinuse.platforms import mutant, registry
from addrinuse.mutation.study import Options, is_of_this_machine
from addrinuse.mutation.findings import Findings, Witness, answers_of
from addrinuse.mutation.witnesses import Entry, Table
from addrinuse.model.observations import ObservationId
from helpers.fake_platform import FakePlatform
from helpers.fake_suite import FakeSuite, observation
from helpers.observing import of


def findings(here: dict[str, str | None], **others: dict[str, str]) -> Findings:
    """What is known when this machine says `here` (nothing: not applicable) and the others what is given."""
    made = Findings({ObservationId(name): of(observation(name, word) if word else observation(
        name, None, status="not-applicable", why="needs another stack")) for name, word in here.items()})
    for platform, answers in others.items():
        made.add(platform, {ObservationId(name): word for name, word in answers.items()})
    return made


def test_another_word_in_one_variant_flips_a_case() -> None:
    found = findings({"bind/a[tcp4]": "ok", "bind/a[tcp6]": "ok"}, m={"bind/a[tcp6]": "EADDRINUSE"})
    assert found.flipped() == {"bind/a"}
    assert found.flipped_by("m") == {"bind/a"}
    assert found.outcomes("bind/a") == {"ok": ["here"], "EADDRINUSE": ["m"]}


def test_it_does_not_matter_who_answers_first() -> None:
    answers = {"linux-5.10": {"bind/a": "late"}, "mutant:b": {"bind/a": "early"},
               "mutant:a": {"bind/a": "late"}}
    found = [[*findings({"bind/a": "ok"}, **dict(order)).outcomes("bind/a").items()]
             for order in itertools.permutations(answers.items())]
    assert found[0] == [("early", ["mutant:b"]), ("late", ["mutant:a", "linux-5.10"]), ("ok", ["here"])]
    assert found == found[:1] * 6


def test_the_same_word_flips_nothing() -> None:
    assert findings({"bind/a": "ok"}, m={"bind/a": "ok"}).flipped() == set()


def test_what_is_not_observed_there_flips_nothing() -> None:
    broken = observation("bind/a", None, status="broken", why="the server binds: EADDRINUSE")
    assert answers_of({ObservationId("bind/a"): of(broken)}) == {}


def test_what_is_not_observed_here_is_flipped_by_two_that_differ() -> None:
    alike = findings({"bind/a": None}, m={"bind/a": "ok"}, n={"bind/a": "ok"})
    assert (alike.flipped(), alike.observed()) == (set(), set())
    apart = findings({"bind/a": None}, m={"bind/a": "ok"}, n={"bind/a": "EADDRINUSE"})
    assert apart.flipped() == {"bind/a"}
    assert apart.flipped_by("n") == set()
    assert apart.witnesses("bind/a") == [Witness(ObservationId("bind/a"), (("m", "ok"), ("n", "EADDRINUSE")))]


def test_a_witness_shows_itself_while_its_platforms_differ() -> None:
    witness = Witness(ObservationId("bind/a"), (("here", "ok"), ("m", "EADDRINUSE")))
    found = findings({"bind/a": "ok"}, m={"bind/a": "EINVAL"})
    assert found.shows(witness)
    found.drop(witness)
    assert not found.shows(witness) and found.flipped() == set()


def test_a_word_that_is_not_steady_flips_nothing() -> None:
    assert (answers_of({ObservationId("bind/a"): of(observation("bind/a", repeats=["ok", "EADDRINUSE"]))})
            == {})


@pytest.mark.parametrize("stack, release, same", [
    ("", "", True), ("lwip", "", False), ("", "1.2.3", False), ("lwip", "1.2.3", False)])
def test_a_run_is_of_this_machine_by_its_kernel_and_its_stack(stack: str, release: str, same: bool) -> None:
    facts = {"stack": stack or system.system().lower(), "release": release or system.release()}
    assert is_of_this_machine(facts) == same


WITNESS = Witness(ObservationId("bind/b[tcp4]"), (("here", "ok"), ("mutant:x", "EADDRINUSE")))


def test_the_report_names_who_shows_which_outcome() -> None:
    table = Table({"x": "", "y": "controls/s[tcp4]: ok instead of EADDRINUSE"}, {
        "bind/a": Entry("", WITNESS, outcomes={"ok": ("here",), "EADDR|NUSE": ("mutant:x",)}),
        "bind/b": Entry("", outcomes={"ok": ("here",)}), "bind/c": Entry("", reason="nobody has one")})
    page = "\n".join(report.lines(table, {"x": "an x", "y": "a y", "z": "not asked"}))
    assert "| `x` | an x | 1 |" in page
    assert "| `y` | a y | control controls/s\\[tcp4\\] fails |" in page
    assert "not asked" not in page
    assert "| bind/a | ok | EADDR\\|NUSE: `x` |" in page
    assert "| bind/b | ok | unexplained |" in page
    assert "| bind/c | not applicable | nobody has one |" in page


def test_the_record_is_read_as_it_was_written(suite: FakeSuite) -> None:
    made = Table({"x": ""}, {"bind/b": Entry("ab", WITNESS, outcomes={"ok": ("here", "m")}),
                             "udp/a": Entry("cd", reason="nobody has one")})
    witnesses.write(made)
    assert witnesses.read() == made
    assert {path.name for path in witnesses.record_folder().iterdir()} == {"bind.json", "udp.json",
                                                                           "mutants.json"}


def test_one_case_changes_one_file_and_what_is_gone_goes(suite: FakeSuite) -> None:
    suite.cases("bind/b", "udp/a")
    witnesses.write(Table({"x": "", "old": ""},
                          {"bind/b": Entry("ab"), "udp/a": Entry("cd"), "udp/gone": Entry("")}))
    before = (witnesses.record_folder() / "bind.json").read_bytes()
    part = Table({"x": ""}, {"udp/a": Entry("ef", reason="r")})
    witnesses.write(witnesses.read().updated(part).without(cases.load(), {"x": "an x"}))
    assert witnesses.read() == Table({"x": ""}, {"bind/b": Entry("ab"), "udp/a": Entry("ef", reason="r")})
    assert (witnesses.record_folder() / "bind.json").read_bytes() == before


@pytest.mark.parametrize("content", ['{"bind/a": 7}', "[", '{"bind/a": {"body": "", "words": {"a": "b"}}}'])
def test_a_record_that_cannot_be_read_is_named(suite: FakeSuite, content: str) -> None:
    witnesses.record_folder().mkdir(parents=True)
    (witnesses.record_folder() / "bind.json").write_text(content)
    with pytest.raises(UserError, match="sensitivity/bind.json"):
        witnesses.read()


def test_what_is_out_of_date_names_the_command_that_helps(suite: FakeSuite) -> None:
    suite.cases("bind/a", "bind/b", "bind/c", "bind/d")
    known = cases.load()
    body = {case_id: witnesses.body_of(case) for case_id, case in known.items()}
    table = Table({"x": "", "old": ""},
                  {"bind/a": Entry(body["bind/a"], WITNESS), "bind/b": Entry("another", WITNESS),
                   "bind/c": Entry(body["bind/c"]), "bind/e": Entry("", WITNESS)})
    assert sorted(witnesses.out_of_date(known, {"x": "an x", "new": "a new one"}, table)) == [
        "bind/b: changed since (run: ./addrinuse refresh bind/b)",
        "bind/c: nothing flips it (run: ./addrinuse refresh bind/c, after adding a mutant or a reason)",
        "bind/d: not in the record (run: ./addrinuse refresh bind/d)",
        "bind/e: no longer a case (run: ./addrinuse refresh)",
        "mutant new: not asked yet (run: ./addrinuse refresh)",
        "mutant old: no longer a mutant (run: ./addrinuse refresh)"]


def test_a_claim_may_change_without_the_body(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    case = cases.load()["bind/a"]
    before = witnesses.body_of(case)
    case.path.write_text(case.path.read_text().replace("claim = ", "claim   = "))
    assert witnesses.body_of(case) == before
    case.path.write_text(case.path.read_text() + "// more\n")
    assert witnesses.body_of(case) != before


def test_an_exception_for_no_case_is_refused(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    witnesses.exceptions_file().write_text('[[because]]\nreason = "x"\ncases = ["bind/b"]\n')
    with pytest.raises(UserError, match="bind/b: no such case"):
        witnesses.exceptions(cases.load())


def test_every_case_has_something_that_flips_it() -> None:
    """What was published is of these cases and mutants; `./addrinuse refresh CASE` makes it."""
    assert witnesses.out_of_date(cases.load(), mutant.rules(), witnesses.read()) == []


def test_the_mutants_that_are_asked_for_some_cases_alone_exist() -> None:
    assert {*study.ABOUT_TIME, *study.ABOUT_PROGRAMS} <= set(mutant.rules())


def test_only_the_mutants_about_programs_are_asked_for_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()

    def answers(_: object, *questions: Sequence[Question]) -> Iterator[tuple[Question, Observations]]:
        asked.update(question.platform.name for part in questions for question in part
                     if study.of_programs(question.ids))
        return iter(())

    monkeypatch.setattr(study._Study, "answers", answers)
    mutants = {name: registry.find(f"mutant:{name}") for name in mutant.rules()}
    host = registry.find("host")
    study._Study(Options(everything=True, slow=True), cases.load(), mutants, host).ask_everything()
    assert asked == {"host", *(f"mutant:{name}" for name in study.ABOUT_PROGRAMS)}


@pytest.mark.parametrize(("second", "is_kept"), [("EADDRINUSE", True), ("ok", False), (None, False)])
def test_a_mutant_that_was_too_busy_to_answer_is_asked_again_alone(
        suite: FakeSuite, monkeypatch: pytest.MonkeyPatch, second: str | None, is_kept: bool) -> None:
    suite.cases("bind/a")
    case = cases.load()["bind/a"]
    name, platform = case.observations()[0], FakePlatform("x")
    platform.name = "mutant:x"
    busy = observation(str(name), None, status="broken", why="too busy to say")
    told = observation(str(name), second) if second else busy
    asking = study._Study(Options(), {case.id: case}, {"x": platform}, FakePlatform("host"),
                          findings({str(name): "ok"}, **{platform.name: {str(name): "EADDRINUSE"}}))

    @contextmanager
    def several(workers: int) -> Iterator[Callable[[Sequence[Question]], object]]:
        assert workers == 1
        yield lambda questions: [(question, {name: of(told)}) for question in questions]

    monkeypatch.setattr(study, "several", several)
    monkeypatch.setattr(study._Study, "answers", lambda _, *parts: [(question, {name: of(busy)})
                                                                    for part in parts for question in part])
    asking.confirm()
    assert (case.id in asking.witnesses) == is_kept


def test_what_is_recorded_exists() -> None:
    known = cases.load()
    published = {run.platform for run in runs.read_all(runs.published())}
    places = {"here", *published, *(f"mutant:{rule}" for rule in mutant.rules())}
    for id, entry in witnesses.read().entries.items():
        if entry.witness:
            assert entry.witness.observation in known[id].observations()
            assert {who for who, _ in entry.witness.words} <= places
            assert len({word for _, word in entry.witness.words}) == 2
        else:
            assert entry.reason == witnesses.exceptions(known)[id]


def test_the_page_is_what_the_record_says() -> None:
    page = study.page_file().read_text(encoding="utf-8")
    assert (page == "\n".join(report.lines(witnesses.read(), mutant.rules()))
            + "\n"), "run: ./addrinuse refresh CASE"


@pytest.mark.soak
@pytest.mark.skipif(sys.platform != "linux", reason="mutants need Linux")
def test_every_case_is_flipped_again(capsys: pytest.CaptureFixture[str]) -> None:
    code = study.run(Options(slow=True))
    stream.suite.cache_clear()
    assert code == 0, capsys.readouterr().out
