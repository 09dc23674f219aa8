"""Other stacks: how they are reached, and that nothing is taken for what it is not."""
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.platforms import registry
from addrinuse.provision import build
from addrinuse.model.observations import Footer, Header, Observation, ObservationId
from addrinuse.platforms.base import Request
from helpers.observing import by_id as by_case, observe
from helpers.tools import absent
from addrinuse.support.errors import UserError
from addrinuse.model import cases
from addrinuse.platforms import container, gvisor, inventory, lwip, recorded, released, ssh, wine
from addrinuse.provision import archive, debian_packages
from addrinuse.platforms.base import Session
from addrinuse.platforms.sharded import Shard

CONTROL = ObservationId("controls/stack_is_the_one_named")


# ---- packages that are unpacked ----

LISTS = """Package: runsc
Version: 0.0~20221219.0-2+b3
Size: 5
SHA256: aa
Filename: pool/a.deb

Package: runsc-extra
Version: 9
Size: 5
SHA256: bb
Filename: pool/b.deb

Package: runsc
Version: 0.0~20240729.0-4
Description: several lines
 Version: 99
Size: 7
SHA256: cc
Filename: pool/c.deb
"""


def test_the_newest_package_of_exactly_that_name_is_taken():
    found = debian_packages._newest_of(LISTS, ("runsc", "absent"))
    assert list(found) == ["runsc"] and found["runsc"].sha256 == "cc"


def test_a_release_keeps_to_its_version(suite):
    pinned = gvisor.RELEASES[0].pinned
    place = pinned._place()
    for version in ("0.0~20221219.0-2+b3", "0.0~20240729.0-4"):
        (place / version).mkdir()
        (place / version / "facts.json").write_text(json.dumps({"package": "runsc", "version": version,
                                                                "sha256": "a", "files": {}}))
    assert pinned.kept().version == "0.0~20221219.0-2+b3"
    assert replace(pinned, version="1").kept() is None


@pytest.mark.parametrize("damage", [
    lambda files: (files / "runsc").write_text("runsC"), lambda files: (files / "runsc").unlink(),
    lambda files: (files / "link").unlink(), lambda files: (files.parent / "facts.json").write_text("{}")],
    ids=["changed", "gone", "link-gone", "no-facts"])
def test_an_unpacked_package_that_was_damaged_is_fetched_again(suite, monkeypatch, capsys, damage):
    def fetch(_, package, folder):
        (folder / package.name).write_text("a package")
        return folder / package.name

    def unpack(_, into):
        into.mkdir(exist_ok=True)
        (into / "runsc").write_text("runsc")
        (into / "link").symlink_to("runsc")

    version = "0.0~20221219.0-2+b3"
    monkeypatch.setattr(debian_packages._Lists, "newest",
                        lambda self, names: [archive.Package(name, version, 1, "a", name) for name in names])
    monkeypatch.setattr(debian_packages._Lists, "fetch", fetch)
    monkeypatch.setattr(debian_packages, "_unpack", unpack)
    pinned = gvisor.RELEASES[0].pinned
    kept = pinned.provide()
    assert pinned.provide() == kept
    capsys.readouterr()
    damage(kept.folder)
    assert pinned.provide() == kept and (kept.folder / "link").read_text() == "runsc"
    assert "not what was kept there" in capsys.readouterr().err


# ---- what is asked in parts ----

WAITING = ObservationId("time_wait/length_on_the_server_side[tcp4]")
LINGERING = ObservationId("close/linger_holds_close[tcp4]")
REST = [ObservationId(f"bind/x[{number}]") for number in range(120)]


def test_wine_is_asked_in_three_parts_of_which_one_comes_by_itself():
    session = wine.WineSession("wine-8", Path("x"))
    assert session.shards([CONTROL, LINGERING, WAITING]) == [
        Shard([WAITING], wine.JOBS), Shard([LINGERING], 1), Shard([CONTROL], wine.JOBS)]
    assert session.shards([CONTROL]) == [Shard([CONTROL], wine.JOBS)]


