// GetExtendedTcpTable (Microsoft Learn, iphlpapi.h). MIB_TCP_STATE has the numbers of RFC 4022,
// tcpConnectionState.
#include <array>
#include <cstring>
#include <vector>

#include "grid/core/system.h"
#include "os/sockets.h"
// After winsock2.h.
#include <iphlpapi.h>

namespace grid::sys {
namespace {

TcpState state_numbered(unsigned number) {
  constexpr std::array<TcpState, 12> kStates = {
      TcpState::unknown,      TcpState::closed,      TcpState::listen,     TcpState::syn_sent,
      TcpState::syn_received, TcpState::established, TcpState::fin_wait_1, TcpState::fin_wait_2,
      TcpState::close_wait,   TcpState::closing,     TcpState::last_ack,   TcpState::time_wait};
  return number < kStates.size() ? kStates[number] : TcpState::unknown;
}

// Empty if the system gives no table.
std::vector<unsigned char> table_of(ULONG family) {
  std::vector<unsigned char> bytes(65536);
  for (int tries = 0; tries < 8; ++tries) {
    auto size = static_cast<DWORD>(bytes.size());
    const DWORD error = ::GetExtendedTcpTable(bytes.data(), &size, FALSE, family, TCP_TABLE_OWNER_PID_ALL, 0);
    if (error == NO_ERROR) return bytes;
    if (error != ERROR_INSUFFICIENT_BUFFER) break;
    bytes.resize(size + 4096);
  }
  return {};
}

template <class Table, class Row>
bool read_family(ULONG family, TcpTable& table) {
  const auto bytes = table_of(family);
  if (bytes.empty()) return false;
  DWORD count = 0;
  std::memcpy(&count, bytes.data(), sizeof count);
  for (DWORD i = 0; i < count; ++i) {
    Row row{};
    std::memcpy(&row, bytes.data() + offsetof(Table, table) + i * sizeof row, sizeof row);
    table[ntohs(static_cast<u_short>(row.dwLocalPort))].state = state_numbered(row.dwState);
  }
  return true;
}

}  // namespace

bool read_tcp_table(TcpTable& table) {
  table.fill({});
  if (!read_family<MIB_TCPTABLE_OWNER_PID, MIB_TCPROW_OWNER_PID>(AF_INET, table)) return false;
  read_family<MIB_TCP6TABLE_OWNER_PID, MIB_TCP6ROW_OWNER_PID>(AF_INET6, table);  // absent without IPv6
  return true;
}

}  // namespace grid::sys
