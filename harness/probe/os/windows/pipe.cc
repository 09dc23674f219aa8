#include "probe/core/pipe.h"

#include "probe/os/windows/winsock.h"

namespace probe {

void write_pipe(long long handle, std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    DWORD n = 0;
    if (::WriteFile(reinterpret_cast<HANDLE>(static_cast<std::intptr_t>(handle)), bytes.data() + sent,
                    static_cast<DWORD>(bytes.size() - sent), &n, nullptr) == 0 ||
        n == 0)
      return;
    sent += n;
  }
}

std::size_t pipe_capacity(long long) { return 4096; }

}  // namespace probe
