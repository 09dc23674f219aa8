"""A place in which hostile inputs are read, and the test that runs a reader with many of them."""
from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from addrinuse import cli
from addrinuse.platforms.kernels.shared_memory import Window
from addrinuse.platforms.kernels.window_memory import DeviceMemory
from addrinuse.support.errors import UserError
from addrinuse.survey import stream
from helpers import drawing as st
from helpers.fake_suite import FakeSuite

WORK = 20        # seconds of processor time after which one input counts as a hang
PATIENCE = 300   # seconds after which it does, whatever else the machine does
SEED, ONE_SEED = "ADDRINUSE_SEED", "ADDRINUSE_INPUT"


class Place:
    """A small suite, and a folder in which a reader may write, with nothing else around it."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.suite = FakeSuite(top / "suite")
        self.suite.case("bind/a", 'says = [{ doc = "manual", at = "1", on = ["linux"] }]\n'
                        'disputed_by = [{ doc = "mail", at = "2", predicts = "EINVAL" }]\n',
                        "CASE(tcp4, tcp6) {}")
        self.suite.cases("udp/c", "controls/s")
        self.inside = top / "inside"
        self.inside.mkdir()
        self.window = Window(DeviceMemory(self.inside / "window"))
        self.inputs = self.refused = 0
        self._around = self.around()

    def around(self) -> list[str]:
        """Everything but what is in the folder, and in the suite's cache."""
        found = []
        for folder, names, files in os.walk(self.top):
            found += [os.path.join(folder, name) for name in names + files if name != "cache"]
            names[:] = [name for name in names if name not in ("inside", "cache")]
        return sorted(found)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One input: it may raise UserError, in words that a terminal can show, and nothing else."""
        self.inputs += 1
        timers = ((signal.SIGALRM, signal.ITIMER_REAL, PATIENCE), (signal.SIGPROF, signal.ITIMER_PROF, WORK))
        before = [signal.signal(number, _hangs) for number, _, _ in timers]
        for _, timer, seconds in timers:
            signal.setitimer(timer, seconds)
        try:
            yield
        except UserError as trouble:
            assert trouble.subject and trouble.reason
            assert all(char.isprintable() or char == "\n" for char in str(trouble)), str(trouble)
            self.refused += 1
        finally:
            for (number, timer, _), handler in zip(timers, before):
                signal.setitimer(timer, 0)
                signal.signal(number, handler)
        if self.inputs % 50 == 0:
            self.check_around()

    def check_around(self) -> None:
        """Raises AssertionError where something was written outside of the folder."""
        strange = {*self.around()} ^ {*self._around}
        assert not strange, f"beside the folder: {sorted(strange)}"

    def file(self, name: str, content: bytes) -> Path:
        """A file with that content in the folder."""
        path = self.inside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def command(self, *words: str | Path) -> tuple[int, str, str]:
        """Exit code and words of a command; whatever it raises besides UserError comes out."""
        before = sys.stdout, sys.stderr, signal.getsignal(signal.SIGTERM)
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors=errors)
                    for errors in ("strict", "backslashreplace"))
        sys.stdout, sys.stderr = out, err
        try:
            code = cli.main([str(word) for word in words])
            out.flush()
            err.flush()
        finally:
            sys.stdout, sys.stderr = before[:2]
            signal.signal(signal.SIGTERM, before[2])
        self.refused += code == 2
        words = err.buffer.getvalue().decode()
        assert "defect" not in words, words
        return code, out.buffer.getvalue().decode(), words


def _hangs(*_: object) -> None:
    raise AssertionError(f"took longer than {WORK} s of processor time, or {PATIENCE} s")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The place for all inputs of a file of tests."""
    made = Place(tmp_path_factory.mktemp("hostile"))
    with pytest.MonkeyPatch.context() as patched:
        for name in ("ADDRINUSE_ROOT", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "FAKE_PROGRAM", "HOME"):
            patched.setenv(name, made.suite.environment[name])
        patched.setenv("ADDRINUSE_DEBUG", "1")
        patched.delenv("GITHUB_STEP_SUMMARY", raising=False)
        patched.chdir(made.inside)
        stream.suite.cache_clear()
        yield made
    stream.suite.cache_clear()
    made.check_around()
    made.window.close()


class Inputs:
    """The inputs of a file of tests: how many there are in a default run and in a soak run, and the shares
    that its tests have of them."""

    def __init__(self, default: int, soak: int) -> None:
        self.counts = {"default": default, "soak": soak}
        self.shares: list[float] = []

    def fed(self, share: float,
            **inputs: st.Generator[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
        """Runs a test with this share of the inputs: the same few in every default run, many others in a soak
        run."""
        self.shares.append(share)

        def with_inputs(test: Callable[..., None]) -> Callable[..., None]:
            @pytest.mark.parametrize("inputs_of", ["default", pytest.param("soak", marks=pytest.mark.soak)])
            def fed_test(place: Place, inputs_of: str) -> None:
                count = round(self.counts[inputs_of] * share)
                place.inputs = place.refused = 0
                for seed in seeds(test.__name__, inputs_of, count):
                    feed(test, place, seed, inputs)
                place.check_around()
                assert place.inputs >= count > place.refused or ONE_SEED in os.environ  # some are read
                print(f"{test.__name__}: {place.inputs} inputs, {place.refused} of them refused")

            fed_test.__doc__ = test.__doc__
            return fed_test

        return with_inputs


def seeds(name: str, inputs_of: str, count: int) -> Iterator[str]:
    """One seed an input: the same ones in every default run, others in each soak run."""
    first = os.environ.get(SEED) or os.urandom(4).hex() if inputs_of == "soak" else ""
    one = os.environ.get(ONE_SEED)
    yield from [one] if one else (f"{name} {first} {number}" for number in range(count))


def feed(test: Callable[..., None], place: Place, seed: str, inputs: dict[str, st.Generator[Any]]) -> None:
    """Runs the test with the input of a seed. What fails says how it is repeated."""
    chance = Random(seed)
    drawn = {name: generator.draw(chance) for name, generator in inputs.items()}
    try:
        test(place=place, **drawn)
    except Exception:
        print(f"{ONE_SEED}={seed!r} repeats it: {repr(drawn)[:2000]}")
        raise
