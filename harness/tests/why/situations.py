"""Puts a port into every situation, asks `why` about it, and tries what it says.

Runs as a program in a network namespace of its own. Prints JSON: name of the situation -> what `why`
answered, and what bind() did."""
from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from addrinuse import cli  # noqa: E402
from addrinuse.why.linux import tables  # noqa: E402

RA, RP = socket.SO_REUSEADDR, socket.SO_REUSEPORT
OPTIONS = {"no options": (), "SO_REUSEADDR": (RA,), "SO_REUSEPORT": (RP,),
           "SO_REUSEADDR and SO_REUSEPORT": (RA, RP)}
NO_PORT, NOBODY = 24, 65534
FIRST_PORT = 33000             # of the situations, one port each
DEFAULT_RANGE = "32768 60999"  # of ports that the system chooses, while `why` is asked: a default of Linux
OTHER_PORTS = "40000 60999"    # the range while a situation is made: no peer is given a situation's port
LOOPBACK = "127.0.0.1"
V4, V6 = "0.0.0.0", "::"
kept: list[Any] = []      # sockets and processes that have to stay


def opened(address: tuple[str, int], *options: int, udp: bool = False, v6only: bool | None = None,
           listen: bool = True) -> socket.socket:
    """A bound socket, listening if it is TCP."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    fresh = socket.socket(family, socket.SOCK_DGRAM if udp else socket.SOCK_STREAM)
    if v6only is not None:
        fresh.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    for option in options:
        fresh.setsockopt(socket.SOL_SOCKET, option, 1)
    fresh.bind(address)
    if listen and not udp:
        fresh.listen()
    kept.append(fresh)
    return fresh


def connected(port: int, *options: int, window: bool = False) -> tuple[socket.socket, socket.socket]:
    """A connection to a server on the port: its accepted socket and the client's; the listener is closed."""
    listener = opened((LOOPBACK, port), *options)
    client = socket.socket()
    if window:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect((LOOPBACK, port))
    accepted = listener.accept()[0]
    listener.close()
    kept.extend((accepted, client))
    return accepted, client


def filled(accepted: socket.socket) -> None:
    """More data than the peer's window takes, so that a FIN is not acknowledged."""
    accepted.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while True:
            accepted.send(b"x" * 65536)


def client(port: int, how: str, *options: int) -> None:
    """An outgoing connection from the port: bound before connect() or chosen by it."""
    server = opened((LOOPBACK, 0))
    fresh = socket.socket()
    for option in options:
        fresh.setsockopt(socket.SOL_SOCKET, option, 1)
    if how == "noport":
        fresh.setsockopt(socket.IPPROTO_IP, NO_PORT, 1)
        fresh.bind((LOOPBACK, 0))
    if how == "bind":
        fresh.bind((LOOPBACK, port))
    else:
        setting("ip_local_port_range", f"{port} {port}")
    fresh.connect(server.getsockname())
    setting("ip_local_port_range", OTHER_PORTS)
    kept.append(fresh)


def setting(name: str, value: str) -> None:
    """Writes a setting of this network namespace."""
    Path(f"/proc/sys/net/ipv4/{name}").write_text(value)


def time_wait(port: int, *options: int) -> None:
    accepted, peer = connected(port, *options)
    accepted.close()
    peer.close()


def client_time_wait(port: int) -> None:
    """The client closes first."""
    client(port, "auto")
    kept.pop().close()


def close_wait(port: int) -> None:
    connected(port)[1].close()


def fin_wait_2(port: int) -> None:
    connected(port)[0].shutdown(socket.SHUT_WR)


def fin_wait_2_orphan(port: int) -> None:
    connected(port)[0].close()


def fin_wait_1(port: int) -> None:
    accepted, _ = connected(port, window=True)
    filled(accepted)
    accepted.close()


def last_ack(port: int) -> None:
    accepted, peer = connected(port, window=True)
    filled(accepted)
    peer.shutdown(socket.SHUT_WR)
    accepted.close()


def child(port: int, parent_ends: bool) -> None:
    """A listener that a child inherited; its parent stays, or has ended."""
    code = ("import socket, subprocess, time\n"
            f"s = socket.socket(); s.bind(('{LOOPBACK}', {port})); s.listen()\n"
            "s.set_inheritable(True)\n"
            "p = subprocess.Popen(['sleep', '60'], close_fds=False, stdout=subprocess.DEVNULL)\n"
            f"print(p.pid, flush=True)\ntime.sleep({0 if parent_ends else 60})")
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True,
                              start_new_session=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    kept.append(parent)
    if parent_ends:
        parent.wait()


