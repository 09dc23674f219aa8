"""The command `new`: a skeleton that is a case, and plain words where it cannot be one."""
from __future__ import annotations

import pytest
from helpers.fake_suite import FakeSuite

from addrinuse.model import cases


def test_the_skeleton_is_a_case(suite: FakeSuite) -> None:
    printed = suite.run("new", "bind/fresh", code=0).stdout
    case = cases.load()["bind/fresh"]
    assert case.variants == ("tcp4", "tcp6") and case.says[0].doc == "manual"
    assert "cases/bind/fresh.cc: written" in printed and "./addrinuse refresh bind/fresh" in printed


@pytest.mark.parametrize("name",
                         ["bind", "bind/", "/x", "bind/A", "../x/y", "bind/a/b", "bind/é", "bind/\x1b", ""])
def test_a_name_that_is_none_is_refused_and_writes_nothing(suite: FakeSuite, name: str) -> None:
    before = sorted(suite.root.rglob("*"))
    assert "not a name of the form topic/name" in suite.run("new", name, code=2).stderr
    assert [path for path in sorted(suite.root.rglob("*")) if "cache" not in path.parts] == before


def test_a_case_that_exists_is_left_alone(suite: FakeSuite) -> None:
    path = suite.case("bind/a")
    text = path.read_text()
    assert "exists already" in suite.run("new", "bind/a", code=2).stderr
    assert path.read_text() == text


def test_a_new_topic_is_named_with_those_that_look_like_it(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    printed = suite.run("new", "bidn/b", code=0).stdout
    assert "bidn is a new topic" in printed and "similar names: bind" in printed
