// Limits of the process that the runner changes for its cases.
#pragma once
#include <cstddef>

namespace runner {

// Raises the number of files that may be open to the hard limit. A run has two pipes per case, and some cases open 200
// sockets: the soft limit is 128 on NetBSD and OpenBSD, and 256 on macOS.
void raise_open_file_limit();

// How many case processes, of `most`, leave a case enough files: each has two pipes in the runner, which cases inherit.
std::size_t processes_within_limit(std::size_t most);

}  // namespace runner