def udp_connected(port: int, *options: int) -> None:
    """A UDP socket with a peer."""
    peer = opened((LOOPBACK, 0), udp=True)
    opened((LOOPBACK, port), *options, udp=True).connect(peer.getsockname())


def group(port: int, udp: bool = False) -> None:
    """Three sockets that share the port by SO_REUSEPORT."""
    for _ in range(3):
        opened((V4, port), RP, udp=udp)


def to_itself(port: int) -> None:
    """A socket whose peer is the socket itself."""
    fresh = opened((LOOPBACK, port), listen=False)
    fresh.connect((LOOPBACK, port))


def on_device(port: int) -> None:
    """A listener that is bound to the loopback device."""
    fresh = socket.socket()
    fresh.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"lo")
    fresh.bind((V4, port))
    fresh.listen()
    kept.append(fresh)


def syn_sent(port: int) -> None:
    """A client whose SYN is not answered: the server's queue is full."""
    server = opened((LOOPBACK, 0), listen=False)
    server.listen(0)
    for number in range(3):
        fresh = socket.socket()
        if number == 2:
            fresh.bind((LOOPBACK, port))
        fresh.setblocking(False)
        fresh.connect_ex(server.getsockname())
        kept.append(fresh)


def time_wait_of_ipv6(port: int) -> None:
    """A server on [::1] that closed first."""
    listener = opened(("::1", port), RA)
    peer = socket.create_connection(("::1", port))
    accepted = listener.accept()[0]
    for end in (listener, accepted, peer):
        end.close()


def of_nobody(make: Callable[[], Any]) -> None:
    """A socket that a process of another user has."""
    read, write = os.pipe()
    if os.fork() == 0:
        os.setuid(NOBODY)
        make()
        os.write(write, b"1")
        time.sleep(60)
        os._exit(0)
    os.read(read, 1)


# Name: what makes it, and the words for `why`; {} is the port.
Make = Callable[[int], Any]
SITUATIONS: dict[str, tuple[Make, list[str]]] = {
    "free": (lambda port: None, ["{}"]),
    "listening": (lambda port: opened((V4, port)), ["{}"]),
    "listening with SO_REUSEADDR": (lambda port: opened((V4, port), RA), ["{}"]),
    "listening with SO_REUSEPORT": (lambda port: opened((V4, port), RP), ["{}"]),
    "listening on another address": (lambda port: opened((LOOPBACK, port)), ["127.0.0.2:{}"]),
    "listening on the wildcard, asked for one address": (lambda port: opened((V4, port), RA),
                                                         ["127.0.0.1:{}"]),
    "listening on [::]": (lambda port: opened((V6, port)), ["{}"]),
    "listening on [::] with IPV6_V6ONLY": (lambda port: opened((V6, port), v6only=True), ["{}"]),
    "listening on [::1], asked for [::]": (lambda port: opened(("::1", port)), ["[::]:{}"]),
    "listening of another user": (lambda port: of_nobody(lambda: opened((V4, port), RP)), ["{}"]),
    "bound": (lambda port: opened((LOOPBACK, port), listen=False), ["{}"]),
    "bound with SO_REUSEADDR": (lambda port: opened((LOOPBACK, port), RA, listen=False), ["{}"]),
    "accepted": (connected, ["{}"]),
    "accepted with SO_REUSEADDR": (lambda port: connected(port, RA), ["{}"]),
    "connected by bind": (lambda port: client(port, "bind"), ["{}"]),
    "connected by connect": (lambda port: client(port, "auto"), ["{}"]),
    "connected with IP_BIND_ADDRESS_NO_PORT": (lambda port: client(port, "noport"), ["{}"]),
    "connected with SO_REUSEADDR": (lambda port: client(port, "auto", RA), ["{}"]),
    "connected, asked for another address": (lambda port: client(port, "auto"), ["127.0.0.2:{}"]),
    "TIME_WAIT": (time_wait, ["{}"]),
    "TIME_WAIT with SO_REUSEADDR": (lambda port: time_wait(port, RA), ["{}"]),
    "TIME_WAIT with SO_REUSEPORT": (lambda port: time_wait(port, RP), ["{}"]),
    "TIME_WAIT of a client": (client_time_wait, ["{}"]),
    "CLOSE_WAIT": (close_wait, ["{}"]), "FIN_WAIT1": (fin_wait_1, ["{}"]), "FIN_WAIT2": (fin_wait_2, ["{}"]),
    "FIN_WAIT2 without a process": (fin_wait_2_orphan, ["{}"]), "LAST_ACK": (last_ack, ["{}"]),
    "UDP": (lambda port: opened((V4, port), udp=True), ["{}", "--udp"]),
    "UDP with SO_REUSEADDR": (lambda port: opened((V4, port), RA, udp=True), ["{}", "--udp"]),
    "UDP of another user": (lambda port: of_nobody(lambda: opened((V4, port), RA, udp=True)),
                            ["{}", "--udp"]),
    "UDP with SO_REUSEPORT": (lambda port: opened((V4, port), RP, udp=True), ["{}", "--udp"]),
    "UDP on [::]": (lambda port: opened((V6, port), RA, udp=True), ["{}", "--udp"]),
    "UDP connected": (udp_connected, ["{}", "--udp"]),
    "UDP connected with SO_REUSEADDR": (lambda port: udp_connected(port, RA), ["{}", "--udp"]),
    "three listeners with SO_REUSEPORT": (group, ["{}"]),
    "three UDP sockets with SO_REUSEPORT": (lambda port: group(port, True), ["{}", "--udp"]),
    "listening on ::ffff:127.0.0.1": (lambda port: opened(("::ffff:127.0.0.1", port), v6only=False),
                                      ["127.0.0.1:{}"]),
    "listening on [::] with SO_REUSEADDR, asked for [::1]": (lambda port: opened((V6, port), RA),
                                                             ["[::1]:{}"]),
    "listening on [::1], asked for IPv4": (lambda port: opened(("::1", port)), ["{}"]),
    "listening on a device": (on_device, ["{}"]),
    "bound with SO_REUSEPORT": (lambda port: opened((V4, port), RP, listen=False), ["{}"]),
    "bound of another user": (lambda port: of_nobody(lambda: opened((V4, port), RA, listen=False)), ["{}"]),
    "connected to itself": (to_itself, ["{}"]),
    "SYN_SENT": (syn_sent, ["{}"]),
    "TIME_WAIT of IPv6": (time_wait_of_ipv6, ["[::1]:{}"]),
    "inherited": (lambda port: child(port, False), ["{}"]),
    "inherited, the parent is gone": (lambda port: child(port, True), ["{}"]),
    "reserved": (lambda port: setting("ip_local_reserved_ports", str(port)), ["{}"]),
    "address of nobody": (lambda port: None, ["192.0.2.1:{}"]),
}


