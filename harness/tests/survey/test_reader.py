"""A platform's stream and those who wait for it: what an interruption in the middle of a wait leaves."""
from __future__ import annotations

import os
import subprocess
import sys

from addrinuse.support import paths

# Waits for the observations of a stream that never pauses, and is interrupted after a random part of a
# hundredth of a second, many times.
PROGRAM = """
import random, signal, sys
from contextlib import contextmanager
from addrinuse.model.observations import Footer, Header, Suite, without_answer, Status
from addrinuse.survey import reader, stream

class Session:
    def stop(self):
        pass

class Platform:
    name = "endless"
    @contextmanager
    def open(self):
        yield Session()

class Endless:
    def __init__(self, session, request):
        pass
    def events(self):
        number = 0
        while True:
            number += 1
            yield without_answer(f"bind/a{number}", Status.NOT_RUN, "x")
    def answered(self):
        return iter(())

def interrupt(*_):
    raise KeyboardInterrupt

reader.Assembler = Endless
signal.signal(signal.SIGALRM, interrupt)
chance = random.Random(14)
for turn in range(int(sys.argv[1])):
    feed = reader.StreamReader(Platform(), None)
    try:
        signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0005, 0.01))
        number = 0
        while True:
            number += 1
            feed.wait(f"bind/a{number}")
    except KeyboardInterrupt:
        feed.stop()
"""


def test_an_interruption_at_any_moment_of_a_wait_lets_the_stream_end() -> None:
    environment = {**os.environ, "PYTHONPATH": str(paths.CHECKOUT / "harness")}
    done = subprocess.run([sys.executable, "-c", PROGRAM, "150"], env=environment, timeout=120,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
