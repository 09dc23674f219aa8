#include "grid/core/address.h"

#include <array>
#include <cstring>

#include "os/sockets.h"

namespace grid {
namespace {

using A = Address;
constexpr Family k4 = Family::ipv4;
constexpr Family k6 = Family::ipv6;
constexpr Family kUnspecified = Family::unspecified;

constexpr std::array<AddressFacts, kAddresses> kFacts = {{
    {"-", k4, k4, false, A::none, {}},
    {"any4", k4, k4, false, A::lo4, {}},
    {"lo4", k4, k4, false, A::lo4, {127, 0, 0, 1}},
    {"alias4", k4, k4, false, A::alias4, {127, 0, 0, 2}},
    {"any6", k6, k6, false, A::lo6, {}},
    {"any6only", k6, k6, true, A::lo6, {}},
    {"lo6", k6, k6, false, A::lo6, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {"mapped-any", k6, k6, false, A::lo4, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255}},
    {"mapped-lo", k6, k6, false, A::lo4, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 1}},
    {"unbound", k4, k4, false, A::lo4, {}},
    {"unbound6", k6, k6, false, A::lo6, {}},
    {"unbound-mapped", k6, k6, false, A::lo4, {}},
    {"any6-v4", k6, k6, false, A::lo4, {}},
    {"broadcast4", k4, k4, false, A::broadcast4, {127, 255, 255, 255}},
    {"limited-broadcast4", k4, k4, false, A::limited_broadcast4, {255, 255, 255, 255}},
    {"multicast4", k4, k4, false, A::multicast4, {224, 0, 0, 77}},
    {"foreign4", k4, k4, false, A::foreign4, {192, 0, 2, 1}},
    {"multicast6", k6, k6, false, A::multicast6, {255, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 18, 52}},
    {"linklocal6", k6, k6, false, A::linklocal6, {254, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {"foreign6", k6, k6, false, A::foreign6, {32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {"mapped-alias", k6, k6, false, A::alias4, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 127, 0, 0, 2}},
    {"mapped-foreign", k6, k6, false, A::foreign4, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 192, 0, 2, 1}},
    {"compatible-lo", k6, k6, false, A::compatible_lo, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 127, 0, 0, 1}},
    {"unspec-any4", k4, kUnspecified, false, A::lo4, {}},
    {"unspec-lo4", k4, kUnspecified, false, A::lo4, {127, 0, 0, 1}},
    {"unspec-any6", k6, kUnspecified, false, A::lo6, {}},
    {"global4", k4, k4, false, A::global4, {198, 51, 100, 7}},
    {"global6", k6, k6, false, A::global6, {32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7}},
}};

// Windows calls IPv4-mapped and IPv6 structures alike; BSD keeps the length in the first byte.
template <class Structure>
void set_family(Structure& structure, int family) {
  sockaddr generic{};
  std::memcpy(&generic, &structure, sizeof generic);
  generic.sa_family = static_cast<decltype(generic.sa_family)>(family);
  grid_set_length(generic, sizeof structure);
  std::memcpy(&structure, &generic, sizeof generic);
}

SocketAddress ipv4(const AddressFacts& address, Port port, std::uint8_t offset) {
  sockaddr_in raw{};
  set_family(raw, address.sockaddr == kUnspecified ? AF_UNSPEC : AF_INET);
  raw.sin_port = htons(port);
  std::uint8_t bytes[4];
  std::memcpy(bytes, address.bytes, 4);
  bytes[3] = static_cast<std::uint8_t>(bytes[3] + offset);
  std::memcpy(&raw.sin_addr, bytes, 4);
  SocketAddress result;
  std::memcpy(result.bytes, &raw, sizeof raw);
  result.length = sizeof raw;
  return result;
}

SocketAddress ipv6(const AddressFacts& address, Port port, std::uint8_t offset) {
  sockaddr_in6 raw{};
  set_family(raw, address.sockaddr == kUnspecified ? AF_UNSPEC : AF_INET6);
  raw.sin6_port = htons(port);
  std::uint8_t bytes[16];
  std::memcpy(bytes, address.bytes, 16);
  bytes[15] = static_cast<std::uint8_t>(bytes[15] + offset);
  std::memcpy(&raw.sin6_addr, bytes, 16);
  SocketAddress result;
  std::memcpy(result.bytes, &raw, sizeof raw);
  result.length = sizeof raw;
  return result;
}

}  // namespace

const AddressFacts& facts(Address address) { return kFacts[static_cast<std::size_t>(address)]; }

std::string_view name(Address address) { return facts(address).name; }

std::optional<Address> address_named(std::string_view name) {
  for (int i = 0; i < kAddresses; ++i)
    if (kFacts[static_cast<std::size_t>(i)].name == name) return static_cast<Address>(i);
  return std::nullopt;
}

bool is_unbound(Address address) {
  return address == A::unbound || address == A::unbound6 || address == A::unbound_mapped;
}

bool speaks_ipv6(Address address) { return facts(facts(address).target).socket == Family::ipv6; }

SocketAddress socket_address(Address address, Port port, std::uint8_t offset) {
  const AddressFacts& wanted = facts(address);
  return wanted.socket == Family::ipv4 ? ipv4(wanted, port, offset) : ipv6(wanted, port, offset);
}

Port port_of(const SocketAddress& address) {
  // sin_port and sin6_port lie at the same offset on every system that has both (RFC 3493, section 3.3).
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port),
                "one offset for the port");
  std::uint16_t port = 0;
  std::memcpy(&port, address.bytes + offsetof(sockaddr_in, sin_port), sizeof port);
  return ntohs(port);
}

}  // namespace grid
