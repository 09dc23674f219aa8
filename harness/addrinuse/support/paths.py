"""Where things are: the suite (cases, documents, results) and the folders the harness may write to."""
from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean

CHECKOUT = Path(__file__).resolve().parents[3]
PACKAGED = Path(__file__).resolve().parents[1] / "suite"


def root() -> Path:
    """The folder that holds cases/ and docs/: ADDRINUSE_ROOT, else the package's own copy, else the checkout.
    """
    named = os.environ.get("ADDRINUSE_ROOT")
    if named:
        return Path(named).resolve()
    return PACKAGED if _has_cases(PACKAGED) else CHECKOUT


@lru_cache
def _has_cases(folder: Path) -> bool:
    """Whether the package holds a suite: it does not change while a command runs, which asks a thousand
    times."""
    return (folder / "cases").is_dir()


def is_packaged() -> bool:
    """Whether the suite is the installed package's copy, in which nothing is to be built."""
    return root() == PACKAGED


def require_checkout(action: str) -> None:
    """Raises UserError if the suite is the installed package's copy. `action` names what needs a checkout:
    it would change files which the next update of the package replaces."""
    if is_packaged():
        raise UserError(action, "works on a checkout, and this is an installed package",
                        "Clone the repository, and start ./addrinuse there.")


def cases() -> Path:
    """The folder of the case files."""
    return root() / "cases"


def machinery() -> Path:
    """The folder of the C++ that is not a case: vocabulary, runner, guest, mutants, adapters."""
    return root() / "harness"


def mutant_rules() -> Path:
    """The table of the mutants."""
    return machinery() / "mutants" / "rules.cc"


def tags() -> Path:
    """The file that lists the words of `tags` and `needs`."""
    return root() / "docs" / "tags.toml"


def documents() -> Path:
    """The file that lists every document."""
    return root() / "docs" / "documents.toml"


def renamed_cases() -> Path:
    """The file that lists cases which had another name in older runs; there may be none."""
    return root() / "docs" / "renamed-cases.toml"


def published_runs() -> Path:
    """The folder of the published runs, one file a platform."""
    return root() / "results" / "runs"


def contributed_runs() -> Path:
    """The folder of the runs that came from elsewhere, each with its note."""
    return root() / "results" / "contributed"


def published_table() -> Path:
    """The generated table of the published runs, for programs."""
    return root() / "results" / "compat.json"


def expected() -> Path:
    """The folder of the accepted observations, one file a case."""
    return root() / "results" / "expected"


def run_schema() -> Path:
    """The schema of a run file; a suite without one is measured by the harness's own."""
    own = root() / "results" / "run.schema.json"
    return own if own.exists() else CHECKOUT / "results" / "run.schema.json"


def own_runs() -> Path:
    """Where a survey writes when nobody says where: below the current folder."""
    return Path("addrinuse-results")


def cache() -> Path:
    """The user's cache folder for this suite; named by the suite's place so that two checkouts do not meet.
    """
    return user_cache() / hashlib.sha256(os.fsencode(root())).hexdigest()[:12]


def user_cache() -> Path:
    """The user's cache folder for every checkout of this suite (XDG Base Directory Specification: a relative
    name in XDG_CACHE_HOME is ignored)."""
    named, home = os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~")
    base = named if os.path.isabs(named) else os.path.join(home if os.path.isabs(home) else "/nonexistent",
                                                           ".cache")
    return Path(base) / "addrinuse"


def show(path: Path) -> str:
    """A path as people like to read it: relative to the current folder where it lies below it. A name may
    hold any byte; what no terminal should get is written out."""
    try:
        return clean(str(path.resolve().relative_to(Path.cwd())))
    except (ValueError, OSError):
        return clean(str(path))
