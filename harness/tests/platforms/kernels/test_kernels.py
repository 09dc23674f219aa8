"""A kernel in a virtual machine: what it says of itself, that a seed repeats a run, and what a case costs
that takes it down. One kernel is booted once; everything else starts from the machine that was saved then."""
from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

import pytest

from addrinuse.platforms import registry
from helpers import observing
from helpers.observing import Record
from helpers.tools import absent
from addrinuse.support.errors import UserError
from addrinuse.platforms.kernels import KernelPlatform, qemu, snapshots
from addrinuse.provision import options, seals, store
from addrinuse.platforms.kernels.architectures import AMD64
from addrinuse.platforms.kernels.guest import Guest
from addrinuse.platforms.kernels.packages import Stored, stored
from addrinuse.platforms.kernels.guests import MAX_CRASHES
from addrinuse.platforms.kernels.session import KernelSession

pytestmark = pytest.mark.xdist_group("kernel")

SERIES = ("6.12", "6.1", "5.10")  # the first one that is here already, or else the first one
CASES = ("bind/address_of_nobody[tcp4]", "bind/address_of_nobody[udp6]",
         "close/both_sides_in_time_wait[tcp4]")
WAITING = ("time_wait/length_on_the_client_side[tcp4]", "time_wait/length_on_the_server_side[tcp6]",
           "fin_wait/orphan_ends_after_fin_timeout[tcp4]", "close/both_sides_in_time_wait[tcp4]",
           "bind/address_of_nobody[tcp4]")


