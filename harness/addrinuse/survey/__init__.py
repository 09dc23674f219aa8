"""Runs the cases on platforms, as a pytest plugin, and records what they answered."""
