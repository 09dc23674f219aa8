"""`addrinuse why`: what is in the way of a bind."""
from __future__ import annotations

import json

import click

from addrinuse.support.errors import UserError

COMMAND = "addrinuse.why.command"
EXAMPLE = "For example: why 127.0.0.1:8080, or: why -- ./server --port 8080"


class WhyCommand(click.Command):
    """Keeps apart what follows `--`: click itself would drop the mark."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            place = args.index("--")
            ctx.meta[COMMAND] = tuple(args[place + 1:])
            args = args[:place]
        return super().parse_args(ctx, args)


@click.command(cls=WhyCommand)
@click.argument("words", metavar="[PORT | ADDRESS:PORT | -- COMMAND...]", nargs=-1)
@click.option("--udp", is_flag=True, help="UDP instead of TCP.")
@click.option("--v6only", is_flag=True, help="The new socket on [::] has IPV6_V6ONLY.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def why(ctx: click.Context, words: tuple[str, ...], udp: bool, v6only: bool, as_json: bool) -> int:
    """Tell what is in the way of a bind: who holds the port, until when, and what gets in.

    Looks at the port and changes nothing. Without an address it is about 0.0.0.0. As root it sees the
    processes of all users. `why -- COMMAND` runs a command and explains each bind, listen or connect that
    failed.

    Exit status: 0 looked; 2 could not look. After a command, that of the command.
    """
    from addrinuse.why import report, sockets

    command = ctx.meta.get(COMMAND, ())
    if len(words) != (0 if command else 1):
        raise UserError("why", "takes one port, or -- and a command", EXAMPLE)
    if command:
        from addrinuse.why import recorded

        return recorded.run(command, as_json)
    found = report.make(sockets.target(words[0], udp, v6only))
    print(json.dumps(report.as_json(found), indent=1) if as_json else "\n".join(report.lines(found)))
    return 0
