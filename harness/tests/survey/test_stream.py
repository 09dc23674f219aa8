"""The stream: nothing asked for is ever missing, whatever the program does."""
import json

import pytest
from helpers import observing
from helpers.fake_platform import FakePlatform
from helpers.observing import by_id as by_case

from addrinuse.model import records as run_records
from addrinuse.survey import stream
from addrinuse.platforms.base import Request
from addrinuse.support.errors import UserError


def observe(*ids, platform="x", **request):
    with FakePlatform(platform).open() as session:
        return observing.observe(session, *ids, **request)


def test_a_run_is_header_observations_footer(suite):
    suite.cases("bind/a")
    suite.play(answers={"bind/a": "ok",
                        "bind/b": {"observed": "EINVAL", "claimed": "ok", "details": {"n": 3}}})
    header, first, second, footer = observe("bind/a", "bind/b")
    assert (header["platform"], header["schema"], header["facts"]["engine"]) == ("fake:x", 2, "fake")
    assert header["suite"]["commit"] == "unknown" and header["suite"]["cases_digest"] != "0" * 64
    assert [first["observed"], second["observed"], second["details"]] == ["ok", "EINVAL", {"n": 3}]
    assert footer["count"] == 2
    assert all(run_records.schema_error(record) == "" for record in (header, first, second, footer))


def test_the_program_is_told_what_is_asked(suite, tmp_path):
    suite.play(log=str(tmp_path / "log"))
    observe("bind/a", repeat=3, timeout=7.5)
    arguments = json.loads((tmp_path / "log").read_text())
    assert {"--records", "--with-parent"} <= set(arguments)
    for words in ("--repeat 3", "--timeout 7.5", "--stack linux", "--platform fake:x"):
        assert words in " ".join(arguments)


def test_a_program_that_is_killed_leaves_its_missing_cases_crashed_with_the_signal(suite):
    suite.play(answers={"bind/a": "ok", "bind/b": {"signal": 11}, "bind/c": "ok"})
    seen = by_case(observe("bind/a", "bind/b", "bind/c"))
    assert seen["bind/a"]["status"] == "observed"
    assert {seen[id]["status"] for id in ("bind/b", "bind/c")} == {"crashed"}
    assert seen["bind/b"]["why"] == "the program was ended by SIGSEGV"


def test_a_program_that_gives_up_leaves_its_last_words(suite):
    suite.play(answers={"bind/a": {"exit": 3}})
    seen = by_case(observe("bind/a"))["bind/a"]
    assert seen["why"] == "the program ended with exit status 3" and seen["output"] == "fake: giving up"


def test_a_program_that_goes_silent_is_ended_and_its_missing_cases_timed_out(suite):
    suite.play(answers={"bind/a": "ok", "bind/b": {"hang": True}})
    seen = by_case(observe("bind/a", "bind/b", stall_timeout=1))
    assert seen["bind/a"]["status"] == "observed"
    assert (seen["bind/b"]["status"], seen["bind/b"]["why"]) == ("timeout",
                                                                 "the program wrote nothing for 1 s")


@pytest.mark.parametrize("nonsense", [
    "Segmentation fault (core dumped)", "{", "[1]", '{"case": 1}', "\U0001f600",
    "[" * 5000, ""])
def test_nonsense_costs_one_cell_and_is_kept(suite, nonsense):
    suite.play(answers={"bind/a": {"raw": nonsense}, "bind/b": "ok"})
    seen = by_case(observe("bind/a", "bind/b"))
    assert seen["bind/b"]["status"] == "observed"
    assert seen["bind/a"]["status"] == "not-run"
    assert not nonsense or nonsense[:20] in seen["bind/a"]["output"]


def test_an_answer_to_what_nobody_asked_is_kept_as_a_reason(suite):
    line = '{"case": "bind/unasked", "status": "observed", "observed": "ok"}'
    suite.play(answers={"bind/a": {"raw": line}})
    seen = by_case(observe("bind/a"))
    assert list(seen) == ["bind/a"] and "out of place: bind/unasked: ok" in seen["bind/a"]["output"]


@pytest.mark.parametrize("change", [
    {"observed": "a\nb"}, {"observed": None}, {"status": "fine"}, {"seconds": "long"},
    {"transcript": [["x"]]}, {"extra": 1}, {"status": "broken"}])
