// The numbers of TCP states in Linux's include/net/tcp_states.h, which all its interfaces share.
#pragma once
#include <array>

#include "probe/net/tcp_state.h"

namespace probe {

inline TcpState from_linux(unsigned number) {
  constexpr std::array<TcpState, 13> kStates = {
      TcpState::unknown,     TcpState::established, TcpState::syn_sent,  TcpState::syn_received,
      TcpState::fin_wait_1,  TcpState::fin_wait_2,  TcpState::time_wait, TcpState::closed,
      TcpState::close_wait,  TcpState::last_ack,    TcpState::listen,    TcpState::closing,
      TcpState::syn_received};
  return number < kStates.size() ? kStates[number] : TcpState::unknown;
}

}  // namespace probe
