// The calls of raw.h, each tested for a tracer: without one they cost nothing more, with one every call is
// recorded.
#pragma once
#include <string_view>

#include "grid/core/raw.h"
#include "grid/core/tracer.h"

namespace grid {

inline constexpr int kConnectTimeoutMs =
    300;  // on loopback an answer takes microseconds; Windows repeats a refused SYN
inline constexpr int kArrivalTimeoutMs = 300;  // for what is known to be on its way

inline constexpr int kSmallBuffer = 2048;    // bytes, for Option::receive_buffer; systems round it up
inline constexpr std::size_t kFill = 32768;  // bytes: more than any system makes of kSmallBuffer

class Calls {
 public:
  explicit Calls(Tracer* tracer = nullptr) : tracer_(tracer) {}
  Tracer* tracer() const { return tracer_; }

  // `label` names the new socket in a transcript; it must outlive the call only.
  Result open(Handle& socket, Family family, Protocol protocol, std::string_view label);
  Result set(Handle socket, Option option, int value);
  Result bind(Handle socket, const SocketAddress& address);
  Result listen(Handle socket, int backlog);
  // Waits for the end of the connection.
  Result connect(Handle socket, const SocketAddress& address);
  // EINPROGRESS if the end has to be waited for.
  Result start_connection(Handle socket, const SocketAddress& address);
  Result await_connection(Handle socket, const SocketAddress& address);
  // EAGAIN if nothing is in the queue.
  Result accept(Handle& accepted, Handle listener, std::string_view label);
  // Accepts what is on its way: waits up to kArrivalTimeoutMs.
  Result accept_expected(Handle& accepted, Handle listener, std::string_view label);
  // Sends more than a peer with kSmallBuffer takes: what is sent after that stays unsent until the peer
  // reads.
  Result fill(Handle socket);
  Result send_byte(Handle socket);
  Result send_to(Handle socket, const SocketAddress& address);
  Result receive(Handle socket);
  Result shutdown_write(Handle socket);
  Result close(Handle& socket);
  Result local_address(Handle socket, SocketAddress& address);
  TcpState tcp_state(Handle socket);

 private:
  Result traced(std::string_view call, Handle socket, std::string_view arguments, Result result);
  Result traced(std::string_view call, Handle socket, const SocketAddress& address, Result result);

  Tracer* tracer_;
};

}  // namespace grid
