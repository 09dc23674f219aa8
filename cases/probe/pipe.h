// Writing to a pipe, on any system.
#pragma once
#include <string>

namespace probe {

// Writes all of `bytes`, or as much as the other side takes before it goes away.
void write_pipe(long long handle, const std::string& bytes);

}  // namespace probe
