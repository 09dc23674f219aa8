"""Files and streams of strangers: each is read, or refused in plain words. No traceback, no hang, no file
elsewhere."""
from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from addrinuse.analysis import expectations
from addrinuse.model import runs
from addrinuse.mutation import witnesses
from addrinuse.survey import stream
from addrinuse.model.observations import Event
from addrinuse.model.records import event_of_line
from addrinuse.platforms import base, recorded
from addrinuse.platforms.base import Request
from addrinuse.platforms.host import HostSession
from addrinuse.platforms.kernels import guest, qemu, shared_memory
from addrinuse.platforms.kernels.guests import RetryOnCrash
from addrinuse.platforms.kernels.session import KernelSession
from addrinuse.support.process import OutputStalled
from addrinuse.survey.recorder import Recorder
from helpers.fake_suite import HEADER, observation
from helpers import drawing as st
from helpers.feeding import Inputs, Place, place
from helpers.hostile import encoded, spoilt_bytes, spoilt_json, spoilt_lines

__all__ = ["place"]  # a fixture
INPUTS = Inputs(default=1_500, soak=60_000)     # over all tests of this file


# ---- run files ----

RUN = [
    {**HEADER, "facts": {**HEADER["facts"], "settings": {"net.a": "1"}, "isolation": "netns"},
     "selection": "--quick"},
    observation("controls/s"),
    observation("bind/a[tcp4]", "EINVAL", repeats=["ok", "EINVAL"], details={"port": 4711, "said": "no"}),
    observation("bind/a[tcp6]", None, status="broken", why="first.listen(): EINVAL", output="last\nwords"),
    observation("udp/c", None, None, status="not-applicable", why="there is no such option"),
    {"count": 4, "finished": "2026-11-20T15:46:01Z"},
]
GOOD = b"".join(encoded(record) + b"\n" for record in RUN)
COMMANDS = (
    ("table", "--format", "text"), ("table", "--format", "markdown"), ("table", "--format", "html"),
    ("table", "--format", "json"), ("table", "--format", "csv"), ("table", "--only-differences"),
    ("documents",), ("documents", "--format", "json"), ("explain", "bind/a"), ("check",),
    ("check", "--format", "json"), ("check", "--format", "markdown"), ("check", "--format", "github"),
    ("check", "--format", "kcidb"))


@INPUTS.fed(0.37, content=spoilt_lines(RUN), words=st.sampled_from(COMMANDS))
def test_a_run_file_is_read_or_refused(place: Place, content: bytes, words: tuple[str, ...]) -> None:
    path = place.file("run.jsonl", content)
    with place.reading():
        code, out, err = place.command(*words, path)
        assert code in (0, 1, 2)
        assert code != 2 or err.startswith("addrinuse: "), err
        assert "\x1b" not in out + err


@INPUTS.fed(0.1, content=spoilt_lines(RUN), form=st.sampled_from(("text", "markdown", "json")))
def test_two_runs_are_compared_or_refused(place: Place, content: bytes, form: str) -> None:
    place.file("before.jsonl", GOOD)
    place.file("after.jsonl", content)
    with place.reading():
        code, out, err = place.command("diff", "--format", form, "before.jsonl", "after.jsonl")
        assert code in (0, 1) or err.startswith("addrinuse: ")
        assert "\x1b" not in out + err


@INPUTS.fed(0.01, content=spoilt_lines(RUN))
def test_pages_are_written_of_a_run_or_it_is_refused(place: Place, content: bytes) -> None:
    path = place.file("run.jsonl", content)
    with place.reading():
        place.command("site", place.inside / "site", path)


@INPUTS.fed(0.05, content=spoilt_lines(RUN))
def test_a_run_is_accepted_or_refused(place: Place, content: bytes) -> None:
    path = place.file("run.jsonl", content)
    with tempfile.TemporaryDirectory(dir=place.inside) as folder:
        with place.reading():
            expectations.accept(runs.read(path), Path(folder))
        expectations.load(Path(folder))


@INPUTS.fed(0.1, content=spoilt_lines(RUN))
def test_a_contributed_run_answers_as_a_platform_or_is_refused(place: Place, content: bytes) -> None:
    path = place.file("recorded.jsonl", content)
    with place.reading():
        with recorded.named(str(path)).open() as session:
            record_and_read(place, session, Request(("bind/a[tcp4]", "bind/a[tcp6]", "udp/c")))


# ---- streams ----

def record_and_read(place: Place, session: base.Session, request: Request) -> runs.Run:
    """What a session answers, written as a survey does it; the file can be read, and lacks nothing."""
    folder = place.inside / "recorded"
    folder.mkdir(exist_ok=True)
    recorder = Recorder(folder)
    try:
        for event in stream.observe(session, request):
            recorder.take("host", event)
    finally:
        recorder.close()
    assert recorder.files["host"].path.parent == folder
    run = runs.read(recorder.files["host"].path)
    assert set(request.ids) <= run.observations.keys() and not run.truncated
    return run


class Told(base.Session):
    """A session whose program says what it was told to say."""

    def __init__(self, said: bytes, ends: str, **more: Any) -> None:
        super().__init__("host", Path("nothing"), **more)
        self.said, self.ends = said, ends

    def stream(self, request: Request) -> Generator[Event, None, None]:
        yield from map(event_of_line, self.said.split(b"\n"))
        if self.ends == "silent":
            raise OutputStalled

    def exit_reason(self) -> str:
        return "was ended by SIGSEGV" if self.ends == "crashed" else ""

    def stderr_tail(self) -> str:
        return self.said.decode("utf-8", "replace")[-100:]


