"""One step of `git bisect run`: asks one build one thing and says whether it is good."""
