// tcp(4), TCP_INFO: the state by the numbers of <netinet/tcp_fsm.h>.
#include <array>

#include "grid/core/raw.h"
#include "os/sockets.h"

namespace grid::raw {

TcpState tcp_state(Handle socket) {
  constexpr std::array<TcpState, 11> kStates = {
      TcpState::closed,      TcpState::listen,     TcpState::syn_sent,   TcpState::syn_received,
      TcpState::established, TcpState::close_wait, TcpState::fin_wait_1, TcpState::closing,
      TcpState::last_ack,    TcpState::fin_wait_2, TcpState::time_wait};
  tcp_info info{};
  socklen_t length = sizeof info;
  if (::getsockopt(static_cast<int>(socket), IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return TcpState::unknown;
  return info.tcpi_state < kStates.size() ? kStates[info.tcpi_state] : TcpState::unknown;
}

}  // namespace grid::raw