def test_gvisor_is_asked_one_at_a_time_but_for_what_waits(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64))
    session = gvisor.GVisorSession("gvisor-1", Path("x"))
    waits, *others = session.shards([*REST, LINGERING, WAITING])
    assert waits == Shard([WAITING, LINGERING], gvisor.JOBS)
    assert [part.jobs for part in others] == [1, 1, 1]
    assert sorted(id for part in others for id in part.ids) == sorted(REST)
    assert session.shards([CONTROL]) == [Shard([CONTROL], 1)]


def test_gvisor_has_several_sandboxes_a_core_and_not_more_than_a_limit(monkeypatch):
    session = gvisor.GVisorSession("gvisor-1", Path("x"))
    many = [ObservationId(f"bind/x[{number}]") for number in range(2000)]
    for cores, sandboxes in ((1, 4), (2, 8), (4, 16), (64, 16)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: range(cores))
        assert len(session.shards(many)) == sandboxes


PARTS_PROGRAM = """#!/bin/sh
echo '{{"run":"addrinuse"}}'
echo '{{"case":"start/p'$$'","status":"observed","observed":"ok"}}'
{end}
echo '{{"count":1}}'
"""


@pytest.mark.parametrize("session, starts", [
    (wine.WineSession, {"": 3, "exit 3": 1}), (gvisor.GVisorSession, {"": 2, "exit 3": 2})])
@pytest.mark.parametrize("end, said", [("", ""), ("exit 3", "ended with exit status 3")])
def test_parts_speak_as_one_and_a_bad_end_of_one_is_that_of_all(tmp_path, session, starts, end, said):
    program = tmp_path / "program"
    program.write_text(PARTS_PROGRAM.format(end=end))
    program.chmod(0o755)
    asked = session("x-1", program)
    events = [type(event) for event in asked.stream(Request((CONTROL, LINGERING, WAITING), stall_timeout=60))]
    assert events == [Header, *[Observation] * starts[end], *[Footer] * (not end)]
    assert asked.exit_reason() == said


def test_parts_that_share_their_world_are_not_started_once_stopped(tmp_path):
    program = tmp_path / "program"
    program.write_text(PARTS_PROGRAM.format(end="exec sleep 600"))
    program.chmod(0o755)
    asked = wine.WineSession("x-1", program)
    events = asked.stream(Request((CONTROL, LINGERING, WAITING), stall_timeout=60))
    assert [type(next(events)) for _ in range(2)] == [Header, Observation]
    asked.stop()
    assert list(events) == []


# ---- Wine ----

def test_a_windows_program_finds_its_files_on_drive_z(tmp_path):
    session = wine.WineSession("wine-8", Path("x"))
    place = session.place(tmp_path, "cases", "a\n")
    assert (place == "Z:" + str(tmp_path / "cases").replace("/", "\\")
            and (tmp_path / "cases").read_text() == "a\n")


