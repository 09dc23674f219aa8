"""The command line with the fake platforms: what the tests start as a process."""
import sys

from helpers import fake_platforms

from addrinuse.cli import main

assert fake_platforms.PROGRAM.exists()

if __name__ == "__main__":
    sys.exit(main())
