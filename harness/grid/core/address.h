// The addresses that the grid and the explorer bind and connect to.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace grid {

using Port = std::uint16_t;

enum class Family : std::uint8_t { ipv4, ipv6, unspecified };

enum class Address : std::uint8_t {
  none,  // no socket
  any4,
  lo4,
  alias4,
  any6,      // dual-stack
  any6only,  // with IPV6_V6ONLY
  lo6,
  mapped_any,
  mapped_lo,
  unbound,         // an IPv4 socket that is not bound before it listens or connects
  unbound6,        // a dual-stack IPv6 socket, likewise
  unbound_mapped,  // a dual-stack IPv6 socket that is not bound and connects to a mapped IPv4 address
  any6_v4,         // dual-stack wildcard whose peer speaks IPv4
  // Addresses that few programs bind to.
  broadcast4,
  limited_broadcast4,
  multicast4,
  foreign4,
  multicast6,
  linklocal6,
  foreign6,
  mapped_alias,
  mapped_foreign,
  compatible_lo,  // ::127.0.0.1
  unspec_any4,    // sa_family AF_UNSPEC with 0.0.0.0
  unspec_lo4,     // sa_family AF_UNSPEC with 127.0.0.1
  unspec_any6,    // sa_family AF_UNSPEC on an IPv6 socket
  // Addresses of the loopback device that are no loopback addresses; only in a namespace of the explorer's own.
  global4,
  global6,
  count
};

inline constexpr int kAddresses = static_cast<int>(Address::count);

struct AddressFacts {
  std::string_view name;
  Family socket;    // the family of the socket that uses it
  Family sockaddr;  // the family that the address structure names
  bool v6only;      // the socket has IPV6_V6ONLY
  Address target;   // where a connection to a socket bound here goes
  std::uint8_t bytes[16];
};

const AddressFacts& facts(Address address);
std::string_view name(Address address);
std::optional<Address> address_named(std::string_view name);

// True for the pseudo addresses of sockets that do not call bind().
bool is_unbound(Address address);

// Whether a peer of a socket at this address speaks IPv6 with it.
bool speaks_ipv6(Address address);

// An address structure as the system takes it. `length` is in bytes.
struct SocketAddress {
  alignas(8) std::uint8_t bytes[28] = {};
  std::uint8_t length = 0;
};

// The address structure for a port (host byte order). `offset` is added to the last byte: 127.0.0.2 and 3
// give 127.0.0.5.
SocketAddress socket_address(Address address, Port port, std::uint8_t offset = 0);

// The port (host byte order) in an address structure of either family.
Port port_of(const SocketAddress& address);

}  // namespace grid
