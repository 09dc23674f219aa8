// The two ends of a pipe, on POSIX systems.
#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace probe {

struct PipeEnds {
  int read_end = -1;
  int write_end = -1;
};

// A new pipe, which no program that is started inherits. Throws std::runtime_error if the system gives none.
inline PipeEnds open_pipe() {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return {ends[0], ends[1]};
}

}  // namespace probe
