// TCP states on Linux: TCP_INFO for a socket (tcp(7)), /proc/net/tcp and tcp6 for the stack (proc(5)).
#include "probe/os/linux/tcp_state.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "probe/net/tcp_info_state.h"
#include "probe/net/tcp_state.h"

namespace probe {
namespace {

// "0100007F:1F90": the address in 32-bit words of the machine's own byte order, the port in plain
// hexadecimal.
bool parse_endpoint(const std::string& text, Address* address) {
  const std::size_t colon = text.find(':');
  if (colon != 8 && colon != 32) return false;
  address->family = colon == 8 ? Family::ipv4 : Family::ipv6;
  for (std::size_t word = 0; word < colon / 8; ++word) {
    const auto value = static_cast<std::uint32_t>(std::stoul(text.substr(word * 8, 8), nullptr, 16));
    std::memcpy(&address->bytes[word * 4], &value, 4);
  }
  address->port = static_cast<Port>(std::stoul(text.substr(colon + 1), nullptr, 16));
  *address = address->unmapped();
  return true;
}

bool read_table(const char* path, std::vector<TcpEntry>* entries) {
  std::ifstream file(path);
  if (!file) return false;
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string number;
    std::string local;
    std::string remote;
    std::string state;
    TcpEntry entry;
    if (!(fields >> number >> local >> remote >> state)) continue;
    if (!parse_endpoint(local, &entry.local) || !parse_endpoint(remote, &entry.remote)) continue;
    entry.state = from_linux(static_cast<unsigned>(std::stoul(state, nullptr, 16)));
    entries->push_back(entry);
  }
  return true;
}

}  // namespace

Result tcp_state_of(Handle handle) { return state_from_tcp_info<tcp_info>(handle, TCP_INFO, from_linux); }

std::optional<std::vector<TcpEntry>> tcp_table() {
  std::vector<TcpEntry> entries;
  const bool has_ipv4 = read_table("/proc/self/net/tcp", &entries) || read_table("/proc/net/tcp", &entries);
  read_table("/proc/self/net/tcp6", &entries) || read_table("/proc/net/tcp6", &entries);
  if (!has_ipv4) return std::nullopt;
  return entries;
}

}  // namespace probe
