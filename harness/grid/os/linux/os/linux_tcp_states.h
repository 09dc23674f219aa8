// The numbers by which Linux shows TCP states in TCP_INFO and /proc/net/tcp (proc(5), <netinet/tcp.h>).
#pragma once
#include <array>

#include "grid/core/raw.h"

namespace grid {

inline TcpState tcp_state_numbered(unsigned number) {
  constexpr std::array<TcpState, 13> kStates = {
      TcpState::unknown,     TcpState::established, TcpState::syn_sent,  TcpState::syn_received,
      TcpState::fin_wait_1,  TcpState::fin_wait_2,  TcpState::time_wait, TcpState::closed,
      TcpState::close_wait,  TcpState::last_ack,    TcpState::listen,    TcpState::closing,
      TcpState::syn_received};
  return number < kStates.size() ? kStates[number] : TcpState::unknown;
}

}  // namespace grid
