"""`why -- COMMAND`: what strace writes, and real programs."""
from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from addrinuse.why import strace
from addrinuse.why.strace import Recording
from helpers.tools import needs

LAUNCHER = Path(__file__).resolve().parents[3] / "addrinuse"
BIND = 'bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16)'
IN_USE = "= -1 EADDRINUSE (Address already in use)"
needs_strace = needs("strace", "why")


def taken(*lines: str) -> list[strace.Failure]:
    """The failures of these lines."""
    recording = Recording()
    return [failure for failure in map(recording.take, lines) if failure]


def test_a_failed_bind_has_the_options_of_its_socket() -> None:
    failure, = taken("7 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3",
                     "7 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
                     "7 setsockopt(3, SOL_SOCKET, SO_REUSEPORT, [1], 4) = 0",
                     "7 setsockopt(3, SOL_SOCKET, SO_REUSEPORT, [0], 4) = 0", f"7 {BIND} {IN_USE}")
    assert (failure.call, failure.error, str(failure.target)) == ("bind", "EADDRINUSE", "tcp 0.0.0.0:80")
    assert failure.options == {"RA"}


def test_a_failed_listen_is_about_what_was_bound() -> None:
    failure, = taken("7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3", f"7 {BIND} = 0",
                     f"7 listen(3, 5) {IN_USE}")
    assert (failure.call, str(failure.target)) == ("listen", "tcp 0.0.0.0:80")


def test_a_call_that_was_interrupted_is_put_together() -> None:
    failure, = taken("7 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 4",
                     '7 bind(4, {sa_family=AF_INET6, sin6_port=htons(53), sin6_flowinfo=htonl(0), '
                     'inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28 <unfinished ...>',
                     "8 close(4) = 0", f"7 <... bind resumed>) {IN_USE}")
    assert str(failure.target) == "udp [::1]:53"


def test_a_child_uses_the_socket_that_it_inherited() -> None:
    failure, = taken("7 socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 3", f"8 {BIND} {IN_USE}")
    assert failure.target.proto == "udp"


def test_a_port_that_the_command_has_bound_itself_is_found() -> None:
    start = ["7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3", f"7 {BIND} = 0",
             "7 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 4"]
    second = f"7 {BIND} {IN_USE}".replace("bind(3", "bind(4")
    assert [failure.own_pid for failure in taken(*start, second)] == [7]
    assert [failure.own for failure in taken(*start, "7 close(3) = 0", second)] == [None]


@pytest.mark.parametrize("line", [f"7 {BIND} = 0",
                                  '7 bind(3, {sa_family=AF_UNIX, sun_path="x"}, 5) ' + IN_USE,
                                  "7 +++ exited with 1 +++", "", "garbage(", "7 <... bind resumed>) = 0",
                                  f"7 {BIND} = -1 EINVAL (Invalid argument)"])
def test_other_lines_give_nothing(line: str) -> None:
    assert taken(line) == []


def why(*words: str) -> subprocess.CompletedProcess[str]:
    """Runs the command."""
    return subprocess.run([str(LAUNCHER), "why", *words], capture_output=True, text=True, timeout=200)


@needs_strace
def test_the_bind_of_a_real_program_is_explained() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        code = f"import socket; socket.socket().bind(('127.0.0.1', {port}))"
        done = why("--", sys.executable, "-c", code)
        as_json = why("--json", "--", sys.executable, "-c", code)
    assert done.returncode == 1
    assert f"bind(127.0.0.1:{port})" in done.stderr and "a listening socket" in " ".join(done.stderr.split())
    failure, = json.loads(as_json.stdout)
    assert failure["error"] == "EADDRINUSE" and failure["why"]["sockets"][0]["state"] == "LISTEN"


def node_server(port: int, _: Path) -> list[str]:
    """Node.js makes its calls through the C library, some of them in other threads."""
    return ["node", "-e", f"require('net').createServer().listen({port}, '127.0.0.1')"]


def go_server(port: int, folder: Path) -> list[str]:
    """Go makes its system calls itself: a library that is loaded first would not see them."""
    source = folder / "server.go"
    source.write_text('package main\n\nimport (\n\t"log"\n\t"net"\n)\n\nfunc main() {\n'
                      f'\t_, err := net.Listen("tcp", "127.0.0.1:{port}")\n\tlog.Fatal(err)\n}}\n')
    subprocess.run(["go", "build", "-o", str(folder / "server"), str(source)], check=True, timeout=200,
                   env={**os.environ, "GOCACHE": str(folder / "cache")})
    return [str(folder / "server")]


@needs_strace
@pytest.mark.parametrize("server", [
    pytest.param(node_server, marks=needs("node", "runtimes")),
    pytest.param(go_server, marks=[needs("go", "runtimes"), pytest.mark.soak])])
def test_the_server_of_another_runtime_is_explained(server: Callable[[int, Path], list[str]],
                                                    tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        done = why("--json", "--", *server(holder.getsockname()[1], tmp_path))
    failure, = json.loads(done.stdout)
    assert (failure["error"], failure["why"]["sockets"][0]["state"]) == ("EADDRINUSE", "LISTEN")
    assert failure["options"] == ["RA"]  # the runtime sets it


@needs_strace
def test_a_program_that_binds_twice_and_ends_at_once_is_explained() -> None:
    done = why("--", sys.executable, "-c", "import socket; a = socket.socket(); a.bind(('127.0.0.1', 0));"
               "socket.socket().bind(a.getsockname())")
    assert "a socket that is bound and does not listen" in " ".join(done.stderr.split())


@needs_strace
def test_a_program_without_failures_keeps_its_status_and_output() -> None:
    done = why("--", "sh", "-c", "echo hello; exit 7")
    assert (done.returncode, done.stdout) == (7, "hello\n")
    assert "no bind, listen or connect failed" in done.stderr


def test_a_program_that_is_not_there_is_status_2() -> None:
    done = why("--", "no-such-program")
    assert done.returncode == 2 and "is not there" in done.stderr
