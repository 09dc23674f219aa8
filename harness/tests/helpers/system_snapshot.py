"""What a survey could leave behind on a machine, as it is now: for the tests that compare before and
after."""
from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from pathlib import Path

Traces = dict[str, dict[str, str]]
NAMESPACES = ("net", "mnt", "user", "ipc", "uts", "cgroup", "time")
TABLES = ("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6")
SYSV = ("shm", "sem", "msg")
VOLATILE = ("kernel/ns_last_pid", "kernel/random/", "net/netfilter/nf_conntrack_count", "fs/binfmt_misc/")


def look(folders: Iterable[Path], apart: Iterable[Path] = ()) -> Traces:
    """Everything there is: kind of trace, its name, and what would be another value of it. Files are those
    below the folders, without what is below the folders `apart`."""
    return {
        "process": _processes(), "namespace": _namespaces(), "mount": _mounts(), "socket": _sockets(),
        "System V object": _system_v(), "network": _network(),
        "setting": _settings(), "file": _files(folders, {str(path) for path in apart}),
    }


def differences(before: Traces, after: Traces) -> list[str]:
    """Each difference in words: what is new, gone or changed."""
    found = []
    for kind in before:
        old, new = before[kind], after[kind]
        found += [f"{kind} new: {name}" for name in new if name not in old]
        found += [f"{kind} gone: {name}" for name in old if name not in new]
        found += [f"{kind} changed: {name}: {old[name]} -> {new[name]}"
                  for name in new if name in old and old[name] != new[name]]
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def _processes() -> dict[str, str]:
    return {f"{path.name} "
            f"{_read(path / 'cmdline').replace(chr(0), ' ').strip() or _read(path / 'comm').strip()}": ""
            for path in Path("/proc").iterdir() if path.name.isdecimal()}


def _namespaces() -> dict[str, str]:
    """Those that a process is in; those that only a mount holds are among the mounts."""
    found = {}
    for path in Path("/proc").iterdir():
        for name in NAMESPACES if path.name.isdecimal() else ():
            try:
                found[os.readlink(path / "ns" / name)] = ""
            except OSError:
                continue
    return found


def _mounts() -> dict[str, str]:
    return {line: "" for line in _read(Path("/proc/self/mountinfo")).splitlines()}


def _sockets() -> dict[str, str]:
    """Sockets by their addresses, whatever their state: one in TIME_WAIT is left behind, too."""
    found = {}
    for table in TABLES:
        for line in _lines(table):
            found[f"{table} {line.split()[1]} {line.split()[2]}"] = ""
    found.update((f"unix {line.split()[7]}", "") for line in _lines("unix") if len(line.split()) > 7)
    found.update((f"packet {line}", "") for line in _lines("packet"))
    return found


def _lines(table: str) -> list[str]:
    return _read(Path("/proc/net", table)).splitlines()[1:]


def _system_v() -> dict[str, str]:
    return {f"{name} {line}": "" for name in SYSV
            for line in _read(Path("/proc/sysvipc", name)).splitlines()[1:]}


def _network() -> dict[str, str]:
    """Devices, and the addresses and routes of both protocols."""
    found = {f"device {line.partition(':')[0].strip()}": "" for line in _lines("dev")[1:]}
    found.update((f"address {line}", "") for line in _read(Path("/proc/net/if_inet6")).splitlines())
    found["IPv4 routes"] = _read(Path("/proc/net/fib_trie"))
    return found


def _settings() -> dict[str, str]:
    """What can be set below /proc/sys; what only tells something changes by itself."""
    found = {}
    for top in ("net", "kernel", "vm", "fs"):
        for folder, _, names in os.walk(Path("/proc/sys", top)):
            for path in (Path(folder, name) for name in names):
                name = path.relative_to("/proc/sys").as_posix()
                if path.stat().st_mode & 0o222 and not name.startswith(VOLATILE):
                    found[name] = _read(path)
    return found


def _files(folders: Iterable[Path], apart: set[str]) -> dict[str, str]:
    found = {}
    for top in folders:
        for folder, names, files in os.walk(top):
            names[:] = [name for name in names if os.path.join(folder, name) not in apart]
            for name in names + files:
                path = os.path.join(folder, name)
                if path not in apart and (told := _file(path)):
                    found[path] = told
    return found


def _file(path: str) -> str:
    """What tells a file from another at its place; a folder changes with what is in it."""
    try:
        facts = os.lstat(path)
    except OSError:
        return ""
    changing = "" if stat.S_ISDIR(facts.st_mode) else f" {facts.st_size} bytes, {facts.st_mtime_ns}"
    return f"{stat.filemode(facts.st_mode)} {facts.st_uid}:{facts.st_gid}{changing}"
