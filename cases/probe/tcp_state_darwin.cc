// TCP states on macOS: TCP_CONNECTION_INFO for a socket (netinet/tcp.h), the sysctl net.inet.tcp.pcblist_n for the stack
// (tcp_records_darwin.h).
#include <sys/types.h>
// before these
#include <sys/socket.h>
#include <sys/sysctl.h>
// after those
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cerrno>

#include "probe/tcp_records_darwin.h"
#include "probe/tcp_state.h"

namespace probe {
namespace {

constexpr const char* kList = "net.inet.tcp.pcblist_n";

std::vector<char> read_list() {
  for (int tries = 0; tries < 8; ++tries) {
    std::size_t size = 0;
    if (::sysctlbyname(kList, nullptr, &size, nullptr, 0) != 0) return {};
    std::vector<char> bytes(size + size / 8 + 4096);
    size = bytes.size();
    if (::sysctlbyname(kList, bytes.data(), &size, nullptr, 0) == 0) {
      bytes.resize(size);
      return bytes;
    }
    if (errno != ENOMEM) return {};
  }
  return {};
}

}  // namespace

std::optional<std::vector<TcpEntry>> tcp_table() {
  const std::vector<char> bytes = read_list();
  if (bytes.empty()) return std::nullopt;
  return darwin::entries_in(bytes);
}

Result tcp_state_of(Handle handle) {
  tcp_connection_info info{};
  socklen_t size = sizeof info;
  Result result;
  if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, TCP_CONNECTION_INFO, &info, &size) != 0) {
    result.error = errno;
    return result;
  }
  result.value = static_cast<std::int64_t>(from_bsd(info.tcpi_state));
  return result;
}

}  // namespace probe
