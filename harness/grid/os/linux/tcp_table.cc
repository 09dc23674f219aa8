// proc(5), /proc/net/tcp and /proc/net/tcp6. Columns: number, local address:port, remote address:port, state,
// all hexadecimal.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "grid/core/system.h"
#include "os/linux_tcp_states.h"

namespace grid::sys {
namespace {

constexpr std::size_t kBufferSize = 65536;

constexpr unsigned long kTimerOfRecord = 3;  // "timer_active" of a connection that is kept as a small record

// Moves past the next `mark`; null stays null.
const char* after(const char* text, char mark) {
  const char* place = text == nullptr ? nullptr : std::strchr(text, mark);
  return place == nullptr ? nullptr : place + 1;
}

// `  3: 0100007F:0FA0 0100007F:EE48 06 00000000:00000000 03:000016F9 …`: the local port's state and timer.
void take_line(const char* line, TcpTable& table) {
  const char* port = after(after(line, ':'), ':');
  const char* state = after(after(port, ':'), ' ');
  const char* timer = after(after(state, ' '), ' ');
  if (timer == nullptr) return;
  const unsigned long number = std::strtoul(port, nullptr, 16);
  if (number >= table.size()) return;
  table[number].state = tcp_state_numbered(static_cast<unsigned>(std::strtoul(state, nullptr, 16)));
  table[number].is_record = std::strtoul(timer, nullptr, 16) == kTimerOfRecord;
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
  table.fill({});
  if (!read_file("/proc/net/tcp", table)) return false;
  read_file("/proc/net/tcp6", table);  // absent without IPv6
  return true;
}

}  // namespace grid::sys
