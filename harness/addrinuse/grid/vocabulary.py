"""The words of a grid: its columns, their defaults, and how a rule says them in English."""
from __future__ import annotations

SCHEMA = 1

DIMENSIONS = ("proto", "state", "addr1", "opts1", "addr2", "opts2", "user", "attempt",
              "when", "port", "state0", "addr0", "opts0", "count", "spread")
"""The columns that make the question; together they are the key of a cell."""

ANSWERS = ("bind", "listen", "connect", "winner", "receivers")
"""The columns that hold what was observed, in the order in which it happened."""

COLUMNS = ("proto", "state", "addr1", "opts1", "addr2", "opts2", "user", "bind", "listen", "winner",
           "connect", "attempt", "when", "port", "receivers", "state0", "addr0", "opts0", "count", "spread")
"""The order of the columns in a file: the contract's ten first, then those that were added."""

NAMED = DIMENSIONS[:8]
"""The dimensions that a cell's short name gives; the others are at their defaults then."""

DEFAULTS = {"attempt": "listen", "when": "before", "port": "explicit", "state0": "-", "addr0": "-",
            "opts0": "-", "count": "1", "spread": "-", "connect": "-", "receivers": "-"}
"""What a file without the column means by that."""

REQUIRED = frozenset(COLUMNS) - frozenset(DEFAULTS)

NO_ANSWER = frozenset({"unverified", "unavailable"})
"""What stands in `bind` of a cell whose first socket could not be shown to be in its state, or could not be
brought there at all: the cell has no answer, and is not comparable."""

ABSENT = "-"

ADDRESSES = {"any4": "0.0.0.0", "lo4": "127.0.0.1", "alias4": "127.0.0.2", "any6": "[::]",
             "any6only": "[::] with IPV6_V6ONLY", "lo6": "::1", "mapped-any": "::ffff:0.0.0.0",
             "mapped-lo": "::ffff:127.0.0.1", "mapped-alias": "::ffff:127.0.0.2",
             "unbound": "no IPv4 address",
             "unbound6": "no IPv6 address", "unbound-mapped": "no IPv6 address, to ::ffff:127.0.0.1",
             "any6-v4": "[::] with an IPv4 connection", "-": "no address"}

SAME_AS = {"mapped-any": "any4", "mapped-lo": "lo4", "mapped-alias": "alias4", "any6-v4": "any6"}
COVERED = {"any4": ("lo4", "alias4"), "any6only": ("lo6", "any6"),
           "any6": ("any4", "lo4", "alias4", "any6only", "lo6")}
"""Which addresses' traffic a socket on a wildcard address gets, beside its own."""

OPTIONS = {"none": "no options", "RA": "SO_REUSEADDR", "RP": "SO_REUSEPORT", "RPLB": "SO_REUSEPORT_LB",
           "EXCLUSIVE": "SO_EXCLUSIVEADDRUSE", "EXCLBIND": "SO_EXCLBIND", "dev-lo": "SO_BINDTODEVICE lo"}

ORDER = {word: place for place, word in enumerate(
    ("- tcp udp any4 lo4 alias4 any6 any6only lo6 mapped-any mapped-lo mapped-alias any6-v4 unbound unbound6 "
     "unbound-mapped none RA RP RA+RP RPLB EXCLUSIVE EXCLBIND dev-lo same other bind listen connect "
     "connect-peer before after cleared explicit auto one many").split())}
"""The order in which words are shown; other words come after these, numbers first."""

PLAIN_STATES = ("bound", "listening", "time-wait")
"""The states that a reader knows best, in order: a witness in one of them is preferred."""


def address(word: str) -> str:
    """An address as people write it."""
    return ADDRESSES.get(word, word)


def options(word: str) -> str:
    """A set of options by their names; `RA+RP` is both."""
    return " and ".join(OPTIONS.get(part, part) for part in word.split("+"))


def covers(holder: str, target: str) -> bool:
    """Whether a socket on `holder` is addressed by traffic to `target` (both words of ADDRESSES)."""
    holder, target = (SAME_AS.get(word, word) for word in (holder, target))
    return holder == target or target in COVERED.get(holder, ())