class ToldHost(Told, HostSession):
    """The same, named by its facts."""


REPEATED = [{**one, "repeat": 0} if "observation" in one else one for one in RUN]


@INPUTS.fed(0.12, said=spoilt_lines(REPEATED), ends=st.sampled_from(("well", "crashed", "silent")),
            repeat=st.sampled_from((1, 1, 2)), kind=st.sampled_from((Told, ToldHost)))
def test_a_stream_gives_a_run_that_can_be_read(place: Place, said: bytes, ends: str, repeat: int,
                                               kind: type[Told]
                                               ) -> None:
    with place.reading():
        record_and_read(place, kind(said, ends),
                        Request(("bind/a[tcp4]", "bind/a[tcp6]", "udp/c"), repeat=repeat))


# ---- guests ----

class ToldKernel(Told):
    """A kernel whose guests say what they were told to say; the first ones die."""

    is_warped = True
    is_stopped = False

    def stream(self, request: Request) -> Generator[Event, None, None]:
        self.deaths = 2 if self.ends == "crashed" else 0
        yield from RetryOnCrash(self, request, 0).events()

    def events_of_guest(self, request: Request, share_process: bool, processor: int) -> Iterator[Event]:
        """What one guest says."""
        yield from map(event_of_line, self.said.split(b"\n"))
        if self.deaths:
            self.deaths -= 1
            raise guest.Died("the guest's kernel panicked: x")


STARTS = [record for one in RUN
          for record in ([{"start": one["observation"]}, one] if "observation" in one else [one])]


@INPUTS.fed(0.08, said=spoilt_lines(STARTS), ends=st.sampled_from(("well", "crashed")))
def test_guests_give_a_run_that_can_be_read(place: Place, said: bytes, ends: str) -> None:
    with place.reading():
        record_and_read(place, ToldKernel(said, ends), Request(("bind/a[tcp4]", "bind/a[tcp6]", "udp/c")))


CONSOLE = b"""SeaBIOS (version 1.16.2)\r
[    0.000000] Linux version 6.12.107+deb13-cloud-amd64\r
[   12.345678] BUG: unable to handle page fault for address: ffffffffdeadbeef\r
[   12.345678] Oops: 0000 [#1] PREEMPT SMP NOPTI\r
[   12.345999] [T1] Kernel panic - not syncing: Fatal exception in interrupt\r
"""


@INPUTS.fed(0.05, content=spoilt_bytes(CONSOLE))
def test_a_console_is_told_in_words(place: Place, content: bytes) -> None:
    with place.reading():
        words = qemu.tail(place.file("console", content))
        told = guest.how_it_ended(words)
        assert all(one.isprintable() or one in "\n\t" for one in words + told)
        assert len(words) <= 6000


@INPUTS.fed(0.04, numbers=st.dictionaries(
    st.sampled_from((0, *(getattr(shared_memory, name) for name in (
        "STATE_AT", "GO_AT", "BEATS_AT", "OUTPUT_LENGTH_AT", "EXIT_AT", "ORDER_LENGTHS_AT", "SEED_AT",
        "OUTPUT_AT")))),
    st.binary(min_size=8, max_size=8)))
def test_a_window_is_read_whatever_the_guest_writes_into_it(place: Place, numbers: dict[int, bytes]) -> None:
    with place.reading():
        opened = place.window
        for at, written in numbers.items():
            opened._memory.write(at, written)
        assert len(opened.read()) <= shared_memory.SIZE - shared_memory.OUTPUT_AT
        opened._read = 0
        assert isinstance(opened.state, int) and isinstance(opened.beats, int)
        KernelSession.exit_reason(SimpleNamespace(_exit=opened.exit))


# ---- what is kept ----

EXPECTED = b"""["linux-6.*"]
since = "6.5"
before = "7.0"
observed = { tcp4 = "ok", tcp6 = "EADDRINUSE" }
evidence = "linux-6.12.107.jsonl, 2026-11-20"

[["linux"]]
observed = "not-applicable"

"gvisor-*" = "ok"
"""


@INPUTS.fed(0.06, content=spoilt_bytes(EXPECTED))
def test_expectations_are_read_or_refused(place: Place, content: bytes) -> None:
    place.file("run.jsonl", GOOD)
    place.file("bind/a.toml", content)
    with place.reading():
        found = expectations.load(place.inside)
        list(expectations.news(runs.read(place.inside / "run.jsonl"), found, {}))


RECORD = {
    "bind/a": {"body": "ab", "observation": "bind/a[tcp4]",
               "words": {"here": "ok", "mutant:bsd": "EADDRINUSE"},
               "outcomes": {"ok": ["here"], "EADDRINUSE": ["mutant:bsd"]}},
    "bind/c": {"body": "cd", "reason": "no such system ran here"}}


@INPUTS.fed(0.02, content=spoilt_json(RECORD))
def test_the_record_of_what_flips_what_is_read_or_refused(place: Place, content: bytes) -> None:
    with place.reading():
        place.file("bind.json", content)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(witnesses, "record_folder", lambda: place.inside)
            for entry in witnesses.read().entries.values():
                words = entry.witness.words if entry.witness else ()
                texts = [entry.body, entry.reason, *(text for pair in words for text in pair),
                         *entry.outcomes,
                         *(name for platforms in entry.outcomes.values() for name in platforms)]
                assert all(isinstance(text, str) for text in texts)


def test_shares_are_of_one_whole() -> None:
    assert round(sum(INPUTS.shares), 6) == 1
