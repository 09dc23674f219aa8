"""Hostile inputs of what else is read: grids, stories, merged runs, machines, lists of advice and synonyms,
the system's tables of sockets, and kernels. Run files and streams are in test_hostile_files.py."""
from __future__ import annotations

import gzip
import json
import lzma
import socket
import struct
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from addrinuse.advice import answers as published_answers
from addrinuse.advice import goals, grids
from addrinuse.commands import gate
from addrinuse.explorer import answers, groups, records, replayed, story
from addrinuse.grid import known, predictions, store
from addrinuse.model import cases, contributions, documents
from addrinuse.platforms import registry, released
from addrinuse.platforms.kernels import images, packages
from addrinuse.platforms.uml import configuration
from addrinuse.search import synonyms
from addrinuse.search.index import Index
from addrinuse.support import paths
from addrinuse.support.errors import UserError
from addrinuse.why import recorded, strace
from addrinuse.why.linux import tables
from helpers import drawing as st
from helpers.feeding import Inputs, Place, place
from helpers.fake_suite import observation, write_run
from helpers.hostile import (encoded, sound_or_spoilt, spoilt_after, spoilt_bytes, spoilt_json,
                             spoilt_value)
from helpers.kernel_files import RELEASE as KERNEL, bzimage, module
from helpers.kernel_mirror import package
from helpers.tools import needs

__all__ = ["place"]  # a fixture
INPUTS = Inputs(default=1_000, soak=40_000)     # over all tests of this file


# ---- grids ----

GRID_HEAD = (b"# grid schema=1 plan=core version=3 digest=ab12 platform=linux-7.2 release=7.2.1\n"
             b"proto,state,addr1,opts1,addr2,opts2,user,bind,listen,winner\n")
CELLS = (b"tcp,bound,any4,none,any4,none,same,EADDRINUSE,-,-\n"
         b"tcp,listening,any4,RA,lo4,RA,same,EADDRINUSE,-,-\n"
         b"tcp,time-wait,lo4,none,any4,RA,other,ok,ok,second\n"
         b"udp,bound,any4,RP,lo4,RP,same,ok,-,both\n"
         b"# end cells=4 complete=yes\n")
GRID = GRID_HEAD + CELLS
GRID_COMMANDS = (
    ("grid", "diff", "good.csv", "spoilt.csv"), ("grid", "diff", "--common", "spoilt.csv", "good.csv"),
    ("grid", "rules", "spoilt.csv"), ("grid", "rules", "--winner", "spoilt.csv"),
    ("grid", "show", "spoilt.csv", "tcp/bound/any4/none/any4/none/same"),
    ("grid", "documents", "spoilt.csv"), ("check", "spoilt.csv"))


@INPUTS.fed(0.08, content=spoilt_after(GRID_HEAD, CELLS), words=st.sampled_from(GRID_COMMANDS),
            packed=st.booleans())
def test_a_grid_is_read_or_refused(place: Place, content: bytes, words: tuple[str, ...],
                                   packed: bool) -> None:
    place.file("good.csv", GRID)
    place.file("spoilt.csv", lzma.compress(content) if packed else content)
    with place.reading():
        code, out, err = place.command(*words)
        assert code in (0, 1) or err.startswith("addrinuse: "), err
        assert "\x1b" not in out + err


@INPUTS.fed(0.01, content=sound_or_spoilt(GRID))
def test_a_grid_is_accepted_or_refused(place: Place, content: bytes) -> None:
    path = place.file("new.csv", content)
    with place.reading():
        gate.accept(path, "linux-*", place.inside / "expected")


@INPUTS.fed(0.01, content=sound_or_spoilt(lzma.compress(GRID)))
def test_a_packed_grid_is_read_or_refused(place: Place, content: bytes) -> None:
    with place.reading():
        grid = store.read(place.file("spoilt.csv.xz", content))
        assert len(grid) == 4


GRID_INDEX = {"schema": 1, "grids": {
    "linux-7.2": {"platform": "linux-7.2", "file": "linux-7.2.csv", "digest": "ab", "count": 4,
                  "complete": True, "plan": "core", "plan_version": "3", "facts": {"release": "7.2.1"}}}}


@INPUTS.fed(0.06, content=spoilt_json(GRID_INDEX))
def test_an_index_of_grids_is_read_or_refused(place: Place, content: bytes) -> None:
    folder = place.file("grids/index.json", content).parent
    place.file("grids/linux-7.2.csv", GRID)
    grid = store.read(place.file("new.csv", GRID.replace(b"RA,other", b"RP,other")))
    with place.reading():
        try:
            store.find("linux-7.2", folder)
        finally:
            store.add(folder, grid)


