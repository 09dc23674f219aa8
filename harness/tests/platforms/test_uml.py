"""User-Mode Linux: what its build needs, how a guest ends, and one real build if there is one."""
from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from addrinuse.cli import main
from addrinuse.model.observations import ObservationId
from addrinuse.platforms import registry
from addrinuse.platforms.base import Request
from addrinuse.platforms.kernels.guest import Died, Hung
from addrinuse.platforms.kernels.shared_memory import Order
from addrinuse.platforms.uml import configuration, program
from addrinuse.platforms.uml.guest import Guest
from addrinuse.platforms.uml.program import Kernel
from addrinuse.platforms.uml.session import UmlSession
from addrinuse.support.errors import UserError

REAL = os.environ.get("ADDRINUSE_UML", "")  # a build to try
COMPLETE = configuration.fragment() + "CONFIG_UML=y\n"
ORDER = Order(b"", ("--one", "--two"), b"list\n", bytes(32))
# What a kernel does is in BODY; $root is its root file system.
FAKE = """#!/bin/sh
case "$1" in
--version) echo {release}; exit;;
--showconfig) cat "$0.config"; exit;;
--help) echo "seccomp=<on/off/auto>"; exit;;
esac
for word; do case $word in rootflags=*) root=${{word#rootflags=}};; esac; done
{body}
"""
PANIC = 'echo "[    0.5] Kernel panic - not syncing: out of luck"; kill -ABRT $$'


def fake_kernel(folder: Path, body: str = "", configured: str = COMPLETE,
                release: str = "6.1.0-test") -> Path:
    """A program that answers as a User-Mode-Linux kernel does."""
    path = folder / "linux"
    path.write_text(FAKE.format(body=body, release=release))
    path.chmod(0o755)
    (folder / "linux.config").write_text(configured)
    return path


def guest(folder: Path, body: str) -> Guest:
    """A guest of a kernel that does this."""
    kernel = Kernel(fake_kernel(folder, body), "6.1.0-test", "0", {}, False)
    return Guest(kernel, b"", folder / "guest", is_warped=True)


def output(made: Guest, stall_timeout: float = 10) -> bytes:
    """All that its program prints."""
    try:
        return b"".join(made.output(ORDER, stall_timeout))
    finally:
        made.close()


def test_the_build_that_has_the_whole_fragment_lacks_nothing() -> None:
    assert configuration.missing(configuration.parse(COMPLETE, "x")) == []


def test_each_option_of_the_fragment_says_what_is_lost_without_it() -> None:
    assert all(wanted.purpose for wanted in configuration.wanted())
    assert {wanted.is_needed for wanted in configuration.wanted()} == {True, False}


def test_the_missing_options_are_named_with_what_is_lost(tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    text = COMPLETE.replace("CONFIG_IPV6=y", "# CONFIG_IPV6 is not set").replace("CONFIG_NET_NS=y", "")
    (tmp_path / ".config").write_text(text)
    assert main(["uml-config", str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["CONFIG_NET_NS: needed: every case runs in a network namespace of its own",
                     "CONFIG_IPV6: without it: all IPv6 variants are not applicable"]


def test_the_fragment_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["uml-config"]) == 0
    assert "CONFIG_HOSTFS=y" in capsys.readouterr().out


@pytest.mark.parametrize(("content", "words"), [
    (None, "No such file"), ("hello", "is no kernel configuration"),
    ("CONFIG_X86_64=y\nCONFIG_NET=y\n", "is not of a User-Mode-Linux build")])
def test_a_configuration_that_cannot_be_checked(content: str | None, words: str, tmp_path: Path,
                                                capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (tmp_path / ".config").write_text(content)
    assert main(["uml-config", str(tmp_path)]) == 2
    assert words in capsys.readouterr().err


def test_a_build_folder_stands_for_its_kernel(tmp_path: Path) -> None:
    kernel = program.read(fake_kernel(tmp_path).parent)
    assert kernel.release == "6.1.0-test" and kernel.has_seccomp and kernel.can_skip_time


@pytest.mark.parametrize(("configured", "release", "words"), [
    (COMPLETE, "I am no kernel", "is not a User-Mode-Linux kernel"),
    (COMPLETE.replace("CONFIG_HOSTFS=y", ""), "6.1.0", "CONFIG_HOSTFS: needed")])
def test_a_program_that_cannot_be_a_platform(configured: str, release: str, words: str,
                                             tmp_path: Path) -> None:
    path = fake_kernel(tmp_path, "", configured, release)
    with pytest.raises(UserError, match=words):
        program.read(path)
    assert words in registry.find(f"uml:{path}").describe().why


@pytest.mark.parametrize(("make", "words"), [
    (lambda path: None, "no such file"), (lambda path: path.mkdir(), "holds neither linux nor vmlinux"),
    (lambda path: path.write_text("x"), "is not a program")])
def test_a_path_without_a_kernel(make: object, words: str, tmp_path: Path) -> None:
    path = tmp_path / "build"
    make(path)  # type: ignore[operator]
    state = registry.find(f"uml:{path}").describe()
    assert not state.available and words in state.why


def test_a_guest_gets_the_order_and_gives_what_is_printed(tmp_path: Path) -> None:
    body = 'tr "\\0" " " < $root/words > $root/output; cat $root/input >> $root/output; echo 0 > $root/status'
    assert output(guest(tmp_path, body)) == b"--one --two list\n"


def test_a_kernel_that_panics_at_work_died(tmp_path: Path) -> None:
    with pytest.raises(Died, match="the guest's kernel panicked: out of luck"):
        output(guest(tmp_path, f"echo first > $root/output; {PANIC}"))


def test_a_kernel_that_panics_before_it_prints_does_not_boot(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not boot: the guest's kernel panicked: out of luck"):
        output(guest(tmp_path, PANIC))


def test_a_kernel_that_hangs_is_ended_with_all_its_processes(tmp_path: Path) -> None:
    made = guest(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    kernel = made.kernel.path  # as the kernel does, it leads a session of its own
    kernel.write_text(kernel.read_text().replace("#!/bin/sh", "#!/usr/bin/setsid /bin/sh"))
    with pytest.raises(Hung, match="nothing came from the guest for 2 s"):
        output(made, 2)
    assert is_gone(int((tmp_path / "child").read_text()))


def test_a_folder_with_a_space_in_its_name_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "a b"
    place.mkdir()
    with pytest.raises(UserError, match="has a space in its name"):
        guest(place, "")


def is_gone(process: int) -> bool:
    """Whether the process ends within seconds."""
    for _ in range(100):
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not REAL, reason="ADDRINUSE_UML does not name a User-Mode-Linux build")
def test_a_real_build_answers_with_its_identity() -> None:
    with registry.find(f"uml:{REAL}").open() as session:
        assert isinstance(session, UmlSession)
        events = list(session.stream(Request((ObservationId("controls/stack_is_the_one_named"),))))
    assert any(getattr(event, "observed", None) == "linux" for event in events)
