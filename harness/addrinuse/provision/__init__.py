"""Makes things available: builds, Debian packages, the cache."""
