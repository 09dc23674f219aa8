"""Other programs and locks: errors in plain words, and nothing that runs on."""
from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from addrinuse.support import commands, inputs, locks
from addrinuse.support.errors import UserError


def test_what_a_program_prints_is_given_whole() -> None:
    text = commands.run(["sh", "-c", "seq 100000; echo last >&2"], 60, "counting")
    assert text.endswith("100000\nlast\n") and text.count("\n") == 100_001
    assert commands.output(["sh", "-c", "echo out; echo err >&2; exit 3"]) == "out\n"
    assert commands.succeeds(["true"]) and not commands.succeeds(["false"])


@pytest.mark.parametrize("argv, words", [
    (["sh", "-c", "seq 100; exit 3"], "sh -c failed; its last lines:\n  61\n  62\n"),
    (["false"], "its last lines:\n  (it printed nothing)"),
    (["no-such-program"], "no-such-program cannot be started"), (["/"], "/ cannot be started"),
    (["sleep", "60"], "sleep did not end within 0.2 s")])
def test_a_program_that_fails_is_an_error_about_what_it_was_for(argv: list[str], words: str) -> None:
    with pytest.raises(UserError) as caught:
        commands.run(argv, 0.2 if argv[0] == "sleep" else 60, "the image")
    assert str(caught.value).startswith("the image: ") and words in str(caught.value)


def test_a_question_to_a_program_that_is_not_there_has_no_answer() -> None:
    assert commands.output(["no-such-program"]) == "" and not commands.succeeds(["no-such-program"])
    assert (commands.output(["sleep", "60"], timeout=0.1) == ""
            and not commands.succeeds(["sleep", "60"], timeout=0.1))


def test_lines_are_shown_as_they_come(tmp_path: Path) -> None:
    shown: list[str] = []

    def show(line: str) -> None:
        shown.append(line)
        (tmp_path / "shown").touch()  # the program waits for it

    commands.run(["sh", "-c", 'echo one; while [ ! -e "$0" ]; do sleep 0.01; done; echo two',
                  str(tmp_path / "shown")], 60, "x", show=show)
    assert shown == ["one\n", "two\n"]


def test_a_program_ends_when_the_one_who_started_it_is_killed(tmp_path: Path) -> None:
    script = ("import sys; from addrinuse.support import commands\n"
              "commands.run(['sh', '-c', 'echo $$ >' + sys.argv[1] + '; exec sleep 600'], None, 'x')")
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "pid")],
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}) as child:
        until = time.monotonic() + 120
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().endswith("\n"):
            assert time.monotonic() < until
            time.sleep(0.01)
        child.kill()
    sleeper = Path("/proc") / (tmp_path / "pid").read_text().strip()
    while sleeper.exists() and "Z" not in (sleeper / "stat").read_text().split()[2]:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_lock_keeps_another_process_out_until_its_holder_is_gone(tmp_path: Path) -> None:
    script = ("import sys; from pathlib import Path; from addrinuse.support import locks\n"
              "with locks.exclusive(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()")
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "lock")], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
                          ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        descriptor = locks.opened(tmp_path / "lock")
        assert not locks.try_acquire(descriptor)
        holder.kill()
        holder.wait()
        assert locks.try_acquire(descriptor)
        os.close(descriptor)


def test_a_lock_is_not_opened_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError):
        locks.opened(tmp_path / "lock")
    assert not (tmp_path / "victim").exists()


@pytest.mark.parametrize("make, words", [
    (Path.mkdir, "is a folder"), (os.mkfifo, "is a named pipe"),
    (lambda path: path.symlink_to("/dev/null"), "a device"),
    (lambda path: path.symlink_to(path), "symbolic links"),
    (lambda path: path.write_bytes(bytes(101)), "more than 0 MB"),
    (lambda path: None, "No such file")])
def test_a_file_that_cannot_be_read_whole_is_refused_by_its_kind(tmp_path: Path, make, words: str) -> None:
    make(tmp_path / "file")
    assert words in inputs.why_not(tmp_path / "file", 100)
    with pytest.raises(UserError, match=words):
        inputs.read(tmp_path / "file", 100, "A text is wanted.")
