"""What a user may decide about kernel platforms. Options of the command line arrive as environment variables,
so that every process of a survey reads the same."""
from __future__ import annotations

import os
import secrets
from dataclasses import dataclass

REAL_TIME = "ADDRINUSE_REAL_TIME"
SEED = "ADDRINUSE_SEED"
MIRROR = "ADDRINUSE_MIRROR"


@dataclass(frozen=True)
class Settings:
    """`real_time`: the guest's clock runs with ours. `seed`: what the guest's random numbers start from."""

    real_time: bool
    seed: str

    @classmethod
    def from_environment(cls) -> "Settings":
        """As the user decided; a seed nobody decided on is drawn."""
        real_time = os.environ.get(REAL_TIME, "") not in ("", "0")
        return cls(real_time, os.environ.get(SEED) or secrets.token_hex(8))


def decide(real_time: bool, seed: str | None, mirror: str | None) -> None:
    """Hands on what the command line says, for this process and those it starts; what it leaves open stays as
    the environment has it."""
    for name, value in ((REAL_TIME, "1" if real_time else ""), (SEED, seed), (MIRROR, mirror)):
        if value:
            os.environ[name] = value
