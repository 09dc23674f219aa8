"""`python3 -m addrinuse`."""
import sys

from addrinuse.cli import main

if __name__ == "__main__":
    sys.exit(main())
