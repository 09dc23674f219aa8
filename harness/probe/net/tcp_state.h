// The TCP states of RFC 9293 (3.3.2), of one socket and of a whole stack.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "probe/core/outcome.h"
#include "probe/net/address.h"
#include "probe/net/calls.h"

namespace probe {

enum class TcpState : std::uint8_t {
  unknown,
  closed,
  listen,
  syn_sent,
  syn_received,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait
};

std::string to_string(TcpState state);  // "FIN_WAIT_2"

// One line of a stack's table of connections.
struct TcpEntry {
  Address local;
  Address remote;
  TcpState state = TcpState::unknown;
};

// The state of the socket behind `handle` (Linux: TCP_INFO, tcp(7)); `unavailable` if the system has
// no such interface.
Result tcp_state_of(Handle handle);

// The state of the one connection between these addresses, seen from `local`, in the stack that this process
// uses; closed if there is none. Nothing if the system has no interface for it.
std::optional<TcpState> connection_state(const Address& local, const Address& remote);

// The same for a system that can be asked for one connection alone, which is much quicker than reading its
// table, and exact. Nothing where it cannot.
std::optional<TcpState> ask_connection_state(const Address& local, const Address& remote);

// Gives up what is kept open to ask so: before this process goes to another stack.
void leave_stack();

// Every TCP entry of the stack that this process uses, those without a socket (TIME_WAIT) included; nothing
// where the system has no such table. Mapped addresses come as IPv4: they are the same connection.
std::optional<std::vector<TcpEntry>> tcp_table();

// The state of the connection between these addresses, seen from `local`, in such a table; closed where it is
// not in it.
TcpState state_among(const std::vector<TcpEntry>& table, const Address& local, const Address& remote);

}  // namespace probe
