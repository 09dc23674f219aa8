"""`merge`: the same result whatever the order, the number and the form of the files; nothing is lost."""
from __future__ import annotations

import gzip
import itertools
import json
import lzma
import random
from pathlib import Path
from typing import Any

import pytest

from addrinuse.analysis import tables
from addrinuse.commands import merge
from addrinuse.model import runs, sketches
from addrinuse.support.errors import UserError
from helpers.fake_suite import observation, write_run

Tree = dict[str, bytes]


def written(folder: Path, name: str, platform: str, day: int, word: str = "ok", footer: bool = True) -> Path:
    """A run that began on a day of November, with one observation that has this word."""
    return write_run(folder / name, observation("bind/a[tcp4]", word), observation("bind/b", "ok"),
                     footer=footer, platform=platform, started=f"2026-11-{day:02}T00:00:00Z")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "in"
    return [written(folder, "1.jsonl", "linux-6.1", 1), written(folder, "2.jsonl", "linux-6.1", 2, "EACCES"),
            written(folder, "3.jsonl", "linux-6.1", 3, "ok", footer=False),
            written(folder, "4.jsonl", "netbsd-10", 1)]


def shuffles(files: list[Path]) -> list[tuple[Path, ...]]:
    """Some orders of the files."""
    return list(itertools.permutations(files))[::5]


def merged(files: list[Path], folder: Path) -> Tree:
    """What the folder holds afterwards."""
    assert merge.run(files, folder) == 0
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_order_and_repetition_change_nothing(files: list[Path], tmp_path: Path) -> None:
    expected = merged(files, tmp_path / "expected")
    for number, order in enumerate(shuffles(files)):
        more = [*order, *random.Random(number).choices(order, k=3)]
        assert merged(more, tmp_path / f"out{number}") == expected


def test_merging_in_steps_gives_what_merging_at_once_gives(files: list[Path], tmp_path: Path) -> None:
    expected = merged(files, tmp_path / "expected")
    for number, order in enumerate(shuffles(files)):
        folder = tmp_path / f"out{number}"
        for file in order:
            found = merged([file], folder)
        assert found == expected
        assert merged([folder], tmp_path / f"again{number}") == expected


def test_compressed_copies_count_once_and_the_smallest_is_kept(files: list[Path], tmp_path: Path) -> None:
    content = files[0].read_bytes()
    (tmp_path / "c.jsonl.xz").write_bytes(lzma.compress(content))
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(content, mtime=0))
    copies = [files[0], tmp_path / "c.jsonl.xz", tmp_path / "c.jsonl.gz"]
    smallest = min(copies, key=lambda path: path.stat().st_size)
    for order in itertools.permutations(copies):
        tree = merged(list(order), tmp_path / "out")
        ending = "".join(smallest.suffixes[1:])
        assert [name for name in tree if ".jsonl" in name] == [f"linux-6.1.jsonl{ending}"]


def test_the_newest_complete_run_wins_and_the_others_are_history(files: list[Path], tmp_path: Path) -> None:
    tree = merged(files, tmp_path / "out")
    assert tree["linux-6.1.jsonl"] == files[1].read_bytes()
    history = {content for name, content in tree.items() if name.startswith("history/linux-6.1/")}
    assert history == {files[0].read_bytes(), files[2].read_bytes()}


def test_a_column_says_that_its_runs_disagree(files: list[Path], tmp_path: Path,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    merged(files, tmp_path / "out")
    assert "they disagree in bind/a[tcp4]" in capsys.readouterr().out
    notes = tables.notes_on(runs.read(tmp_path / "out" / "linux-6.1.jsonl"))
    assert "the newest of 3 runs of this platform; they disagree in bind/a[tcp4]" in notes
    assert not tables.notes_on(runs.read(tmp_path / "out" / "netbsd-10.jsonl"))


def test_a_note_stays_with_its_run(files: list[Path], tmp_path: Path) -> None:
    (files[0].parent / "1.note.toml").write_text('by = "the first"\n')
    out = tmp_path / "out"
    merged([files[0]], out)
    assert any("by the first" in note for note in tables.notes_on(runs.read(out / "linux-6.1.jsonl")))
    merged([files[1]], out)
    assert not any("by the first" in note for note in tables.notes_on(runs.read(out / "linux-6.1.jsonl")))
    [old] = (out / "history" / "linux-6.1").glob("*.jsonl")
    assert runs.read(old).facts["contributed_by"] == "the first"


def test_a_damaged_file_is_named_and_costs_the_others_nothing(files: list[Path], tmp_path: Path,
                                                              capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nothing\n")
    assert merge.run([bad, *files], tmp_path / "out") == 2
    assert "bad.jsonl" in capsys.readouterr().err
    assert (tmp_path / "out" / "netbsd-10.jsonl").exists()


def test_a_folder_of_something_else_is_refused(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(UserError, match="was not written by a merge"):
        merge.run(files, tmp_path / "out")


def test_a_file_that_cannot_be_read_stays_where_it_is(files: list[Path], tmp_path: Path) -> None:
    merged(files, tmp_path / "out")
    (tmp_path / "out" / "mine.jsonl").write_text("nothing\n")
    assert merge.run(files, tmp_path / "out") == 2
    assert (tmp_path / "out" / "mine.jsonl").read_text() == "nothing\n"


@pytest.mark.parametrize("change", [
    lambda line: {**line, "observed": "quote \\ here"}, lambda line: dict(reversed(line.items()))])
def test_a_file_of_another_form_has_the_same_sketch_as_the_whole_run(tmp_path: Path, change: Any) -> None:
    path = written(tmp_path, "a.jsonl", "p", 1)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    lines[1] = change(lines[1])
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    try:
        whole = runs.read_as_stored(path)
    except UserError:
        with pytest.raises(UserError):
            sketches.read(path)
        return
    sketch = sketches.read(path)
    assert sketch.names.decode().split("\n") == sorted(whole.observations)
    assert sketch.words.decode().split("\n") == [whole.observations[name].observed or ""
                                                 for name in sorted(whole.observations)]


def test_every_published_run_has_the_sketch_that_reading_it_gives() -> None:
    path = runs.published()[0]
    whole, sketch = runs.read_as_stored(path), sketches.read(path)
    assert sketch.by_name() == {name: one.observed for name, one in whole.observations.items()
                                if one.observed is not None}
    assert (sketch.header, sketch.complete) == (whole.header, True)
