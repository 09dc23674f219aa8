// Standard output of the program. What cannot be written ends the run with a reason, never silently.
#pragma once
#include <string>

namespace runner {

// Writes `text` and flushes. Throws std::runtime_error with the system's reason if it cannot be written.
void print(const std::string& text);
// The same for what others wrote to standard output, as GoogleTest does.
void check_standard_output();

// Gives closed standard streams to the null device, so that no pipe of the runner gets their numbers, and lets a write
// to a closed pipe fail instead of killing the program. False if standard output was closed.
bool prepare_standard_streams();

}  // namespace runner