def test_a_record_that_is_irregular_becomes_a_crash_that_keeps_it(suite, change):
    suite.play(answers={"bind/a": {"observed": "ok", **change}, "bind/b": "ok"})
    seen = by_case(observe("bind/a", "bind/b"))
    assert seen["bind/a"]["status"] == "crashed" and "its record is not one" in seen["bind/a"]["why"]
    assert "bind/a" in seen["bind/a"]["output"]
    assert all(run_records.schema_error(record) == "" for record in seen.values())


def test_a_second_answer_for_a_case_is_not_taken(suite):
    line = '{"case": "bind/a", "status": "observed", "observed": "other", "claimed": null}'
    suite.play(answers={"bind/a": "ok", "bind/b": {"raw": line}})
    seen = by_case(observe("bind/a", "bind/b"))
    assert seen["bind/a"]["observed"] == "ok" and seen["bind/b"]["status"] == "not-run"


def test_controls_are_recorded_though_nobody_asked(suite):
    suite.play(answers={"controls/loopback": "carries"})
    assert list(by_case(observe("bind/a"))) == ["controls/loopback", "bind/a"]


def test_repeats_that_agree_become_one_observation(suite):
    suite.play(answers={"bind/a": "ok"})
    seen = by_case(observe("bind/a", repeat=3))["bind/a"]
    assert (seen["observed"], seen["repeats"]) == ("ok", ["ok"] * 3)


def test_repeats_that_differ_are_all_told(suite):
    suite.play(answers={"bind/a": {"by_repeat": ["ok", "EINVAL", "ok"]}})
    seen = by_case(observe("bind/a", repeat=3))["bind/a"]
    assert ((seen["observed"], seen["repeats"]) == ("EINVAL",
                                                    ["ok", "EINVAL", "ok"])), "the rarest is the evidence"


def test_a_repeat_without_an_observation_decides_the_status(suite):
    broken = {"status": "broken", "why": "no port"}
    suite.play(answers={"bind/a": {"by_repeat": ["ok", broken]}})
    seen = by_case(observe("bind/a", repeat=2))["bind/a"]
    assert (seen["status"], seen["why"], seen["repeats"]) == ("broken", "no port", ["ok", "broken"])


def test_repeats_lost_with_the_program_are_told(suite):
    suite.play(answers={"bind/a": {"by_repeat": ["ok", {"signal": 9}]}})
    seen = by_case(observe("bind/a", repeat=2))["bind/a"]
    assert (seen["status"], seen["repeats"]) == ("crashed", ["ok", "crashed"])


def test_what_was_left_out_is_in_the_run(suite):
    from addrinuse.model import observations

    suite.play()
    seen = by_case(observe("bind/a", left_out=(observations.left_out("time_wait/x", 62),)))
    assert seen["time_wait/x"]["why"] == "left out by --quick: it waits 62 s"


@pytest.mark.parametrize("header, reason", [
    ("hello", "the program ended before its header; its output:\n  hello"), (None, "ended before its header"),
    ({"run": "other"}, "ended before its header"),
    ({"observation": "bind/a", "status": "observed", "observed": "ok"}, "its first record is not a header"),
    ({"run": "addrinuse"}, "stack is None, not 'linux'"),
])
def test_a_platform_without_a_header_is_an_error(suite, header, reason):
    suite.play(header=header, no_footer=True)
    with pytest.raises(UserError) as caught:
        observe()
    assert caught.value.subject == "platform fake:x" and reason in str(caught.value)


def test_a_platform_that_is_another_one_is_an_error(suite):
    suite.play(facts={"stack": "gvisor"})
    with pytest.raises(UserError, match="stack is 'gvisor', not 'linux'"):
        observe("bind/a")


def test_a_platform_that_cannot_be_started_is_an_error(suite):
    with FakePlatform("x").open() as session:
        session.program = suite.root / "nothing"
        with pytest.raises(UserError, match="cannot start .*: No such file"):
            list(stream.observe(session, Request(ids=("bind/a",))))


def test_closing_the_records_ends_the_program(suite):
    suite.play(answers={"bind/a": {"hang": True}})
    with FakePlatform("x").open() as session:
        records = stream.observe(session, Request(ids=("bind/a",)))
        next(records)
        child = session._program.child
        assert child.poll() is None
        records.close()
        assert child.poll() is not None
