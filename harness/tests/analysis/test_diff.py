"""What a comparison says of documents."""
from __future__ import annotations

from pathlib import Path

from helpers.fake_suite import observation, write_run

from addrinuse.analysis import diff
from addrinuse.model import runs
from addrinuse.model.cases import Case, Statement

NAMES = "ford", "bacon", "adams", "hall", "clark", "davis", "evans", "grant"


def test_documents_come_in_one_order_the_most_concerned_first(tmp_path: Path) -> None:
    every = Case("bind/a", Path("a.cc"), "It is so.", tuple(Statement(name, "1") for name in NAMES))
    one = Case("bind/b", Path("b.cc"), "It is so.", (Statement("grant", "2"), Statement("grant", "3")))
    run = runs.read(write_run(tmp_path / "a.jsonl", observation("bind/a", "ok")))
    assert list(diff.documents_on([every, one, None], run).items()) == [
        ("grant", 2), *((name, 1) for name in sorted(NAMES) if name != "grant")]
