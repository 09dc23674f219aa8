"""`addrinuse grid …`: the commands that read grids. Each imports what it needs when it runs."""
from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from addrinuse.support.command_group import CommandGroup
from addrinuse.support.errors import UserError

FORMATS = ("text", "json", "markdown")
format_option = click.option("--format", "form", type=click.Choice(FORMATS), default="text",
                             help="text, json or markdown.")
folder_option = click.option("--grids", "folder", metavar="DIR",
                             type=click.Path(path_type=Path, file_okay=False),
                             help="Where the published grids are (default: results/grids).")

slice_option = click.option("--where", "chosen", metavar="SLICE", default="*",
                            help="Only these cells, such as state=listening,user=other.")


class Order(click.ParamType):
    """The order in which cells are asked, as the scanner takes it."""

    name = "order"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself. Raises click.BadParameter if it is none."""
        if not re.fullmatch(r"forward|reverse|shuffled:\d{1,9}", value):
            self.fail(f"{value!r} is not forward, reverse or shuffled:SEED, a number", param, ctx)
        return value


def published() -> Path:
    """The folder of the published grids."""
    from addrinuse.grid import places

    return places.published_grids()


@click.group(cls=CommandGroup, name="grid", invoke_without_command=True)
@click.option("--platform", "platforms", multiple=True, metavar="NAME",
              help="Where to scan, repeatable; `all`: every platform available here (default: this machine).")
@click.option("--full", is_flag=True, help="Scan the full plan instead of its core.")
@click.option("--where", "chosen", metavar="SLICE", default="",
              help="Scan only these cells, such as proto=udp,state=bound: for platforms that are slow.")
@click.option("--sample", "every", metavar="N", type=click.IntRange(1, 100_000), default=1,
              help="Scan only one of N cells, spread over the whole plan.")
@click.option("--order", type=Order(), default="forward", metavar="ORDER",
              help="forward, reverse or shuffled:SEED. The grid is the same, or cells reach each other.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Where the grids are written (default: addrinuse-grids).")
@click.pass_context
def grid(ctx: click.Context, platforms: tuple[str, ...], full: bool, chosen: str, every: int, order: str,
         output: Path | None) -> int:
    """Scan the conflict grid: every pair of sockets, not only the famous ones.

    Exit status: 0 every platform was scanned; 2 one could not be.
    """
    if ctx.invoked_subcommand is not None:
        return 0
    from addrinuse.grid import scan

    wanted = scan.Wanted("full" if full else "core", chosen, every, order)
    return scan.run(platforms, wanted, output or Path("addrinuse-grids"))


@grid.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@format_option
@folder_option
@click.option("--common", is_flag=True, help="Compare the cells that both have, whatever the plans.")
@slice_option
@click.option("--known", "hide", is_flag=True,
              help="Leave out the differences that known-rules.toml explains.")
def diff(first: str, second: str, form: str, folder: Path | None, common: bool, chosen: str,
         hide: bool) -> int:
    """The rules by which two grids differ. A, B: a platform's published grid, or a file.

    Exit status: 0 no cell differs; 1 some do; 2 could not compare.
    """
    from addrinuse.grid import cells, formats, known, store

    place = folder or published()
    a, b = store.find(first, place), store.find(second, place)
    if chosen != "*":
        a, b = (cells.narrowed(one, cells.parse(chosen, one, defaults=False)) for one in (a, b))
    explained = known.load(place / known.FILE) if hide else []
    result = known.compare(a, b, explained, common)
    sys.stdout.write(formats.difference(result, form))
    return 1 if result.cells_different else 0


@grid.command("rules")
@click.argument("platform", metavar="A")
@format_option
@folder_option
@click.option("--winner", is_flag=True, help="Also by who receives: several times as many rules.")
@click.option("--attempt", metavar="WORD", help="Only cells of this attempt: bind, listen or connect.")
@slice_option
def conflict_rules(platform: str, form: str, folder: Path | None, winner: bool, attempt: str | None,
                   chosen: str) -> int:
    """One platform's whole grid as conflict rules; no cell is left uncovered."""
    from addrinuse.grid import cells, formats, rules, store

    whole = store.find(platform, folder or published())
    for text in [chosen] * (chosen != "*") + [f"attempt={attempt}"] * (attempt is not None):
        whole = cells.narrowed(whole, cells.parse(text, whole, defaults=False))
    answers = (*rules.CONFLICTS, "winner") if winner else rules.CONFLICTS
    sys.stdout.write(formats.conflict_rules(whole, rules.of_grid(whole, answers), form))
    return 0


@grid.command()
@click.argument("names", metavar="A [B] CELL", nargs=-1, required=True)
@format_option
@folder_option
@click.option("--answer", default="outcome", metavar="WORD",
              help="What the matrix shows: outcome, bind, listen, winner …")
def show(names: tuple[str, ...], form: str, folder: Path | None, answer: str) -> int:
    """One cell with all its answers, or a slice as a matrix of addresses; of one platform, or of two side by
    side.

    CELL: tcp/listening/any4/RA/lo4/none/same/bind, in which * is any word, or KEY=VALUE,KEY=VALUE.
    """
    from addrinuse.grid import cells, show as showing, store

    if not 2 <= len(names) <= 3:
        raise UserError("grid show", "takes one or two platforms and a cell",
                        f"For example: grid show linux-6.1 {cells.EXAMPLE}")
    grids = [store.find(name, folder or published()) for name in names[:-1]]
    slices = [cells.parse(names[-1], one) for one in grids]
    sys.stdout.write(showing.show(grids, slices, answer, form))
    return 0


@grid.command()
@click.argument("names", metavar="[A]...", nargs=-1)
@format_option
@folder_option
def documents(names: tuple[str, ...], form: str, folder: Path | None) -> int:
    """How many cells of each platform contradict each document (default: every published grid)."""
    from addrinuse.grid import formats, places, predictions, store

    place = folder or published()
    spoken = predictions.load(places.predictions())
    grids = [store.find(name, place) for name in names or sorted(store.read_index(place))]
    sys.stdout.write(formats.documents([(one.name, predictions.scores(one, spoken)) for one in grids], form))
    return 0
