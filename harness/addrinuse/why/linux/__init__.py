"""What `why` reads on Linux: socket tables, processes, settings, addresses."""
