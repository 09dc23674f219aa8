"""The grid on the harness's side: reading, storing, comparing and explaining grids of cells."""