RULES = b"""[[rule]]
a = "linux-6.1"
b = "linux-6.*"
where = { state = "listening", addr1 = ["mapped-any"] }
answers = { bind = ["EADDRINUSE", "ok"] }
class = "regression"
explanation = "a fix was lost"
"""
PREDICTIONS = b"""[[prediction]]
doc = "manual"
at = "SO_REUSEPORT"
on = ["linux"]
checked = true
where = { proto = ["tcp"], state = ["time-wait*"], opts1 = ["none"] }
addresses = "same"
predicts = { bind = ["EADDRINUSE"] }
"""


@INPUTS.fed(0.03, content=spoilt_bytes(RULES))
def test_known_rules_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("known-rules.toml", content)
    grid = store.read(place.file("good.csv", GRID))
    with place.reading():
        known.check_grid(grid, grid, known.load(path))


@INPUTS.fed(0.03, content=spoilt_bytes(PREDICTIONS))
def test_predictions_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("predictions.toml", content)
    with place.reading():
        predictions.load(path, ("manual", "mail"))


# ---- stories ----

STORIES_HEAD = b"addrinuse-stories 1\n"
STEPS = (b"# a comment\n"
         b"s0=open tcp4; s0.set reuseaddr 1; s0.bind any4 P0; s0.listen 5; s1=open tcp4; s1.connect s0\n"
         b"s0-3=open udp4; s0-3.bind lo4 P1; s2.close; w0=block s1 receive; p0=fork s1; p0.exit; "
         b"wait 10\n")
STORIES = STORIES_HEAD + STEPS
GOOD_STORIES = story.read(STORIES.decode(), "stories")
ANSWERS = ("ok;ok;ok;ok;ok;EADDRINUSE", "ok*4;ok*1+EADDRINUSE*3;ok;ok;ok;ok;-")


@INPUTS.fed(0.06, content=spoilt_after(STORIES_HEAD, STEPS))
def test_stories_are_read_or_refused(place: Place, content: bytes) -> None:
    with place.reading():
        for read in story.read(content.decode("utf-8", "replace"), "stories"):
            assert story.parse(story.text_of(read)) == read
            assert all(step.signature for step in read)
            story.text_of(story.renumbered(story.repaired(read)))


ABOUT = {"platform": "linux-7.2", "facts": {"release": "7.2"}, "stories": records.digest_of(GOOD_STORIES),
         "count": len(ANSWERS)}


def record(about: object) -> bytes:
    """The first two lines of a record."""
    return f"{records.HEADER}\n{json.dumps(about)}\n".encode()


LINES = "".join(f"{line}\n" for line in ANSWERS).encode()
RECORDS = st.one_of(spoilt_after(record(ABOUT), LINES), spoilt_value(ABOUT).map(record).map(
    lambda head: head + LINES))


@INPUTS.fed(0.05, content=RECORDS.map(gzip.compress))
def test_a_record_of_stories_is_read_or_refused(place: Place, content: bytes) -> None:
    check_record(place, content)


WHOLE_RECORD = gzip.compress(record(ABOUT) + LINES)


@INPUTS.fed(0.01, content=sound_or_spoilt(WHOLE_RECORD))
def test_a_damaged_record_of_stories_is_read_or_refused(place: Place, content: bytes) -> None:
    check_record(place, content)


def check_record(place: Place, content: bytes) -> None:
    """Reads the record, writes it again, and compares it with another."""
    place.file("stories.txt", STORIES)
    path = place.file("record.gz", content)
    other = place.file("other.gz", gzip.compress(record(ABOUT | {"platform": "linux-6.1"}) + LINES))
    with place.reading():
        replayed.keep(records.read(path), place.inside / "kept-records")
        for line in replayed.compare_files(path, other).lines():
            line.encode()


OUTPUT_HEAD = b"addrinuse-story-answers 1 release=7.2 stack=linux\n"
OUTPUT = b"0 ok;ok\n1 EADDRINUSE;-\nend 2\n"


@INPUTS.fed(0.03, content=spoilt_after(OUTPUT_HEAD, OUTPUT))
def test_the_output_of_the_explorer_is_read_or_refused(place: Place, content: bytes) -> None:
    with place.reading():
        platform = answers.Platform("host", lambda *_: content)
        assert len(platform.answers(GOOD_STORIES)) == len(GOOD_STORIES)


