"""The command `manual`: manual pages and the completion of shells, made from the command line itself."""
from __future__ import annotations

import re
from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem, get_completion_class

from addrinuse import __version__

VARIABLE = "_ADDRINUSE_COMPLETE"


def completion(commands: click.Group, shell: str) -> str:
    """The text that a shell reads to complete commands, options, cases and platforms. bash must be 4.4 or
    newer (click's documentation, "Shell Completion")."""
    found = get_completion_class(shell)
    assert found is not None
    return found(commands, {}, "addrinuse", VARIABLE).source()


def page(group: click.Group, name: str) -> str:
    """The manual page of a command, or of the whole program if the name is empty, in roff (man(7))."""
    context = click.Context(group, info_name="addrinuse", max_content_width=72)
    command: click.Command = group
    for word in name.split():
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        if found is None:
            raise click.UsageError(f"there is no command {name}")
        command = found
        context = click.Context(command, info_name=word, parent=context)
    return "\n".join(_lines(command, context)) + "\n"


def _lines(command: click.Command, context: click.Context) -> Iterator[str]:
    title = context.command_path.replace(" ", "-")
    yield f'.TH "{title.upper()}" "1" "" "addrinuse {__version__}" "addrinuse"'
    yield from (".SH NAME", f"{_roff(title)} \\- {_roff(command.get_short_help_str(200))}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (".SH SYNOPSIS", f".B {_roff(context.command_path)}", _roff(usage))
    yield from (".SH DESCRIPTION", *_paragraphs(command.help or ""))
    records = [record for parameter in command.get_params(context)
               if (record := parameter.get_help_record(context)) is not None]
    if records:
        yield ".SH OPTIONS"
    for option, text in records:
        yield from (".TP", f".B {_roff(option)}", _roff(text))
    if isinstance(command, click.Group):
        yield ".SH COMMANDS"
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            text = found.get_short_help_str(200) if found is not None else ""
            yield from (".TP", f".B {_roff(name)}", _roff(text))


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text.replace("\b", "").strip()):
        yield from (".PP", _roff(" ".join(paragraph.split())))


def _roff(text: str) -> str:
    """A text in which roff finds no request, no escape and no hyphen of its own (man(7))."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    escaped = "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in escaped)
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped


def complete_case(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The cases whose ids begin so."""
    from addrinuse.support import paths

    names = sorted(str(path.relative_to(paths.cases()).with_suffix(""))
                   for path in paths.cases().glob("*/*.cc"))
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def complete_platform(context: click.Context, parameter: click.Parameter, begun: str
                      ) -> list[CompletionItem]:
    """The platforms whose names begin so, simulated ones left out."""
    from addrinuse.platforms import registry

    names = ["all", *(one.name for one in registry.every() if not one.simulated)]
    return [CompletionItem(name) for name in names if name.startswith(begun)]
