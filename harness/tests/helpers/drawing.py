"""Generators of hostile values: how to draw a value with a seeded source of chance. The names are those of
Hypothesis' strategies. Its engine, which also shrinks what fails, takes four times as long for an input as
the readers that it feeds: with these, 100,000 inputs take minutes, and a seed repeats any of them."""
from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from functools import wraps
from random import Random
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
U = TypeVar("U")
P = ParamSpec("P")
TRIES = 1000                                   # of a filter before it gives up
NEAR = (0, 1, -1, 2, 7, 8, 127, 128, 255, 256, 2**15, 2**16, 2**31 - 1, 2**31, 2**32, 2**53, 2**63, 2**64)
RANGES = ((32, 126), (32, 126), (32, 126), (0, 31), (127, 255), (0x100, 0xd7ff), (0xe000, 0x10ffff))


class Generator(Generic[T]):
    """What can be drawn: `draw` makes one value with a source of chance."""

    def __init__(self, draw: Callable[[Random], T]) -> None:
        self.draw = draw

    def map(self, change: Callable[[T], U]) -> Generator[U]:
        """The values as `change` makes them."""
        return Generator(lambda chance: change(self.draw(chance)))

    def filter(self, is_wanted: Callable[[T], Any]) -> Generator[T]:
        """The values that are wanted. Raises AssertionError if hardly any is."""
        def draw(chance: Random) -> T:
            for _ in range(TRIES):
                value = self.draw(chance)
                if is_wanted(value):
                    return value
            raise AssertionError(f"none of {TRIES} values is wanted")

        return Generator(draw)


def just(value: T) -> Generator[T]:
    """Always this value."""
    return Generator(lambda chance: value)


def none() -> Generator[None]:
    """Always None."""
    return just(None)


def sampled_from(values: Sequence[T]) -> Generator[T]:
    """One of these."""
    return Generator(lambda chance: chance.choice(values))


def booleans() -> Generator[bool]:
    """True or False."""
    return sampled_from((False, True))


def one_of(*generators: Generator[Any]) -> Generator[Any]:
    """A value of one of these."""
    return Generator(lambda chance: chance.choice(generators).draw(chance))


def integers(low: int | None = None, high: int | None = None) -> Generator[int]:
    """A number from `low` to `high`; without them any, most often one near a power of two."""
    def draw(chance: Random) -> int:
        if low is not None and high is not None:
            return chance.choice((low, high)) if chance.random() < 0.1 else chance.randint(low, high)
        return chance.choice((1, -1)) * (chance.choice(NEAR) + chance.randint(-1, 1) if chance.random() < 0.5
                                         else chance.getrandbits(chance.randint(1, 80)))

    return Generator(draw)


def floats() -> Generator[float]:
    """Any 64 bits as a number: infinite ones and NaN as well."""
    special = (0.0, -0.0, 0.5, 1e15, 1e308, 5e-324, float("inf"), -float("inf"), float("nan"))
    return one_of(sampled_from(special), Generator(
        lambda chance: float(struct.unpack("d", chance.randbytes(8))[0])))


def characters(min_codepoint: int, max_codepoint: int) -> Generator[str]:
    """A character in that range."""
    return Generator(lambda chance: chr(chance.randint(min_codepoint, max_codepoint)))


def _any_character(chance: Random) -> str:
    return chr(chance.randint(*chance.choice(RANGES)))


def text(alphabet: Generator[str] = Generator(_any_character), min_size: int = 0,
         max_size: int = 20) -> Generator[str]:
    """Text of these characters."""
    return lists(alphabet, min_size, max_size).map("".join)


def binary(min_size: int = 0, max_size: int = 20) -> Generator[bytes]:
    """Any bytes."""
    return Generator(lambda chance: chance.randbytes(chance.randint(min_size, max_size)))


def lists(inner: Generator[T], min_size: int = 0, max_size: int = 3) -> Generator[list[T]]:
    """A list of such values."""
    return Generator(lambda chance: [inner.draw(chance) for _ in range(chance.randint(min_size, max_size))])


def tuples(*inner: Generator[Any]) -> Generator[tuple[Any, ...]]:
    """One value of each."""
    return Generator(lambda chance: tuple(generator.draw(chance) for generator in inner))


def dictionaries(keys: Generator[Any], inner: Generator[T], max_size: int = 3) -> Generator[dict[Any, T]]:
    """A dictionary of such keys and values."""
    return lists(tuples(keys, inner), 0, max_size).map(lambda pairs: dict(pairs))


def recursive(base: Generator[Any], extend: Callable[[Generator[Any]], Generator[Any]],
              depth: int = 3) -> Generator[Any]:
    """A value of `base`, or values of it in what `extend` makes, so deep at most."""
    found = base
    for _ in range(depth):
        found = one_of(base, extend(found))
    return found


Draw = Callable[[Generator[Any]], Any]


def composite(make: Callable[Concatenate[Draw, P], T]) -> Callable[P, Generator[T]]:
    """A generator of a function that draws what it needs with its first argument."""
    @wraps(make)
    def generator(*args: P.args, **named: P.kwargs) -> Generator[T]:
        return Generator(lambda chance: make(lambda inner: inner.draw(chance), *args, **named))

    return generator
