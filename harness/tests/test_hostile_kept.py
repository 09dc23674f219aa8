"""Hostile inputs of what the suite keeps for itself (facts of the store, stamps of builds, older sites), of
its own lists that contributors edit, of kernels in RPM packages, of greetings over ssh, and of the command
line."""
from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from addrinuse.explorer import answers
from addrinuse.model import cases, records
from addrinuse.mutation import witnesses
from addrinuse.platforms import ssh
from addrinuse.platforms.kernels import packages
from addrinuse.platforms.uml import source as uml_source
from addrinuse.provision import archive, build, debian_packages, seals, store
from addrinuse.publish.site import history
from addrinuse.support import paths
from helpers import drawing as st
from helpers.fake_suite import observation, write_run
from helpers.feeding import Inputs, Place, place
from helpers.hostile import CHUNKS, TEXTS, sound_or_spoilt, spoilt_bytes, spoilt_json
from helpers.kernel_files import RELEASE as KERNEL, bzimage, cpio, module, rpm

__all__ = ["place"]  # a fixture
INPUTS = Inputs(default=500, soak=20_000)     # over all tests of this file


# ---- the store: what cannot be read is fetched or made again, without a message from Python ----

OFFERED = [{"name": "linux-image-6.1.0-50-cloud-amd64", "version": "6.1.176-1", "size": 1000,
            "sha256": "ab" * 32, "filename": "pool/main/l/linux/k.deb"}]


@INPUTS.fed(0.1, content=spoilt_json(OFFERED))
def test_a_kept_list_of_packages_is_read_or_asked_for_again(place: Place, content: bytes) -> None:
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        path = place.file("archive/offered.json", content)
        patched.setattr(archive, "OFFERED", path.name)
        patched.setattr(store, "folder", lambda *names: path.parent)
        patched.setattr(archive.Suite, "_ask", lambda self, listed: [])
        for offered in archive.Suite("bookworm").kernels(1e9):
            assert (offered.kind, offered.release, offered.flavour) and offered.size * 3 >= 0
            debian_packages.Version(offered.version)


@pytest.mark.parametrize("older, newer", [
    ("9" * 5000, "1" + "0" * 5000), ("1.0" + "9" * 5000, "1.1" + "0" * 5000), ("007", "8"), ("1~rc", "1"),
    ("\u00b2:1-1", "1:0-1")])
def test_versions_have_an_order_whatever_their_digits(older: str, newer: str) -> None:
    assert debian_packages.Version(older) < debian_packages.Version(newer)


def test_a_name_that_no_file_can_have_is_damaged(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 5000):
        assert seals.damaged(tmp_path, {name: "ab"}) == [name] and not build._fits(tmp_path / name, "ab")
    (tmp_path / ".built-all").write_text(json.dumps({"sources": "ab", "files": {"x" * 5000: "cd"}}))
    assert not build._is_damaged(tmp_path, "all", "ab")


def test_an_answer_to_a_story_that_has_no_number_is_none() -> None:
    output = f"{answers.HEADER} release=7.2\n0 ok\n{'9' * 5000} ok\nend 2\n"
    assert answers.read(output.encode(), "host").answers == {0: "ok"}


@pytest.mark.parametrize("files", [[[True, "ab"]], {"kernel": 1}, ["ab"], 5])
def test_files_that_are_no_table_of_texts_are_no_facts(tmp_path: Path, files: object) -> None:
    facts = {"release": "1", "digest": "a", "package": "k", "version": "1", "modules": [], "missing": []}
    (tmp_path / "facts.json").write_text(json.dumps({**facts, "files": files}))
    assert packages.stored(tmp_path) is None


def test_brackets_too_deep_are_no_kept_list(tmp_path: Path) -> None:
    path = tmp_path / "offered.json"
    path.write_text("[" * 100_000)
    with pytest.raises(ValueError):
        archive.kept_packages(path)


UNPACKED = {"package": "runsc", "version": "0.1-2", "sha256": "ab" * 32, "files": {"runsc": "cd" * 32}}


@INPUTS.fed(0.1, content=spoilt_json(UNPACKED))
def test_the_facts_of_an_unpacked_package_are_read_or_it_is_fetched_again(place: Place,
                                                                          content: bytes) -> None:
    top = place.file("debian/0.1-2/facts.json", content).parent.parent
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "folder", lambda *names: top)
        pinned = debian_packages.Pinned("sid", ("runsc",), "0.1")
        assert pinned.missing() is not None
        pinned.kept()


STAMP = {"sources": "ab" * 32, "files": {"all-cases": "cd" * 32}}


@INPUTS.fed(0.05, content=spoilt_json(STAMP))
def test_the_stamp_of_a_build_is_read_or_it_is_built_again(place: Place, content: bytes) -> None:
    folder = place.file("build/.built-all-cases", content).parent
    with place.reading():
        assert not build._is_built(folder, "all-cases", "ab" * 32)
        build._is_damaged(folder, "all-cases", "ab" * 32)


@INPUTS.fed(0.05, content=spoilt_json({"release": "6.1", "kernel": "ab"}))
def test_the_facts_of_a_built_kernel_are_read_or_it_is_built_again(place: Place, content: bytes) -> None:
    folder = place.file(f"uml/{uml_source.FACTS}", content).parent
    with place.reading():
        uml_source._read(folder)


# ---- older sites ----