def kernel_at_hand() -> KernelPlatform:
    """A series whose kernel is in the user's cache, or else the one that is then downloaded."""
    named = [registry.find(f"linux-{series}") for series in SERIES]
    here = [one for one in named if (state := one.describe()).available and not state.download_bytes]
    return (here or named)[0]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KernelPlatform]:
    """A kernel's platform with a store of its own, which begins with that kernel and nothing else."""
    found = kernel_at_hand()
    state = found.describe()
    if not state.available:
        pytest.skip(f"{found.name} is not available: {state.why}")
    try:
        kept = found.source.provide().folder
    except UserError as trouble:
        pytest.skip(f"{found.name} cannot be had: {trouble}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for name in (options.REAL_TIME, options.SEED):
            patch.delenv(name, raising=False)
        (store.folder("images") / kept.name).symlink_to(kept)
        found.source = Kept(store.folder("images") / kept.name)
        yield found


class Kept:
    """A source that asks nobody: a kernel in the store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def provide(self) -> Stored:
        return stored(self.folder)


def run(session: KernelSession, *ids: str, **more: object) -> tuple[Record, dict[str, Record]]:
    """The header, and the observations by id."""
    header, *records = observing.observe(session, *ids, **more)
    return header, observing.by_id(records)


def run_with(platform: KernelPlatform, seed: str, *ids: str) -> tuple[Record, dict[str, Record]]:
    """A run that starts from this seed."""
    with platform.open() as session:
        session.settings = replace(session.settings, seed=seed)
        session.facts["seed"] = seed
        return run(session, *ids)


# ---- what a run says ----

@pytest.fixture(scope="module")
def first(platform: KernelPlatform) -> tuple[Record, dict[str, Record]]:
    """The run of a guest that boots."""
    return run_with(platform, "one", *CASES)


def test_a_kernel_answers_and_the_run_says_which(platform, first):
    header, seen = first
    kernel, facts = platform.source.provide(), header["facts"]
    assert header["platform"] == platform.name and header["time"] == "warped"
    assert facts["release"] == kernel.release and facts["stack"] == "linux" and facts["engine"] == "qemu"
    assert (facts["package"], facts["package_version"]) == (kernel.package, kernel.version)
    assert facts["image_sha256"] == kernel.digest and len(kernel.digest) == 64
    assert "console=ttyS0" in facts["kernel_command_line"] and "-icount" in facts["machine_command_line"]
    assert facts["accelerator"] == "tcg" and facts["seed"] == "one" and facts["isolation"] == "netns"
    assert facts["engine_version"] == qemu.version()
    assert facts["settings"]["net.ipv4.tcp_fin_timeout"] == "60"
    assert {"net.ipv4.tcp_timestamps", "net.ipv4.tcp_tw_reuse", "net.ipv4.ip_local_port_range",
            "net.ipv6.bindv6only"} <= set(facts["settings"])
    assert set(CASES) <= set(seen) and {seen[id]["status"] for id in CASES} == {"observed"}
    assert seen["controls/stack_is_the_one_named"]["observed"] == "linux"


def test_the_first_guest_is_saved_and_its_console_kept(platform, first):
    assert [path.suffix for path in store.folder("snapshots").iterdir()] == [".few"]
    assert list(store.folder("consoles").iterdir())
    assert not list(store.folder().rglob(f"{store.UNFINISHED}*"))


@pytest.mark.parametrize("damage", ["a flipped bit", "no digest"])
def test_a_saved_guest_that_was_damaged_is_not_loaded(platform, first, capsys, damage):
    saved = next(path for path in store.folder("snapshots").iterdir() if path.suffix == ".few")
    if damage == "no digest":
        seals._seal_of(saved).unlink()
    else:
        content = bytearray(saved.read_bytes())
        content[len(content) // 2] ^= 1
        saved.write_bytes(content)
    _, seen = run_with(platform, "one", *CASES)
    assert "not what was kept there" in capsys.readouterr().err
    assert {id: one["observed"] for id, one in seen.items()} == {id: one["observed"]
                                                                 for id, one in first[1].items()}
    assert seals.is_intact(saved)  # it booted, and was saved again


def test_the_same_seed_repeats_the_run_exactly(platform, first):
    again = run_with(platform, "two", *CASES), run_with(platform, "two", *CASES)
    assert again[0][1] == again[1][1]  # observations, details, ports and the moments in the transcripts


def test_another_seed_changes_no_observation(platform, first):
    _, other = run_with(platform, "three", *CASES)
    answers = [{id: (one["status"], one.get("observed"), one["claimed"]) for id, one in seen.items()}
               for seen in (first[1], other)]
    assert answers[0] == answers[1]
    assert any(first[1][id]["transcript"] != other[id]["transcript"] for id in CASES)  # the ports are others


@pytest.fixture
def few_are_many(platform, monkeypatch) -> None:
    """A machine that is prepared for few cases at first, so that some more are a large survey. What was saved
    of the other machine stays."""
    monkeypatch.setattr(qemu, "READY", 4)
    monkeypatch.setattr(qemu, "READY_ALL", 24)
    monkeypatch.setattr(snapshots, "_forget_others", lambda path: None)


MANY = (*CASES, *WAITING[:3],
        *(f"bind/reuseaddr_can_be_set[{kind}]" for kind in ("tcp4", "tcp6", "udp4", "udp6")))


def test_two_guests_share_a_large_survey_and_say_what_one_says(platform, first, few_are_many):
    before = set(store.folder("snapshots").iterdir())
    for _ in ("booted", "loaded"):
        with platform.open() as session:
            header, *records, footer = observing.observe(session, *MANY)
            assert session.boots == 2
        saved = set(store.folder("snapshots").iterdir()) - before
        assert {path.suffix for path in saved} == {".few", ".all"} and len(saved) == 2
        seen = observing.by_id(records)
        controls = {id for id in seen if id.startswith("controls/")}
        assert controls and set(seen) == {*MANY, *controls} and footer["count"] == len(records) == len(seen)
        assert header["platform"] == platform.name
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(KernelSession, "shards", lambda self, request: [request])
        _, alone = run_with(platform, "one", *MANY)
    assert {id: (one["status"], one.get("observed")) for id, one in alone.items()} == {
        id: (one["status"], one.get("observed")) for id, one in seen.items()}


# ---- cases that take the guest down ----

PROGRAM = r"""
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(int argc, char** argv) {
  const char* how = "alone";
  for (int i = 1; i < argc; ++i) if (strcmp(argv[i], "--share-process") == 0) how = "shared";
  struct utsname name;
  uname(&name);
  setvbuf(stdout, NULL, _IOLBF, 0);
  printf("{\"run\":\"addrinuse\",\"facts\":{\"stack\":\"linux\",\"engine\":\"host\",\"sysname\":\"Linux\",\"machine\":\"%s\","
         "\"release\":\"%s\"}}\n", name.machine, name.release);
  char id[200];
  while (fgets(id, sizeof id, stdin)) {
    id[strcspn(id, "\n")] = 0;
    printf("{\"start\":\"%s\"}\n", id);
    if (strstr(id, "heard")) usleep(200000);  /* long enough for its line to be relayed */
    if (strstr(id, "panic")) {
      const int trigger = open("/proc/sysrq-trigger", O_WRONLY);
      if (write(trigger, "c", 1) != 1) perror("/proc/sysrq-trigger");
    }
    if (strstr(id, "hang")) for (;;) pause();
    printf("{\"case\":\"%s\",\"status\":\"observed\",\"observed\":\"%s\",\"seconds\":0.1}\n", id, how);
  }
  printf("{\"count\":0}\n");
  return 0;
}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with cases that panic and hang the guest they run in."""
    folder = tmp_path_factory.mktemp("program")
    (folder / "program.c").write_text(PROGRAM)
    compiler = shutil.which("cc") or pytest.skip(absent("cc", "build"))
    subprocess.run([compiler, "-static", "-Os", "-o", "program", "program.c"], cwd=folder, check=True,
                   timeout=300)
    return folder / "program"


@contextmanager
def deadly(platform: KernelPlatform, program: Path) -> Iterator[KernelSession]:
    with platform.open() as session:
        session.program, session._bytes = program, program.read_bytes()
        yield session


def test_a_case_that_panics_the_guest_costs_its_own_cell(platform, first, program):
    ids = ("bind/a", "bind/b", "bind/heard_panic", "bind/c", "bind/d")
    with deadly(platform, program) as session:
        header, seen = run(session, *ids)
        assert session.boots == 4  # shared; each alone; then the one that was begun by itself, and the others
    assert header["facts"]["release"] == platform.source.provide().release
    crashed = seen.pop("bind/heard_panic")
    assert crashed["status"] == "crashed" and "guest's kernel panicked" in crashed["why"]
    assert "sysrq" in crashed["why"] and "Kernel panic - not syncing" in crashed["output"]
    assert {id: one["observed"] for id, one in seen.items()} == {
        "bind/a": "shared", "bind/b": "shared", "bind/c": "alone", "bind/d": "alone"}


def test_a_case_that_was_heard_of_is_not_blamed_for_one_that_was_not(platform, first, program):
    with deadly(platform, program) as session:
        _, seen = run(session, "bind/a_heard", "bind/panic", "bind/b")
    assert {id for id, one in seen.items() if one["status"] == "crashed"} == {"bind/panic"}
    assert seen["bind/a_heard"]["observed"] == seen["bind/b"]["observed"] == "alone"


def test_a_case_that_hangs_the_guest_costs_its_own_cell(platform, first, program):
    with deadly(platform, program) as session:
        _, seen = run(session, "bind/a", "bind/heard_hang", "bind/b", stall_timeout=8.0)
    hung = seen.pop("bind/heard_hang")
    assert hung["status"] == "timeout" and "nothing came from the guest for 8 s" in hung["why"]
    assert {id: one["observed"] for id, one in seen.items()} == {"bind/a": "shared", "bind/b": "alone"}


def test_guests_that_keep_dying_are_given_up(platform, first, program, monkeypatch):
    monkeypatch.setattr("addrinuse.platforms.kernels.guests.MAX_CRASHES", 2)
    assert MAX_CRASHES > 2
    with deadly(platform, program) as session:
        _, seen = run(session, "bind/a_heard", "bind/heard_panic", "bind/heard_panic_too", "bind/b")
        assert session.boots == 3
    assert seen["bind/a_heard"]["observed"] == "shared"
    left = [one for id, one in seen.items() if id != "bind/a_heard"]
    assert {one["status"] for one in left} == {"not-run"} and "guests died before it" in left[0]["why"]


def test_a_guest_that_is_stopped_before_it_begins_does_not_run(platform, first):
    saved = sorted(store.folder("snapshots").iterdir())
    with platform.open() as session:
        places = snapshots.places(session.machine, session.kernel.digest, session._initramfs)
        guest = Guest(session.machine, session.folder / "stopped", places)
        guest.stop()
        with pytest.raises(UserError):
            guest.start(Lock())
        assert guest.process.child.poll() is not None
        guest.close()
    assert sorted(store.folder("snapshots").iterdir()) == saved


# ---- kernels that are no use ----

def trouble_of(platform: KernelPlatform) -> str:
    with platform.open() as session, pytest.raises(UserError) as caught:
        run(session, *CASES)
    assert not list(store.folder().rglob(f"{store.UNFINISHED}*"))
    return str(caught.value)


def with_option(option):
    return replace(AMD64, command_line=f"{AMD64.command_line} {option}")


@pytest.mark.parametrize("option, words", [
    ("sysctl.user.max_net_namespaces=0",
     "the kernel lacks what the guest needs: the kernel has no network namespaces (CONFIG_NET_NS)"),
    ("pci=off", "the kernel lacks what the guest needs: no shared memory: the kernel offers no PCI devices"),
    ("rdinit=/nothing", "the kernel does not boot: the guest's kernel panicked: "),
])
def test_a_kernel_without_what_is_needed_is_one_clear_line(platform, monkeypatch, option, words):
    monkeypatch.setattr(platform, "architecture", with_option(option))
    before = set(store.folder("snapshots").iterdir())
    said = trouble_of(platform)
    assert said.startswith(f"platform {platform.name}: {words}"), said
    assert ("Its console at last:" in said) == ("does not boot" in said)
    assert set(store.folder("snapshots").iterdir()) == before


def test_a_kernel_that_never_comes_up_is_ended(platform, monkeypatch):
    monkeypatch.setattr("addrinuse.platforms.kernels.guest.BOOT", 1)
    monkeypatch.setattr(platform, "architecture", with_option("loglevel=7"))
    assert "the kernel does not boot: after 1 s it had not come up" in trouble_of(platform)


# ---- warped time against real time ----

@pytest.mark.soak
def test_warped_time_and_real_time_tell_the_same(platform, first, monkeypatch):
    _, warped = run_with(platform, "one", *WAITING)
    monkeypatch.setenv(options.REAL_TIME, "1")
    header, real = run_with(platform, "one", *WAITING)
    assert header["time"] == "real" and "-icount" not in header["facts"]["machine_command_line"]
    assert {id: one["status"] for id, one in warped.items()} == dict.fromkeys(warped, "observed")
    assert {id: one.get("observed") for id, one in real.items()} == {id: one["observed"]
                                                                     for id, one in warped.items()}
    lengths = {id: (one["details"]["seconds"], real[id]["details"]["seconds"]) for id, one in warped.items()
               if "seconds" in one["details"]}
    assert len(lengths) == 3
    for id, (by_warped, by_real) in lengths.items():
        print(f"{id}: {warped[id]['observed']}; warped {by_warped} s, real {by_real} s")
        usual = float(warped[id]["observed"].split()[0])
        # What duration() in the cases takes for the same.
        assert abs(by_warped - by_real) <= max(1, usual / 10), id
