"""Columns that answer alike are one, the order is by surprise, and marks tell whose documents are wrong."""
import pytest
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.analysis import columns, dangers, surprise, tables
from addrinuse.analysis.selection import Selection
from addrinuse.model import cases, runs
from addrinuse.support import paths
from addrinuse.support.errors import UserError


@pytest.fixture
def suite(suite):
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}")
    suite.case("udp/c", 'says = [{ doc = "manual", at = "1", on = ["linux"] }, { doc = "mail", at = "2" }]\n'
               'disputed_by = [{ doc = "mail", at = "2", on = ["linux"], predicts = "EIO" }]\n')
    suite.case("users/hijack_by_another_user")
    return suite


def kernel(suite, version, *records, name="", machine="x86_64"):
    facts = {**HEADER["facts"], "release": version, "machine": machine}
    platform = name or f"linux-{version}"
    return runs.read(write_run(suite.root / f"{platform}.jsonl", *records, platform=platform, facts=facts))


def folded(*read):
    return columns.fold(tables.make(cases.load(), read))


def labels(table):
    return [column.name for column in table.columns]


ABSENT = observation("udp/c", None, status="not-applicable", why="needs a second device")
UNSUPPORTED = observation("udp/c", None, status="not-applicable", why="SO_X is unsupported")


def test_versions_that_answer_alike_are_one_column(suite):
    read = [kernel(suite, version, observation("udp/c", word))
            for version, word in (("6.10", "EIO"), ("6.2", "ok"), ("6.9.3", "ok"), ("7.0", "EIO"))]
    assert labels(folded(*read)) == ["Linux 6.2 to 6.9", "Linux 6.10 to 7.0"]


def test_what_could_not_be_asked_does_not_split_a_range(suite):
    table = folded(kernel(suite, "6.1", ABSENT), kernel(suite, "6.2", observation("udp/c")),
                   kernel(suite, "6.3"))
    assert labels(table) == ["Linux 6.1 to 6.3"]
    assert {row.id: row.cells["Linux 6.1 to 6.3"].answer for row in table.rows}["udp/c"] == "ok"


def test_a_feature_that_came_with_a_version_does(suite):
    table = folded(kernel(suite, "6.1", UNSUPPORTED), kernel(suite, "6.2", observation("udp/c")))
    assert labels(table) == ["linux-6.1", "linux-6.2"]


def test_containers_on_one_kernel_are_one_column_and_labels_are_unique(suite):
    read = [kernel(suite, "6.1", observation("udp/c"), name=f"container-{name}") for name in ("b", "a")]
    read += [kernel(suite, "6.1.9", observation("udp/c", "EIO"))]
    assert labels(folded(*read)) == ["containers on Linux 6.1", "linux-6.1.9"]
    assert "2 platforms that answer alike: container-a, container-b" in folded(*read).columns[0].notes


def test_a_column_for_several_architectures_names_their_machines(suite):
    read = [kernel(suite, "7.2.1", observation("udp/c")),
            kernel(suite, "7.2.1-s390x", observation("udp/c"), name="linux-7.2-s390x", machine="s390x")]
    assert labels(folded(*read)) == ["Linux 7.2 on s390x, x86_64"]
    assert labels(folded(read[1])) == ["linux-7.2-s390x"]


def test_marks_tell_whose_documents_are_wrong(suite):
    made = tables.make(cases.load(), [kernel(suite, "6.1", observation("udp/c")),
                                      kernel(suite, "6.2", observation("udp/c", "EIO")),
                                      kernel(suite, "6.3", ABSENT)])
    signs = [cell.marks.sign() for cell in made.rows[1].cells.values()]
    assert made.rows[1].id == "udp/c" and signs == ["§✗", "§✗¶✗", ""]


def test_only_an_answer_that_endangers_somebody_is_a_warning(suite):
    name = "users/hijack_by_another_user"
    made = tables.make(cases.load(), [kernel(suite, "6.1", observation(name, "stolen", "stolen")),
                                      kernel(suite, "6.2", observation(name, "EADDRINUSE", "stolen"))])
    assert [bool(cell.warning) for cell in made.rows[2].cells.values()] == [True, False]
    assert [row.id for row in surprise.ordered(made).rows][0] == name


def test_every_danger_is_the_answer_of_some_published_run(monkeypatch):
    monkeypatch.setenv("ADDRINUSE_ROOT", str(paths.CHECKOUT))
    seen = {dangers.of(name, observation.observed) for run in runs.read_all(runs.published())
            for name, observation in run.observations.items()}
    assert {danger.why for danger in dangers.DANGERS} <= seen


def test_a_row_numbers_its_answers_by_how_common_they_are(suite):
    made = tables.make(cases.load(), [kernel(suite, f"6.{count}", observation("udp/c", word))
                                      for count, word in enumerate(("EIO", "ok", "ok"))] + [
                                          kernel(suite, "6.7", ABSENT)])
    assert made.rows[1].answer_groups() == {"linux-6.0": 1, "linux-6.1": 0, "linux-6.2": 0}


def test_a_part_of_a_table(suite):
    made = tables.make(cases.load(), [kernel(suite, "6.1", observation("udp/c", "EIO"),
                                             observation("bind/a[tcp4]")),
                                      kernel(suite, "6.1", name="container-debian-sid")])
    chosen = Selection(cases=("udp/*",), platforms=("container:debian-sid",)).of(made)
    assert labels(chosen) == ["container-debian-sid"] and [row.id for row in chosen.rows] == ["udp/c"]
    assert [row.id for row in Selection(contradicted=True).of(made).rows] == ["udp/c"]
    assert [row.id for row in Selection(topics=("bind",)).of(made).rows] == ["bind/a"]
    label = labels(columns.fold(made))[0]
    assert " " in label
    assert labels(Selection(platforms=(label,)).of(made)) == ["linux-6.1", "container-debian-sid"]
    for wrong in (Selection(cases=("udp/x",)), Selection(platforms=("Linux 9 to 10",)),
                  Selection(platforms=("linux-9",)), Selection(topics=("z",))):
        with pytest.raises(UserError, match="unknown"):
            wrong.of(made)


def test_the_command_fits_a_terminal_and_the_pager_is_used(suite):
    kernel(suite, "6.1", observation("udp/c"))
    told = suite.run("table", "linux-6.1.jsonl", "--case", "udp/*", code=0).stdout
    assert "udp/c" in told and "bind/a" not in told
    assert "unknown" in suite.run("table", "linux-6.1.jsonl", "--topic", "upd", code=2).stderr
