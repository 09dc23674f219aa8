#include "probe/core/pipe.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace probe {

void write_pipe(long long handle, std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t n = ::write(static_cast<int>(handle), bytes.data() + sent, bytes.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    sent += static_cast<std::size_t>(n);
  }
}

std::size_t pipe_capacity([[maybe_unused]] long long handle) {
#ifdef F_GETPIPE_SZ  // Linux, fcntl(2)
  const int size = ::fcntl(static_cast<int>(handle), F_GETPIPE_SZ);
  if (size > 0) return static_cast<std::size_t>(size);
#endif
  return 512;  // what POSIX promises: {PIPE_BUF} is that at least
}

}  // namespace probe
