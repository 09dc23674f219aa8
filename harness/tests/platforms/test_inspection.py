"""A setting that hides what cases are about is named by every case that depends on it.

Linux has no such setting, but it can be made to keep no TIME_WAIT (tcp_max_tw_buckets), as FreeBSD 14 keeps
none on the loopback device; and FreeBSD's setting can be put where the program looks for it."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from addrinuse.provision import build
from addrinuse.support import paths

SETTING = "net.inet.tcp.nolocaltimewait"
AS_FREEBSD = """
set -eu
ip link set lo up
[ "$0" = 0 ] || echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets
mount -t tmpfs none /mnt
mkdir -p /mnt/ipv4 /mnt/ipv6 /mnt/core /mnt/inet/tcp
for part in ipv4 ipv6 core; do mount --bind /proc/sys/net/$part /mnt/$part; done
echo "$0" >/mnt/inet/tcp/nolocaltimewait
mount --rbind /mnt /proc/sys/net
exec "$@"
"""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "ip"))),
    reason="needs root on Linux: FreeBSD's setting is mounted in a namespace")


def cases_about_time_wait() -> list[str]:
    """One observation of every case that has to do with TIME_WAIT, without those that wait for seconds."""
    ids = subprocess.run([build.all_cases(), "--list"], capture_output=True, text=True,
                         check=True).stdout.split()
    texts = {path: path.read_text() for path in (paths.root() / "cases").glob("*/*.cc")
             if "CASE(" in path.read_text()}
    chosen = {f"{path.parent.name}/{path.stem}" for path, text in texts.items()
              if ('"time-wait"' in text or "time_wait" in text) and "\nslow = " not in text}
    return [id for id in ids if id.partition("[")[0] in chosen and id.partition("[")[2] in ("", "tcp4]")]


def answers(value: str, ids: list[str]) -> dict[str, str]:
    """What each case says where the setting has this value: its observation, or why there is none."""
    command = ["unshare", "--mount", "--net", "sh", "-c", AS_FREEBSD, value, str(build.all_cases()),
               "--records", "--isolate", "none", *(word for id in ids for word in ("--case", id))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records[0]["facts"]["settings"][SETTING] == value
    return {record["observation"]: record.get("observed") or record["why"] for record in records
            if "observation" in record}


def test_every_case_that_depends_on_it_names_it() -> None:
    ids = cases_about_time_wait()
    with ThreadPoolExecutor() as both:
        kept, hidden = both.map(lambda value: answers(value, ids), ("0", "1"))
    named = [id for id in ids if hidden[id] == f"no TIME_WAIT is kept here ({SETTING} is 1)"]
    assert len(named) > 40
    # What is left does not depend on it: the answer is the same.
    others = {id: answer for id, answer in kept.items() if id not in named}
    about_the_setting = "time_wait/rebind_plain_with_nolocaltimewait[tcp4]"
    assert others.pop(about_the_setting).startswith("needs a stack of its own")
    assert hidden[about_the_setting] == "ok"
    assert {id: hidden[id] for id in others} == others
