// One TCP connection's state on Windows, from no more tables than necessary: on Wine all readers take turns,
// and reading one table takes a tenth of a second and more.
#include <vector>

#include "probe/os/windows/tcp_state.h"

namespace probe {
namespace {

// The families in whose table a connection may be, the likely one first: one of mapped addresses may be in
// either.
std::vector<Family> families_of(const Address& local) {
  if (local.is_v4mapped()) return {Family::ipv6, Family::ipv4};
  if (local.family == Family::ipv4) return {Family::ipv4, Family::ipv6};
  return {Family::ipv6};
}

// Closed where no table has it; nothing where there is no table.
std::optional<TcpState> look_for(const Address& local, const Address& remote) {
  std::optional<TcpState> found;
  for (const Family family : families_of(local)) {
    const auto table = tcp_table_of(family);
    if (!table) continue;
    found = state_among(*table, local, remote);
    if (found != TcpState::closed) break;
  }
  return found;
}

}  // namespace

std::optional<TcpState> ask_connection_state(const Address& local, const Address& remote) {
  // Wine does not read its table in one piece: only what is missing twice is gone.
  const auto state = look_for(local, remote);
  return state == TcpState::closed ? look_for(local, remote) : state;
}

void leave_stack() {}

}  // namespace probe
