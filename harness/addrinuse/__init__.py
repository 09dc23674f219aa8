"""addrinuse: what people say about address reuse, put to the test on every system."""

__version__ = "0.1.0"
