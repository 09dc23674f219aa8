#include <unistd.h>

#include <cerrno>

#include "probe/pipe.h"

namespace probe {

void write_pipe(long long handle, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t n = ::write(static_cast<int>(handle), bytes.data() + sent, bytes.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    sent += static_cast<std::size_t>(n);
  }
}

}  // namespace probe