DIFFERENCES = b"""[[difference]]
name = "a fix"
a = "linux-6.1*"
b = "linux-6.12*"
story = "s0=open tcp4; s0.bind any4 P0; s0.listen 5"
answers = ["ok", "EADDRINUSE"]
why = "see the commit"
"""


@INPUTS.fed(0.03, content=spoilt_bytes(DIFFERENCES))
def test_explained_differences_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("known.toml", content)
    with place.reading():
        explained = groups.read_known(path)
        a, b = (records.Record(name, {}, "", ANSWERS) for name in ("linux-6.1", "linux-6.12"))
        for entry in explained:
            difference = groups.Difference(GOOD_STORIES[0], 3, "ok", "EADDRINUSE")
            entry.explains(difference, a.platform, b.platform)


BASELINES = b'[["linux-*"]]\ngrid = "linux-7.2"\nstories = "linux-7.2"\n\n[["gvisor-*"]]\ngrid = "gvisor"\n'


@INPUTS.fed(0.03, content=sound_or_spoilt(BASELINES))
def test_baselines_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("baselines.toml", content)
    with place.reading():
        gate.read(path)


# ---- runs from elsewhere ----

NOTE = b"""by = "somebody"
how = "a machine of the lab"
link = "https://example.org"
signature = "minisign"
[[fault]]
cases = ["bind/a*"]
why = "a fault of the suite"
"""
MERGED = {"files": {"linux-9.9.9.jsonl": {
    "platform": "linux-9.9.9", "earlier_runs": 1, "disagreements": ["bind/a[tcp4]"], "digest": "ab",
    "history": [{"file": "history/linux-9.9.9/x.jsonl", "started": "2026", "digest": "cd"}]}}}
SPOILT_MERGED = spoilt_json(MERGED)


@INPUTS.fed(0.04, note=spoilt_bytes(NOTE), merged=SPOILT_MERGED, name=st.sampled_from(("note", "merged")))
def test_what_is_beside_a_run_is_read_or_refused(place: Place, note: bytes, merged: bytes,
                                                 name: str) -> None:
    run = write_run(place.inside / "beside" / "linux-9.9.9.jsonl", observation("bind/a[tcp4]"))
    (run.parent / contributions.MERGED).unlink(missing_ok=True)
    place.file("beside/linux-9.9.9.note.toml", NOTE if name == "merged" else note)
    if name == "merged":
        place.file(f"beside/{contributions.MERGED}", merged)
    with place.reading():
        code, out, err = place.command("table", run)
        assert code in (0, 1) or err.startswith("addrinuse: "), err
        assert "\x1b" not in out + err


@INPUTS.fed(0.04, merged=SPOILT_MERGED, content=spoilt_bytes(b""), kind=st.sampled_from(("merged", "run")),
            cut=st.integers(0, 400))
def test_runs_are_merged_or_refused(place: Place, merged: bytes, content: bytes, kind: str,
                                    cut: int) -> None:
    run = write_run(place.inside / "sent" / "linux-9.9.9.jsonl", observation("bind/a[tcp4]"))
    if kind == "run":
        run.write_bytes(run.read_bytes()[:cut] + content + run.read_bytes()[cut + 1:])
    target = place.inside / "merged"
    place.file(f"merged/{contributions.MERGED}", merged if kind == "merged" else encoded(MERGED))
    with place.reading():
        code, _, err = place.command("merge", run, "-o", target)
        assert code in (0, 2)
        assert code == 0 or err.startswith("addrinuse: "), err


RELEASE = {"cases_digest": "ab" * 32, "files": {"addrinuse-cases-linux-x86_64": "cd" * 32}}
SPOILT_RELEASE = spoilt_json(RELEASE)


@INPUTS.fed(0.03, content=SPOILT_RELEASE)
def test_a_release_is_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("release/release.json", content)
    run = write_run(place.inside / "linux-9.9.9.jsonl", observation("bind/a[tcp4]"))
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        patched.setenv(released.FOLDER, str(path.parent))
        released.program_for("Linux", "x86_64")
        code, _, err = place.command("check-run", "--release", path, run)
        assert code in (0, 1) or err.startswith("addrinuse: "), err


MACHINES = b"""[machines.old-bsd]
reach = "me@old-bsd.example"
become = "sudo -n"
tags = ["lab", "bsd"]
[machines.other]
reach = "other"
"""


@INPUTS.fed(0.04, content=spoilt_bytes(MACHINES))
def test_machines_are_read_or_refused(place: Place, content: bytes) -> None:
    place.file("machines.toml", content)
    with place.reading():
        for platform in registry.named(("machines:lab",)):
            assert platform.name


