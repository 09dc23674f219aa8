"""What differs between the architectures of guests: Debian's names for them, the machine that QEMU gives
them, the compiler of their programs. A guest of another architecture than x86-64 is emulated like one of
x86-64; its programs come from a cross compiler.

The machines are described in QEMU's documentation (docs/system/target-*.rst), consoles and the other words of
the command lines in the kernel's Documentation/admin-guide/kernel-parameters.txt."""
from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from addrinuse.provision.archive import NATIVE

MEMORY = 512              # MiB, of a guest of x86-64
GOOGLETEST = Path("/usr/src/googletest/googletest/src/gtest-all.cc")
# oops=panic: what answers after an oops is no kernel any more. notests: nothing takes longer than the
# self-tests of its ciphers. nowatchdog, and no accounts of memory and pressure: a clock that jumps stops for
# everybody who wants to be woken, and should for nobody it can do without. The last line: what guards a
# kernel against intruders at every system call; there are none. (lsm=, for without AppArmor alone SELinux
# takes its place.)
QUIET = "quiet loglevel=5 panic=-1 oops=panic"
CALM = "mitigations=off cryptomgr.notests init_on_alloc=0 nowatchdog"
UNGUARDED = ("cgroup_disable=memory psi=0 audit=0 "
             "randomize_kstack_offset=off hardened_usercopy=off lsm=")
# cx16: warped time and 16-byte atomics do not go together. rdrand, rdseed: by them the host's chance would
# come in. The others are quick on a processor and slow in emulation.
X86_CPU = "max,cx16=off,rdrand=off,rdseed=off,erms=off,fsrm=off,la57=off,smap=off,smep=off,pku=off,umip=off"


@dataclass(frozen=True)
class Architecture:
    """An architecture of guests. `name` is Debian's, and that of CMake's preset for its programs; `kernel`
    is Debian's flavour of its kernel, `triplet` names its compiler, `package` has the QEMU program.
    `machine` are QEMU's options for it; `console` is what carries its console, a chardev of that name.
    `byte_order` is "little" or "big". `memory` is its size (MiB), `memory_at` its address (bytes) if the
    window is in the guest's own memory; None if it is in the memory of a PCI device. `stops_tick`: its
    kernels stop their periodic tick while they are idle, so that the clock can jump over hours."""

    name: str
    kernel: str
    triplet: str
    program: str
    package: str
    machine: tuple[str, ...]
    console: tuple[str, ...]
    command_line: str
    byte_order: str = "little"
    memory_at: int | None = 0
    memory: int = 768
    stops_tick: bool = True

    @property
    def compiler(self) -> str:
        """The program that compiles for it."""
        return f"{self.triplet}-g++"

    @property
    def is_native(self) -> bool:
        """Whether this machine's own compiler makes its programs."""
        return self.name == AMD64.name

    def has_qemu(self) -> bool:
        """Whether QEMU is installed for it."""
        return shutil.which(self.program) is not None

    def missing(self) -> str:
        """Why its guests cannot be started here; nothing where they can be."""
        if self.is_native:
            return "" if self.has_qemu() else f"needs {self.package} (ci/setup kernels)"
        needs = [package for package, is_there in (
            (self.package, self.has_qemu()),
            (f"g++-{self.triplet}", shutil.which(self.compiler) is not None),
            ("googletest", GOOGLETEST.exists())) if not is_there]
        return f"needs {' and '.join(needs)} (ci/setup architectures)" if needs else ""


def _command_line(console: str) -> str:
    """cma=0: a quarter of the memory would be reserved for devices, and no socket could be in it. The tables
    of sockets are as large as with the memory of a guest of x86-64: the most sockets in TIME_WAIT follow from
    their size (tcp_max_tw_buckets)."""
    return (f"console={console} {QUIET} {CALM} {UNGUARDED} cma=0 thash_entries=4096 uhash_entries=256 "
            "ADDRINUSE_OWN_MEMORY=1")


SERIAL = ("-serial", "chardev:console")
AMD64 = Architecture(
    NATIVE, NATIVE, "x86_64-linux-gnu", "qemu-system-x86_64", "qemu-system-x86",
    ("-M", "q35", "-cpu", X86_CPU), SERIAL,
    f"console=ttyS0 {QUIET} reboot=t nokaslr {CALM} tsc=reliable {UNGUARDED}", memory_at=None,
    memory=MEMORY)
# With the vector instructions of QEMU 7.2 a kernel for s390x computes wrong checksums, and drops every packet
# whose sum it has to check: those of the scripted peer, and its own resets.
S390X_CPU = "max,vx=off,vxeh=off,vxeh2=off"
# What QEMU does not emulate, and would warn of.
POWER = "cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off"
# -seed: what a machine offers its kernel as random numbers is then the same every time.
EMULATED = {one.name: one for one in (
    Architecture("arm64", "arm64", "aarch64-linux-gnu", "qemu-system-aarch64", "qemu-system-arm",
                 ("-M", "virt,memory-backend=window", "-cpu", "cortex-a72", "-seed", "1"), SERIAL,
                 _command_line("ttyAMA0"), memory_at=0x40000000),
    Architecture("armhf", "armmp", "arm-linux-gnueabihf", "qemu-system-arm", "qemu-system-arm",
                 ("-M", "virt,memory-backend=window", "-cpu", "cortex-a15", "-seed", "1"), SERIAL,
                 _command_line("ttyAMA0"), memory_at=0x40000000),
    Architecture("ppc64el", "powerpc64le", "powerpc64le-linux-gnu", "qemu-system-ppc64", "qemu-system-ppc",
                 ("-M", f"pseries,x-vof=on,memory-backend=window,{POWER}", "-cpu", "power9", "-seed", "1"),
                 ("-device", "spapr-vty,chardev=console"), _command_line("hvc0")),
    Architecture("riscv64", "riscv64", "riscv64-linux-gnu", "qemu-system-riscv64", "qemu-system-misc",
                 ("-M", "virt,memory-backend=window", "-cpu", "rv64", "-seed", "1"), SERIAL,
                 _command_line("ttyS0"), memory_at=0x80000000),
    Architecture("s390x", "s390x", "s390x-linux-gnu", "qemu-system-s390x", "qemu-system-misc",
                 ("-M", "s390-ccw-virtio,memory-backend=window", "-cpu", S390X_CPU, "-seed", "1"),
                 ("-device", "sclpconsole,chardev=console"), _command_line("ttysclp0"),
                 byte_order="big", stops_tick=False),
)}
