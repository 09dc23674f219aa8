// The sockets beside the cells: where client sides connect to, and where second sockets connect to.
// Each is made when it is first needed, on a port of its own, and lasts as long as its namespace at most.
#pragma once
#include <array>

#include "grid/core/calls.h"
#include "grid/ports.h"

namespace grid {

class Helpers {
 public:
  Helpers(Calls& calls, Ports& ports) : calls_(calls), ports_(ports) {}
  ~Helpers() { close_all(); }
  Helpers(const Helpers&) = delete;
  Helpers& operator=(const Helpers&) = delete;

  struct Helper {
    Handle socket = kNoHandle;
    Port port = 0;
  };

  // For the client sides of connections; closed with close_listeners(). `small`: accepted sockets have small
  // buffers.
  const Helper& listener(bool ipv6, bool small);
  // For what a second socket connects to.
  const Helper& target(bool ipv6);
  // The peer of connected UDP sockets.
  const Helper& datagram(bool ipv6);
  // One of kSenders UDP sockets; it has a port of the system's choice.
  Handle sender(bool ipv6, std::size_t number);

  void close_listeners();
  void close_targets();
  void close_all();

  static constexpr std::size_t kSenders = 32;

 private:
  const Helper& ready(Helper& helper, bool ipv6, Protocol protocol, bool small);
  void open(Helper& helper, bool ipv6, Protocol protocol, bool small);
  template <std::size_t N>
  void close(std::array<Helper, N>& helpers);

  Calls& calls_;
  Ports& ports_;
  std::array<Helper, 4> listeners_{};
  std::array<Helper, 2> targets_{};
  std::array<Helper, 2> datagrams_{};
  std::array<Helper, 2 * kSenders> senders_{};
};

inline constexpr std::size_t kHelperPorts = 8;  // at most, in a round

}  // namespace grid
