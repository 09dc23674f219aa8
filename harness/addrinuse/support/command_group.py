"""A group of commands that names the nearest ones if there is none of the name given."""
from __future__ import annotations

from typing import Any

import click

from addrinuse.support.errors import UserError, nearest


class CommandGroup(click.Group):
    """A group of commands, in the order in which they were added."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            close = nearest(args[0], known)
            hint = f"Nearest: {', '.join(close)}" if close else f"Known: {', '.join(known)}"
            name = " ".join([*ctx.command_path.split()[1:], args[0]])
            raise UserError(f"command {name!r}", "unknown", hint)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)
