"""What the suite is about: documents, cases, observations, runs, verdicts."""
