// Addresses that sockets are bound and connected to, free of any system header: os/*/calls.cc
// convert them into the form of their system.
#pragma once
#include <array>
#include <cstdint>
#include <string>

namespace probe {

using Port = std::uint16_t;

// `unspecified`: the bytes of an IPv4 address, told to the system as AF_UNSPEC.
enum class Family : std::uint8_t { ipv4, ipv6, unix_path, unspecified };

// An address and a port (host byte order), or the path of a local socket.
// Trivially copyable: it travels to helper processes as it is.
struct Address {
  Family family = Family::ipv4;
  Port port = 0;
  std::array<std::uint8_t, 16> bytes{};  // IPv4 uses the first four; network byte order
  std::array<char, 100> path{};  // Family::unix_path only; a leading '@' stands for the abstract namespace

  Address at(Port other_port) const {
    Address copy = *this;
    copy.port = other_port;
    return copy;
  }
  bool is_wildcard() const { return bytes == std::array<std::uint8_t, 16>{}; }
  // ::ffff:a.b.c.d (RFC 4291, 2.5.5.2)
  bool is_v4mapped() const;
  // The IPv4 address inside a mapped one; itself otherwise.
  Address unmapped() const;
  std::string text() const;  // "127.0.0.1:4711", "[::1]:4711"

  friend bool operator==(const Address& a, const Address& b) {
    return a.family == b.family && a.port == b.port && a.bytes == b.bytes && a.path == b.path;
  }
  friend bool operator!=(const Address& a, const Address& b) { return !(a == b); }
};

Address ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, Port port = 0);
Address ipv6(const std::array<std::uint8_t, 16>& bytes, Port port = 0);
// The IPv4-mapped IPv6 form of an IPv4 address.
Address v4mapped(const Address& ipv4_address);
// An IPv4 address that says AF_UNSPEC of itself.
Address of_no_family(const Address& ipv4_address);
Address unix_path(const std::string& path);

Address wildcard4(Port port = 0);      // 0.0.0.0
Address loopback4(Port port = 0);      // 127.0.0.1
Address second_local4(Port port = 0);  // 127.0.0.2, a second local address where the platform has one
Address wildcard6(Port port = 0);      // ::
Address loopback6(Port port = 0);      // ::1
Address second_local6(
    Port port = 0);  // fd00:add::2, which the runner puts on the loopback device of a private stack

// The same three in the family of the variant that is running (variant.h).
Address wildcard_address(Port port = 0);
Address loopback(Port port = 0);
Address second_local(Port port = 0);
// An address that is assigned to no machine: 192.0.2.1 or 2001:db8::1, reserved for documentation (RFC 5737,
// RFC 3849).
Address unassigned_address(Port port = 0);

}  // namespace probe