# ---- lists of the suite ----

GOALS = b"""[[goal]]
name = "restart"
title = "Restart"
question = "How?"
words = ["restart", "time_wait"]
[[goal.recipe]]
way = "set it"
shape = "server"
options = ["SO_REUSEADDR"]
reaches = [{case = "bind/a", is = ["ok"]}]
costs = [{case = "udp/c", is_not = ["ok"], text = "it costs"}]
[[goal.cells]]
proto = "tcp"
state = ["time-wait"]
addresses = "same"
opts1 = "none"
opts2 = "RA"
user = "same"
want = "ok"
"""


@INPUTS.fed(0.03, content=spoilt_bytes(GOALS))
def test_goals_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("advice.toml", content)
    with place.reading():
        goal = goals.find("restart", goals.load(path))
        assert all(recipe.size >= 0 for recipe in goal.recipes)


COMPAT = {"platforms": [{"name": "linux-6.1"}], "cells": {"bind/a": {"linux-6.1": {
    "variants": {"tcp4": {"status": "observed", "observed": "ok"}}}}}}


@INPUTS.fed(0.03, content=spoilt_json(COMPAT),
            index=spoilt_value(GRID_INDEX).map(encoded))
def test_published_answers_are_read_or_refused(place: Place, content: bytes, index: bytes) -> None:
    path = place.file("compat.json", content)
    place.file("results/grids/index.json", index)
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(paths, "root", lambda: place.inside)
        try:
            published_answers.published(path)
        finally:
            grids.names()


SYNONYMS = b"""[[synonym]]
words = ["errno 98", "address already in use"]
means = ["EADDRINUSE"]
first = ["bind/a"]
"""


@INPUTS.fed(0.03, content=spoilt_bytes(SYNONYMS))
def test_synonyms_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("synonyms.toml", content)
    with place.reading():
        entries = synonyms.load(path)
        assert synonyms.concepts(synonyms.split("errno 98 address already in use"), entries)


CASE = b"""/*---
claim = "A second socket cannot bind."
question = "Can it?"
says = [{doc = "manual", at = "1", on = ["linux"], predicts = ["ok", "EINVAL"]}]
disputed_by = [
  {doc = "mail", at = "2", predicts = "ok"},
]
catalogue = ["py-2"]
tags = ["tcp"]
slow = 5.0
---*/
#include "probe/probe.h"
CASE(tcp4, tcp6) {}
"""


@INPUTS.fed(0.05, content=sound_or_spoilt(CASE))
def test_a_case_file_is_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("cases/bind/spoilt.cc", content)
    with place.reading():
        case = cases.parse(path, path.parent.parent, documents.load(paths.documents()))
        assert str(case) and case.observations()
        assert Index({case.id: case}, documents.load(paths.documents()), ()).search("second socket")


DOCUMENTS = b"""[documents.manual]
title = "A manual"
edition = "first"
find = "on the shelf"
kind = "manual"
checked = true
"""


@INPUTS.fed(0.02, content=sound_or_spoilt(DOCUMENTS))
def test_documents_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("documents.toml", content)
    with place.reading():
        documents.load(path)


# ---- what `why` reads ----

STRACE = b"""100 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3
100 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
100 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
101 bind(3, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "::1", &sin6_addr)}, 28 \
<unfinished ...>
100 listen(3, 128) = -1 EADDRINUSE (Address already in use)
101 <... bind resumed>) = -1 EADDRINUSE (Address already in use)
100 close(3) = 0
"""


@INPUTS.fed(0.05, content=spoilt_bytes(STRACE))
def test_calls_are_read_whatever_a_command_does(place: Place, content: bytes) -> None:
    recording = strace.Recording()
    with place.reading():
        for line in content.decode("utf-8", "replace").splitlines(keepends=True):
            failure = recording.take(line)
            if failure is not None:
                recorded.heading(failure)


def diag() -> bytes:
    """What sock_diag(7) answers for one socket."""
    body = tables.RESPONSE.pack(socket.AF_INET, 6, 3, 0, 0x5000, 0, socket.inet_aton("127.0.0.1"), b"", 0,
                                0, 0, 5000, 0, 0, 0, 4711)
    body += struct.pack("=HHBxxx", 5, tables.INET_DIAG_SKV6ONLY, 1)
    body += struct.pack("=HH2sxx", 6, tables.INET_DIAG_SOCKOPT, b"\1\1")
    size = tables.MESSAGE.size
    return (tables.MESSAGE.pack(size + len(body), tables.SOCK_DIAG_BY_FAMILY, 2, 1, 0) + body
            + tables.MESSAGE.pack(size + 4, tables.NLMSG_DONE, 2, 1, 0) + bytes(4))


