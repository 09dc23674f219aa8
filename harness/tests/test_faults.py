"""The page of faults names tests that exist."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parents[1] / "docs" / "faults.md"
NAMED = re.compile(r"`([\w/]+\.(?:py|cc))::(\w+)`")


def named() -> list[tuple[str, str]]:
    """The tests on the page: file and name, each once."""
    return sorted(set(NAMED.findall(PAGE.read_text(encoding="utf-8"))))


def is_there(file: str, name: str) -> bool:
    """Whether a file of tests has a test of that name."""
    path = TESTS / file
    start = rf"^def {name}\(" if path.suffix == ".py" else rf"^TEST(?:_F)?\(\w+, {name}\)"
    return path.is_file() and re.search(start, path.read_text(encoding="utf-8"), re.MULTILINE) is not None


def test_the_page_names_many_tests() -> None:
    assert len(named()) > 40


@pytest.mark.parametrize("file, name", named())
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    assert is_there(file, name)


@pytest.mark.parametrize("file, name", [("test_faults.py", "test_gone"), ("gone.py", "test_a"),
                                        ("cpp/words_test.cc", "Gone")])
def test_one_that_is_gone_is_noticed(file: str, name: str) -> None:
    assert not is_there(file, name)
