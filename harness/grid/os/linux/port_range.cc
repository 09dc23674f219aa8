// ip(7), /proc/sys/net/ipv4/ip_local_port_range, which holds for IPv6, too.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "grid/core/system.h"
#include "os/linux_settings.h"

namespace grid::sys {
namespace {

constexpr const char* kRange = "/proc/sys/net/ipv4/ip_local_port_range";

// The file belongs to the namespace in which it was opened.
int range_file = -1;

}  // namespace

void reopen_port_range() {
  if (range_file >= 0) ::close(range_file);
  range_file = ::open(kRange, O_WRONLY | O_CLOEXEC);
}

bool set_port_range(Port low, Port high) {
  if (range_file < 0) return false;
  char text[16];
  const int length = std::snprintf(text, sizeof text, "%u %u", low, high);
  return ::pwrite(range_file, text, static_cast<std::size_t>(length), 0) == length;
}

Port lowest_automatic_port() {
  unsigned low = 32768;
  if (std::FILE* file = std::fopen(kRange, "re")) {
    if (std::fscanf(file, "%u", &low) != 1) low = 32768;
    std::fclose(file);
  }
  return static_cast<Port>(low);
}

}  // namespace grid::sys