def test_wine_that_is_not_there_says_what_to_install(suite, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    wine.version.cache_clear()
    state = wine.platforms()[0].describe()
    wine.version.cache_clear()
    assert not state.available and "wine" in state.why and "ci/setup stacks" in state.why


# ---- containers ----

def test_debians_releases_are_images_of_ours_and_the_rest_is_the_users():
    assert container.Container("debian-trixie").image == "localhost/addrinuse-debian-trixie:latest"
    assert container.Container("debian-slim").image == "debian-slim"
    assert registry.find("container:alpine").image == "alpine"


# ---- contributed runs ----

def test_a_contributed_run_is_a_platform_with_its_own_name_date_and_suite(suite, tmp_path):
    path = write_run(tmp_path / "sent.jsonl", observation("bind/a"), observation("controls/s"),
                     platform="hpux-11.31", suite={"commit": "unknown", "cases_digest": "7" * 64},
                     started="2001-02-03T04:05:06Z")
    with registry.find(f"run:{path}").open() as session:
        header, *records, footer = observe(session, "bind/a", "bind/b")
    assert (header["platform"], header["started"], header["facts"]["contributed"]) == (
        "hpux-11.31", "2001-02-03T04:05:06Z", True)
    assert header["suite"]["cases_digest"] == "7" * 64 and footer["count"] == 3
    seen = by_case(records)
    assert seen["bind/a"]["status"] == "observed" and "controls/s" in seen
    assert (seen["bind/b"]["status"], seen["bind/b"]["why"]) == ("not-run", recorded.NO_ANSWER)


def test_a_contributed_run_cannot_be_repeated(suite, tmp_path):
    path = write_run(tmp_path / "sent.jsonl", observation("bind/a"))
    with registry.find(f"run:{path}").open() as session, pytest.raises(UserError, match="recorded once"):
        observe(session, "bind/a", repeat=2)


def test_a_file_that_is_no_run_is_not_available(suite, tmp_path):
    (tmp_path / "x").write_text("hello\n")
    for path in (tmp_path / "x", tmp_path / "absent"):
        assert not registry.find(f"run:{path}").describe().available


# ---- machines over ssh ----

PROGRAM = """#!/bin/sh
[ "$1" = --cases-from ] || exit 9
printf '%s\\n' 'HEADER'
while read -r id; do
  printf '{"case":"%s","status":"observed","observed":"ok","claimed":"ok",' "$id"
  printf '"details":{},"seconds":0,"transcript":[]}\\n'
  DEATH
done <"$2"
printf '{"count":1}\\n'
"""


@pytest.fixture
def other_machine(suite, tmp_path, monkeypatch):
    """Makes what stands for ssh: it runs the command here, and ends as told after that."""
    def made(after="", death="", before=""):
        fake = tmp_path / "ssh"
        fake.write_text(f'#!/bin/sh\n{before}\nfor word; do last=$word; done\nsh -c "$last"\n{after}\n')
        fake.chmod(0o755)
        monkeypatch.setenv(ssh.COMMAND, str(fake))
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        program = tmp_path / "all-cases"
        program.write_text(PROGRAM.replace("HEADER", json.dumps(HEADER)).replace("DEATH", death))
        monkeypatch.setattr(build, "all_cases", lambda: program)
        return registry.find("ssh:there")
    return made


def test_one_connection_pushes_the_program_and_leaves_nothing_behind(other_machine, tmp_path):
    with other_machine().open() as session:
        header, first, second, _ = observe(session, "bind/a", "bind/b")
    assert header["platform"] == "linux-6.1.0@there" and header["facts"]["engine"] == "ssh"
    assert [first["observation"], second["observation"], second["observed"]] == ["bind/a", "bind/b", "ok"]
    assert not list(tmp_path.glob("addrinuse.*"))


def test_a_lost_connection_is_no_finding(other_machine):
    with other_machine(death="kill -9 $PPID; exit 1", after="echo gone >&2; exit 255").open() as session:
        seen = by_case(observe(session, "bind/a", "bind/b"))
    assert seen["bind/a"]["status"] == "observed"
    assert seen["bind/b"]["status"] == "not-run" and "connection to there was lost" in seen["bind/b"]["why"]


def test_a_program_that_dies_there_is_a_crash(other_machine):
    with other_machine(death="exit 3").open() as session:
        assert by_case(observe(session, "bind/a", "bind/b"))["bind/b"]["status"] == "crashed"


def test_a_machine_that_cannot_be_reached_is_named_with_sshs_own_words(other_machine):
    with other_machine(before="echo no route to host >&2; exit 255").open() as session:
        with pytest.raises(UserError, match="ssh:there: cannot be reached: no route to host"):
            observe(session, "bind/a")


def test_a_machine_of_another_kind_is_told_how_it_can_take_part(other_machine, monkeypatch):
    monkeypatch.setattr(ssh.system, "machine", lambda: "pdp11")
    with other_machine().open() as session, pytest.raises(UserError, match="run:FILE"):
        observe(session, "bind/a")


def test_a_machine_of_another_kind_gets_the_released_program(other_machine, monkeypatch, tmp_path):
    made = other_machine(before="uname() { [ $1 = -s ] && echo FreeBSD || echo amd64; }")
    fake = tmp_path / "ssh"
    fake.write_text(fake.read_text().replace('sh -c "$last"', 'eval "$last"'))
    program = tmp_path / "addrinuse-cases-9-freebsd-x86_64"
    header = {**HEADER, "facts": {**HEADER["facts"], "stack": "freebsd"}}
    program.write_text(PROGRAM.replace("HEADER", json.dumps(header)).replace("DEATH", ""))
    (tmp_path / "release.json").write_text(json.dumps({"cases_digest": cases.digest(),
                                                       "files": {program.name: {}}}))
    monkeypatch.setenv(released.FOLDER, str(tmp_path))
    with made.open() as session:
        assert by_case(observe(session, "bind/a"))["bind/a"]["observed"] == "ok"
    (tmp_path / "release.json").write_text(json.dumps({"cases_digest": "0", "files": {program.name: {}}}))
    with made.open() as session, pytest.raises(UserError, match="none of these cases"):
        observe(session, "bind/a")


def test_another_user_runs_the_program_where_the_inventory_says_so(other_machine, monkeypatch, tmp_path):
    other_machine()
    (tmp_path / "machines.toml").write_text(
        '[machines.one]\nreach = "there"\nbecome = "env BECAME=1"\ntags = ["lab"]\n'
        '[machines.two]\nreach = "me@there"\ntags = ["lab", "x"]\n')
    monkeypatch.setenv(inventory.FILE, str(tmp_path / "machines.toml"))
    assert [one.name for one in registry.named(["machines:lab"])] == ["machines:one", "machines:two"]
    assert [one.name for one in registry.named(["machines:x", "machines:two"])] == ["machines:two"]
    with pytest.raises(UserError, match="stands for several"):
        registry.find("machines:lab")
    with pytest.raises(UserError, match="unknown"):
        registry.named(["machines:absent"])
    program = tmp_path / "all-cases"
    program.write_text(program.read_text().replace('"observed":"ok"', '"observed":"\'$BECAME\'"'))
    with registry.find("machines:one").open() as session:
        assert by_case(observe(session, "bind/a"))["bind/a"]["observed"] == "1"


@pytest.mark.parametrize("text", ["[", "machines = 1", "[machines.a]", '[machines.a]\nreach = "a"\nmore = 1',
                                  '[machines.a]\nreach = "a"\nbecome = "\'"'])
def test_an_inventory_that_is_none_is_an_error_in_plain_words(monkeypatch, tmp_path, text):
    (tmp_path / "m.toml").write_text(text)
    monkeypatch.setenv(inventory.FILE, str(tmp_path / "m.toml"))
    with pytest.raises(UserError, match="m.toml"):
        registry.named(["machines:a"])


def test_a_name_that_is_an_option_of_ssh_is_refused():
    assert not registry.find("ssh:-oProxyCommand=x").describe().available


# ---- what is named after a stack and is another one ----

def program(name):
    """A program that was built already: these tests do not build."""
    own = Path(os.environ.get("ADDRINUSE_TEST_BUILD", "/nowhere"))
    for folder in (build.paths.CHECKOUT / "build" / build.PRESET, own):
        if os.access(folder / name, os.X_OK):
            return folder
    pytest.skip(f"{name} is not built (`addrinuse test` builds it)")


def refusal(session: Session) -> str:
    with pytest.raises(UserError) as refused:
        observe(session, CONTROL)
    assert "nothing of it is recorded" in str(refused.value)
    return str(refused.value)


@pytest.mark.parametrize("release", gvisor.RELEASES, ids=lambda one: one.date)
def test_gvisor_on_the_hosts_network_is_refused_by_name(monkeypatch, release):
    if release.pinned.kept() is None:
        pytest.skip(f"gVisor was not fetched yet (addrinuse survey --platform gvisor-{release.date})")
    folder = program("all-cases")
    monkeypatch.setattr(build, "up_to_date", lambda *_: folder)
    with gvisor.GVisor(release, network="host").open() as session:
        assert f"platform gvisor-{release.date}: " in refusal(session)
    with gvisor.GVisor(release).open() as session:
        assert by_case(observe(session, CONTROL))[CONTROL]["observed"] == "gvisor"


def test_lwip_whose_library_does_not_load_is_refused_by_name(monkeypatch):
    platform = lwip.platforms()[0]
    if shutil.which("cmake") is None:
        pytest.skip(absent("cmake", "build"))
    if platform.release.pinned.kept() is None:
        pytest.skip(f"lwIP was not fetched yet (addrinuse survey --platform {platform.name})")
    folder = program("all-cases-dynamic")
    monkeypatch.setattr(build, "up_to_date", lambda *_: folder)
    words = refusal(platform.session(Path("/nowhere/libaddrinuse-lwip.so")))
    assert words.startswith("platform lwip-2.1.3: stack is 'linux', not 'lwip'")
    assert by_case(observe(platform.session(platform.library()), CONTROL))[CONTROL]["observed"] == "lwip"
