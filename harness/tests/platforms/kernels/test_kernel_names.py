"""How a user names Debian's kernels: series, flavour, exact version, suite."""
from __future__ import annotations

import pytest

from addrinuse.platforms import registry
from addrinuse.platforms.kernels import names, sources
from addrinuse.support.errors import UserError

SECURITY = ("bookworm", "bookworm-security", "bookworm-proposed-updates")


@pytest.mark.parametrize("name, kernel, answers_as", [
    ("linux-6.12:rt", ("6.12", "rt", "", ("trixie",)), "linux-6.12-rt"),
    ("linux-6.12:cloud", ("6.12", "cloud", "", ("trixie",)), "linux-6.12"),
    ("linux-7.2:s390x", ("7.2", "s390x", "", ("trixie-backports",)), "linux-7.2-s390x"),
    ("linux:armhf=6.1.176-1", ("6.1", "armhf", "6.1.176-1", SECURITY), "linux-6.1.176-armhf"),
    ("linux=6.1.176-1", ("6.1", "cloud", "6.1.176-1", SECURITY), "linux-6.1.176"),
    ("linux-6.1=6.1.176-1", ("6.1", "cloud", "6.1.176-1", SECURITY), "linux-6.1.176"),
    ("linux:generic=6.1.176-1", ("6.1", "generic", "6.1.176-1", SECURITY), "linux-6.1.176-generic"),
    ("linux=7.2.12-1~bpo13+1", ("7.2", "cloud", "7.2.12-1~bpo13+1",
                                ("trixie-backports", "sid", "experimental")), "linux-7.2.12"),
    ("linux=7.9~rc2-1~exp1", ("7.9", "cloud", "7.9~rc2-1~exp1", ("sid", "experimental")), "linux-7.9~rc2"),
    ("linux-6.12@sid", ("6.12", "cloud", "", ("sid",)), "linux-6.12"),
    ("linux:rt=6.1.176-1@bookworm-security", ("6.1", "rt", "6.1.176-1", ("bookworm-security",)),
     "linux-6.1.176-rt")])
def test_a_kernel_is_named_by_series_flavour_version_and_suite(name, kernel, answers_as):
    found = names.parse(name)
    assert (found.series, found.flavour, found.version, found.suites) == kernel
    assert found.answers_as == answers_as and registry.find(name).name == name


@pytest.mark.parametrize("name", ["linux", "linux-9.9", "linux-6", "kernel:x", "host", "", "linux-6.12 "])
def test_another_name_is_none_of_these(name):
    assert names.parse(name) is None


@pytest.mark.parametrize("name, words", [
    ("linux-6.12:rtt", "kernel flavour or architecture 'rtt': unknown"), ("linux-6.12:", "kernel flavour"),
    ("linux-7.2:s390", "kernel flavour or architecture 's390': unknown\n  Nearest: s390x"),
    ("linux-7.2:i386", "kernel flavour or architecture 'i386': unknown"),
    ("linux=6", "is not a version of a Debian package"), ("linux=", "is not a version"),
    ("linux=../../6.1-1", "is not a version"), ("linux-6.12@../x", "is not the name of a suite"),
    ("linux-6.12@", "is not the name of a suite")])
def test_a_part_that_cannot_be_is_named(name, words):
    with pytest.raises(UserError, match="kernel|suite") as caught:
        registry.find(name)
    assert words in str(caught.value)


def test_the_nearest_versions_are_those_around_the_wanted_one():
    versions = [f"6.1.{number}-1" for number in range(100, 120)]
    assert sources._nearest(versions, "6.1.110-2") == [f"6.1.{number}-1" for number in range(108, 114)]
    assert sources._nearest(versions, "6.1.9-1") == versions[:6]
    assert sources._nearest(versions, "") == versions[-6:]
