// Addresses and ports of stories: what a step names, and what the system chose, as properties.
#include <algorithm>
#include <cstring>

#include "explorer/calls.h"
#include "explorer/world.h"

namespace explorer {
namespace {

using Kind = Step::Kind;

constexpr int kCrowd =
    20;  // ports; by chance all of them lie in one half once in half a million times (2^-19)

// The last of a story's own ports lies where it falls into the same slot of the kernel's table of ports as the
// first: the tables have powers of two as their sizes (Linux: inet_hashinfo, bhash_size), up to 65536 on large
// machines, where it is just another port.
grid::Port own_port(grid::Port base, std::uint8_t number) {
  constexpr grid::Port kSameSlot = 16384;
  return static_cast<grid::Port>(number == kExplicitPorts - 1 ? base + kSameSlot : base + number);
}

bool is_same(const grid::SocketAddress& a, const grid::SocketAddress& b) {
  return a.length == b.length && std::memcmp(a.bytes, b.bytes, a.length) == 0;
}

}  // namespace

grid::Port World::port(const PortChoice& choice) const {
  if (choice.from == PortChoice::From::automatic) return 0;
  if (choice.from == PortChoice::From::own) return own_port(base_, choice.number);
  const Socket& socket = sockets_[choice.number];
  return socket.is_open() && socket.local.length > 0 ? grid::port_of(socket.local) : grid::Port{0};
}

grid::SocketAddress World::target(const Step& step, const Socket& socket) const {
  if (step.other == kNoSlot) return grid::socket_address(step.address, port(step.port));
  return reach(sockets_[step.other].local, socket.kind.family);
}

std::string World::owner_of(grid::Port port, grid::Protocol protocol, std::uint8_t except) const {
  for (std::uint8_t slot = 0; slot < used_; ++slot) {
    const Socket& socket = sockets_[slot];
    if (slot == except || !socket.is_open() || socket.kind.protocol != protocol) continue;
    if (socket.local.length > 0 && grid::port_of(socket.local) == port) return "s" + std::to_string(slot);
  }
  return {};
}

std::string World::place_text(const grid::SocketAddress& address) {
  return address.length == 0 ? std::string() : ",at=" + name_of(address);
}

bool World::has_peer(std::uint8_t slot) const {
  grid::SocketAddress peer;
  return peer_address(sockets_[slot].handle, peer) == grid::Result::ok;
}

std::string World::port_text(const Socket& socket, grid::Port port) const {
  if (port == 0) return "0";
  for (std::uint8_t number = 0; number < kExplicitPorts; ++number)
    if (port == own_port(base_, number)) return "P" + std::to_string(number);
  // Datagram sockets get any port at random; so may all where the range is the system's own.
  const bool tcp = socket.kind.protocol == grid::Protocol::tcp;
  std::string text = !settings_.has_port_range ? "any" : !tcp ? "udp" : port % 2 == 0 ? "even" : "odd";
  const grid::Port narrow = static_cast<grid::Port>(base_ + kExplicitPorts);
  if (port >= narrow && port < narrow + kNarrowPorts) {
    text += "-narrow";
    if (stack_.narrowed() > 0 && port >= narrow + stack_.narrowed()) text += "-outside";
  } else if (settings_.has_port_range && port < kLowestAutomatic) {
    text += "-outside";
  }
  return text;
}

std::string World::relations(std::uint8_t slot, grid::Port port) const {
  const grid::Protocol protocol = sockets_[slot].kind.protocol;
  std::string text;
  const std::string owner = owner_of(port, protocol, slot);
  if (!owner.empty()) text += ",=" + owner;
  for (const auto& [past_protocol, past_port] : past_ports_)
    if (past_protocol == protocol && past_port == port) return text + ",again";
  return text;
}

std::string World::address_change(std::uint8_t slot, const grid::SocketAddress* asked) {
  Socket& socket = sockets_[slot];
  grid::SocketAddress now;
  if (grid::raw::local_address(socket.handle, now) != grid::Result::ok || is_same(now, socket.local))
    return {};
  const grid::Port before = socket.local.length > 0 ? grid::port_of(socket.local) : grid::Port{0};
  socket.local = now;
  if (asked != nullptr && is_same(now, *asked)) return {};
  const grid::Port port = grid::port_of(now);
  const bool chosen = port != 0 && port != before && (asked == nullptr || grid::port_of(*asked) != port);
  return ",@" + name_of(now) + ":" + port_text(socket, port) + (chosen ? relations(slot, port) : "");
}

// Linux prefers one half of the range for some sockets (__inet_csk_find_open_port in
// net/ipv4/inet_connection_sock.c).
std::string World::halves(const Step& step) const {
  const bool chooses =
      settings_.has_port_range && step.kind == Kind::bind && step.port.from == PortChoice::From::automatic;
  if (!chooses || step.last - step.first + 1 < kCrowd || stack_.narrowed() > 0) return {};
  constexpr grid::Port kMiddle = (kLowestAutomatic + kHighestAutomatic) / 2;
  for (std::uint8_t slot = step.first; slot <= step.last; ++slot)
    if (is_open(slot) && grid::port_of(sockets_[slot].local) > kMiddle) return ",both-halves";
  return ",lower-half";
}

}  // namespace explorer
