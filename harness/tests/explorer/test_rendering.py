"""Differences written as cases: the C++ compiles with the project's vocabulary as it stands."""
from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from addrinuse.explorer.compare import Difference
from addrinuse.explorer.render import NotInVocabulary, case_of
from addrinuse.explorer.story import parse
from addrinuse.support import paths
from helpers.tools import needs

SETTINGS = "; ".join(f"setting {name} 1"
                     for name in ("port-range", "tcp_tw_reuse", "bindv6only", "somaxconn"))
STORIES = [
    ("s0=open tcp4; s0.set reuseaddr 1; s0.bind lo4 P0; s1=open tcp4 user2; s1.bind any4 P0",
     "ok", "EADDRINUSE"),
    ("s0=open tcp6; s0.set v6only 0; s0.bind any6 P0; s0.listen 8; s1=open tcp4; s1.connect s0; "
     "s2=accept s0; s2.close; s1.send; s1.receive", "eof", "ECONNRESET"),
    ("s0-1=open udp4; s0-1.set reuseport 1; s0-1.bind alias4 P1; probe udp4 alias4 P1", "s0", "s1"),
    ("s0=open udp6; s0.bind mapped-lo P0; probe udp6 mapped-lo P0", "s0", "ECONNREFUSED"),
    ("s0=open tcp4; s0.bind any4 P0; s0.listen 1; s0.close; probe tcp4 lo4 P0", "none", "ECONNREFUSED"),
    (f"{SETTINGS}; setting port-range 0; s0=open tcp4; s0.bind lo4 0", "ok,@lo4:odd", "ok,@lo4:even"),
    ("s0=open udp4; s0.bind alias4 P0; s1=open udp4; s1.bind lo4 P0; s0.connect s1; s0.disconnect",
     "ok,@any4:P0", "ok"),
    ("s0=open tcp4; s0.bind lo4 P0; s0.connect s0; s0.shutdown write",
     "ok s0:FIN_WAIT_1", "ok s0:FIN_WAIT_2"),
    ("s0=open tcp6; s0.set linger 0; s0.set device 1; s0.set freebind 1; s0.listen 8; s1=accept s0",
     "EAGAIN", "ok"),
    ("s0=open tcp4; s0.option reuseaddr", "set", "not-set"),
]


@pytest.fixture(params=STORIES, ids=lambda entry: entry[0][:40])
def case(request: pytest.FixtureRequest) -> str:
    """The text of a case."""
    text, a, b = request.param
    story = parse(text)
    before = tuple("ok" for _ in story[:-1])
    return case_of(Difference(story, len(story) - 1, a, b, before), "linux-6.1", "linux-6.12", "in words")


@needs("g++", "build")
def test_a_rendered_case_compiles(case: str, tmp_path: Path) -> None:
    folder = tmp_path / "explorer"
    folder.mkdir()
    (folder / "difference.cc").write_text(case)
    done = subprocess.run(["g++", "-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
                           f"-I{paths.machinery()}", str(folder / "difference.cc")], capture_output=True,
                          text=True)
    assert done.returncode == 0, case + done.stderr


def test_a_rendered_case_observes_its_last_step_alone(case: str) -> None:
    assert case.count("OBSERVE(") == 1
    assert case.rstrip().endswith("}") and "OBSERVE(" in case.splitlines()[-2]


@pytest.mark.parametrize("text", ["s0=open tcp4; w0=block s0 poll; s0.close",
                                  "s0=open tcp4; p0=fork s0; s0.close",
                                  "s0=open tcp4; s0.bind linklocal6 P0",
                                  "s0=open tcp4; s0.set group-filter 1; s0.close"])
def test_a_step_without_a_word_is_named(text: str) -> None:
    story = parse(text)
    with pytest.raises(NotInVocabulary, match="the (step|address|option)"):
        case_of(Difference(story, len(story) - 1, "ok", "EINVAL",
                ("ok",) * (len(story) - 1)), "a", "b", "in words")
