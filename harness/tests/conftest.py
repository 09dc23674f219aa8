"""Fixtures of all tests: a small suite in a temporary folder, with the fake program in place of the real
ones."""
from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from addrinuse.survey import stream
from helpers.fake_suite import FakeSuite

# A shell starts background jobs with SIGINT ignored, and nohup(1) ignores SIGHUP. Children inherit that: a
# survey that a test interrupts would not end.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def forget_the_suite() -> Iterator[None]:
    """What is kept of the real suite is not kept for the tests of small ones."""
    yield
    stream.suite.cache_clear()


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeSuite:
    """An empty suite, which the code under test takes for its own."""
    made = FakeSuite(tmp_path / "suite")
    for name in ("ADDRINUSE_ROOT", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "FAKE_PROGRAM"):
        monkeypatch.setenv(name, made.environment[name])
    monkeypatch.chdir(made.root)
    return made
