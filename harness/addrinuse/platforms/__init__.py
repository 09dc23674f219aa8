"""The platforms: places where the cases run."""
