"""Mutation testing of the cases: which mutant or platform makes a case come out otherwise."""
