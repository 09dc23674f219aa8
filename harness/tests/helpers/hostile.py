"""Generators that spoil what is valid: bytes, and the values of JSON."""
from __future__ import annotations

import copy
import json
from typing import Any

from helpers import drawing as st

DEEP = 3000
LONG = 70_000
TEXTS = (
    "", " ", "ok", "\0", "\n", "\r\n", "\t", "\x1b[2J\x1b]0;title\x07", "\x9b31m", "\u202eevil\u202c",
    "\u2028", "\ufeff", "\ud800", "\U0010ffff", "../../../outside", "/tmp/outside", "..", "-", "--help",
    "<script>alert(1)</script>", "=1+1", "+1", "@x", "| a | b |", "`x`", "[a](javascript:x)", "::error::x",
    "%0A", "{{ 7*7 }}", "{0.__class__}", "*", "[",
    "controls/x", "bind/a[tcp4]", "bind/a[tcp9]", "linux-" + "9" * 70, "9" * 5000,
    "9" * 5000 + "." + "9" * 5000, "x" * LONG)
NUMBERS = (0, 1, -1, 2**31, 2**63, 2**64, -2**64, 10**300, 10**4000, 1e308, -1e308, 5e-324, 0.1, -0.0,
           float("nan"), float("inf"), -float("inf"))
CHUNKS = (
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\x1b", b"\n", b"\n\n", b"\r", b"{", b"}", b"[", b"]", b'"', b"\\",
    b",", b":", b"NaN", b"Infinity", b"1e999", b"-", b"9" * 5000, b"[" * DEEP, b'{"a":' * DEEP, b'"\\ud800"',
    b"\\u0000", b"null", b"true", b"{}", b"../../outside", b"x" * LONG)

texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=20))
scalars = st.one_of(st.none(), st.booleans(), st.sampled_from(NUMBERS), st.integers(), st.floats(), texts)
values = st.recursive(scalars, lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)))


@st.composite
def spoilt_bytes(draw: st.Draw, valid: bytes) -> bytes:
    """Bytes that were valid before parts were replaced, removed, doubled or cut off."""
    data = bytearray(valid)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 1, 2, 8, 100, 100_000))))
        way = draw(st.sampled_from(("replace", "remove", "double", "flip", "cut")))
        if way == "replace":
            data[start:end] = draw(st.one_of(st.sampled_from(CHUNKS), st.binary(max_size=8)))
        elif way == "remove":
            del data[start:end]
        elif way == "double":
            data[start:start] = data[start:end]
        elif way == "flip" and start < len(data):
            data[start] ^= 1 << draw(st.integers(0, 7))
        elif way == "cut":
            del data[start:]
    return bytes(data)


def sound_or_spoilt(valid: bytes) -> st.Generator[bytes]:
    """The same, and now and then the valid bytes themselves: for formats of which hardly anything spoilt can
    be read."""
    return st.one_of(st.just(valid), *[spoilt_bytes(valid)] * 3)


def spoilt_after(head: bytes, valid: bytes) -> st.Generator[bytes]:
    """The same of a file of two parts, whose first part is left as it is three times in four: what has no
    sound beginning is refused before the rest is looked at."""
    rest = spoilt_bytes(valid).map(lambda body: head + body)
    return st.one_of(rest, rest, rest, spoilt_bytes(head + valid))


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


@st.composite
def spoilt_value(draw: st.Draw, valid: Any) -> Any:
    """A JSON value in which parts are something else, are gone, or have strange company."""
    whole = [copy.deepcopy(valid)]
    for _ in range(draw(st.integers(1, 3))):
        path = (0, *draw(st.sampled_from(_places(whole[0]))))
        around: Any = whole
        for key in path[:-1]:
            around = around[key]
        way = draw(st.sampled_from(("other", "other", "text", "gone", "more", "renamed")))
        if way == "gone" and len(path) > 1:
            del around[path[-1]]
        elif way == "more" and isinstance(around[path[-1]], dict):
            around[path[-1]][draw(texts)] = draw(values)
        elif way == "more" and isinstance(around[path[-1]], list):
            around[path[-1]].insert(0, draw(values))
        elif way == "renamed" and isinstance(around, dict):
            around[draw(texts)] = around.pop(path[-1])
        else:
            around[path[-1]] = draw(texts if way == "text" else values)
    return whole[0]


def encoded(value: Any) -> bytes:
    """JSON as a careless writer makes it: NaN and unpaired surrogates included."""
    return json.dumps(value, ensure_ascii=True).encode()


def spoilt_json(valid: Any) -> st.Generator[bytes]:
    """A file of JSON: spoilt in its value or in its bytes."""
    return st.one_of(spoilt_value(valid).map(encoded), spoilt_bytes(encoded(valid)))


# What the schema of a run lets stand in a place, however strange: by the last name on the way to it.
WORDS = st.one_of(st.sampled_from(("=1+1", "<b>", "| x |", "`x`", "60 s", "@x", "-", "[", "%n",
                                   "../../outside")),
                  st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=80))
SHORT = texts.filter(lambda text: len(text) <= 8192)
FREE: dict[str, st.Generator[Any]] = {
    "observed": WORDS, "claimed": WORDS, "repeats": st.lists(WORDS, min_size=1, max_size=3),
    "why": SHORT.filter(bool), "output": SHORT, "selection": SHORT, "sysname": SHORT,
    "release": SHORT, "machine": SHORT,
    "isolation": SHORT, "settings": st.dictionaries(SHORT, SHORT, max_size=3),
    "details": st.dictionaries(SHORT, st.one_of(SHORT, st.sampled_from(NUMBERS[:14])), max_size=3),
    "transcript": st.lists(st.tuples(st.sampled_from(NUMBERS[10:13]).map(abs), SHORT, SHORT).map(list),
                           max_size=3),
    "seconds": st.sampled_from((0, 1e308, 5e-324, 10**300)), "simulated": st.booleans(),
    "started": st.sampled_from(("0000-00-00T00:00:00Z", "9999-99-99T99:99:99Z", "0001-01-01T00:00:00Z")),
    "platform": st.sampled_from(("linux-" + "9" * 70, "a..b", "x@y:z+", "index", "linux-6.1#2", "CON",
                                 "host")),
    "stack": st.sampled_from(("linux", "gvisor", "x" * 80)), "commit": st.just("0" * 40),
    "observation": st.sampled_from(("bind/a", "bind/a[tcp9]", "gone/case", "controls/s[x]",
                                    "x/" + "y" * 190)),
}


@st.composite
def strange(draw: st.Draw, records: list[Any]) -> list[Any]:
    """Records that the schema accepts, with strange content."""
    found = copy.deepcopy(records)
    places = [path for path in _places(found) if path and path[-1] in FREE]
    for path in draw(st.lists(st.sampled_from(places), min_size=1, max_size=6)):
        around = found
        for key in path[:-1]:
            around = around[key]
        if around.get(path[-1]) is not None:
            around[path[-1]] = draw(FREE[path[-1]])
    if draw(st.booleans()):
        found[0]["facts"][draw(SHORT)] = draw(SHORT)
    return found


def spoilt_lines(records: list[Any]) -> st.Generator[bytes]:
    """A file of JSON lines: spoilt in its values or in its bytes, or only strange."""
    def lines(found: Any) -> bytes:
        return b"".join(encoded(one) + b"\n" for one in (found if isinstance(found, list) else [found]))

    return st.one_of(strange(records).map(lines), spoilt_value(records).map(lines),
                     strange(records).map(lines), spoilt_bytes(lines(records)))
