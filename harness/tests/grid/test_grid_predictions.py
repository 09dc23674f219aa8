"""Documents as predicates over cells."""
from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
import synthetic

from addrinuse.support.errors import UserError
from addrinuse.grid import formats, predictions
from addrinuse.grid.table import Grid

SUITE = Path(__file__).resolve().parents[3]
FILE = SUITE / "docs" / "grid-predictions.toml"
PLAN = synthetic.plan([{
    **synthetic.TCP, "opts1": ("none", "RA", "RP", "EXCLUSIVE"),
    "opts2": ("none", "RA", "RP", "EXCLUSIVE")
}, {
    **synthetic.UDP, "opts1": ("none", "RA", "RP", "EXCLUSIVE"),
    "opts2": ("none", "RA", "RP", "EXCLUSIVE")
}])
LINUX = synthetic.linux("linux-6.1", PLAN)
ENTRY = """
[[prediction]]
doc = "manual"
at = "1"
on = ["linux"]
checked = true
where = { state = ["time-wait*"], opts2 = ["none"] }
addresses = "same"
predicts = { bind = ["EADDRINUSE"] }
"""


def load(tmp_path: Path, text: str) -> list[predictions.Prediction]:
    path = tmp_path / "predictions.toml"
    path.write_text(text)
    return predictions.load(path, ["manual"])


def test_the_projects_file_names_documents_that_there_are():
    documents = tomllib.loads((SUITE / "docs" / "documents.toml").read_text("utf-8"))["documents"]
    spoken = {one.doc for one in predictions.load(FILE, documents)}
    assert spoken >= {"linux-socket-7", "linux-ip-7", "linux-ipv6-7", "freebsd-getsockopt-2"}
    assert "ms-reuseaddr-exclusiveaddruse" in spoken


def test_no_document_contradicts_itself():
    """For each cell and answer there is a word that all statements of one document allow."""
    entries = predictions.load(FILE)
    for doc in {one.doc for one in entries}:
        for answer in ("bind", "listen"):
            own = [one for one in entries if one.doc == doc and answer in one.predicts]
            words = sorted({word for one in own for word in one.predicts[answer]})
            allowed = np.ones((len(words), len(LINUX)), dtype=bool)
            for one in own:
                cells = predictions.of_prediction(LINUX, one)
                allowed &= ~cells | np.array([[word in one.predicts[answer]] for word in words])
            assert not own or allowed.any(axis=0).all(), doc


@pytest.mark.parametrize("user", ["same", "other"])
def test_the_windows_tables_say_something_of_each_pair(user):
    """36 fields a table; the two fields of one family each for IPv4 and IPv6."""
    own = [one for one in predictions.load(FILE) if one.doc == "ms-reuseaddr-exclusiveaddruse"]
    spoken = np.any([predictions.of_prediction(LINUX, one) for one in own], axis=0)
    wanted = synthetic.where(PLAN, proto="tcp", state="bound", user=user, attempt="bind",
                             opts1="none|RA|EXCLUSIVE", opts2="none|RA|EXCLUSIVE")
    for family in ("any4|lo4", "any6only|lo6"):
        fields = wanted & synthetic.where(PLAN, addr1=family, addr2=family)
        assert fields.sum() == 36 and spoken[fields].all()


def test_cells_that_answer_otherwise_contradict(tmp_path):
    entries = load(tmp_path, ENTRY)
    assert [score.contradicted for score in predictions.scores(LINUX, entries)] == [0]
    other = synthetic.changed(LINUX, "linux-9", [{
        "state": "time-wait",
        "addr1": "lo4",
        "addr2": "lo4",
        "proto": "tcp"
    }])
    (score,) = predictions.scores(other, entries)
    mask = synthetic.where(PLAN, proto="tcp", state="time-wait", addr1="lo4", addr2="lo4", opts2="none")
    assert score.contradicted == mask.sum()
    assert score.example == "tcp/time-wait/lo4/none/lo4/none/same/bind/before/explicit/-/-/-/1/-"
    assert score.cells > score.contradicted and score.at == "1"
    assert "such as tcp/time-wait/lo4" in formats.documents([("linux-9", [score])], "text")
    assert "| linux-9 | manual |" in formats.documents([("linux-9", [score])], "markdown")


def test_a_document_speaks_of_its_platforms_only(tmp_path):
    entries = load(tmp_path, ENTRY)
    wine = Grid("wine-8", LINUX.columns, {"facts": {"stack": "winsock"}})
    assert predictions.scores(wine, entries) == []
    assert len(predictions.scores(Grid("my-machine", LINUX.columns, {"facts": {
        "stack": "linux"
    }}), entries)) == 1


@pytest.mark.parametrize("old, new, reason", [
    ('doc = "manual"', 'doc = "manul"', "Nearest: manual"),
    ('at = "1"', "", "no text 'at'"),
    ("addresses", "adresses", "Nearest: addresses"),
    ('"same"', '"sane"', "Nearest: same"),
    ("opts2", "opt2", "Nearest: opts2"),
    ("bind =", "bin =", "Nearest: bind"),
    ('{ bind = ["EADDRINUSE"] }', "{}", "predicts nothing"),
    ('["none"]', "3", "a word or a list of words"),
    ("[[prediction]]", "[prediction]", "list of tables"),
    ("[[prediction]]", "[[", "is not TOML"),
])
def test_a_mistake_in_the_file_is_named(tmp_path, old, new, reason):
    with pytest.raises(UserError) as error:
        load(tmp_path, ENTRY.replace(old, new))
    assert reason in str(error.value)
