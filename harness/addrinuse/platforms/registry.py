"""Every platform by its name. A kind is one module here with a function `platforms()` that lists what it
offers, and, where names carry an argument (`container:IMAGE`), a function `named(argument)` in KINDS."""
from __future__ import annotations

from collections.abc import Callable, Iterable

from addrinuse.support.errors import UserError, unknown
from addrinuse.platforms import container, gvisor, host, kernels, lwip, mutant, recorded, ssh, uml, wine
from addrinuse.platforms.base import Availability, Platform, Session
from addrinuse.model import runs

__all__ = ["Availability", "KINDS", "LISTED", "Platform", "Session", "chosen", "every", "find", "named",
           "require"]

LISTED: list[Callable[[], list[Platform]]] = [host.platforms, kernels.platforms, gvisor.platforms,
                                              lwip.platforms, wine.platforms, container.platforms,
                                              mutant.platforms]
KINDS: dict[str, Callable[[str], Platform]] = {
    "container": container.named, "kernel": kernels.own, "mutant": mutant.named, "run": recorded.named,
    "machines": ssh.one_of_inventory, "ssh": ssh.named, "uml": uml.named}


def every() -> list[Platform]:
    """Every platform that can be named in advance, available or not."""
    return [platform for listed in LISTED for platform in listed()]


def everywhere() -> list[Platform]:
    """What `all` stands for: every platform that is available, simulated ones left out."""
    return [one for one in every() if not one.simulated and one.describe().available]


def find(name: str) -> Platform:
    """The platform of that name. Raises UserError with the nearest names."""
    if not name.isprintable():  # it goes into run files, command lines and messages
        raise UserError(f"platform {name!r}", "a name has printable characters only",
                        "Give the file or the machine another name.")
    for platform in every():
        if name in (platform.name, platform.name.replace(":", "-")):  # the second as tables spell it
            return platform
    if exact := kernels.exactly(name) or uml.of_series(name):
        return exact
    kind, colon, argument = name.partition(":")
    if colon and argument and kind in KINDS:
        return KINDS[kind](argument)
    raise _unknown(name)


def _unknown(name: str) -> UserError:
    """The error for a name that no platform here has."""
    if any(path.name.startswith(f"{name}.jsonl") for path in (*runs.published(), *runs.contributed())):
        return UserError(f"platform {name!r}", "cannot be started from here; its run was recorded elsewhere",
                         f"`addrinuse table --platform {name}` shows that run.")
    shown = [platform.name for platform in every() if not platform.simulated]
    shown += [f"{kind}:…" for kind in KINDS]
    return unknown("platform", name, [*shown, *(platform.name for platform in every() if platform.simulated)],
                   f"Known: {', '.join(shown)} (see `addrinuse platforms`)")


def named(names: Iterable[str]) -> list[Platform]:
    """The platforms of these names, each once; `all` stands for `everywhere`, machines:TAG for
    every machine with that tag, no name for this machine. Raises UserError for one that is unknown."""
    found: dict[str, Platform] = {}
    for name in list(names) or ["host"]:
        several = everywhere() if name == "all" else _several(name)
        found.update((one.name, one) for one in several)
    return list(found.values())


def _several(name: str) -> list[Platform]:
    """What one name stands for: `machines:TAG` for every machine with that tag."""
    kind, _, word = name.partition(":")
    return ssh.of_inventory(word) if kind == "machines" and word else [find(name)]


def require(platform: Platform) -> None:
    """Raises UserError where the platform is not available."""
    state = platform.describe()
    if not state.available:
        raise UserError(f"platform {platform.name}", f"not available: {state.why}",
                        "See `addrinuse platforms`.")


def chosen(names: Iterable[str]) -> list[Platform]:
    """The same, and every one of them is available. Raises UserError for one that is not."""
    found = named(names)
    for platform in found:
        require(platform)
    return found
