// The socket options of stories, by short names.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "grid/core/raw.h"

namespace explorer {

enum class OptionName : std::uint8_t {
  reuseaddr,     // SO_REUSEADDR
  reuseport,     // SO_REUSEPORT
  v6only,        // IPV6_V6ONLY
  no_port,       // IP_BIND_ADDRESS_NO_PORT
  linger,        // SO_LINGER: seconds; -1 switches it off
  device,        // SO_BINDTODEVICE: 1 is "lo", 2 another device, 3 a VRF, 0 none
  freebind,      // IP_FREEBIND
  defer_accept,  // TCP_DEFER_ACCEPT: seconds
  incoming_cpu,  // SO_INCOMING_CPU
  port_range,    // IP_LOCAL_PORT_RANGE: as many of the story's narrow ports; -1: the last one; 0: none
  group_filter,  // SO_ATTACH_REUSEPORT_CBPF: a program that chooses this socket; -1 detaches it
  transparent,   // IP_TRANSPARENT
  repair,        // TCP_REPAIR
  addrform,      // IPV6_ADDRFORM: 2 makes an IPv4 socket of an IPv6 one
  linger2,       // TCP_LINGER2: seconds
  fastopen,      // TCP_FASTOPEN: the length of the queue
  broadcast,     // SO_BROADCAST
  join,  // IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP: 1 joins the group of multicast4 or multicast6, 0 leaves it
  user_timeout,    // TCP_USER_TIMEOUT: milliseconds
  receive_errors,  // IP_RECVERR
  group_program,   // SO_ATTACH_REUSEPORT_EBPF: drops what comes to the group (os/program.h)
  sequence,        // the sequence number of the next byte: it can only be read
  count
};

inline constexpr grid::Port kNarrowPorts = 8;  // ports of a story for narrow ranges
inline constexpr int kOptions = static_cast<int>(OptionName::count);

std::string_view name(OptionName option);
std::optional<OptionName> option_named(std::string_view name);
// What the system calls it: `SO_REUSEADDR`.
std::string_view system_name(OptionName option);

// `narrow`: the lowest of the story's narrow ports, for OptionName::port_range. `family`: the socket's, on
// which the level of some options depends. Result::unavailable where the system's headers have no such
// option.
grid::Result set_option(grid::Handle socket, OptionName option, int value, grid::Port narrow);
// Multicast datagrams of this socket leave by the loopback device (ip(7), IP_MULTICAST_IF).
void send_to_groups_on_loopback(grid::Handle socket);
grid::Result get_option(grid::Handle socket, OptionName option, int& value);

}  // namespace explorer
