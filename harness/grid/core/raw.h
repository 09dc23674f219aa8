// The system's socket calls, one function per call, each in the files of its platform (os/). No function
// allocates memory or waits for longer than its timeout. All sockets are non-blocking. The rest of the core
// adds the tracer (calls.h).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "grid/core/address.h"
#include "grid/core/option.h"
#include "grid/core/result.h"

namespace grid {

using Handle = std::intptr_t;
inline constexpr Handle kNoHandle = -1;

enum class Protocol : std::uint8_t { tcp, udp };

// The states of RFC 9293, section 3.3.2; `unknown` if the system does not say.
enum class TcpState : std::uint8_t {
  unknown,
  closed,
  listen,
  syn_sent,
  syn_received,
  established,
  close_wait,
  fin_wait_1,
  closing,
  last_ack,
  fin_wait_2,
  time_wait
};

std::string_view name(TcpState state);

namespace raw {

Result open(Handle& socket, Family family, Protocol protocol);
Result set(Handle socket, Option option, int value);
Result get(Handle socket, Option option, int& value);
Result bind(Handle socket, const SocketAddress& address);
Result listen(Handle socket, int backlog);
// Starts a connection. EINPROGRESS if its end has to be waited for, with await_connection() of the same
// address.
Result connect(Handle socket, const SocketAddress& address);
// The end of a connection that was started: ok, an error, or timeout.
Result await_connection(Handle socket, const SocketAddress& address, int timeout_ms);
// Both: waits until the connection is established or refused.
inline Result connect_and_wait(Handle socket, const SocketAddress& address, int timeout_ms) {
  const Result started = connect(socket, address);
  return started == Result::kEINPROGRESS ? await_connection(socket, address, timeout_ms) : started;
}
Result accept(Handle& accepted, Handle listener);
Result send(Handle socket, const void* data, std::size_t size, std::size_t& sent);
Result send_to(Handle socket, const SocketAddress& address);  // one datagram of one byte
Result receive(Handle socket);                                // one datagram or up to 64 bytes
Result shutdown_write(Handle socket);
Result close(Handle socket);
Result local_address(Handle socket, SocketAddress& address);
TcpState tcp_state(Handle socket);  // unknown if the system does not say
// Waits until one of the sockets can be read or accepted from; false after the timeout.
bool wait_readable(const Handle* sockets, std::size_t count, int timeout_ms);

}  // namespace raw
}  // namespace grid
