#include "probe/net/tcp_state.h"

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

std::string name_of(TcpState state) {
  switch (state) {
    case TcpState::closed:
      return "CLOSED";
    case TcpState::listen:
      return "LISTEN";
    case TcpState::syn_sent:
      return "SYN_SENT";
    case TcpState::syn_received:
      return "SYN_RECEIVED";
    case TcpState::established:
      return "ESTABLISHED";
    case TcpState::fin_wait_1:
      return "FIN_WAIT_1";
    case TcpState::fin_wait_2:
      return "FIN_WAIT_2";
    case TcpState::close_wait:
      return "CLOSE_WAIT";
    case TcpState::closing:
      return "CLOSING";
    case TcpState::last_ack:
      return "LAST_ACK";
    case TcpState::time_wait:
      return "TIME_WAIT";
    case TcpState::unknown:
      break;
  }
  return "unknown";
}

}  // namespace probe
