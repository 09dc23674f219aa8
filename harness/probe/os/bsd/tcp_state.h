// The numbers of TCP states in 4.4BSD's netinet/tcp_fsm.h, which FreeBSD, NetBSD, OpenBSD and macOS share.
#pragma once
#include <array>
#include <cerrno>
#include <cstring>

#include "probe/net/address.h"
#include "probe/net/tcp_info_state.h"
#include "probe/net/tcp_state.h"

namespace probe {

inline TcpState from_bsd(long number) {
  constexpr std::array<TcpState, 11> kStates = {
      TcpState::closed,      TcpState::listen,     TcpState::syn_sent,   TcpState::syn_received,
      TcpState::established, TcpState::close_wait, TcpState::fin_wait_1, TcpState::closing,
      TcpState::last_ack,    TcpState::fin_wait_2, TcpState::time_wait};
  return number >= 0 && static_cast<std::size_t>(number) < kStates.size()
             ? kStates[static_cast<std::size_t>(number)]
             : TcpState::unknown;
}

// The state that a socket's option gives. The BSDs refuse the option once the connection is over, which says that the state is
// CLOSED: FreeBSD by ECONNRESET (tcp_ctloutput() in netinet/tcp_usrreq.c, for INP_DROPPED), others by EINVAL.
template <typename Info>
Result bsd_state_from_tcp_info(Handle handle, int option) {
  Result result = state_from_tcp_info<Info>(handle, option, from_bsd);
  if (result.error != ECONNRESET && result.error != EINVAL) return result;
  result.error = 0;
  result.value = static_cast<std::int64_t>(TcpState::closed);
  return result;
}

// An address of a table: its bytes as they are, the port already in the machine's own order. Mapped ones come as IPv4.
inline Address ipv4_in_table(const void* bytes, Port port) {
  Address address;
  address.port = port;
  std::memcpy(address.bytes.data(), bytes, 4);
  return address;
}

inline Address ipv6_in_table(const void* bytes, Port port) {
  Address address;
  address.family = Family::ipv6;
  address.port = port;
  std::memcpy(address.bytes.data(), bytes, 16);
  return address.unmapped();
}

}  // namespace probe