STATES = {"schema": 1, "states": [{
    "published": "2026-11-20", "count": 1, "changed": [["bind/a", "linux-6.1", "ok", "EINVAL"]], "lost": 0,
    "gained": 2, "new_platforms": ["linux-7.2"], "gone_platforms": [], "new_cases": ["udp/c"],
    "gone_cases": []}]}
TABLE = {"cells": {"bind/a": {"linux-6.1": {"status": "observed", "answer": "ok"}}}}


@INPUTS.fed(0.1, states=spoilt_json(STATES), table=spoilt_json(TABLE))
def test_the_states_of_an_older_site_are_read_or_left_out(place: Place, states: bytes,
                                                          table: bytes) -> None:
    folder = place.inside / "older"
    place.file(f"older/{history.NAME}", states)
    path = place.file(f"older/{history.TABLE}", table)
    with place.reading():
        for state in history.following(folder, TABLE, "2026-11-28"):
            assert state.name and state.in_words() and json.dumps(state.as_json())
        history.earlier_table(path)


# ---- lists that contributors edit ----

TAGS = b'[tags]\ntcp = "asks about TCP"\n[needs]\nroot = "is root"\n'
RENAMED = b'[[renamed]]\nfrom = "bind/old"\nto = "bind/a"\n'
BECAUSE = b'[[because]]\nreason = "no such system ran here"\ncases = ["bind/a", "udp/c"]\n'


@INPUTS.fed(0.07, content=sound_or_spoilt(TAGS))
def test_the_register_of_words_is_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("tags.toml", content)
    cases.registered_words.cache_clear()
    with place.reading():
        assert all(isinstance(word, str) for words in cases.registered_words(path).values() for word in words)
    cases.registered_words.cache_clear()


@INPUTS.fed(0.07, content=sound_or_spoilt(RENAMED))
def test_the_list_of_renamed_cases_is_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("renamed-cases.toml", content)
    records.renamed_cases.cache_clear()
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(paths, "renamed_cases", lambda: path)
        records.renamed_cases()
    records.renamed_cases.cache_clear()


@INPUTS.fed(0.07, content=sound_or_spoilt(BECAUSE))
def test_the_reasons_of_cases_that_nothing_flips_are_read_or_refused(place: Place, content: bytes) -> None:
    path = place.file("not-flipped.toml", content)
    with place.reading(), pytest.MonkeyPatch.context() as patched:
        patched.setattr(witnesses, "exceptions_file", lambda: path)
        assert all(reason.strip() for reason in witnesses.exceptions(cases.load()).values())


# ---- kernels in RPM packages ----

BELOW = f"./lib/modules/{KERNEL.decode()}"
PAYLOAD = cpio({f"{BELOW}/vmlinuz": bzimage(), f"{BELOW}/kernel/drivers/net/veth.ko": module(),
                f"{BELOW}/modules.builtin": b"kernel/net/ipv4/inet_diag.ko\n"})


@INPUTS.fed(0.08, content=st.one_of(sound_or_spoilt(rpm(gzip.compress(PAYLOAD, mtime=0))),
                                    spoilt_bytes(PAYLOAD).map(gzip.compress).map(rpm)))
def test_a_kernel_in_an_rpm_package_is_taken_or_refused(place: Place, content: bytes) -> None:
    path = place.file("k.rpm", content)
    with place.reading():
        packages.take([path], place.inside / "kept-rpm")


# ---- other programs ----

class Greeting:
    """A program that prints a greeting and no more."""

    def end(self) -> None:
        """It has ended."""


GREETINGS = spoilt_bytes(f"login shell\n{ssh.GREETING}Linux x86_64\n".encode())


@INPUTS.fed(0.06, content=GREETINGS)
def test_a_greeting_over_ssh_is_read_or_refused(place: Place, content: bytes) -> None:
    session = ssh.SshSession("lab", Path("nothing"), host="lab")
    program: Any = Greeting()
    with place.reading():
        session._greet(program, iter(content.splitlines(keepends=True)))


# ---- the command line ----

COMMANDS = ("table", "documents", "explain", "cases", "check", "check-run", "diff", "platforms",
            "advise", "convert")


def can_be_an_argument(word: str) -> bool:
    """Whether the system passes it to a program: without NUL, and what Python can make bytes of."""
    try:
        return b"\0" not in word.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False


WORDS = st.one_of(
    st.sampled_from(COMMANDS), st.sampled_from([text for text in TEXTS if "outside" not in text]),
    st.sampled_from(("run.jsonl", "--format", "json", "csv", "html", "--only-differences", "-o", "out/x",
                     "--case", "bind/*", "show", "diff", "rules", "documents", "--help", "--since", "--",
                     "bind/a", "linux-*", "run:run.jsonl", "1e999", "-1", "nan", ".", "/dev/null")),
    st.sampled_from([chunk.decode("utf-8", "surrogateescape") for chunk in CHUNKS
                     if b"outside" not in chunk]),
    st.text()).filter(can_be_an_argument)


@INPUTS.fed(0.25, first=st.sampled_from(COMMANDS), words=st.lists(WORDS, 0, 4))
def test_a_command_line_is_carried_out_or_refused(place: Place, first: str, words: list[str]) -> None:
    write_run(place.inside / "run.jsonl", observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EINVAL"))
    with place.reading():
        code, out, err = place.command(first, *words)
        assert code in (0, 1, 2)
        assert code != 2 or err, (first, words)
        assert "\x1b" not in out + err


def test_shares_are_of_one_whole() -> None:
    assert round(sum(INPUTS.shares), 6) == 1
