"""docs/upgrading-a-kernel.md, followed word by word with the runs of two kernels, gives no false alarm."""
import re

import pytest
from helpers.fake_suite import observation, write_run
from helpers.gate_files import grid_file, record_file

from addrinuse.support import paths

GUIDE = paths.CHECKOUT / "docs" / "upgrading-a-kernel.md"
ANSWERS = [observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EINVAL")]
WAITS = observation("udp/c", "60 s")
WITHOUT_MODULE = observation("udp/c", None, status="not-applicable", why="needs a second device")
LEFT_OUT = observation("udp/c", None, status="not-run", why="left out by --quick: it waits 60 s")


def commands():
    """The commands of the guide, without those that need a kernel, in their order."""
    text = GUIDE.read_text(encoding="utf-8")
    blocks = [block for word, block in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.S | re.M) if not word]
    lines = [line.split("#")[0].split() for block in blocks for line in block.splitlines()]
    found = [line[1:] for line in lines if line[:1] == ["./addrinuse"]]
    assert found[0][0] == "survey"
    return [[word.strip("'") for word in line] for line in found if not asks_kernels(line)]


def asks_kernels(line):
    """Whether a command surveys, scans or records a kernel."""
    return line[0] == "survey" or any("kernel:" in word for word in line)


@pytest.fixture
def kernels(suite):
    """A suite and the run of the old kernel."""
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}")
    suite.case("udp/c")
    write_run(suite.root / "upgrade" / "linux-OLD.jsonl", *ANSWERS, WAITS, platform="linux-7.1.3")
    between_the_cases(suite, "linux-OLD", "EADDRINUSE")
    return suite


def between_the_cases(suite, name, bind):
    """The kernel's grid and its record of stories."""
    grid_file(suite.root / "upgrade", name, bind)
    record_file(suite.root / "upgrade", name, bind)


@pytest.mark.parametrize("last", [WAITS, WITHOUT_MODULE, LEFT_OUT], ids=["same", "no-module", "quick"])
def test_the_guide_gives_no_false_alarm(kernels, last):
    write_run(kernels.root / "upgrade" / "linux-NEW.jsonl", *ANSWERS, last, platform="linux-7.2.1")
    between_the_cases(kernels, "linux-NEW", "EADDRINUSE")
    done = [(line[0], kernels.run(*line).returncode) for line in commands()]
    assert done == [("diff", 0), ("accept", 0), ("check", 0), ("accept", 0),
                    ("grid", 0), ("explore", 0), ("accept", 0), ("check", 0)]
    text = (kernels.root / "results/expected/udp/c.toml").read_text()
    assert 'observed = "60 s"' in text and "not-applicable" not in text


def test_the_guide_tells_a_change(kernels):
    write_run(kernels.root / "upgrade" / "linux-NEW.jsonl", ANSWERS[0], observation("bind/a[tcp6]", "ok"),
              WITHOUT_MODULE, platform="linux-7.2.1")
    between_the_cases(kernels, "linux-NEW", "ok")
    assert [kernels.run(*line).returncode for line in commands()] == [1, 0, 1, 0, 1, 1, 0, 1]
    assert kernels.run("check", "upgrade/linux-NEW.jsonl").returncode == 0
