"""Finds cases by the words that people use. The command `cases` and the published pages use it."""
