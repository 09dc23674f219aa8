// TCP states on Windows: GetExtendedTcpTable (Microsoft Learn, iphlpapi.h). MIB_TCP_STATE numbers are those
// of RFC 4022.
#include "probe/os/windows/tcp_state.h"

#include <iphlpapi.h>

#include <array>
#include <cstring>

#include "probe/os/windows/winsock.h"

namespace probe {
namespace {

TcpState from_mib(unsigned number) {
  constexpr std::array<TcpState, 13> kStates = {
      TcpState::unknown,      TcpState::closed,      TcpState::listen,     TcpState::syn_sent,
      TcpState::syn_received, TcpState::established, TcpState::fin_wait_1, TcpState::fin_wait_2,
      TcpState::close_wait,   TcpState::closing,     TcpState::last_ack,   TcpState::time_wait,
      TcpState::closed};
  return number < kStates.size() ? kStates[number] : TcpState::unknown;
}

Address ipv4_of(DWORD address, DWORD port) {
  Address found;
  std::memcpy(found.bytes.data(), &address, 4);
  found.port = ntohs(static_cast<u_short>(port));
  return found;
}

Address ipv6_of(const UCHAR* address, DWORD port) {
  Address found;
  found.family = Family::ipv6;
  std::memcpy(found.bytes.data(), address, 16);
  found.port = ntohs(static_cast<u_short>(port));
  return found.unmapped();
}

// The table of one family as the bytes that Windows gives; empty where it gives none.
std::vector<unsigned char> read_table(ULONG family) {
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

}  // namespace

Result tcp_state_of(Handle) { return Result::missing(); }

std::optional<std::vector<TcpEntry>> tcp_table_of(Family family) {
  const auto bytes = read_table(family == Family::ipv4 ? AF_INET : AF_INET6);
  if (bytes.empty()) return std::nullopt;
  std::vector<TcpEntry> entries;
  if (family == Family::ipv4) {
    const auto* table = reinterpret_cast<const MIB_TCPTABLE_OWNER_PID*>(bytes.data());
    for (DWORD i = 0; i < table->dwNumEntries; ++i) {
      const auto& row = table->table[i];
      entries.push_back({ipv4_of(row.dwLocalAddr, row.dwLocalPort),
                         ipv4_of(row.dwRemoteAddr, row.dwRemotePort), from_mib(row.dwState)});
    }
  } else {
    const auto* table = reinterpret_cast<const MIB_TCP6TABLE_OWNER_PID*>(bytes.data());
    for (DWORD i = 0; i < table->dwNumEntries; ++i) {
      const auto& row = table->table[i];
      entries.push_back({ipv6_of(row.ucLocalAddr, row.dwLocalPort),
                         ipv6_of(row.ucRemoteAddr, row.dwRemotePort), from_mib(row.dwState)});
    }
  }
  return entries;
}

std::optional<std::vector<TcpEntry>> tcp_table() {
  auto entries = tcp_table_of(Family::ipv4);
  if (!entries) return std::nullopt;
  const auto six = tcp_table_of(Family::ipv6);
  if (six) entries->insert(entries->end(), six->begin(), six->end());
  return entries;
}

}  // namespace probe
