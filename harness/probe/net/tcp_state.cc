#include "probe/net/tcp_state.h"

#include "probe/core/words.h"

namespace probe {
namespace {

std::optional<TcpState> state_in_table(const Address& local, const Address& remote) {
  const auto table = tcp_table();
  if (!table) return std::nullopt;
  return state_among(*table, local, remote);
}

}  // namespace

TcpState state_among(const std::vector<TcpEntry>& table, const Address& local, const Address& remote) {
  for (const TcpEntry& entry : table)
    if (entry.local == local.unmapped() && entry.remote == remote.unmapped()) return entry.state;
  return TcpState::closed;
}

std::optional<TcpState> connection_state(const Address& local, const Address& remote) {
  if (const auto asked = ask_connection_state(local, remote)) return asked;
  // A table is not read in one piece: an entry that changes its place meanwhile is missed, but not twice.
  const auto first = state_in_table(local, remote);
  return first == TcpState::closed ? state_in_table(local, remote) : first;
}

std::string to_string(TcpState state) {
  switch (state) {
    case TcpState::closed:
      return words::closed;
    case TcpState::listen:
      return words::listen;
    case TcpState::syn_sent:
      return words::syn_sent;
    case TcpState::syn_received:
      return words::syn_received;
    case TcpState::established:
      return words::established;
    case TcpState::fin_wait_1:
      return words::fin_wait_1;
    case TcpState::fin_wait_2:
      return words::fin_wait_2;
    case TcpState::close_wait:
      return words::close_wait;
    case TcpState::closing:
      return words::closing;
    case TcpState::last_ack:
      return words::last_ack;
    case TcpState::time_wait:
      return words::time_wait;
    case TcpState::unknown:
      break;
  }
  return words::unknown;
}

}  // namespace probe
