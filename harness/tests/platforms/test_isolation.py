"""A survey leaves nothing behind and touches nothing outside its output and its cache: before and after are
the same, however it ends."""
from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from helpers import system_snapshot
from helpers import sandbox
from helpers.tools import require_platform
from addrinuse.model import cases, runs
from addrinuse.provision import build
from addrinuse.support.errors import UserError

pytestmark = pytest.mark.skipif(not sandbox.can_be_had(),
                                reason="needs namespaces, which this machine does not give")

OUTPUT = sandbox.WORK / "addrinuse-results"
CACHE = sandbox.HOME / ".cache" / "addrinuse"
# Of the checkout: what is built, and what Python keeps of its own programs.
BUILT = ("build", ".git", ".pytest_cache", ".hypothesis", "addrinuse-results")
PATIENCE = 60.0  # seconds after which what is still there counts as left behind


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The program is up to date before a survey's time counts."""
    build.all_cases()


def look() -> system_snapshot.Traces:
    """This world as it is, without a survey's output and cache."""
    python = (sandbox.CHECKOUT / "harness").rglob("__pycache__")
    apart = [OUTPUT, CACHE, *(sandbox.CHECKOUT / name for name in BUILT), *python]
    # podman's own books, in which it notes what it did
    apart += [Path("/run/libpod"), Path("/run/containers")]
    # A copy of /etc is in /run.
    return system_snapshot.look([*map(Path, sandbox.EMPTY), sandbox.CHECKOUT], apart)


@contextmanager
def compared(found: dict[str, Any], patience: float = PATIENCE) -> Iterator[None]:
    """Notes what is another after the block than before it, once every process had time to go."""
    before = look()
    yield
    known = {int(name.split()[0]) for name in before["process"]}
    sandbox.wait_until(lambda: known >= set(sandbox.others()), patience)
    found["differences"] = system_snapshot.differences(before, look())


def survey(*words: str, **environment: str) -> subprocess.Popen[str]:
    """Starts a survey in this world, as a terminal does: in a process group of its own."""
    return subprocess.Popen([sys.executable, "-m", "addrinuse", "survey", *words], cwd=sandbox.WORK,
                            env=sandbox.environment() | environment, text=True, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, process_group=0)


# ---- the comparison itself: it sees each kind of thing ----

def bound(family: int, kind: int, address: Any) -> None:
    """A socket that stays for as long as this sandbox."""
    left = socket.socket(family, kind)
    left.bind(address)
    left.detach()


def namespace_by_name() -> None:
    """A namespace that only a mount keeps."""
    Path("/run/left").touch()
    subprocess.run(["unshare", "--net=/run/left", "true"], check=True)


def loopback_up() -> None:
    """The world's own device, changed."""
    request = struct.pack("16sh14x", b"lo", 1)
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


LEAKS: dict[str, tuple[str, Callable[[], Any]]] = {
    "a process": ("process new: ", lambda: subprocess.run(["sh", "-c", "sleep 600 &"])),
    "a namespace that a process is in": (
        "namespace new: net:",
        lambda: subprocess.run(["unshare", "--net", "sh", "-c", "sleep 600 &"], check=True)),
    "a namespace with a name": ("mount new: ", namespace_by_name),
    "a mount": ("mount new: ", lambda: sandbox.mount("tmpfs", "/mnt", "tmpfs")),
    "a listening port": ("socket new: tcp 00000000:", lambda: socket.create_server(("0.0.0.0", 0)).detach()),
    "a UDP port": ("socket new: udp6 ", lambda: bound(socket.AF_INET6, socket.SOCK_DGRAM, ("::", 7))),
    "a name of local sockets": (
        "socket new: unix @left", lambda: bound(socket.AF_UNIX, socket.SOCK_STREAM, "\0left")),
    "a setting of the network": (
        "setting changed: net/ipv4/ip_local_port_range: ",
        lambda: Path("/proc/sys/net/ipv4/ip_local_port_range").write_text("40000 50000")),
    "a setting of the kernel": (
        "setting changed: kernel/hostname: ", lambda: socket.sethostname("left")),
    "shared memory": ("System V object new: shm ", lambda: ctypes.CDLL(None).shmget(0x1234, 4096, 0o1600)),
    "a device that was down": ("network new: address ", loopback_up),
    "a file in /dev/shm": ("file new: /dev/shm/left", lambda: Path("/dev/shm/left").touch()),
    "a file among the temporary ones": (
        f"file new: {sandbox.SCRATCH}/left", lambda: (sandbox.SCRATCH / "left").touch()),
    "a file at home": (f"file new: {sandbox.HOME}/.left", lambda: (sandbox.HOME / ".left").touch()),
    "a file beside the cache": (f"file new: {CACHE.parent}/left",
                                lambda: (CACHE.parent / "left").mkdir(parents=True)),
    "a file in /etc": ("file new: /run/etc/left", lambda: Path("/etc/left").touch()),
    "a file beside the output": (f"file new: {sandbox.WORK}/left", lambda: (sandbox.WORK / "left").touch()),
    "another time of a file": (f"file changed: {sandbox.HOME}/kept: ",
                               lambda: os.utime(sandbox.HOME / "kept", (1, 1))),
    "a file that is gone": (f"file gone: {sandbox.HOME}/kept", lambda: (sandbox.HOME / "kept").unlink()),
}


