// proc(5), /proc/net/tcp and /proc/net/tcp6. Columns: number, local address:port, remote address:port, state, all hexadecimal.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "grid/core/system.h"
#include "os/linux_tcp_states.h"

namespace grid::sys {
namespace {

constexpr std::size_t kBufferSize = 65536;

// `  3: 0100007F:0FA0 0100007F:EE48 06 …`: the state of the local port. The heading has no colon before its first blank.
void take_line(const char* line, TcpTable& table) {
  const char* local = std::strchr(line, ':');
  if (local == nullptr) return;
  const char* port = std::strchr(local + 1, ':');
  if (port == nullptr) return;
  char* after_port = nullptr;
  const unsigned long number = std::strtoul(port + 1, &after_port, 16);
  const char* remote_port = std::strchr(after_port, ':');
  if (remote_port == nullptr || number >= table.size()) return;
  const char* state = std::strchr(remote_port, ' ');
  if (state == nullptr) return;
  table[number] = tcp_state_numbered(static_cast<unsigned>(std::strtoul(state + 1, nullptr, 16)));
}

// Takes the whole lines of the buffer; moves the rest to its start and returns its length.
std::size_t take_lines(char* buffer, std::size_t length, TcpTable& table) {
  char* line = buffer;
  while (auto* end =
             static_cast<char*>(std::memchr(line, '\n', static_cast<std::size_t>(buffer + length - line)))) {
    *end = '\0';
    take_line(line, table);
    line = end + 1;
  }
  const auto rest = static_cast<std::size_t>(buffer + length - line);
  std::memmove(buffer, line, rest);
  return rest;
}

bool read_file(const char* path, TcpTable& table) {
  static char buffer[kBufferSize];
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::size_t kept = 0;
  ssize_t count = 0;
  while (kept < sizeof buffer && (count = ::read(file, buffer + kept, sizeof buffer - kept)) > 0)
    kept = take_lines(buffer, kept + static_cast<std::size_t>(count), table);
  ::close(file);
  return count == 0;
}

}  // namespace

bool read_tcp_table(TcpTable& table) {
  table.fill(TcpState::unknown);
  if (!read_file("/proc/net/tcp", table)) return false;
  read_file("/proc/net/tcp6", table);  // absent without IPv6
  return true;
}

}  // namespace grid::sys
