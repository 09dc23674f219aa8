"""Grids on disk: what is written is read, identical grids are stored once, and what is damaged is refused
with a reason."""
from __future__ import annotations

import csv
import json
import lzma
from pathlib import Path

import pytest
import synthetic
from hypothesis import given, settings
from hypothesis import strategies as st

from addrinuse.support.errors import UserError
from addrinuse.grid import parse, store
from addrinuse.grid.table import Grid, from_rows
from addrinuse.grid.vocabulary import COLUMNS, DEFAULTS

HEADER = ",".join(COLUMNS)
ROW = "tcp,bound,any4,none,lo4,none,same,ok,-,-,-,bind,before,explicit,-,-,-,-,1,-"
META = {"plan": "core", "plan_version": 1, "facts": {"release": "6.1"}}


def small(name: str = "linux-6.1", **meta: object) -> Grid:
    return synthetic.linux(name, synthetic.plan(synthetic.SMALL), {**META, **meta})


def rows(grid: Grid) -> list[dict[str, str]]:
    return [{**grid.cell(index), **grid.answers(index)} for index in range(len(grid))]


def refused(path: Path) -> str:
    with pytest.raises(UserError) as error:
        store.read(path)
    assert str(path) in str(error.value)
    return str(error.value)


def test_a_grid_comes_back_as_it_was_and_any_csv_reader_can_read_it(tmp_path):
    grid = small()
    entry = store.add(tmp_path, grid)
    back = store.find("linux-6.1", tmp_path)
    assert sorted(map(str, rows(back))) == sorted(map(str, rows(grid)))
    assert (entry["count"], back.meta["facts"], back.plan) == (len(grid), {
        "release": "6.1"
    }, "core (version 1)")
    with lzma.open(tmp_path / "linux-6.1.csv.xz", "rt") as file:
        read = list(csv.DictReader(file))
    assert list(read[0]) == list(COLUMNS) and sorted(map(str, read)) == sorted(
        str({name: row[name] for name in COLUMNS}) for row in rows(grid))


def test_identical_grids_are_stored_once_whatever_the_order_of_the_scan(tmp_path):
    grid = small()
    store.add(tmp_path, grid)
    reversed_grid = from_rows("linux-6.6", rows(grid)[::-1], META)
    store.add(tmp_path, reversed_grid)
    assert [path.name for path in tmp_path.glob("*.xz")] == ["linux-6.1.csv.xz"]
    assert len(store.find("linux-6.6", tmp_path)) == len(grid)
    assert store.find("linux-6.6", tmp_path).name == "linux-6.6"


def test_a_grid_that_is_stored_once_is_found_under_both_names(tmp_path):
    for name in ("linux-6.1", "linux-6.12"):
        store.add(tmp_path, small(name))
    assert not (tmp_path / "linux-6.12.csv.xz").exists()
    assert store.read(tmp_path / "linux-6.12.csv.xz").name == "linux-6.12"
    assert store.find(str(tmp_path / "linux-6.12.csv.xz"), tmp_path / "elsewhere").name == "linux-6.12"
    assert "No such file" in refused(tmp_path / "linux-6.13.csv.xz")


def test_a_grid_that_another_shares_survives_a_newer_scan(tmp_path):
    store.add(tmp_path, small("a"))
    store.add(tmp_path, small("b"))
    store.add(tmp_path, synthetic.changed(small("a"), "a", [{"state": "time-wait"}]))
    assert rows(store.find("b", tmp_path)) == rows(store.sort(small("b")))
    assert rows(store.find("a", tmp_path)) != rows(store.find("b", tmp_path))
    store.add(tmp_path, small("a"))
    assert len(list(tmp_path.glob("*.xz"))) == 1


def test_the_contracts_ten_columns_are_enough(tmp_path):
    path = tmp_path / "ten.csv"
    path.write_text("proto,state,addr1,opts1,addr2,opts2,user,bind,listen,winner\n"
                    "tcp,bound,any4,none,lo4,none,same,ok,ok,second\n")
    cell = store.read(path).cell(0)
    assert {name: cell[name] for name in ("attempt", "when", "count")} == {
        name: DEFAULTS[name] for name in ("attempt", "when", "count")}


def test_the_scanners_output_is_read_with_what_it_says_of_itself(tmp_path):
    path = tmp_path / "scan"
    path.write_text("# grid schema=1 plan=core version=2 digest=0f system=Windows cells=1 skipped=3\n"
                    f"{HEADER}\n{ROW}\n# end cells=1 skipped=3 complete=no\n")
    grid = store.read(path)
    assert (grid.plan, grid.complete, grid.meta["skipped"]) == ("core (version 2, digest 0f)", False, 3)
    assert grid.meta["facts"] == {"system": "Windows"} and len(grid) == 1


