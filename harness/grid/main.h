// The program's entry, to be called by whatever program holds the grid.
#pragma once

namespace grid {

// Returns the exit status: 0 scanned, 1 ended early, 2 bad arguments.
int grid_main(int argc, char** argv);

}  // namespace grid
