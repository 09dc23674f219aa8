"""Counts how often a port is still taken after the only socket that had it was closed; with the argument `reader`,
while another process reads the stack's table of connections. Changes nothing, and ends by itself.

    python3 closed_port_while_table_is_read.py [reader]
    runsc --network=none do python3 closed_port_while_table_is_read.py reader      (gVisor; Debian's package runsc)

By the Single UNIX Specification, Version 2 (1997), XNS, close(), closing a socket destroys it.
"""
import os
import signal
import socket
import sys

ROUNDS = 20_000


def read_for_ever():
    while True:
        for name in ("tcp", "tcp6"):
            with open("/proc/net/" + name) as table:
                table.read()


def is_still_taken():
    first, again = socket.socket(), socket.socket()
    first.bind(("127.0.0.1", 0))
    address = first.getsockname()
    first.close()
    try:
        again.bind(address)
    except OSError:
        return True
    finally:
        again.close()
    return False


reader = os.fork() if "reader" in sys.argv[1:] else None
if reader == 0:
    read_for_ever()
try:
    print(sum(is_still_taken() for _ in range(ROUNDS)), "of", ROUNDS, "ports were still taken after close()", flush=True)
finally:
    if reader:
        os.kill(reader, signal.SIGKILL)
        os.waitpid(reader, 0)
