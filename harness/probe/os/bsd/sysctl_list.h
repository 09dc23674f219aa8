// Lists that a system gives as one value of sysctl(3), as FreeBSD and macOS do with their connections.
#pragma once
#include <sys/types.h>
// after that
#include <sys/sysctl.h>

#include <cerrno>
#include <vector>

namespace probe {

// The bytes of the list with this name; none where it cannot be had. It may grow between the question for its
// length and that for itself: then it is asked again.
inline std::vector<char> sysctl_list(const char* name) {
  for (int tries = 0; tries < 8; ++tries) {
    std::size_t size = 0;
    if (::sysctlbyname(name, nullptr, &size, nullptr, 0) != 0) return {};
    std::vector<char> bytes(size + size / 8 + 4096);
    size = bytes.size();
    if (::sysctlbyname(name, bytes.data(), &size, nullptr, 0) == 0) {
      bytes.resize(size);
      return bytes;
    }
    if (errno != ENOMEM) return {};
  }
  return {};
}

}  // namespace probe