@INPUTS.fed(0.04, content=spoilt_bytes(diag()))
def test_messages_of_sock_diag_are_read_or_refused(place: Place, content: bytes) -> None:
    sent = iter((content, diag()[-20:]))
    channel: Any = SimpleNamespace(recv=lambda size: next(sent, b""))
    with place.reading():
        try:
            rows = [tables._row("tcp", body) for _, body in tables._messages(channel)]
            assert all(isinstance(row.local_port, int) for row in rows)
        except OSError as error:  # /proc/net is read then
            raise UserError("sock_diag", str(error)) from None


PROC_NET = b"""  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0
   1: 0100007F:1F90 0100007F:C350 06 00000000:00000000 03:00000F2D 00000000     0        0 0 3 0
"""


@INPUTS.fed(0.03, content=spoilt_bytes(PROC_NET), end=st.sampled_from(("", "6")))
def test_tables_of_the_kernel_are_read_as_far_as_they_can_be(place: Place, content: bytes,
                                                             end: str) -> None:
    path = place.file("tcp", content)
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(tables, "Path", lambda _: path)
        assert all(0 <= row.local_port < 65536 for row in tables._proc("tcp", end))


# ---- kernels ----

def vmlinux() -> bytes:
    """The parts of an uncompressed kernel that are looked at."""
    head = bytearray(64)
    head[:5], head[18:20] = b"\x7fELF\x02", struct.pack("<H", images.X86_64)
    return bytes(head) + b"Linux version " + KERNEL + b" (nobody) \0" + images.PVH_NOTE[0] + bytes(16)


# A compressed one, as small as it can be: each byte counts then.
PACKED = bzimage(gzip.compress(vmlinux(), mtime=0) + struct.pack("<I", len(vmlinux())), sectors=1, size=1024)


@INPUTS.fed(0.08, content=st.one_of(spoilt_bytes(PACKED), spoilt_bytes(vmlinux())))
def test_a_kernel_is_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("kernel", content)
    with place.reading():
        kernel = images.read(path)
        kernel.release.encode()


@cache
def kernel_package() -> bytes:
    """A package of a kernel and a module that needs another."""
    below = f"usr/lib/modules/{KERNEL.decode()}"
    with tempfile.TemporaryDirectory() as folder:
        return package(Path(folder), {
            f"{below}/vmlinuz": PACKED, f"{below}/kernel/net/tun.ko": module("dummy"),
            f"{below}/kernel/net/dummy.ko": module(), f"{below}/modules.builtin": b"kernel/net/veth.ko\n"})


@needs("dpkg-deb")
@INPUTS.fed(0.02, spoil=st.integers(0, 1 << 30), content=st.binary(min_size=1, max_size=8))
def test_a_package_of_a_kernel_is_taken_or_refused(place: Place, spoil: int, content: bytes) -> None:
    whole = bytearray(kernel_package())
    start = spoil % len(whole)
    whole[start:start + len(content)] = content
    path = place.file("k.deb", bytes(whole))
    with place.reading():
        packages.take([path], place.inside / "kept")
        assert packages.intact(place.inside / "kept") is not None


FACTS = {"release": "7.2.1", "digest": "ab", "package": "k", "version": "1", "modules": ["tun"],
         "missing": [], "files": {"kernel": "cd"}}


@INPUTS.fed(0.02, content=spoilt_json(FACTS))
def test_the_facts_of_a_kept_kernel_are_read_or_it_is_fetched_again(place: Place, content: bytes) -> None:
    folder = place.file("kept-kernel/facts.json", content).parent
    with place.reading():
        kept = packages.stored(folder)
        if kept is not None:
            assert isinstance("".join((kept.release, kept.package, kept.version, *kept.modules)), str)
        assert packages.intact(folder) is None


CONFIGURATION = b"CONFIG_UML=y\nCONFIG_INET=y\n# CONFIG_IPV6 is not set\nCONFIG_NR_CPUS=1\n"


@INPUTS.fed(0.02, content=sound_or_spoilt(CONFIGURATION))
def test_a_configuration_is_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file(".config", content)
    with place.reading():
        configuration.missing(configuration.read(path))


def test_shares_are_of_one_whole() -> None:
    assert round(sum(INPUTS.shares), 6) == 1