def nothing() -> None:
    """Something happens, and nothing is left of it."""
    subprocess.run(["unshare", "--net", "--mount", "mktemp", "--dry-run"], check=True, capture_output=True)


def leave_each() -> dict[str, list[str]]:
    """Leaves one thing behind after the other; what was seen of each."""
    (sandbox.HOME / "kept").touch()
    found: dict[str, Any] = {}
    for name, (_, leave) in {"nothing": ("", nothing), **LEAKS}.items():
        one: dict[str, Any] = {}
        with compared(one, patience=0.1):
            leave()
        found[name] = one["differences"]
    return found


def test_whatever_is_left_behind_is_seen() -> None:
    found = sandbox.stage(leave_each)
    assert found.pop("nothing") == []
    for name, differences in found.items():
        assert any(one.startswith(LEAKS[name][0]) for one in differences), f"{name}: {differences}"


# ---- surveys ----

QUICK = ("--case", "controls", "--case", "bind", "--case", "exclusive")
# Something that has answered, something that waits, and something that waits with helpers of its own.
WAITING = ("--case", "bind/plain_double_bind", "--case", "time_wait/length_on_the_server_side", "--case",
           "close/exit_does_not_linger")


def ended(child: subprocess.Popen[str]) -> dict[str, Any]:
    """How a survey ended, and what it said."""
    said, _ = child.communicate(timeout=280)
    return {"code": child.returncode, "said": said}


def run_file(folder: Path = OUTPUT) -> runs.Run | None:
    """The run written there, as far as it is there."""
    try:
        return next((runs.read(path) for path in folder.glob("*.jsonl*")), None)
    except UserError:
        return None


def in_the_middle(child: subprocess.Popen[str], waits_first: bool = False) -> bool:
    """Whether the survey came to where one case has answered and the others are waiting; where those that
    wait are asked first (`waits_first`), to where the controls have."""
    controls = {id for case in cases.load().values() if case.is_control for id in case.observations()}

    def is_there() -> bool:
        run = run_file()
        seen = run.observations.keys() if run is not None else set()
        return child.poll() is not None or (
            controls <= seen if waits_first else any(id.startswith("bind/") for id in seen))

    return sandbox.wait_until(is_there) and child.poll() is None


def programs() -> list[int]:
    """The first processes of the programs that run the cases: those that a survey started itself."""
    def is_one(process: int) -> bool:
        words = Path(f"/proc/{process}/cmdline").read_text().split("\0")
        return Path(words[0]).name == "all-cases" and os.getsid(process) == process

    return [process for process in sandbox.others() if is_one(process)]


def whole_survey(*words: str) -> dict[str, Any]:
    """A survey that comes to its end."""
    found: dict[str, Any] = {}
    with compared(found):
        found |= ended(survey(*words))
    return found


@pytest.mark.parametrize("words", [
    pytest.param(QUICK, id="some"), pytest.param(("--quick",), id="all", marks=pytest.mark.soak)])
def test_a_survey_leaves_nothing(words: tuple[str, ...]) -> None:
    found = sandbox.stage(whole_survey, *words)
    assert found["code"] == 0, found["said"]
    assert found["differences"] == []


def interrupted_survey(whom: str, number: str) -> dict[str, Any]:
    """A survey in the middle of which a signal comes: to it, to all that Ctrl-C reaches, or to its
    program."""
    found: dict[str, Any] = {}
    with compared(found):
        child = survey(*WAITING)
        found["middle"] = in_the_middle(child)
        if whom == "group":
            os.killpg(child.pid, int(number))
        else:
            os.kill(child.pid if whom == "survey" else programs()[0], int(number))
        found |= ended(child)
        run = run_file()
        found["kept"] = sorted(run.observations) if run else []
        found["truncated"] = run.truncated if run else None
    return found


@pytest.mark.parametrize("whom, number, code", [
    ("group", signal.SIGINT, 130), ("survey", signal.SIGKILL, -signal.SIGKILL),
    ("program", signal.SIGKILL, 1), pytest.param("survey", signal.SIGINT, 130, marks=pytest.mark.soak),
    pytest.param("survey", signal.SIGTERM, 130, marks=pytest.mark.soak),
    pytest.param("group", signal.SIGHUP, 130, marks=pytest.mark.soak),
    pytest.param("group", signal.SIGKILL, -signal.SIGKILL, marks=pytest.mark.soak),
    pytest.param("program", signal.SIGTERM, 1, marks=pytest.mark.soak)])
