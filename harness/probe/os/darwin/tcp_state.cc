// TCP states on macOS: TCP_CONNECTION_INFO for a socket (netinet/tcp.h), the sysctl net.inet.tcp.pcblist_n for the stack
// (tcp_records_darwin.h).
#include <sys/types.h>
// before these
#include <sys/socket.h>
#include <sys/sysctl.h>
// after those
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "probe/net/tcp_state.h"
#include "probe/os/bsd/sysctl_list.h"
#include "probe/os/darwin/tcp_records.h"

namespace probe {

std::optional<std::vector<TcpEntry>> tcp_table() {
  const std::vector<char> bytes = sysctl_list("net.inet.tcp.pcblist_n");
  if (bytes.empty()) return std::nullopt;
  return darwin::entries_in(bytes);
}

Result tcp_state_of(Handle handle) {
  return bsd_state_from_tcp_info<tcp_connection_info>(handle, TCP_CONNECTION_INFO);
}

}  // namespace probe
