"""Writes results for people and for other programs."""
