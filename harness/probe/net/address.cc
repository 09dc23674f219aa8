#include "probe/net/address.h"

#include <cstdio>
#include <cstring>

#include "probe/core/variant.h"

namespace probe {
namespace {

constexpr std::array<std::uint8_t, 16> kV4MappedPrefix = {0, 0, 0,    0,    0, 0, 0, 0,
                                                          0, 0, 0xff, 0xff, 0, 0, 0, 0};

std::string text_of_ipv4(const std::uint8_t* b) {
  return std::to_string(b[0]) + "." + std::to_string(b[1]) + "." + std::to_string(b[2]) + "." +
         std::to_string(b[3]);
}

// The canonical text of RFC 5952 as far as the suite's own addresses need it: the longest run of zeros is
// "::".
std::string text_of_ipv6(const std::array<std::uint8_t, 16>& bytes) {
  std::array<unsigned, 8> group{};
  for (std::size_t i = 0; i < 8; ++i) group[i] = (bytes[2 * i] << 8U) | bytes[2 * i + 1];
  std::size_t best = 8;
  std::size_t best_length = 1;
  for (std::size_t start = 0; start < 8; ++start) {
    std::size_t length = 0;
    while (start + length < 8 && group[start + length] == 0) ++length;
    if (length > best_length) {
      best = start;
      best_length = length;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < 8;) {
    if (i == best) {
      text += "::";
      i += best_length;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    char hex[8];
    std::snprintf(hex, sizeof hex, "%x", group[i]);
    text += hex;
    ++i;
  }
  return text;
}

// The variant's form of an IPv4 address and the IPv6 address that plays the same part.
Address of_variant(const Address& four, const Address& six) {
  switch (family_of(variant())) {
    case AddressStyle::ipv6:
      return six;
    case AddressStyle::v4mapped:
      return v4mapped(four);
    case AddressStyle::ipv4:
      break;
  }
  return four;
}

}  // namespace

bool Address::is_v4mapped() const {
  return family == Family::ipv6 && std::memcmp(bytes.data(), kV4MappedPrefix.data(), 12) == 0;
}

Address Address::unmapped() const {
  if (!is_v4mapped()) return *this;
  return ipv4(bytes[12], bytes[13], bytes[14], bytes[15], port);
}

std::string Address::text() const {
  switch (family) {
    case Family::unix_path:
      return path.data();
    case Family::ipv4:
      return text_of_ipv4(bytes.data()) + ":" + std::to_string(port);
    case Family::ipv6:
      break;
  }
  const std::string host = is_v4mapped() ? "::ffff:" + text_of_ipv4(&bytes[12]) : text_of_ipv6(bytes);
  return "[" + host + "]:" + std::to_string(port);
}

Address ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, Port port) {
  Address address;
  address.port = port;
  address.bytes = {a, b, c, d};
  return address;
}

Address ipv6(const std::array<std::uint8_t, 16>& bytes, Port port) {
  Address address;
  address.family = Family::ipv6;
  address.port = port;
  address.bytes = bytes;
  return address;
}

Address v4mapped(const Address& ipv4_address) {
  Address address = ipv6(kV4MappedPrefix, ipv4_address.port);
  std::memcpy(&address.bytes[12], ipv4_address.bytes.data(), 4);
  return address;
}

Address unix_path(const std::string& path) {
  Address address;
  address.family = Family::unix_path;
  path.copy(address.path.data(), address.path.size() - 1);
  return address;
}

Address wildcard4(Port port) { return ipv4(0, 0, 0, 0, port); }
Address loopback4(Port port) { return ipv4(127, 0, 0, 1, port); }
Address second_local4(Port port) { return ipv4(127, 0, 0, 2, port); }
Address wildcard6(Port port) { return ipv6({}, port); }
Address loopback6(Port port) { return ipv6({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, port); }
Address second_local6(Port port) {
  return ipv6({0xfd, 0, 0x0a, 0xdd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}, port);
}

// The wildcard of the mapped variant is [::] with IPV6_V6ONLY off: the address that receives mapped traffic.
Address wildcard_address(Port port) {
  return family_of(variant()) == AddressStyle::ipv4 ? wildcard4(port) : wildcard6(port);
}
Address loopback(Port port) { return of_variant(loopback4(port), loopback6(port)); }
Address second_local(Port port) { return of_variant(second_local4(port), second_local6(port)); }
Address unassigned_address(Port port) {
  return of_variant(ipv4(192, 0, 2, 1, port),
                    ipv6({0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, port));
}

}  // namespace probe
