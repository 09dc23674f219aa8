// A file that this program makes, and nobody else made before.
#pragma once
#include <cstdio>
#include <string>

namespace standalone {

// Opens a file for writing that was not there before; follows no symbolic link. nullptr, with errno set, if
// the system refuses (EEXIST: it is there).
std::FILE* open_fresh_file(const std::string& path);

}  // namespace standalone