def asked(words: list[str]) -> dict[str, Any]:
    """What `why` answers."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        status = cli.main(["why", *words, "--json"])
    return {"status": status, **json.loads(text.getvalue() or "{}")}


def tried(words: list[str], options: tuple[int, ...]) -> str:
    """What a new socket gets: "ok", or the name of the error."""
    address, _, port = words[0].rpartition(":")
    try:
        opened((address.strip("[]") or V4, int(port)), *options, udp="--udp" in words)
    except OSError as error:
        return {98: "EADDRINUSE", 99: "EADDRNOTAVAIL"}.get(error.errno or 0, str(error.errno))
    kept.pop().close()
    return "ok"


def tables_agree(port: int, is_udp: bool) -> bool:
    """Whether /proc/net has the same sockets as sock_diag. A TCP socket that is only bound is not in it."""
    proto = "udp" if is_udp else "tcp"
    views = [{(str(row.local), str(row.remote), row.state, row.inode, row.uid, row.seconds is None)
              for row in rows if row.local_port == port and (is_udp or row.state != "BOUND")}
             for rows in (tables.rows(proto, port)[0], [*tables._proc(proto, ""), *tables._proc(proto, "6")])]
    return views[0] == views[1]


def as_nobody(words: list[str]) -> dict[str, Any]:
    """What `why` answers to a user who may not see the processes of others."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(read)
        for inherited in filter(lambda value: isinstance(value, socket.socket), kept):
            inherited.close()
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        os.write(write, json.dumps(asked(words)).encode())
        os._exit(0)
    os.close(write)
    with open(read, "rb") as answer:
        found: dict[str, Any] = json.loads(answer.read())
    os.waitpid(process, 0)
    return found


def main() -> None:
    """Everything, one situation after the other; only those that are named."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    results: dict[str, Any] = {}
    chosen = sys.argv[1:] or list(SITUATIONS)
    for port, name in enumerate(chosen, FIRST_PORT):
        make, pattern = SITUATIONS[name]
        setting("ip_local_port_range", OTHER_PORTS)
        make(port)
        setting("ip_local_port_range", DEFAULT_RANGE)
        time.sleep(0.02)
        words = [word.format(port) for word in pattern]
        results[name] = {"why": asked(words), "tables agree": tables_agree(port, "--udp" in words),
                         "tried": {text: tried(words, options) for text, options in OPTIONS.items()}}
        setting("ip_local_reserved_ports", "")
    print(json.dumps(results))


if __name__ == "__main__":
    main()
