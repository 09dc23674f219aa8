"""addrinuse tests documented claims about socket address reuse on real network stacks."""

__version__ = "0.2.0"
