"""What every package uses and what uses none of them: errors, escaping, paths, processes, temporary folders."""
