// Writing to a pipe, on any system.
#pragma once
#include <cstddef>
#include <string_view>

namespace probe {

// Writes all of `bytes`, or as much as the other side takes before it goes away.
void write_pipe(long long handle, std::string_view bytes);

// How many bytes a pipe holds that nobody reads, or fewer.
std::size_t pipe_capacity(long long handle);

}  // namespace probe