def test_a_survey_ended_in_the_middle_leaves_nothing_but_what_it_has(whom: str, number: int,
                                                                     code: int) -> None:
    found = sandbox.stage(interrupted_survey, whom, str(int(number)))
    assert found["middle"] and found["code"] == code, found["said"]
    assert "bind/plain_double_bind[tcp4]" in found["kept"]
    assert found["truncated"] == (whom != "program")
    assert found["differences"] == []


# Platforms of each kind; each is there on a machine on which it was surveyed before.
# podman sometimes keeps its whole store mounted upon itself.
OTHERS = ("mutant:settings-ignored", "linux-6.12", "gvisor-20221219", "gvisor-20240729", "lwip-2.2.1",
          "wine-8", "container:debian-bookworm")


def survey_elsewhere(platform: str, cache: str, number: str) -> dict[str, Any]:
    """A survey of another platform, which comes to its end or is killed in the middle."""
    found: dict[str, Any] = {}
    environment = {"XDG_CACHE_HOME": cache}
    ended(survey("--case", "controls", "--platform", platform, **environment))  # what is made once is made
    sandbox.wait_until(lambda: not sandbox.others(), PATIENCE)
    with compared(found):
        child = survey(*(WAITING if number else QUICK), "--platform", platform, **environment)
        if number:
            found["middle"] = in_the_middle(child, waits_first=platform.startswith("wine-"))
            os.kill(child.pid, int(number))
        found |= ended(child)
    return found


@pytest.mark.soak
@pytest.mark.parametrize("number", [None, signal.SIGKILL], ids=["whole", "killed"])
@pytest.mark.parametrize("platform", OTHERS)
def test_a_survey_of_another_platform_leaves_nothing(platform: str, number: int | None) -> None:
    require_platform(platform)
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    found = sandbox.stage(survey_elsewhere, platform, cache, str(int(number)) if number else "")
    assert (found["code"] in (0, 1) if number is None else found["middle"]), found["said"]
    assert [one for one in found["differences"] if " /var/lib/containers/storage/overlay " not in one] == []


# What answers at once, and what keeps a survey for five seconds.
MEETING = (*QUICK, "--case", "close/linger_holds_close")


def two_surveys() -> dict[str, Any]:
    """Two surveys with the same output, after one by itself: the second starts in the middle of the first,
    which does not go on before both are at work."""
    found: dict[str, Any] = {}
    with compared(found):
        found["alone"] = ended(survey(*MEETING, "-o", str(OUTPUT / "alone")))
        first = survey(*MEETING)
        found["middle"] = in_the_middle(first)
        first.send_signal(signal.SIGSTOP)
        second = survey(*MEETING)
        found["met"] = sandbox.wait_until(lambda: len(list(OUTPUT.glob("*.part"))) == 2)
        first.send_signal(signal.SIGCONT)
        found["both"] = [ended(first), ended(second)]
        found["answers"] = {
            str(path.relative_to(OUTPUT)): {
                name: one.word for name, one in runs.read(path).observations.items()}
            for path in sorted(OUTPUT.rglob("*.jsonl"))}
    return found


def test_two_surveys_at_the_same_time_do_not_meet() -> None:
    found = sandbox.stage(two_surveys)
    assert found["middle"] and found["met"], found["both"]
    assert [one["code"] for one in found["both"]] == [0, 0], found["both"]
    assert len(found["answers"]) == 3
    alone, *both = found["answers"].values()
    assert both == [alone, alone]
    assert found["differences"] == []


# ---- the program by itself ----

def interrupted_program(number: str, user: str) -> dict[str, Any]:
    """all-cases in the middle of its work, as a signal comes."""
    found: dict[str, Any] = {}
    program = build.all_cases()
    listed = subprocess.run([program, "--list"], capture_output=True, text=True, check=True).stdout.split()
    cases = [id for id in listed if id.partition("[")[0] in WAITING]
    with compared(found):
        child = subprocess.Popen(
            [*(["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []),
             str(program), "--records", *(word for id in cases for word in ("--case", id))], process_group=0,
            cwd=sandbox.WORK, env=sandbox.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            text=True)
        found["middle"] = any("plain_double_bind" in line for line in child.stdout)
        os.kill(child.pid, int(number))
        found |= ended(child)
    return found


@pytest.mark.parametrize("user", [
    pytest.param("", id="same-user"), pytest.param("65534", id="ordinary-user", marks=pytest.mark.skipif(
        os.geteuid() != 0, reason="only root can become another user"))])
@pytest.mark.parametrize("number", [
    signal.SIGINT, signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.soak),
    pytest.param(signal.SIGHUP, marks=pytest.mark.soak)])
def test_the_program_ended_in_the_middle_leaves_nothing(number: int, user: str) -> None:
    found = sandbox.stage(interrupted_program, str(int(number)), user)
    assert found["middle"]
    assert found["differences"] == []