@pytest.mark.parametrize("text, reason", [
    ("", "no header"),
    ("hello\n", "no header"),
    ('{"a": 1}\n', "no header"),
    (f"{HEADER}\n", "no cells"),
    (f"{HEADER}\n{ROW}", "cut off"),
    (f"{HEADER}\n{ROW}\ntcp,bound\n", "line 3 has 2 of 20 columns"),
    (f"{HEADER}\n{ROW},x\n", "line 2 has 21 of 20 columns"),
    (f"{HEADER}\n{ROW}\n{ROW}\n", None),
    (f'# grid schema=1 plan=core\n{HEADER}\n{ROW}\n', "no last line"),
    (f'# grid schema=1 plan=core\n{HEADER}\n{ROW}\n# end cells=2 complete=yes\n',
     "has 1 cells and should have 2"),
    (f'# grid schema=9 plan=core\n{HEADER}\n{ROW}\n# end cells=1 complete=yes\n', "schema=9"),
    (f"# grid nonsense\n{HEADER}\n{ROW}\n", "KEY=VALUE"),
    (f"{HEADER}\n{ROW}\n# end cells=1 complete=yes\n{ROW}\n", "goes on after its last line"),
    (HEADER.replace("winner", "winer") + f"\n{ROW}\n", "winner"),
    (HEADER.replace(",winner", "") + "\n", "another schema"),
    (f"{HEADER}\n" + ROW.replace("bound", 'bo"und') + "\n", "cannot be a word"),
    (f"{HEADER}\n" + ROW.replace("bound", "b\u00f6und") + "\n", "ASCII"),
    (f"{HEADER}\n" + ROW.replace("bound", "b" * 5000) + "\n", "5000 bytes"),
])
def test_what_is_no_whole_grid_is_refused_with_the_reason(tmp_path, text, reason):
    path = tmp_path / "grid.csv"
    path.write_text(text, "utf-8")
    if reason is None:
        with pytest.raises(UserError, match="asks one cell twice"):
            store.cell_keys(store.read(path))
    else:
        assert reason in refused(path)


def test_a_stored_grid_that_is_cut_off_is_refused(tmp_path):
    store.add(tmp_path, small())
    path = tmp_path / "linux-6.1.csv.xz"
    whole = path.read_bytes()
    path.write_bytes(whole[:len(whole) // 2])
    assert "cut off" in refused(path)
    path.write_bytes(lzma.compress(b"\n".join(lzma.decompress(whole).split(b"\n")[:100]) + b"\n"))
    assert "cut off" in refused(path)
    path.write_bytes(b"\xfd7zXZ\0 and then nothing of use")
    assert "damaged" in refused(path)


@pytest.mark.parametrize("text, reason", [
    ("[]", "no object 'grids'"), ("{", "is not JSON"), ('{"grids": {"a": 1}}', "no object 'grids'"),
    ('{"schema": 7, "grids": {}}', "schema 7"),
    ('{"schema": 1, "grids": {"a": {"file": "../secret"}}}', "no plain file name"),
    ('{"schema": 1, "grids": {"a": {"file": "gone.csv.xz"}}}', "cannot be read"),
])
def test_an_index_that_is_none_is_refused(tmp_path, text, reason):
    (tmp_path / "index.json").write_text(text)
    with pytest.raises(UserError) as error:
        store.find("a", tmp_path)
    assert reason in str(error.value)


def test_an_unknown_platform_gets_the_nearest_names(tmp_path):
    store.add(tmp_path, small())
    with pytest.raises(UserError, match="Nearest: linux-6.1"):
        store.find("linux-6.2", tmp_path)
    with pytest.raises(UserError, match="no such file"):
        store.find("some/where.csv", tmp_path)


def test_a_name_that_cannot_be_a_files_is_refused(tmp_path):
    with pytest.raises(UserError, match="file's name"):
        store.add(tmp_path, Grid("../x", small().columns))


words = st.text(st.characters(min_codepoint=33, max_codepoint=126, blacklist_characters='"/|*,#'),
                min_size=1,
                max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(words, min_size=len(COLUMNS), max_size=len(COLUMNS)), min_size=1, max_size=12),
       st.integers(1, 99))
def test_every_word_is_read_as_it_stands_wherever_a_block_ends(table, block):
    text = "".join(",".join(row) + "\n" for row in [COLUMNS, *table]).encode()
    parsed = parse.parse(iter([text[start:start + block] for start in range(0, len(text), block)]))
    read = [[parsed.columns[name].at(index) for name in COLUMNS] for index in range(len(table))]
    assert read == table


def test_the_index_says_what_is_known_of_a_grid(tmp_path):
    store.add(tmp_path, small(seconds=12.5))
    index = json.loads((tmp_path / "index.json").read_text())
    assert index["grids"]["linux-6.1"]["seconds"] == 12.5 and index["schema"] == 1
